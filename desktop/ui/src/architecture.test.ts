import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { expect, test } from 'vitest'

const root = import.meta.dirname
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(root, path), 'utf8') }))

/** Returns the folders under src/ that a file imports from: `features/chat`, `components`, … */
function imports(file: { path: string; text: string }): string[] {
  const found = [...file.text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '')
  return found
    .map((name) => (name.startsWith('.') ? relative(root, join(root, file.path, '..', name)) : name))
    .map((name) => name.split(sep).join('/').replace(/^@\//, ''))
}

const zone = (path: string) =>
  path
    .split('/')
    .slice(0, path.startsWith('features/') ? 2 : 1)
    .join('/')

test('features do not import each other', () => {
  const wrong = files
    .filter((file) => file.path.startsWith('features/'))
    .flatMap((file) =>
      imports(file)
        .filter((name) => name.startsWith('features/') && zone(name) !== zone(file.path))
        .map((name) => `${file.path} → ${name}`),
    )
  expect(wrong).toEqual([])
})

test('components and lib know no feature, no screen and no data', () => {
  const wrong = files
    .filter((file) => /^(components|lib|node)\//.test(file.path))
    .flatMap((file) =>
      imports(file)
        .filter((name) => /^(features|app|testing)\//.test(name))
        .map((name) => `${file.path} → ${name}`),
    )
  expect(wrong).toEqual([])
  const asking = files.filter(
    (file) => file.path.startsWith('components/') && /useQuery|useMutation|nodeQuery/.test(file.text),
  )
  expect(asking.map((file) => file.path)).toEqual([])
})

test('Rust is reached through node/ alone', () => {
  const touching = /@tauri-apps|new WebSocket|\bfetch\(|__TAURI|\/api\//
  const wrong = files.filter((file) => touching.test(file.text) && !/^(node|generated)\//.test(file.path))
  expect(wrong.map((file) => file.path)).toEqual([])
})

test('the fake node is in no production bundle', () => {
  const wrong = files.filter(
    (file) => !file.path.startsWith('testing/') && imports(file).some((name) => name.startsWith('testing/')),
  )
  expect(wrong.map((file) => file.path)).toEqual(['main.tsx'])
  expect(readFileSync(join(root, 'main.tsx'), 'utf8')).toContain("import.meta.env.MODE === 'fake'")
})
