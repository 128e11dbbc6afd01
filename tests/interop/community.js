// A small community with something of everything, written through the API of a node.

const MESSAGES = [
  'Bonjour à toutes et à tous ! Qui a une échelle pour samedi ?',
  'I do: five metres, with a rope. 🪜',
  'Zwölf Boxkämpfer — naïve façade, œuvre, 日本語, עברית',
  'Edited before the export',
  'Taken back before the export',
]

/** Founds it, fills it and returns the ids that the checks need. */
export async function fill(call) {
  const { id: community } = await call('community_create', {
    name: 'Rue des Lilas',
    kind: 'neighbourhood',
    display_name: 'Zoé',
  })
  const first = async (command) => (await call(command, { community })).items[0].id
  const room = await first('rooms')
  const messages = await writeMessages(call, community, room)
  const { post, comments } = await writePost(call, community, await first('boards'))
  const event = await writeEvent(call, community)
  return { community, room, messages, post, comments, event }
}

async function writeMessages(call, community, room) {
  const ids = []
  for (const text of MESSAGES) {
    const reply_to = ids.length === 1 ? ids[0] : null
    ids.push((await call('message_write', { community, room, text, reply_to, mentions: [] })).id)
  }
  const [ladder, , , edited, deleted] = ids
  await call('message_edit', { community, room, message: edited, text: 'Geändert: « corrigé »' })
  await call('message_delete', { community, room, message: deleted })
  await call('message_react', { community, room, message: ladder, emoji: '👍', on: true })
  return ids
}

async function writePost(call, community, board) {
  const { id: post } = await call('post_write', {
    community,
    board,
    kind: 'announcement',
    title: 'Fête des voisins, samedi 28',
    body: '## Programme\n\n- 18 h : apéro\n- 20 h : *grillades* — apportez vos chaises\n',
    tags: ['fête', 'été'],
  })
  const comments = []
  for (const text of ['J’apporte une tarte.', 'And I bring lemonade for 20.']) {
    comments.push((await call('comment_write', { community, post, text, reply_to: comments[0] ?? null })).id)
  }
  return { post, comments }
}

async function writeEvent(call, community) {
  const { id: event } = await call('event_create', {
    community,
    title: 'Atelier vélo',
    description: 'Freins, câbles, chambres à air. Bring your own bicycle.',
    place: 'Cour du 12',
    start: { local: '2026-12-01T18:00', tz: 'Europe/Paris' },
    duration_minutes: 90,
    rrule: 'FREQ=WEEKLY;COUNT=4',
    capacity: 12,
  })
  await call('event_edit', { community, event, title: 'Atelier vélo et trottinette', description: 'Freins et câbles, oui !' })
  await call('group_create', { community, name: 'Vélo', purpose: 'On répare le samedi', icon: '🚲' })
  await call('rsvp_set', { community, event, occurrence: null, answer: 'yes', note: 'avec deux vélos 🚲' })
  return event
}
