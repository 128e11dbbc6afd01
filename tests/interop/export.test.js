// What a community exports, the automerge of JavaScript opens, and it says the same as the JSON beside it.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fill } from './community.js'
import { authorOf, open, shortPerson, sorted } from './documents.js'
import { start } from './node.js'

let folder, node, json, documents

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allforone-interop-'))
  node = await start(folder)
  const { community } = await fill(node.call)
  const dir = join(folder, 'export')
  for (const format of ['json', 'automerge']) await node.call('export', { community, format, dir })
  json = JSON.parse(await readFile(join(dir, 'community.json'), 'utf8'))
  documents = await open(dir)
})

after(async () => {
  assert.equal(await node?.stop(), 0, 'the node ends well')
  await rm(folder, { recursive: true, force: true })
})

test('every kind of document is there', () => {
  const kinds = [...new Set([...documents.values()].map((document) => document.kind))].sort()
  assert.deepEqual(kinds, ['board', 'event', 'group', 'joined', 'posts', 'profiles', 'room', 'rsvp', 'segment', 'thread'])
})

test('rooms and boards have the same names', () => {
  for (const place of [...json.rooms, ...json.boards]) {
    assert.equal(documents.get(place.id).content.name, place.name)
  }
})

test('messages have the same texts, authors and answers', () => {
  const messages = json.rooms.flatMap((room) => room.messages)
  assert.equal(messages.length, 5)
  compare(messages, 'segment', 'm', (message) => ({ text: message.text, edited: message.edited, to: message.reply_to }))
})

test('a message that was taken back is in no document', () => {
  const texts = [...documents.values()].map((document) => JSON.stringify(document.content)).join()
  assert.ok(texts.includes('corrigé') && texts.includes('échelle'))
  assert.ok(!texts.includes('Taken back') && !texts.includes('Edited before'))
})

test('posts have the same titles, bodies, kinds and tags', () => {
  const posts = json.boards.flatMap((board) => board.posts)
  assert.equal(posts.length, 1)
  for (const [document, rows] of byDocument(posts)) {
    const shown = Object.entries(documents.get(document).content.p).map(([key, post]) => ({
      by: authorOf(key),
      title: post.t,
      body: post.b,
      kind: post.k,
      tags: post.g.split('\n'),
    }))
    const told = rows.map(({ author, title, body, kind, tags }) => ({ by: shortPerson(author), title, body, kind, tags }))
    assert.deepEqual(sorted(shown), sorted(told))
  }
})

test('comments have the same texts, authors and answers', () => {
  const comments = json.boards.flatMap((board) => board.posts).flatMap((post) => post.comments)
  assert.equal(comments.length, 2)
  compare(comments, 'thread', 'c', (comment) => ({ text: comment.text, edited: comment.edited, to: comment.reply_to }))
})

test('the event is the same in every field', () => {
  const [event] = json.events
  const { content } = documents.get(event.id)
  assert.deepEqual(
    [content.title, content.body, content.place, content.dur, content.cap, content.rrule, content.status, content.when],
    [
      event.title,
      event.description,
      event.place,
      event.duration_minutes,
      event.capacity,
      event.rrule,
      event.status,
      `${event.start.local}|${event.start.tz}`,
    ],
  )
  assert.equal(content.title, 'Atelier vélo et trottinette')
})

test('answers to the event are the same', () => {
  const answers = json.events.flatMap((event) => event.answers)
  assert.equal(answers.length, 1)
  for (const [document, rows] of byDocument(answers)) {
    const shown = Object.entries(documents.get(document).content.a)
    const told = rows.map(({ person, answer, note }) => ({ by: shortPerson(person), answer, note }))
    assert.deepEqual(sorted(shown.map(([key, { v, n }]) => ({ by: authorOf(key), answer: v, note: n }))), sorted(told))
  }
})

test('profiles have the same names', () => {
  const profiles = json.people.map((person) => person.profile)
  for (const [document, rows] of byDocument(profiles)) {
    const shown = Object.entries(documents.get(document).content.p).map(([key, { name, color }]) => ({ by: authorOf(key), name, color }))
    assert.deepEqual(sorted(shown), sorted(rows.map(({ person, name, color }) => ({ by: shortPerson(person), name, color }))))
  }
})

test('reactions are by the same people', () => {
  const [reacted] = json.rooms.flatMap((room) => room.messages).filter((message) => message.reactions.length > 0)
  const [{ emoji, person }] = reacted.reactions
  const reactions = documents.get(reacted.document).content.r
  assert.deepEqual(Object.entries(reactions), [[`${shortPerson(person)}/r/${reacted.id}/${emoji}`, true]])
})

/** Compares rows of the JSON with the members of a container of their documents; what was taken back is in the JSON only. */
function compare(all, kind, container, told) {
  for (const [document, rows] of byDocument(all)) {
    assert.equal(documents.get(document).kind, kind)
    const shown = Object.entries(documents.get(document).content[container]).map(([key, row]) => {
      return { by: authorOf(key), text: row.b, edited: row.e ?? false, to: row.re ?? null }
    })
    const expected = rows.filter((row) => !row.deleted).map((row) => ({ by: shortPerson(row.author), ...told(row) }))
    assert.deepEqual(sorted(shown), sorted(expected))
  }
}

function byDocument(rows) {
  return Map.groupBy(rows, (row) => row.document)
}
