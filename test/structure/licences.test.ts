import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** Compatible with shipping under Apache-2.0: permissive, or weak copyleft kept in files of its own (MPL), or fonts (OFL). */
const allowed = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'MPL-2.0',
  'OFL-1.1',
  'CC0-1.0',
  'Unlicense',
  'BlueOak-1.0.0',
  'Python-2.0',
  'PostgreSQL',
  'Zlib',
  'CC-BY-4.0',
  'WTFPL',
])

/** Packages whose package.json names no licence, or an odd one, and what reading the package itself showed. */
const read: Record<string, string> = {
  // LICENSE.txt in the package: James Coglan's and Chris Umbel's MIT text.
  sylvester: 'MIT',
}

interface Manifest {
  license?: string | { type: string }
  licenses?: { type: string }[]
}

test('every package that ships has a licence on the list', () => {
  const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>
  }
  const wrong: string[] = []
  for (const [path, entry] of Object.entries(lock.packages)) {
    const manifestPath = join(project, path, 'package.json')
    if (path === '' || entry.dev || !existsSync(manifestPath)) continue
    const name = path.replace(/^.*node_modules\//, '')
    const licence = read[name] ?? licenceOf(JSON.parse(readFileSync(manifestPath, 'utf8')) as Manifest)
    if (!isAllowed(licence)) wrong.push(`${name}: ${licence}`)
  }
  expect(wrong).toEqual([])
})

test('the lockfile names no registry host and pins every dependency exactly', () => {
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >
  const loose = ['dependencies', 'devDependencies', 'optionalDependencies']
    .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
  expect(loose).toEqual([])
  expect(readFileSync(join(project, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": *"https?:/)
})

test('every dependency has its reason in docs/dependencies.md', () => {
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >
  const reasons = readFileSync(join(project, 'docs/dependencies.md'), 'utf8')
  const missing = ['dependencies', 'devDependencies', 'optionalDependencies']
    .flatMap((kind) => Object.keys(manifest[kind] ?? {}))
    .filter((name) => !reasons.includes(`\`${name}\``))
  expect(missing).toEqual([])
})

function licenceOf(manifest: Manifest): string {
  if (typeof manifest.license === 'string') return manifest.license
  return manifest.license?.type ?? manifest.licenses?.map(({ type }) => type).join(' OR ') ?? 'none named'
}

function isAllowed(expression: string): boolean {
  const bare = expression.replace(/[()]/g, '')
  if (bare.includes(' AND ')) return bare.split(' AND ').every(isAllowed)
  return bare.split(' OR ').some((one) => allowed.has(one.trim()))
}
