import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asCodedUnit, type CoderTag, isSaidOf, labelsApart, readUnits, unitsOf } from '../../server/agreement/units.ts'
import { offsetMap, sliceCodePoints } from '../../server/text/code-points.ts'

const text = 'P: I need it 😀. It was fine, I think.\nI: And?\nP: — \nP: Yes. No!'
const ranges = [
  { speaker: 'P', start: 3, end: 37, question: null },
  { speaker: 'P', start: 49, end: 51, question: null },
  { speaker: 'P', start: 55, end: 63, question: null },
]

describe('units', () => {
  test('are turns or their sentences in code points, and a dash alone is none', () => {
    const map = offsetMap(text)
    const words = (kind: 'sentence' | 'turn') =>
      unitsOf({ text, ranges }, kind).map((unit) => sliceCodePoints(text, map, unit))
    expect(words('sentence')).toEqual(['I need it 😀.', 'It was fine, I think.', 'Yes.', 'No!'])
    expect(words('turn')).toHaveLength(2)
  })

  test('are said by a tag that covers half of them, or that lies in them by half; a slip over an edge says nothing', () => {
    const unit = { start: 10, end: 20 }
    expect(isSaidOf(unit, { start: 12, end: 14 })).toBe(true)
    expect(isSaidOf(unit, { start: 0, end: 15 })).toBe(true)
    expect(isSaidOf(unit, { start: 0, end: 12 })).toBe(false)
    expect(isSaidOf(unit, { start: 19, end: 40 })).toBe(false)
    expect(isSaidOf(unit, { start: 20, end: 30 })).toBe(false)
  })

  test('carry every tag that speaks of them, whatever the order of tags and units', () => {
    const aRange = fc
      .tuple(fc.nat(80), fc.integer({ min: 1, max: 30 }))
      .map(([start, length]) => ({ start, end: start + length }))
    fc.assert(
      fc.property(fc.array(aRange, { maxLength: 20 }), (drawn) => {
        const units = Array.from({ length: 10 }, (_, index) => ({
          speaker: 'P',
          start: index * 10,
          end: index * 10 + 9,
        }))
        const tags = drawn.map(
          (range, index): CoderTag => ({
            ...range,
            id: `${index}`,
            coder: index % 2 === 0 ? 0 : 1,
            label: 'need',
            value: null,
          }),
        )
        for (const unit of readUnits(units, tags)) {
          const expected = tags.filter((tag) => isSaidOf(unit, tag)).map(({ id }) => id)
          expect(
            unit.tags
              .flat()
              .map(({ id }) => id)
              .sort(),
          ).toEqual(expected.sort())
        }
      }),
      { seed: 9, numRuns: 200 },
    )
  })

  test('differ where one gave a code and the other did not; of two values the higher counts', () => {
    const tag = (coder: 0 | 1, label: string, value: number | null = null): CoderTag => ({
      id: label,
      coder,
      label,
      value,
      start: 0,
      end: 9,
    })
    const [unit] = readUnits(
      [{ speaker: 'P', start: 0, end: 9 }],
      [tag(0, 'need', 2), tag(0, 'need', 5), tag(0, 'pain'), tag(1, 'need', 3)],
    )
    expect(labelsApart(unit!)).toEqual(['pain'])
    const coded = asCodedUnit(unit!)
    expect(coded.labels).toEqual([['need', 'pain'], ['need']])
    expect(coded.values!.map((values) => values.get('need'))).toEqual([5, 3])
  })
})
