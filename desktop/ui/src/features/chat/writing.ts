import type { Message } from '@/generated/bindings'

/** What the composer is about: a new message, an answer, or a change. */
export type Writing = { mode: 'new' } | { mode: 'reply' | 'edit'; message: Message }
