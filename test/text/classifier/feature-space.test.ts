import { expect, test } from 'vitest'
import { FeatureSpace } from '../../../server/text/classifier/feature-space.ts'
import { defaultFeatures, featureText } from '../../../server/text/classifier/features.ts'

const read = (text: string, cues = true) => featureText(text, { start: 0, end: text.length }, { cues })
const texts = [
  'I need a refund for my card',
  'The card was refunded late',
  'Nobody needs two cards',
  'I need help',
].map((text) => read(text))
const { space, rows } = FeatureSpace.of(texts)
const named = (text: string) => {
  const row = space.row(read(text))
  return Array.from(row.columns, (column, at) => ({ ...space.nameOf(column), value: row.values[at]! }))
}

test('words meet by their stems, in runs of up to three, and cues are features with their strength', () => {
  const found = named('I need refunds')
  const words = found.filter(({ kind }) => kind === 'words').map(({ name }) => name)
  expect(words.toSorted()).toEqual(['^ i', '^ i need', 'i', 'i need', 'need', 'refund'])
  expect(found.find(({ kind, name }) => kind === 'cue' && name === 'facet.need')?.value).toBeGreaterThan(0.4)
  expect(found.some(({ kind, name }) => kind === 'letters' && name === '_refu')).toBe(true)
})

test('each group of a row has the length its setting gives it', () => {
  const found = named('The card was refunded late')
  const length = (group: string) => Math.hypot(...found.filter(({ kind }) => kind === group).map(({ value }) => value))
  expect(length('words')).toBeCloseTo(1, 5)
  expect(length('letters')).toBeCloseTo(1, 5)
})

test('a rare word weighs more than one that is everywhere', () => {
  const found = named('I need help')
  const value = (name: string) => found.find((one) => one.kind === 'words' && one.name === name)!.value
  expect(value('help')).toBeGreaterThan(value('need'))
})

test('the rows that come with a space are those it gives for the same texts afterwards', () => {
  expect(rows).toEqual(texts.map((text) => space.row(text)))
  const common = FeatureSpace.of(texts, { ...defaultFeatures, leastTexts: 2 })
  expect(common.rows).toEqual(texts.map((text) => common.space.row(text)))
  const again = FeatureSpace.from(common.space.kept())
  expect(common.rows).toEqual(texts.map((text) => again.row(text)))
})

test('a space that was kept as JSON gives the same rows', () => {
  const again = FeatureSpace.from(JSON.parse(JSON.stringify(space.kept())))
  for (const text of ['I need a refund, now', 'cards cards cards', 'zzz unheard-of words 😀', '']) {
    expect(again.row(read(text))).toEqual(space.row(read(text)))
  }
})

test('occurrences cover the words they are made of', () => {
  const text = '😀 I need a refund'
  const found: string[] = []
  space.visit(read(text), (column, start, end) => {
    if (space.nameOf(column).name === 'i need') found.push(text.slice(start, end))
  })
  expect(found).toEqual(['I need'])
})

test('the question before is a feature of its own kind', () => {
  const text = 'Do you need help? Yes.'
  const one = featureText(text, { start: 18, end: 22 }, { context: { start: 0, end: 17 } })
  const row = FeatureSpace.of([one]).space.kept()
  expect(row.names.filter((name) => name.startsWith('q:'))).toEqual(['q:do', 'q:you', 'q:need', 'q:help'])
  expect(row.names).not.toContain('w:help')
})

test('scripts without spaces are divided into words, in the places they stand', () => {
  const text = '我需要退款'
  const { tokens } = read(text, false)
  expect(tokens.length).toBeGreaterThan(1)
  expect(tokens.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
})

test('features found in too few texts have no column', () => {
  const { space: common } = FeatureSpace.of(texts, { ...defaultFeatures, leastTexts: 2 })
  expect(common.kept().names).toContain('w:card')
  expect(common.kept().names).not.toContain('w:late')
})
