import { useQuery } from '@tanstack/react-query'
import { Check, LoaderCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { Button, LinkButton } from '@/components/button'
import { Failure } from '@/components/failure'
import { Loaded } from '@/components/loaded'
import type { Join, JoinState } from '@/generated/bindings'
import { joinQuery, statusQuery, useJoinCancel } from './api'
import { WelcomePage } from './welcome-page'

/** How far a join is, step by step in plain words. */
export function Component() {
  const { t } = useTranslation()
  const { join: id = '' } = useParams()
  const join = useQuery(joinQuery(id))
  const name = join.data?.name
  return (
    <WelcomePage
      title={
        join.data?.state === 'done' && name
          ? t('join.welcome', { name })
          : name
            ? t('join.progressNamed', { name })
            : t('join.progressTitle')
      }
      back={join.data && isOver(join.data.state) ? '/welcome' : '/'}
    >
      <Loaded query={join}>{(data) => <Progress join={data} />}</Loaded>
    </WelcomePage>
  )
}

const isOver = (state: JoinState) => state === 'failed' || state === 'cancelled'

function Progress({ join }: { join: Join }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const status = useQuery(statusQuery())
  const cancel = useJoinCancel()
  if (isOver(join.state)) {
    return (
      <div className="flex flex-col gap-6">
        {join.state === 'failed' ? (
          <>
            <p className="text-lg font-semibold">{t('join.failed')}</p>
            <Failure error={join.error ?? { code: 'internal' }} inline />
          </>
        ) : (
          <div role="status">
            <p className="text-lg font-semibold">{t('join.cancelled')}</p>
            <p className="text-ink-soft">{t('join.cancelledText')}</p>
          </div>
        )}
        <div>
          <LinkButton look="primary" href="/welcome/join">
            {t('join.again')}
          </LinkButton>
        </div>
      </div>
    )
  }
  if (join.state === 'done' && join.community) {
    const home = `/c/${join.community}`
    const next = status.data?.phrase === 'unchecked' ? `/welcome/words?then=${home}` : home
    return (
      <div className="flex flex-col items-start gap-6">
        <p role="status" className="text-lg">
          {t('join.step.done')}.
        </p>
        <Button look="primary" autoFocus onPress={() => void navigate(next, { replace: true })}>
          {status.data?.phrase === 'unchecked' ? t('common.continue') : t('join.open')}
        </Button>
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-8">
      <Steps state={join.state} />
      <p className="text-ink-soft">
        {join.state === 'connecting' ? t('join.connectHint') : t('join.waitHint')}
      </p>
      {cancel.error ? <Failure error={cancel.error} inline /> : null}
      <div>
        <Button isDisabled={cancel.isPending} onPress={() => cancel.mutate({ id: join.id })}>
          {t('join.cancel')}
        </Button>
      </div>
    </div>
  )
}

type Step = Exclude<JoinState, 'failed' | 'cancelled'>

function Steps({ state }: { state: JoinState }) {
  const { t } = useTranslation()
  const steps: Step[] = ['connecting', 'asking', 'receiving', 'done']
  if (state === 'waiting_approval') steps.splice(2, 0, 'waiting_approval')
  const now = steps.indexOf(state as Step)
  return (
    <>
      <p role="status" className="sr-only">
        {t(`join.step.${steps[now] ?? 'connecting'}`)}
      </p>
      <ol className="flex flex-col gap-4">
        {steps.map((step, index) => {
          const word =
            index < now ? t('join.stepDone') : index === now ? t('join.stepNow') : t('join.stepNext')
          return (
            <li
              key={step}
              className="flex items-center gap-4"
              aria-current={index === now ? 'step' : undefined}
            >
              <span
                aria-hidden
                className={`grid size-9 shrink-0 place-items-center rounded-full text-sm font-bold ${
                  index < now
                    ? 'bg-brand text-on-brand'
                    : index === now
                      ? 'bg-brand-soft text-brand-ink'
                      : 'border border-line-strong text-ink-soft'
                }`}
              >
                {index < now ? <Check className="size-5" /> : null}
                {index === now ? <LoaderCircle className="size-5 animate-spin" /> : null}
                {index > now ? index + 1 : null}
              </span>
              <span className={index === now ? 'font-semibold' : 'text-ink-soft'}>
                {t(`join.step.${step}`)}
              </span>
              <span className="text-sm text-ink-soft">({word})</span>
            </li>
          )
        })}
      </ol>
    </>
  )
}
