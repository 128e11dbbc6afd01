/** What the figures of the window are made of: lines of JSON, processes with their memory and their time. */
import { readdir, readFile } from 'node:fs/promises'

/** Clock ticks of the kernel in a second, on every Linux there is. */
const TICKS = 100

/** Prints one figure as a line of JSON. */
export function say(name: string, unit: string, values: number[], budget?: number): void {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (part: number) => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(3))
  const line = { name, unit, median: at(0.5), p95: at(0.95), min: at(0), max: at(1), runs: values.length, budget }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** Returns the program on this data folder and all that it started. */
export async function tree(data: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const parents = new Map<string, string>()
  const roots: string[] = []
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    parents.set(pid, stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '')
    if (line.includes(`--data\0${data}\0`)) roots.push(pid)
  }
  const isOurs = (pid: string): boolean => roots.includes(pid) || (parents.has(pid) && isOurs(parents.get(pid) ?? ''))
  return pids.filter(isOurs)
}

/** What a process holds of the memory, in MB; what several share is shared out among them (PSS). */
export type Memory = { name: string; mb: number }

/** Returns what the program on this data folder and each process that it started hold. */
export async function memoryOf(data: string): Promise<Memory[]> {
  const each = (await tree(data)).map(async (pid) => {
    const kb = /^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''))?.[1]
    return { name: (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'what ended')).trim(), mb: Number(kb ?? 0) / 1024 }
  })
  return Promise.all(each)
}

/** Returns what they hold together, in MB. */
export const total = (memory: readonly Memory[]): number => memory.reduce((sum, { mb }) => sum + mb, 0)

/** Returns how long they have computed since they began, in seconds. */
export async function cpuSeconds(pids: string[]): Promise<number> {
  const each = pids.map(async (pid) => (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ')')).split(')').at(-1)?.split(' ').slice(12, 14) ?? [])
  return (await Promise.all(each)).flat().reduce((sum, one) => sum + Number(one), 0) / TICKS
}
