import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import '@/i18n'
import { LOADING_DELAY_MS } from '@/lib/use-delayed'
import { NodeFailure } from '@/node/failure'
import { Loaded } from './loaded'

afterEach(() => {
  vi.useRealTimers()
})

const empty = { when: (data: string[]) => data.length === 0, show: <p>nothing here</p> }
const list = (data: string[]) => data.join(', ')

test('data is shown', () => {
  render(
    <Loaded query={{ data: ['a', 'b'], error: null, refetch: () => {} }} empty={empty}>
      {list}
    </Loaded>,
  )
  expect(screen.getByText('a, b')).toBeVisible()
})

test('an empty list has its own look', () => {
  render(
    <Loaded query={{ data: [], error: null, refetch: () => {} }} empty={empty}>
      {list}
    </Loaded>,
  )
  expect(screen.getByText('nothing here')).toBeVisible()
})

test('loading is shown only after a while', () => {
  vi.useFakeTimers()
  render(<Loaded query={{ data: undefined, error: null, refetch: () => {} }}>{list}</Loaded>)
  expect(screen.queryByRole('status')).toBeNull()
  act(() => {
    vi.advanceTimersByTime(LOADING_DELAY_MS)
  })
  expect(screen.getByRole('status')).toBeVisible()
})

test('a failure says what happened, what is safe, and can be tried again', async () => {
  const refetch = vi.fn()
  const error = new NodeFailure({ code: 'disk_full', message: 'os error 28' })
  render(<Loaded query={{ data: undefined, error, refetch }}>{list}</Loaded>)
  const alert = screen.getByRole('alert')
  expect(alert).toHaveTextContent(/disk is full|disque est plein/)
  expect(alert).not.toHaveTextContent('os error')
  await userEvent.click(screen.getByRole('button'))
  expect(refetch).toHaveBeenCalledOnce()
})

test('old data stays on screen when asking again fails', () => {
  const error = new NodeFailure({ code: 'no_answer', message: '' })
  render(<Loaded query={{ data: ['kept'], error, refetch: () => {} }}>{list}</Loaded>)
  expect(screen.getByText('kept')).toBeVisible()
})
