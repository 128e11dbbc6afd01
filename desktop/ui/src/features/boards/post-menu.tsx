import { useQuery } from '@tanstack/react-query'
import {
  Bell,
  BellOff,
  CalendarPlus,
  History,
  Lock,
  LockOpen,
  Pencil,
  Pin,
  PinOff,
  Printer,
  Trash2,
} from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type Action, ActionsMenu } from '@/components/actions-menu'
import { Confirm } from '@/components/confirm'
import { Failure } from '@/components/failure'
import { HistoryDialog } from '@/components/history-dialog'
import type { Post } from '@/generated/bindings'
import { useHistory } from '@/node/history'
import { boardsQuery, useBoardMute, usePostClose, usePostDelete, usePostPin } from './api'

/** What can be done with a post besides reading it. */
export function PostMenu({ community, post }: { community: string; post: Post }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const remove = usePostDelete()
  const close = usePostClose()
  const pin = usePostPin()
  const mute = useBoardMute()
  const board = useQuery(boardsQuery(community)).data?.items.find((one) => one.id === post.board)
  const [asking, setAsking] = useState(false)
  const [looking, setLooking] = useState(false)
  const versions = useHistory(community, post.id, looking)
  const base = `/c/${community}`
  const of = { community, post: post.id }
  const actions: (Action | false)[] = [
    post.mine && {
      id: 'edit',
      label: t('common.edit'),
      icon: <Pencil />,
      run: () => void navigate(`${base}/posts/${post.id}/edit`),
    },
    post.may_pin && {
      id: 'pin',
      label: post.pinned ? t('post.unpin') : t('post.pin'),
      icon: post.pinned ? <PinOff /> : <Pin />,
      run: () => pin.mutate({ ...of, pinned: !post.pinned }),
    },
    post.may_close && {
      id: 'close',
      label: post.closed ? t('post.reopen') : t('post.close'),
      icon: post.closed ? <LockOpen /> : <Lock />,
      run: () => close.mutate({ ...of, closed: !post.closed }),
    },
    {
      id: 'event',
      label: t('common.makeEvent'),
      icon: <CalendarPlus />,
      run: () => void navigate(`${base}/agenda/new`, { state: { title: post.title, text: post.body } }),
    },
    board !== undefined && {
      id: 'mute',
      label: board.muted ? t('boards.unmute') : t('boards.mute'),
      icon: board.muted ? <Bell /> : <BellOff />,
      run: () => mute.mutate({ community, board: board.id, on: !board.muted }),
    },
    post.edited && {
      id: 'history',
      label: t('history.title'),
      icon: <History />,
      run: () => setLooking(true),
    },
    { id: 'print', label: t('common.print'), icon: <Printer />, run: () => print() },
    post.mine && {
      id: 'delete',
      label: t('common.delete'),
      icon: <Trash2 />,
      danger: true,
      run: () => setAsking(true),
    },
  ]
  const error = close.error ?? pin.error ?? mute.error
  return (
    <>
      <ActionsMenu label={t('common.more')} actions={actions.filter((action) => action !== false)} />
      {error ? <Failure error={error} inline /> : null}
      <HistoryDialog versions={versions} isOpen={looking} onClose={() => setLooking(false)} />
      <Confirm
        isOpen={asking}
        title={t('post.deleteTitle')}
        text={t('post.deleteText')}
        confirm={t('common.delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(of, { onSuccess: () => void navigate(`${base}/boards?board=${post.board}`) })
        }
        onClose={() => setAsking(false)}
      />
    </>
  )
}
