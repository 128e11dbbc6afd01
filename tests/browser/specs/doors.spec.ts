/** What somebody without a community meets: links that do not open, a page without its key. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { enter, expectAccessible } from '../src/page.ts'
import { Peer } from '../src/peer.ts'

let folder: string
let peer: Peer

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allforone-doors-'))
  peer = await Peer.start(join(folder, 'lea'))
})

test.afterEach(async () => {
  expect(await peer.stop(), 'the node ends cleanly').toBe(0)
  await rm(folder, { recursive: true, force: true })
})

test('a wrong link is told in a sentence, and what was typed stays', async ({ page }) => {
  await enter(page, peer)
  await tryLink(page, 'allforone://join/abcdef')
  await expect(page.getByText('Ce lien d’invitation n’est pas complet.')).toBeVisible()
  await expect(page.getByText('Rien n’a été envoyé.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Votre invitation' })).toHaveValue('allforone://join/abcdef')
  await expectAccessible(page)
})

test('a link that was cut off is told in the same sentence', async ({ page }) => {
  const { id } = await peer.call<{ id: string }>('community_create', {
    name: 'Ici',
    kind: 'project',
    display_name: 'Léa',
  })
  const made = { community: id, role: 'member', uses: 1, expires_ms: null, approval: false }
  const { link } = await peer.call<{ link: string }>('invite_create', made)
  const other = await Peer.start(join(folder, 'noe'))
  try {
    await enter(page, other)
    await tryLink(page, link.slice(0, -9))
    await expect(page.getByText('Ce lien d’invitation n’est pas complet.')).toBeVisible()
  } finally {
    await other.stop()
  }
})

test('a page without its key says what to do', async ({ page }) => {
  await page.goto(new URL(peer.url).origin)
  await expect(page.getByText('Cette page a perdu son accès.')).toBeVisible()
  await expectAccessible(page)
})

async function tryLink(page: Page, link: string) {
  await page.getByRole('link', { name: 'Rejoindre avec un lien' }).click()
  await page.getByRole('textbox', { name: 'Votre invitation' }).fill(link)
  await page.getByRole('textbox', { name: 'Qui êtes-vous ?' }).fill('Léa')
  await page.getByRole('button', { name: 'Rejoindre' }).click()
}
