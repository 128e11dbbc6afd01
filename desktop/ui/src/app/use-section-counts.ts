import { useQuery } from '@tanstack/react-query'
import { boardsQuery } from '@/features/boards/api'
import { roomsQuery } from '@/features/chat/api'
import type { Section } from './sections'

/** Returns how much is new in each section of a community. */
export function useSectionCounts(community: string): Partial<Record<Section['path'], number>> {
  const rooms = useQuery(roomsQuery(community))
  const boards = useQuery(boardsQuery(community))
  const sum = (rows: { unread: number }[] | undefined) =>
    (rows ?? []).reduce((total, row) => total + row.unread, 0)
  return { rooms: sum(rooms.data?.items), boards: sum(boards.data?.items) }
}
