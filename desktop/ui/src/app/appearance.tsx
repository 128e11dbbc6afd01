import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { I18nProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { settingsQuery } from '@/features/settings/api'
import { systemLanguage } from '@/i18n'
import { localeOf } from '@/lib/dates'
import { useMedia } from '@/lib/use-media'

/** Gives the page the language, colours, text size and stillness that the settings ask for. */
export function Appearance({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  const settings = useQuery(settingsQuery())
  const systemDark = useMedia('(prefers-color-scheme: dark)')
  const {
    language = 'system',
    theme = 'system',
    text_size = 100,
    reduced_motion = false,
  } = settings.data ?? {}
  const dark = theme === 'dark' || (theme === 'system' && systemDark)

  useEffect(() => {
    void i18n.changeLanguage(language === 'system' ? systemLanguage() : language)
  }, [i18n, language])
  useEffect(() => {
    const page = document.documentElement
    page.dataset.theme = dark ? 'dark' : 'light'
    page.dataset.motion = reduced_motion ? 'still' : 'free'
    page.style.setProperty('--text-scale', String(text_size / 100))
  }, [dark, reduced_motion, text_size])

  // Until the settings are here nothing is drawn, so that neither language nor colours flicker.
  if (settings.isPending) return null
  return <I18nProvider locale={localeOf(i18n.language)}>{children}</I18nProvider>
}
