import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { I18nProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { settingsQuery } from '@/features/settings/api'
import { systemLanguage } from '@/i18n'
import { localeOf } from '@/lib/dates'
import { useMedia } from '@/lib/use-media'

/** Letters in simple mode are at least this large, in per cent. */
const SIMPLE_SIZE = 115

/** Gives the page the language, colours, contrast, text size and stillness that the settings ask for. */
export function Appearance({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  const settings = useQuery(settingsQuery())
  const systemDark = useMedia('(prefers-color-scheme: dark)')
  const {
    language = 'system',
    theme = 'system',
    text_size = 100,
    reduced_motion = false,
    high_contrast = false,
    mode = 'complete',
  } = settings.data ?? {}
  const dark = theme === 'dark' || (theme === 'system' && systemDark)

  useEffect(() => {
    void i18n.changeLanguage(language === 'system' ? systemLanguage() : language)
  }, [i18n, language])
  useEffect(() => {
    const page = document.documentElement
    page.dataset.theme = dark ? 'dark' : 'light'
    page.dataset.motion = reduced_motion ? 'still' : 'free'
    page.style.setProperty(
      '--text-scale',
      String(Math.max(text_size, mode === 'simple' ? SIMPLE_SIZE : 0) / 100),
    )
    page.dataset.contrast = high_contrast ? 'more' : 'normal'
    page.dataset.mode = mode
  }, [dark, reduced_motion, high_contrast, mode, text_size])

  // Until the settings are here nothing is drawn, so that neither language nor colours flicker.
  if (settings.isPending) return null
  return <I18nProvider locale={localeOf(i18n.language)}>{children}</I18nProvider>
}
