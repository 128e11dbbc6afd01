/** The texts of the screens. A key that one language lacks is a compile error. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import * as agenda from './texts/agenda'
import * as boards from './texts/boards'
import * as chat from './texts/chat'
import * as common from './texts/common'
import * as communities from './texts/communities'
import * as errors from './texts/errors'
import * as frame from './texts/frame'
import * as groups from './texts/groups'
import * as invite from './texts/invite'
import * as network from './texts/network'
import * as people from './texts/people'
import * as search from './texts/search'
import * as settings from './texts/settings'
import * as today from './texts/today'
import * as welcome from './texts/welcome'

export const en = {
  ...common.en,
  ...errors.en,
  ...welcome.en,
  ...communities.en,
  ...chat.en,
  ...boards.en,
  ...agenda.en,
  ...people.en,
  ...groups.en,
  ...invite.en,
  ...network.en,
  ...search.en,
  ...settings.en,
  ...today.en,
  ...frame.en,
} as const

export type TextKey = keyof typeof en

export const fr: Record<TextKey, string> = {
  ...common.fr,
  ...errors.fr,
  ...welcome.fr,
  ...communities.fr,
  ...chat.fr,
  ...boards.fr,
  ...agenda.fr,
  ...people.fr,
  ...groups.fr,
  ...invite.fr,
  ...network.fr,
  ...search.fr,
  ...settings.fr,
  ...today.fr,
  ...frame.fr,
}

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}

/** Returns the language of the system, as far as the screens speak it. */
export function systemLanguage(): 'fr' | 'en' {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2))
  const spoken = wanted.find((tag) => tag === 'fr' || tag === 'en')
  return spoken === 'en' ? 'en' : 'fr'
}

i18next.on('languageChanged', (language) => {
  document.documentElement.lang = language === 'en' ? 'en-GB' : 'fr'
})

void i18next.use(initReactI18next).init({
  lng: systemLanguage(),
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  resources: { en: { translation: en }, fr: { translation: fr } },
  interpolation: { escapeValue: false },
})

export default i18next
