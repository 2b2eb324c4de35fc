import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  ruleBroken,
  withAdded,
  withMerged,
  withOpposite,
  withPlace,
  withRetired,
  withReturned,
  withStep,
} from '../../server/codebook/changes.ts'
import { differencesBetween, withoutChange } from '../../server/codebook/differences.ts'
import { CodebookRefused } from '../../server/codebook/errors.ts'
import type { CodeRow } from '../../server/codebook/store.ts'
import { branchesOf, branchKeys, inTreeOrder, mostLevels, pathOf, possibleParents } from '../../server/codebook/tree.ts'
import { type Facet, facets } from '../../server/facets.ts'

const at = new Date('2026-03-02T10:00:00Z')

function aCode(key: string, more: Partial<CodeRow> = {}): CodeRow {
  return {
    key,
    facet: key.split('.')[0] as Facet,
    name: key,
    definition: `What ${key} means.`,
    whenToUse: '',
    whenNotToUse: '',
    example: '',
    position: 0,
    retiredAt: null,
    opposite: null,
    parent: null,
    mergedInto: null,
    lastChange: 0,
    ...more,
  }
}

const four = [
  aCode('pain.cost', { position: 0 }),
  aCode('pain.repair', { position: 1, parent: 'pain.cost' }),
  aCode('pain.parts', { position: 2, parent: 'pain.repair' }),
  aCode('need.price', { position: 3 }),
]
const code = (codes: CodeRow[], key: string) => codes.find((one) => one.key === key)!
const texts = { name: 'New', definition: 'What is new.', whenToUse: '', whenNotToUse: '', example: '' }

test('a tree lists each code before those under it, facet by facet, and loses none in a circle of parents', () => {
  expect(inTreeOrder(four).map((one) => [one.code.key, one.level])).toEqual([
    ['need.price', 1],
    ['pain.cost', 1],
    ['pain.repair', 2],
    ['pain.parts', 3],
  ])
  expect(branchesOf([aCode('pain.a', { parent: 'pain.gone' })])[0]!.level).toBe(1)
  const ring = [aCode('pain.a', { parent: 'pain.b' }), aCode('pain.b', { parent: 'pain.a' })]
  expect(inTreeOrder(ring).map((one) => one.level)).toEqual([1, 2])
  expect(pathOf('pain.parts', four)).toBe('pain.cost / pain.repair / pain.parts')
})

test('a code moves with its branch, into another facet too, and never under itself or too deep', () => {
  const moved = withPlace(four, 'pain.repair', { facet: 'need', parent: 'need.price' })
  expect(code(moved, 'pain.repair')).toMatchObject({ facet: 'need', parent: 'need.price' })
  expect(code(moved, 'pain.parts')).toMatchObject({ facet: 'need', parent: 'pain.repair' })
  expect(ruleBroken(moved)).toBeNull()
  expect(() => withPlace(four, 'pain.cost', { facet: 'pain', parent: 'pain.parts' })).toThrow(CodebookRefused)
  let chain = [aCode('pain.1')]
  for (let level = 2; level <= mostLevels + 1; level++)
    chain = [...chain, aCode(`pain.${level}`, { parent: `pain.${level - 1}`, position: level })]
  expect(ruleBroken(chain.slice(0, mostLevels))).toBeNull()
  expect(ruleBroken(chain)).toContain(`${mostLevels} are the most`)
  expect(possibleParents('pain.cost', 'pain', four).map(({ key }) => key)).toEqual([])
  expect(possibleParents('need.price', 'pain', chain.slice(0, mostLevels)).map(({ key }) => key)).not.toContain(
    `pain.${mostLevels}`,
  )
})

test('a pair of opposites that a move parts is none any more', () => {
  const paired = withOpposite(four, 'pain.cost', 'pain.repair')
  expect(ruleBroken(paired)).toBeNull()
  const moved = withPlace(paired, 'pain.repair', { facet: 'need', parent: null })
  expect(moved.map(({ opposite }) => opposite)).toEqual([null, null, null, null])
})

test('a step changes places with the neighbour in use, and stops at the ends', () => {
  const level = ['a', 'b', 'c'].map((name, position) => aCode(`pain.${name}`, { position }))
  const order = (codes: CodeRow[]) => inTreeOrder(codes).map((one) => one.code.key.at(-1))
  expect(order(withStep(level, 'pain.c', 'up'))).toEqual(['a', 'c', 'b'])
  expect(order(withStep(level, 'pain.a', 'down'))).toEqual(['b', 'a', 'c'])
  expect(withStep(level, 'pain.a', 'up')).toBe(level)
  const withoutB = withRetired(level, 'pain.b', at)
  expect(order(withStep(withoutB, 'pain.c', 'up').filter(({ retiredAt }) => !retiredAt))).toEqual(['c', 'a'])
  const tied = level.map((one) => ({ ...one, position: 0 }))
  expect(order(withStep(tied, 'pain.b', 'up'))).toEqual(['b', 'a', 'c'])
})

test('what hangs under a merged code hangs where the other stands; what was merged before goes along', () => {
  const merged = withMerged(four, 'pain.repair', 'pain.cost', at)
  expect(code(merged, 'pain.parts').parent).toBe('pain.cost')
  expect(code(merged, 'pain.repair')).toMatchObject({ mergedInto: 'pain.cost', retiredAt: at, parent: null })
  const again = withMerged([...merged, aCode('pain.b', { position: 9 })], 'pain.cost', 'pain.b', at)
  expect(code(again, 'pain.repair').mergedInto).toBe('pain.b')
  expect(ruleBroken(again)).toBeNull()
  const upwards = withMerged(four, 'pain.cost', 'pain.repair', at)
  expect(code(upwards, 'pain.repair').parent).toBeNull()
  const across = withMerged(four, 'pain.repair', 'need.price', at)
  expect(code(across, 'pain.parts')).toMatchObject({ facet: 'pain', parent: 'pain.cost' })
  expect(() => withMerged(four, 'pain.cost', 'pain.cost', at)).toThrow(CodebookRefused)
  expect(() => withMerged(merged, 'pain.parts', 'pain.repair', at)).toThrow('retired')
})

test('an opposite goes along with a merge where the other code has none', () => {
  const codes = [aCode('attitude.for'), aCode('attitude.against'), aCode('attitude.likes')]
  const paired = withOpposite(codes, 'attitude.for', 'attitude.against')
  const merged = withMerged(paired, 'attitude.for', 'attitude.likes', at)
  expect(code(merged, 'attitude.against').opposite).toBe('attitude.likes')
  expect(code(merged, 'attitude.for').opposite).toBeNull()
  expect(ruleBroken(merged)).toBeNull()
  const both = withMerged(paired, 'attitude.for', 'attitude.against', at)
  expect(both.map(({ opposite }) => opposite)).toEqual([null, null, null])
})

test('a retired code hands its branch up, and comes back under the nearest code in use', () => {
  const retired = withRetired(four, 'pain.repair', at)
  expect(code(retired, 'pain.parts').parent).toBe('pain.cost')
  const both = withRetired(retired, 'pain.cost', at)
  expect(ruleBroken(both)).toBeNull()
  expect(code(withReturned(both, 'pain.repair'), 'pain.repair')).toMatchObject({ retiredAt: null, parent: null })
})

/** Random changes of a random kind; those that the rules refuse change nothing. */
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('add', 'place', 'step', 'merge', 'retire', 'return', 'pair'),
    one: fc.nat(),
    other: fc.nat(),
    facet: fc.constantFrom(...facets),
  }),
  { maxLength: 25 },
)

function changed(
  codes: CodeRow[],
  { kind, one, other, facet }: { kind: string; one: number; other: number; facet: Facet },
): CodeRow[] {
  const key = codes[one % codes.length]!.key
  const goal = codes[other % codes.length]!
  try {
    const next = {
      add: () => withAdded(codes, { facet: goal.facet, parent: other % 2 ? goal.key : null, texts }).codes,
      place: () => withPlace(codes, key, other % 2 ? { facet: goal.facet, parent: goal.key } : { facet, parent: null }),
      step: () => withStep(codes, key, other % 2 ? 'up' : 'down'),
      merge: () => withMerged(codes, key, goal.key, at),
      retire: () => withRetired(codes, key, at),
      return: () => withReturned(codes, key),
      pair: () => withOpposite(codes, key, other % 2 && goal.key !== key ? goal.key : null),
    }[kind]!()
    return ruleBroken(next) === null ? next : codes
  } catch (error) {
    if (error instanceof CodebookRefused) return codes
    throw error
  }
}

test('whatever is done to a codebook, nothing is lost, and each change taken back at once leaves what was there', () => {
  fc.assert(
    fc.property(steps, (list) => {
      let codes = four
      for (const step of list) {
        const next = changed(codes, step)
        const differences = differencesBetween(codes, next)
        const back = withoutChange(next, differences)
        expect(Array.isArray(back)).toBe(true)
        expect(differencesBetween(codes, back as CodeRow[])).toEqual([])
        expect(next.length).toBeGreaterThanOrEqual(codes.length)
        expect(inTreeOrder(next)).toHaveLength(next.length)
        for (const { key } of next) expect(branchKeys(key, next).size).toBeLessThanOrEqual(next.length)
        codes = next
      }
    }),
    { numRuns: 300 },
  )
})

test('a change is taken back field by field: later changes of other fields stay, of the same field stand in the way', () => {
  const renamed = four.map((one) => (one.key === 'pain.cost' ? { ...one, name: 'Money' } : one))
  const first = differencesBetween(four, renamed)
  const defined = renamed.map((one) => (one.key === 'pain.cost' ? { ...one, definition: 'Too dear for them.' } : one))
  expect(code(withoutChange(defined, first) as CodeRow[], 'pain.cost')).toMatchObject({
    name: 'pain.cost',
    definition: 'Too dear for them.',
  })
  const again = defined.map((one) => (one.key === 'pain.cost' ? { ...one, name: 'Price' } : one))
  expect(withoutChange(again, first)).toEqual({ key: 'pain.cost', fields: ['name'] })
})
