import './styles/index.css'
import './i18n'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app'

async function start(root: HTMLElement) {
  if (import.meta.env.MODE === 'fake') {
    const { startDemo } = await import('./testing/demo')
    startDemo()
  }
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

const root = document.getElementById('root')
if (root) void start(root)
