/** What came while one was away serves afterwards: who can help, closed doors, what is exported; and somebody new at the door. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { Neighbours } from '../src/neighbours.ts'
import { expectAccessible, settled } from '../src/page.ts'

type Invite = { id: string; link: string }

let street: Neighbours
let c: string

test.beforeAll(async ({ browser }) => {
  street = await Neighbours.meet(browser)
  c = `/c/${street.community}`
})

test.afterAll(async () => {
  await street?.part()
})

test('a profile changed and an invitation taken back meanwhile are so for who returns', async ({ browser }) => {
  const { zoe, sami, odette } = street
  const made = { community: street.community, role: 'member', uses: null, expires_ms: null, approval: false }
  const { link } = await zoe.peer.call<Invite>('invite_create', made)
  await odette.vanish()

  await test.step('Zoé says what she can do, and takes her invitations back', async () => {
    const page = await zoe.at(`${c}/people/me/edit`)
    await page.getByRole('textbox', { name: 'Je peux aider pour' }).fill('réparer un vélo, souder')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await expect(page.getByText('souder').first()).toBeVisible()
    await zoe.at(`${c}/invite`)
    const open = page.getByRole('button', { name: 'Retirer', exact: true })
    for (let left = 2; left > 0; left -= 1) {
      await expect(open).toHaveCount(left)
      await open.first().click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Retirer' }).click()
      await expect(page.getByRole('alertdialog')).toHaveCount(0)
    }
    await expect(page.getByText('Retirée')).toHaveCount(2)
    await expectAccessible(page)
  })

  await test.step('Odette finds by a skill who has it', async () => {
    await odette.returns([zoe, sami])
    const page = await odette.at(`${c}/people`)
    await expect(page.getByRole('listitem').filter({ hasText: 'Zoé' })).toContainText('Peut aider : réparer un vélo, souder')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('soud')
    await page.getByRole('menuitem', { name: /^Zoé/ }).click()
    await expect(page.getByRole('heading', { level: 1, name: /Zoé/ })).toBeVisible()
  })

  await test.step('and her door no longer opens to the old link', async () => {
    const nour = await street.stranger(browser, 'nour')
    const page = await atTheDoor(await nour.at('/welcome/join'), link, odette.peer.addresses[0])
    await page.getByRole('textbox', { name: 'Qui êtes-vous ?' }).fill('Nour')
    await page.getByRole('button', { name: 'Rejoindre', exact: true }).click()
    await expect(page.getByText('Cette invitation a été retirée.')).toBeVisible()
    await expectAccessible(page)
  })
})

test('what the others wrote is in every format that one exports', async () => {
  const { zoe, sami, odette } = street
  const { community } = street
  await odette.vanish()
  const { room } = street
  await sami.peer.call('message_write', { community, room, text: 'Le pain est au four.', mentions: [] })
  const [board] = await street.list<{ id: string }>(zoe, 'boards')
  const post = { community, board: board?.id, kind: 'news', title: 'Un banc neuf', body: 'Devant le **12**.', tags: [] }
  await zoe.peer.call('post_write', post)
  const page = await zoe.at(`${c}/agenda/new`)
  await page.getByRole('textbox', { name: 'C’est quoi ?' }).fill('Chorale du quai')
  await page.getByRole('button', { name: 'Publier le rendez-vous' }).click()
  await expect(page.getByRole('heading', { name: 'Chorale du quai', level: 1 })).toBeVisible()

  await odette.returns([zoe, sami])
  const hers = await odette.at(`${c}/agenda`)
  await expect(hers.getByRole('link', { name: /Chorale du quai/ })).toBeVisible()
  await odette.at(`${c}/rooms/${room}`)
  await expect(hers.getByRole('listitem', { name: /Le pain est au four/ })).toBeVisible()
  await odette.at(`${c}/boards`)
  await expect(hers.getByRole('link', { name: /Un banc neuf/ })).toBeVisible()
  await odette.at(`${c}/export`)
  const out = join(street.folder, 'copie')
  await hers.getByRole('textbox', { name: /Dossier/ }).fill(out)
  await hers.getByRole('button', { name: 'Exporter', exact: true }).click()
  await expect(hers.getByText('C’est exporté')).toBeVisible()

  const of = (format: string) => textOf(join(out, format))
  expect(await of('ics')).toContain('SUMMARY:Chorale du quai')
  for (const format of ['json', 'markdown']) {
    const text = await of(format)
    for (const words of ['Le pain est au four.', 'Un banc neuf', 'Devant le **12**.']) expect(text, format).toContain(words)
  }
  expect(await of('json')).toContain('Chorale du quai')
  for (const name of ['Zoé', 'Sami', 'Odette']) expect(await of('vcf')).toContain(`FN:${name}`)
  // A change of Automerge begins with these four bytes; words in it are packed.
  const documents = await readdir(join(out, 'automerge'), { recursive: true, withFileTypes: true })
  const files = documents.filter((one) => one.isFile() && one.name.endsWith('.automerge'))
  expect(files.length).toBeGreaterThan(3)
  for (const one of files) {
    const bytes = await readFile(join(one.parentPath, one.name))
    expect(bytes.subarray(0, 4).toString('hex'), one.name).toBe('856f4a83')
  }
})

test('somebody new tries the example, looks behind the door, comes in without a name and says it with the first word', async ({
  browser,
}) => {
  const { zoe, sami } = street
  const { community } = street
  const made = { community, role: 'member', uses: 1, expires_ms: null, approval: false }
  const { id, link } = await zoe.peer.call<Invite>('invite_create', made)
  const held = async () => (await street.list<Invite>(sami, 'invite_list')).map((one) => one.id)
  await expect.poll(held, 'the invitation is with Sami').toContain(id)
  const ines = await street.stranger(browser, 'ines')
  const { page } = ines

  await test.step('the example is there to be walked through, with nobody at the other end', async () => {
    await page.getByRole('button', { name: 'Essayer avec un exemple' }).click()
    await expect(page).toHaveURL(/\/c\//)
    await settled(page)
    await page.getByRole('navigation').getByRole('link', { name: /^Discussions/ }).click()
    await page.getByRole('main').getByRole('list', { name: 'Discussions' }).getByRole('link').first().click()
    await expect(page.getByRole('list', { name: /Messages de/ }).getByRole('listitem').first()).toBeVisible()
    expect(await ines.connected()).toBe(0)
    await expectAccessible(page)
  })

  await test.step('any member tells what is behind the door, also while who invited is away', async () => {
    await zoe.vanish()
    await atTheDoor(await ines.at('/welcome/join'), link, sami.peer.addresses[0])
    await page.getByRole('button', { name: 'Voir où elle mène' }).click()
    const door = page.getByRole('region', { name: 'Derrière cette porte' })
    await expect(door).toContainText('Rue des Lilas')
    await expect(door).toContainText('3 membres')
    await expect(door).toContainText('Zoé vous invite.')
    await expectAccessible(page)
    expect(await street.list(sami, 'members', { limit: 50 }), 'to look is not to join').toHaveLength(3)
    await door.getByRole('button', { name: 'Entrer et regarder' }).click()
  })

  await test.step('she reads without a name, and is asked for it when she writes', async () => {
    await expect(page.getByText('Bienvenue dans Rue des Lilas !')).toBeVisible()
    await ines.at(`${c}/rooms/${street.room}`)
    await expect(page.getByText('Vous regardez, sans nom.')).toBeVisible()
    const field = page.getByRole('textbox', { name: /Message pour/ })
    await field.fill('Bonjour à tous !')
    await field.press('Enter')
    await page.getByRole('dialog', { name: 'Qui êtes-vous ?' }).getByRole('textbox').fill('Inès')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('listitem', { name: /Bonjour à tous/ })).toBeVisible()
    await expect(page.getByText('Vous regardez, sans nom.')).toHaveCount(0)
  })

  await test.step('who was away meets her by name', async () => {
    await zoe.returns([sami])
    await zoe.at(`${c}/rooms/${street.room}`)
    await expect(zoe.page.getByRole('listitem', { name: /^Inès.*Bonjour à tous/ })).toBeVisible()
  })
})

/** Fills in an invitation and where a member may be reached. */
async function atTheDoor(page: Page, link: string, address = ''): Promise<Page> {
  await page.getByRole('textbox', { name: 'Votre invitation' }).fill(link)
  await page.getByRole('button', { name: 'Un voisin m’a donné une adresse' }).click()
  await page.getByRole('textbox', { name: 'Adresse du voisin' }).fill(address)
  return page
}

/** Returns the text of all files below a folder. */
async function textOf(folder: string): Promise<string> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = all.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), 'utf8'))
  return (await Promise.all(files)).join('\n')
}
