/** Where an export goes. */
import type { ExportFormat } from '@/generated/bindings'

/** The formats on offer, the most readable first. */
export const EXPORTS: readonly ExportFormat[] = ['markdown', 'ics', 'vcf', 'json', 'automerge']

/** One format, or all of them. */
export type What = ExportFormat | 'all'

/** A person's own folder, as Linux, macOS and Windows name it. */
const HOME = /^(?:\/home\/[^/]+|\/root|\/Users\/[^/]+|[A-Z]:\\Users\\[^\\]+)/

/** Returns the folder that is proposed: in the person's own, under the community's name. */
export function folderFor(dataDir: string, community: string): string {
  const home = HOME.exec(dataDir)?.[0] ?? dataDir
  const slash = home.includes('\\') ? '\\' : '/'
  const name = community.replace(/[\\/:*?"<>|]/g, ' ').trim()
  return `${home}${slash}AllForOne${slash}${name || 'export'}`
}

/** Returns the folder of one format: its own where all are written. */
export function exportFolder(dir: string, what: What, format: ExportFormat): string {
  if (what !== 'all') return dir
  const slash = dir.includes('\\') ? '\\' : '/'
  return `${dir.replace(/[\\/]+$/, '')}${slash}${format}`
}
