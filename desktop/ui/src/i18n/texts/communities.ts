export const en = {
  'communities.title': 'My communities',
  'communities.members_one': '{{count}} member',
  'communities.members_other': '{{count}} members',
} as const

export const fr: Record<keyof typeof en, string> = {
  'communities.title': 'Mes communautés',
  'communities.members_one': '{{count}} membre',
  'communities.members_other': '{{count}} membres',
}
