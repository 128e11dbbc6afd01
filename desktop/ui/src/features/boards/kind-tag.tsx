import { CircleHelp, Megaphone, MessagesSquare, Newspaper } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Tag } from '@/components/tag'
import type { PostKind } from '@/generated/bindings'

const icons = { announcement: Megaphone, question: CircleHelp, news: Newspaper, discussion: MessagesSquare }

/** What kind of post it is: an icon and a word. */
export function KindTag({ kind }: { kind: PostKind }) {
  const { t } = useTranslation()
  const Icon = icons[kind]
  return (
    <Tag tone={kind === 'announcement' ? 'warm' : 'brand'} icon={<Icon aria-hidden className="size-3.5" />}>
      {t(`post.kind.${kind}`)}
    </Tag>
  )
}
