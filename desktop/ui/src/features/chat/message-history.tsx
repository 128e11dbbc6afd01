import { HistoryDialog } from '@/components/history-dialog'
import { useHistory } from '@/node/history'

type Props = { community: string; message: string; onClose: () => void }

/** What a message said before. */
export function MessageHistory({ community, message, onClose }: Props) {
  return <HistoryDialog versions={useHistory(community, message, true)} isOpen onClose={onClose} />
}
