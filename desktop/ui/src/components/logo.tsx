/** The mark of AllForOne: a roof over one of many. Decoration; the name stands beside it. */
export function Logo() {
  return (
    <svg aria-hidden="true" focusable="false" viewBox="0 0 32 32" className="size-8 shrink-0">
      <rect width="32" height="32" rx="9" fill="var(--brand)" />
      <g fill="none" stroke="var(--on-brand)" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round">
        <path d="M6.5 16.2 16 8l9.5 8.2" />
        <path d="M9.5 14.2V24h13v-9.8" />
      </g>
      <circle cx="16" cy="18.6" r="2.6" fill="var(--on-brand)" />
    </svg>
  )
}
