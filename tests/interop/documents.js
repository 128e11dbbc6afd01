// The documents of an export, as the automerge of JavaScript shows them.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isImmutableString, load, toJS } from '@automerge/automerge'

/**
 * Opens every document that `index.json` names.
 *
 * @returns {Promise<Map<string, {kind: string, content: object}>>} by document id
 */
export async function open(folder) {
  const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'))
  const documents = new Map()
  for (const { id, kind, file } of index) {
    const document = load(new Uint8Array(await readFile(join(folder, file))))
    documents.set(id, { kind, content: plain(toJS(document)) })
  }
  return documents
}

/** Strings that are no texts (put as a whole, as in a register) have a class of their own in JavaScript. */
function plain(value) {
  if (isImmutableString(value)) return value.val
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]))
}

/** The part of a key before its first slash: the first 8 bytes of the author's person id in hex. */
export const authorOf = (key) => key.split('/')[0]

/** The same of a person id in base32, as JSON has it. */
export function shortPerson(id) {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567'
  let bits = 0n
  for (const letter of id) bits = (bits << 5n) | BigInt(letters.indexOf(letter))
  // 26 letters are 130 bits: 16 bytes and two bits of nothing.
  return (bits >> 66n).toString(16).padStart(16, '0')
}

/** What a list is without the order of its members. */
export const sorted = (rows) => rows.map((row) => JSON.stringify(row)).sort()
