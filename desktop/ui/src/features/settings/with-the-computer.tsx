import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Failure } from '@/components/failure'
import { Switch } from '@/components/switch'
import { NodeFailure } from '@/node/failure'
import { autostart, isWindow, setAutostart } from '@/node/shell'
import { Group } from './group'

const KEY = ['autostart']

/** Whether the program starts with the computer. A page in a browser cannot say; there it is absent. */
export function WithTheComputer() {
  return isWindow() ? <Start /> : null
}

function Start() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const state = useQuery({ queryKey: KEY, queryFn: autostart })
  const change = useMutation({
    mutationFn: setAutostart,
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  })
  // Where the system does not say, there is nothing to switch.
  if (state.data === undefined) return null
  return (
    <Group title={t('settings.computer')}>
      <div>
        <Switch isSelected={state.data} onChange={(on) => change.mutate(on)}>
          {t('settings.autostart')}
        </Switch>
        <p className="mt-1 text-sm text-ink-soft">{t('settings.autostartHint')}</p>
      </div>
      {change.error ? <Failure error={NodeFailure.from(change.error)} inline /> : null}
    </Group>
  )
}
