import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { FailureCode } from '@/node/failure'
import { Button } from './button'

type Props = {
  /** What went wrong; only its code is shown, as words. */
  error: { code: FailureCode }
  retry?: () => void
  /** A line above a form rather than the place of a whole list. */
  inline?: boolean
}

/** A failure in plain words: what happened, what is safe, what to do. */
export function Failure({ error, retry, inline = false }: Props) {
  const { t } = useTranslation()
  return (
    <div
      role="alert"
      className={`flex gap-3 rounded-lg border border-danger/40 bg-danger-soft p-4 ${inline ? '' : 'mx-auto my-10 max-w-lg'}`}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-danger" />
      <div>
        <p className="font-semibold">{t(`error.${error.code}`)}</p>
        <p>{t(`error.${error.code}.then`)}</p>
        {retry ? (
          <div className="mt-3">
            <Button size="small" onPress={retry}>
              {t('common.retry')}
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  )
}
