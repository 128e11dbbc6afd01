/** What the window does with the system: files, folders, the start with the computer, the clipboard, other pages. */
import assert from 'node:assert/strict'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { answerDialog, closeDialog, paste } from '../src/dialog.ts'
import { found, withWindow } from '../src/with-window.ts'

test('files go where the person says and nowhere else, and a closed dialog is silent', () =>
  withWindow('files', async (window, { home }) => {
    const folder = join(home, 'mes fichiers')
    await mkdir(folder)
    const community = await found(window, 'agenda')
    await window.clickAt('//main//button[@aria-haspopup]')
    await window.clickAt('//*[@role="menuitem"][contains(., "Exporter")]')

    await window.click('Enregistrer le fichier')
    await closeDialog('Enregistrer sous')
    assert.deepEqual(await readdir(folder), [])
    assert.equal(await window.run('return document.querySelectorAll("[role=alert]").length'), 0, 'nothing is said')

    await window.click('Enregistrer le fichier')
    await answerDialog('Enregistrer sous', join(folder, 'rue.ics'))
    await window.sees('Enregistré', 'span')
    assert.match(await readFile(join(folder, 'rue.ics'), 'utf8'), /^BEGIN:VCALENDAR[\s\S]*END:VCALENDAR\s*$/)

    await window.click('Enregistrer le fichier')
    await answerDialog('Enregistrer sous', '/proc/rue.ics')
    await window.holds('it says why', 'return document.querySelectorAll("[role=alert]").length === 1')
    assert.deepEqual(await readdir(folder), ['rue.ics'])

    await window.go(`/c/${community}/invite`)
    await window.click('Créer une invitation')
    await window.click('Enregistrer en fichier')
    await answerDialog('Enregistrer sous', join(folder, 'rue.allforone'))
    await window.sees('Enregistré', 'span')
    assert.ok((await readFile(join(folder, 'rue.allforone'), 'utf8')).length > 0)
  }))

test('the folder of an export is chosen in the system’s own dialog', () =>
  withWindow('folder', async (window, { home }) => {
    const folder = join(home, 'clé usb')
    await mkdir(folder)
    await found(window, 'export')
    await window.click('Choisir un dossier')
    await closeDialog('Choisir un dossier')
    await window.click('Choisir un dossier')
    await answerDialog('Choisir un dossier', folder)
    await window.holds('the folder is in its field', `return [...document.querySelectorAll('input')].some((one) => one.value === ${JSON.stringify(folder)})`)
    await window.click('Exporter')
    await window.sees('C’est exporté')
    assert.ok((await readdir(folder)).includes('markdown'))
  }))

test('the program starts with the computer only once the person wants it', () =>
  withWindow('autostart', async (window, { home, data }) => {
    const entry = join(home, '.config/autostart/AllForOne.desktop')
    const written = () => readFile(entry, 'utf8').catch(() => null)
    await found(window, 'today')
    await window.go('/settings')
    await window.sees('Démarrer avec l’ordinateur', 'span')
    assert.equal(await written(), null, 'off at first')
    await window.clickAt('//label[contains(., "Démarrer avec l’ordinateur")]')
    await window.holds('it is on', `return [...document.querySelectorAll('label')].some((one) => one.textContent.includes('Démarrer avec') && one.querySelector('input').checked)`)
    assert.match((await written()) ?? '', new RegExp(`^Exec=.*allforone --background --data "${data}"$`, 'm'))
    await window.clickAt('//label[contains(., "Démarrer avec l’ordinateur")]')
    await window.holds('it is off', `return [...document.querySelectorAll('label')].some((one) => one.textContent.includes('Démarrer avec') && !one.querySelector('input').checked)`)
    assert.equal(await written(), null)
  }))

test('the page reaches nothing but its node', () =>
  withWindow('walls', async (window) => {
    await found(window, 'today')
    const tried = await window.later<Record<string, string>>(`
      const invoke = (name, input) => __TAURI_INTERNALS__.invoke(name, input).then(() => 'open', (why) => String(why.message ?? why))
      const heard = []
      document.addEventListener('securitypolicyviolation', (told) => heard.push(told.effectiveDirective))
      const inline = document.createElement('script')
      inline.textContent = 'globalThis.ranInline = true'
      document.body.append(inline)
      const frame = document.createElement('iframe')
      frame.src = 'https://example.org/'
      document.body.append(frame)
      const picture = new Image()
      picture.src = 'https://example.org/a.png'
      Promise.all([
        fetch('https://example.org/').then(() => 'open', () => 'closed'),
        invoke('plugin:window|close', { label: 'main' }),
        invoke('plugin:dialog|save', { options: {} }),
        invoke('plugin:shell|execute', { program: 'id', args: [] }),
        invoke('plugin:fs|read_text_file', { path: '/etc/hostname' }),
        invoke('plugin:opener|open_path', { path: '/etc/hostname' }),
        invoke('plugin:opener|open_url', { url: 'file:///etc/hostname' }),
        invoke('plugin:opener|open_url', { url: 'http://example.org/' }),
        invoke('plugin:autostart|enable', {}),
        invoke('plugin:notification|notify', { options: { title: 'x' } }),
      ]).then((answers) => setTimeout(() => {
        frame.remove(); inline.remove()
        done({ answers: answers.join('; '), inline: String(globalThis.ranInline), heard: [...new Set(heard)].sort().join(' ') })
      }, 500))`)
    assert.doesNotMatch(tried.answers ?? '', /open(;|$)/)
    assert.equal(tried.inline, 'undefined')
    for (const wall of ['connect-src', 'img-src', 'script-src']) assert.match(tried.heard ?? '', new RegExp(wall))
    await window.run('location.href = "https://example.org/"')
    assert.equal(await window.run('return location.origin'), 'tauri://localhost', 'the window stays with us')
  }))

test('a copied link is on the clipboard of the system', () =>
  withWindow('clipboard', async (window) => {
    const community = await found(window, 'invite')
    await window.click('Créer une invitation')
    await window.click('Copier le lien')
    await window.sees('Copié')
    await window.go(`/c/${community}/rooms`)
    await window.clickAt('//main//a[contains(@href, "/rooms/")]')
    await window.clickAt('//main//textarea')
    await paste()
    await window.holds('the link is pasted', `return document.querySelector('main textarea').value.startsWith('allforone://')`)
  }))
