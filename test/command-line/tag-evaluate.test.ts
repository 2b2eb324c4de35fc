import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runTagEvaluate } from '../../server/command-line/tag-evaluate.ts'

const folder = mkdtempSync(join(tmpdir(), 'tag-evaluate-'))
afterAll(() => rmSync(folder, { recursive: true }))
const context = { cwd: folder, log: () => undefined, workers: 1 }
const run = (...argv: string[]) => runTagEvaluate(argv, context)

const things = 'card letter parcel refund menu bus list phone room price clock chair'.split(' ')
const rows = (from: number, to: number) =>
  things.slice(from, to).flatMap((thing) => [
    { text: `I need a ${thing} soon`, labels: ['wish'] },
    { text: `The ${thing} is on the table`, labels: [] },
  ])
const write = (name: string, lines: object[]) =>
  writeFileSync(join(folder, name), lines.map((line) => JSON.stringify(line)).join('\n'))
write('train-a.jsonl', rows(0, 4))
write('train-b.jsonl', rows(4, 8))
write('test.jsonl', rows(8, 12))

test('several training files are learnt from and the test rows are told apart', async () => {
  const result = await run('--train', 'train-a.jsonl', 'train-b.jsonl', '--test', 'test.jsonl')
  expect(result.rows).toEqual({ train: 16, dev: 0, test: 8 })
  expect(result.macro).toEqual({ precision: 1, recall: 1, f1: 1 })
  expect(result.perLabel['wish']!.support).toBe(4)
  expect(result.outOfScopeRecall).toBe(1)
  expect(result.seconds).toBeGreaterThan(0)
})

test('cues of a facet are measured without training', async () => {
  const result = await run('--cues', 'need', '--test', 'test.jsonl')
  expect(result.perLabel['wish']).toEqual({ precision: 1, recall: 1, f1: 1, support: 4 })
  expect(result.calibrationError).toBeNull()
})

test('--few draws so many rows of each label', async () => {
  const result = await run('--train', 'train-a.jsonl', 'train-b.jsonl', '--few', '3', '--test', 'test.jsonl')
  expect(result.rows.train).toBe(6)
})

test.each([
  ['no test rows', ['--train', 'train-a.jsonl'], 'Say which rows to test on: --test TEST.jsonl.'],
  [
    'nothing to learn from',
    ['--test', 'test.jsonl'],
    'Say which rows to learn from: --train TRAIN.jsonl, or --cues FACET.',
  ],
  [
    'a file that is not there',
    ['--train', 'no.jsonl', '--test', 'test.jsonl'],
    'There is no file “no.jsonl” that can be read.',
  ],
  ['an unknown facet', ['--cues', 'mood', '--test', 'test.jsonl'], 'There are no cues for “mood”.'],
  ['an unknown flag', ['--fast', '--test', 'test.jsonl'], '“tag evaluate” has no flag --fast.'],
  ['a flag without its value', ['--test', 'test.jsonl', '--few'], '--few takes a value.'],
])('%s is refused in one sentence', async (_, argv, message) => {
  await expect(run(...argv)).rejects.toThrow(message)
})

test('a line that is no row is named by its number, never by its words', async () => {
  writeFileSync(join(folder, 'broken.jsonl'), '{"text":"fine","labels":[]}\n{"text":"secret words"}')
  await expect(run('--train', 'broken.jsonl', '--test', 'test.jsonl')).rejects.toThrow(
    'broken.jsonl, line 2 is no row with a text and a list of labels.',
  )
})

const reference = process.env.VERBATIM_REFERENCE
const inFolder = (name: string) => join(reference!, 'nlp', `${name}.jsonl`)

test('needs in forums and few examples of many codes reach the figures of a plain linear model', {
  timeout: 300_000,
}, async () => {
  if (!reference) return console.log('not run: VERBATIM_REFERENCE is not set, the labelled sets are not here')
  const forum = await run('--train', inFolder('suggestions-forum.train'), '--test', inFolder('suggestions-forum.dev'))
  expect(forum.macro.f1).toBeGreaterThan(0.75)
  const hotel = await run(
    '--train',
    inFolder('suggestions-forum.train'),
    '--dev',
    inFolder('suggestions-hotel.dev'),
    '--test',
    inFolder('suggestions-hotel.dev'),
  )
  expect(hotel.macro.f1).toBeGreaterThan(0.68)
  const few = await run(
    '--train',
    inFolder('intents-banking.train'),
    '--few',
    '10',
    '--test',
    inFolder('intents-banking.dev'),
  )
  expect(few.accuracy).toBeGreaterThan(0.72)
})
