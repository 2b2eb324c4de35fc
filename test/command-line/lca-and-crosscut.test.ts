import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BadInput, type CommandContext } from '../../server/command-line/command.ts'
import { runCrosscut } from '../../server/command-line/crosscut.ts'
import { runLca } from '../../server/command-line/lca.ts'
import { patternTables } from '../statistics/pattern-tables.ts'

let context: CommandContext

beforeAll(async () => {
  context = { cwd: await mkdtemp(join(tmpdir(), 'verbatim-lca-')), log: () => {}, workers: 1 }
  const rows = patternTables.carcinoma.split(' ').flatMap((entry) => {
    const [digits, count] = entry.split(':')
    return Array<string>(Number(count)).fill([...digits!].join(','))
  })
  await write('carcinoma.csv', ['A,B,C,D,E,F,G', ...rows].join('\n'))
  await write('mixed.csv', 'kind,visits,spend,weight\na,1,2.5,1\nb,,3,2\na,4,,1\n,,,1\nb,2,9,1\n')
  await write('text.csv', 'visits\n1\nmany\n')
  await write('empty.csv', '')
})

afterAll(async () => {
  await rm(context.cwd, { recursive: true })
})

const write = (name: string, text: string) => writeFile(join(context.cwd, name), text)

test('the command reproduces the published fit of carcinoma with three classes', async () => {
  const result = (await runLca(
    ['carcinoma.csv', '--indicators', 'A,B,C,D,E,F,G', '--classes', '2-3', '--starts', '20'],
    context,
  )) as {
    models: {
      k: number
      logLikelihood: number
      bic: number
      parameters: number
      items: Record<string, { probabilities: number[][] }>
    }[]
  }

  expect(result.models.map((model) => model.k)).toEqual([2, 3])
  expect(result.models[1]!.logLikelihood).toBeCloseTo(-293.705, 3)
  expect(result.models[1]!.bic).toBeCloseTo(697.1357, 3)
  expect(result.models[1]!.items.B!.probabilities[0]![1]).toBeCloseTo(0.9809, 3)
})

test('empty cells are missing: fiml keeps the people, listwise leaves them out', async () => {
  const asked = ['mixed.csv', '--nominal', 'kind', '--count', 'visits', '--continuous', 'spend', '--classes', '1']
  const fiml = (await runLca(asked, context)) as { read: number; fitted: number }
  const listwise = (await runLca([...asked, '--missing', 'listwise'], context)) as { read: number; fitted: number }

  expect(fiml).toMatchObject({ read: 5, fitted: 4 })
  expect(listwise).toMatchObject({ read: 5, fitted: 2 })
})

test.each([
  { argv: ['carcinoma.csv', '--indicators', 'A,zzz'], line: 'no column “zzz”' },
  { argv: ['carcinoma.csv'], line: 'Name the columns' },
  { argv: ['nowhere.csv', '--indicators', 'A'], line: 'There is no file' },
  { argv: ['empty.csv', '--indicators', 'A'], line: 'is empty' },
  { argv: ['text.csv', '--count', 'visits'], line: 'data row 2' },
  { argv: ['carcinoma.csv', '--indicators', 'A', '--classes', '3-1'], line: '--classes' },
  { argv: ['carcinoma.csv', '--indicators', 'A', '--starts', 'x'], line: '--starts' },
  { argv: ['carcinoma.csv', '--indicators', 'A', '--missing', 'guess'], line: '--missing' },
  { argv: ['carcinoma.csv', '--nominal', 'A', '--binary', 'A'], line: 'named twice' },
  { argv: ['carcinoma.csv', '--nominal', 'A,B', '--covariates', 'B'], line: 'builds the classes' },
  { argv: ['carcinoma.csv', '--nominal', 'A', '--covariates', 'B', '--describe-means', 'C'], line: 'one of them' },
])('$argv is refused with one line that says $line', async ({ argv, line }) => {
  await expect(runLca(argv, context)).rejects.toThrow(BadInput)
  await expect(runLca(argv, context)).rejects.toThrow(line)
})

test('other columns are related to the classes afterwards, and errors stand beside the estimates', async () => {
  const asked = ['carcinoma.csv', '--indicators', 'A,B,C,D,E,F', '--describe-shares', 'G', '--classes', '2', '--errors']
  const result = (await runLca(asked, context)) as {
    models: {
      described: { variable: string; category: string; class: number; these: number; q: number }[]
      errors: { shares: number[] }
    }[]
  }
  const [model] = result.models

  expect(model!.described).toHaveLength(4)
  for (const { variable, these, q } of model!.described) {
    expect(variable).toBe('G')
    expect(these).toBeGreaterThanOrEqual(0)
    expect(these).toBeLessThanOrEqual(1)
    expect(q).toBeLessThan(1e-6)
  }
  expect(model!.errors.shares[0]).toBeCloseTo(0.047, 2)
})

test('the cross-cut joins by key and says in words how many groups hold most people', async () => {
  const table = [
    [30, 10, 5, 15],
    [12, 28, 20, 10],
    [8, 12, 35, 15],
  ]
  const people = table.flatMap((row, i) =>
    row.flatMap((count, j) => Array.from({ length: count }, () => [`P${i + 1}`, `S${j + 1}`])),
  )
  await write(
    'members.csv',
    ['key,persona,probability', ...people.map(([persona], at) => `c${at},${persona},.9`), 'alone,P1,.5'].join('\n'),
  )
  await write('segments.csv', ['key,segment', ...people.map(([, segment], at) => `c${at},${segment}`)].join('\n'))
  const result = (await runCrosscut(['--personas', 'members.csv', '--segments', 'segments.csv'], context)) as Record<
    string,
    unknown
  >

  expect(result.n).toBe(200)
  expect(result.onlyPersona).toBe(1)
  expect(result.cramersVCorrected).toBeCloseTo(0.3419, 4)
  expect(result.holding80).toEqual({ segments: 3, personas: 3 })
  expect(result.sentence).toContain('3 segments and by 3 personas')
})

test('a key with two segments is refused by row', async () => {
  await write('twice.csv', 'key,segment\nc1,S1\nc1,S2\n')
  await write('one.csv', 'key,persona\nc1,P1\n')

  await expect(runCrosscut(['--personas', 'one.csv', '--segments', 'twice.csv'], context)).rejects.toThrow('Data row 2')
})
