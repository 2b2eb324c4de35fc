import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const project = fileURLToPath(new URL('../..', import.meta.url))
const pureRooms = ['server/text', 'server/statistics', 'server/charts']
const capabilities = [
  'accounts',
  'studies',
  'surveys',
  'uploads',
  'responses',
  'response-quality',
  'response-exports',
  'fieldwork',
  'interviews',
  'codebook',
  'tagging',
  'agreement',
  'segments',
  'personas',
  'redaction',
  'exports',
  'privacy',
  'invitations',
]

interface SourceFile {
  path: string
  text: string
  imports: string[]
}

function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => {
      const path = join(folder, file)
      const text = readFileSync(join(project, path), 'utf8')
      const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!)
      const imports = found.map((target) =>
        target.startsWith('.') ? relative(project, resolve(project, dirname(path), target)) : target,
      )
      return { path, text, imports }
    })
}

test('text, statistics and charts know nothing of databases, HTTP, files or capabilities', () => {
  const forbidden = /^(kysely|pg|fastify|@fastify\/|@electric-sql\/|pg-boss|node:(fs|http|net|worker_threads)|fs$)/
  const mayUse = [
    ...pureRooms,
    'server/facets.ts',
    'server/errors.ts',
    'server/responses/variable.ts',
    'server/codebook/default-codebook.ts',
    'server/codebook/facets.ts',
  ]
  const wrong = pureRooms
    .flatMap(sourceFiles)
    .flatMap(({ path, imports }) =>
      imports
        .filter(
          (target) =>
            forbidden.test(target) ||
            (target.startsWith('server/') && !mayUse.some((allowed) => target.startsWith(allowed))),
        )
        .map((target) => `${path} imports ${target}`),
    )
  expect(wrong).toEqual([])
})

test('text, statistics and charts never ask what time it is and never roll their own dice', () => {
  const wrong = pureRooms
    .flatMap(sourceFiles)
    .filter(({ text }) =>
      /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')),
    )
    .map(({ path }) => path)
  expect(wrong).toEqual([])
})

test('a store knows no route, and only stores, migrations and the database room write SQL', () => {
  const files = capabilities.flatMap((capability) => sourceFiles(`server/${capability}`))
  const storesImportingRoutes = files
    .filter(
      ({ path, imports }) => /store\.ts$/.test(path) && imports.some((target) => /routes\.ts$|^fastify/.test(target)),
    )
    .map(({ path }) => path)
  const sqlElsewhere = files
    .filter(
      ({ path, text }) => !/store\.ts$/.test(path) && /\.(selectFrom|insertInto|updateTable|deleteFrom)\(/.test(text),
    )
    .map(({ path }) => path)
  expect({ storesImportingRoutes, sqlElsewhere }).toEqual({ storesImportingRoutes: [], sqlElsewhere: [] })
})

test('natural is imported by its sub-paths only: its root reads .env and prints', () => {
  const wrong = sourceFiles('server')
    .filter(({ imports }) => imports.includes('natural'))
    .map(({ path }) => path)
  expect(wrong).toEqual([])
})

test('nothing imports in a circle between capabilities and the frame', () => {
  const wrong = sourceFiles('server')
    .filter(
      ({ path }) =>
        !/^server\/(app|server|start|cli|task-handlers)\.ts$/.test(path) && !path.startsWith('server/command-line'),
    )
    .filter(({ imports }) => imports.some((target) => /^server\/(app|server|start|cli)\.ts$/.test(target)))
    .map(({ path }) => path)
  expect(wrong).toEqual([])
})
