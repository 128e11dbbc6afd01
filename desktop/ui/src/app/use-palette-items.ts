import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { boardsQuery } from '@/features/boards/api'
import { mentionableQuery, roomsQuery } from '@/features/chat/api'
import { groupsQuery } from '@/features/people/groups-api'
import { searchQuery } from '@/features/search/api'
import { placeOf } from '@/features/search/hit-row'
import type { Community } from '@/generated/bindings'
import { plainText } from '@/lib/plain-text'
import { sameLetters } from '@/lib/same-letters'
import { useSettled } from '@/lib/use-settled'
import { sections } from './sections'
import { verbs } from './verbs'

/** One line of the palette. */
export type PaletteItem = {
  id: string
  group: 'do' | 'go' | 'person' | 'found'
  label: string
  /** Where it is, beside its name. */
  hint?: string
  href: string
}

/** Lines shown at once; who types on sees others. */
const MOST = 9

/** Things found by what is written in them, shown below the lines that fit by name. */
const MOST_FOUND = 5

/** They are searched for this long after the last letter, in ms. */
const PAUSE_MS = 150

/** Returns the lines of the palette that fit what was typed: verbs, places, people, then what was written. */
export function usePaletteItems(
  communities: readonly Community[],
  current: Community | undefined,
  typed: string,
  isOpen: boolean,
): PaletteItem[] {
  const { t } = useTranslation()
  const id = current?.id ?? ''
  const asked = { enabled: isOpen && id !== '' }
  const rooms = useQuery({ ...roomsQuery(id), ...asked })
  const boards = useQuery({ ...boardsQuery(id), ...asked })
  const groups = useQuery({ ...groupsQuery(id), ...asked })
  const members = useQuery({ ...mentionableQuery(id), ...asked })
  const all = useMemo<PaletteItem[]>(() => {
    const base = `/c/${id}`
    const here: PaletteItem[] = current
      ? [
          ...verbs.map((verb) => ({
            id: `do/${verb.id}`,
            group: 'do' as const,
            label: t(verb.label),
            href: `${base}/${verb.path}`,
          })),
          ...sections.map(({ path, label }) => ({
            id: `go/${path}`,
            group: 'go' as const,
            label: t(label),
            href: `${base}/${path}`,
          })),
          ...(rooms.data?.items ?? []).map((room) => ({
            id: `room/${room.id}`,
            group: 'go' as const,
            label: room.name,
            hint: t('frame.discussions'),
            href: `${base}/rooms/${room.id}`,
          })),
          ...(boards.data?.items ?? []).map((board) => ({
            id: `board/${board.id}`,
            group: 'go' as const,
            label: board.name,
            hint: t('frame.boards'),
            href: `${base}/boards?board=${board.id}`,
          })),
          { id: 'go/groups', group: 'go' as const, label: t('groups.title'), href: `${base}/people/groups` },
          ...(groups.data?.items ?? [])
            .filter((group) => !group.archived)
            .map((group) => ({
              id: `group/${group.id}`,
              group: 'go' as const,
              label: group.name,
              hint: t('groups.title'),
              href: `${base}/people/groups/${group.id}`,
            })),
          {
            id: 'do/import',
            group: 'do' as const,
            label: t('agenda.import'),
            href: `${base}/agenda/import`,
          },
        ]
      : []
    const people = (members.data?.items ?? []).map((member) => ({
      id: `person/${member.person}`,
      group: 'person' as const,
      label: member.name,
      hint: member.can_help.join(', '),
      href: `${base}/people/${member.person}`,
    }))
    const others = communities
      .filter((one) => one.id !== id)
      .map((one) => ({ id: `c/${one.id}`, group: 'go' as const, label: one.name, href: `/c/${one.id}` }))
    const general = (['network', 'settings'] as const).map((page) => ({
      id: `go/${page}`,
      group: 'go' as const,
      label: t(`frame.${page}`),
      href: `/${page}`,
    }))
    return [...here, ...people, ...others, ...general]
  }, [t, id, current, communities, rooms.data, boards.data, groups.data, members.data])
  const query = typed.trim()
  const settled = useSettled(query, PAUSE_MS)
  const search = searchQuery(settled, id)
  const found = useQuery({ ...search, enabled: search.enabled && asked.enabled })
  const hits = useMemo<PaletteItem[]>(
    () =>
      // Rooms, groups and people stand among the lines already.
      (found.data?.items ?? [])
        .filter((hit) => !['room', 'group', 'member'].includes(hit.kind))
        .slice(0, MOST_FOUND)
        .map((hit) => ({
          id: `found/${hit.id}`,
          group: 'found' as const,
          label: hit.kind === 'message' || hit.kind === 'comment' ? plainText(hit.snippet) : hit.title,
          hint: [t(`search.kind.${hit.kind}`), hit.author_name].filter(Boolean).join(', '),
          href: placeOf(hit),
        })),
    [t, found.data],
  )
  return useMemo(() => [...fitting(all, typed), ...(query === '' ? [] : hits)], [all, typed, query, hits])
}

/** Returns the lines whose words begin with all that was typed; names that begin with it come first. */
export function fitting(items: readonly PaletteItem[], typed: string): PaletteItem[] {
  const words = sameLetters(typed).split(/\s+/).filter(Boolean)
  if (words.length === 0) return items.filter((item) => item.group !== 'person').slice(0, MOST)
  const text = (item: PaletteItem) =>
    ` ${sameLetters(`${item.label} ${item.hint ?? ''}`).replace(/['’-]/g, ' ')}`
  const first = (item: PaletteItem) => (sameLetters(item.label).startsWith(words[0] ?? '') ? 0 : 1)
  return items
    .filter((item) => words.every((word) => text(item).includes(` ${word}`)))
    .sort((a, b) => first(a) - first(b))
    .slice(0, MOST)
}
