/** The system's own dialogs, answered on the keyboard as a person would: no WebDriver reaches them. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { within } from './window.ts'

const run = promisify(execFile)

/** Waits for the dialog with this title, types a path into it and confirms. */
export async function answerDialog(title: string, path: string): Promise<void> {
  await focus(title)
  // A path replaces what is proposed, and opens the line for it where there is none.
  await keys('key', 'ctrl+a')
  await keys('type', '--delay', '5', path)
  await keys('key', 'Return')
  await gone(title)
}

/** Waits for the dialog with this title and closes it. */
export async function closeDialog(title: string): Promise<void> {
  await focus(title)
  await keys('key', 'Escape')
  await gone(title)
}

/** Takes the pointer, and with it the focus, to an empty corner of the screen: nobody looks at the window. */
export async function lookAway(): Promise<void> {
  await keys('mousemove', '--sync', '1', '1')
}

/** Pastes what is on the clipboard where the caret of the page stands. */
export async function paste(): Promise<void> {
  await focus('AllForOne')
  await keys('key', 'ctrl+v')
}

async function focus(title: string): Promise<void> {
  let id: string | undefined
  await within(`the dialog “${title}” opens`, async () => {
    id = (await windows(title))[0]
    return id !== undefined
  })
  await keys('windowfocus', '--sync', id ?? '')
}

const gone = (title: string) =>
  within(`the dialog “${title}” closes`, async () => (await windows(title)).length === 0)

async function windows(title: string): Promise<string[]> {
  // It ends with 1 where there is none.
  const found = await run('xdotool', ['search', '--onlyvisible', '--name', `^${title}$`]).catch(() => ({ stdout: '' }))
  return found.stdout.split('\n').filter(Boolean)
}

const keys = (...line: string[]) => run('xdotool', line)
