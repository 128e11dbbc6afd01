import { useQuery } from '@tanstack/react-query'
import { Search, SearchX } from 'lucide-react'
import { useState } from 'react'
import { Input, Label, SearchField } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Button } from '@/components/button'
import { Choice } from '@/components/choice'
import { EmptyState } from '@/components/empty-state'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import { useSettled } from '@/lib/use-settled'
import { communitiesQuery, searchQuery } from './api'
import { HitRow } from './hit-row'

/** The search begins this long after the last letter, in ms. */
const PAUSE_MS = 200

/** One box over everything on this device: `?q=` what, `?in=` where. */
export function Component() {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const [typed, setTyped] = useState(search.get('q') ?? '')
  const query = useSettled((search.get('q') ?? '').trim(), PAUSE_MS)
  const communities = useQuery(communitiesQuery())
  const known = communities.data?.items ?? []
  const where = known.find((one) => one.id === search.get('in'))?.id ?? null
  const hits = useQuery(searchQuery(query, where))

  // The address follows each letter at once, so that it never changes after a hit was chosen; the search itself waits.
  const type = (text: string) => {
    setTyped(text)
    setSearch(
      (old) => {
        const next = new URLSearchParams(old)
        if (text.trim() === '') next.delete('q')
        else next.set('q', text)
        return next
      },
      { replace: true },
    )
  }
  const lookIn = (community: string) =>
    setSearch(
      (old) => {
        const next = new URLSearchParams(old)
        if (community === 'all') next.delete('in')
        else next.set('in', community)
        return next
      },
      { replace: true },
    )
  return (
    <Screen title={t('search.title')}>
      <div className="mb-8 flex flex-col gap-5">
        <SearchField value={typed} onChange={type} autoFocus className="flex flex-col gap-1.5">
          <Label className="sr-only">{t('search.label')}</Label>
          <div className="relative">
            <Search aria-hidden className="pointer-events-none absolute top-4 left-4 size-5 text-ink-soft" />
            <Input
              placeholder={t('search.placeholder')}
              className="min-h-13 w-full rounded-xl border border-line-strong bg-panel pl-12 text-lg shadow-card placeholder:text-ink-soft [&::-webkit-search-cancel-button]:hidden"
            />
          </div>
        </SearchField>
        {known.length > 1 ? (
          <Choice
            label={t('search.where')}
            value={where ?? 'all'}
            onChange={lookIn}
            options={[
              { id: 'all', label: t('search.everywhere') },
              ...known.map((community) => ({ id: community.id, label: community.name })),
            ]}
          />
        ) : null}
      </div>
      {query === '' ? (
        <EmptyState
          icon={<Search className="size-7" />}
          title={t('search.begin')}
          text={t('search.beginText')}
        />
      ) : (
        <Loaded
          query={hits}
          empty={{
            when: (page) => page.items.length === 0,
            show: (
              <EmptyState
                icon={<SearchX className="size-7" />}
                title={t('search.none', { query })}
                text={where ? t('search.noneText') : t('search.noneAnywhere')}
                action={where ? <Button onPress={() => lookIn('all')}>{t('search.searchAll')}</Button> : null}
              />
            ),
          }}
        >
          {(page) => (
            <>
              <p role="status" className="mb-3 text-sm text-ink-soft">
                {t('search.results', { count: page.items.length })}
              </p>
              <ul aria-label={t('search.list')} className="flex flex-col gap-2">
                {page.items.map((hit) => (
                  <li key={`${hit.community}/${hit.kind}/${hit.id}`}>
                    <HitRow
                      hit={hit}
                      query={query}
                      community={known.find((one) => one.id === hit.community)?.name ?? ''}
                    />
                  </li>
                ))}
              </ul>
            </>
          )}
        </Loaded>
      )}
    </Screen>
  )
}
