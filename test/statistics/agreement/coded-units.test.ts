import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  binaryAlpha,
  codedAgreement,
  type CodedUnit,
  fewestSaid,
  fewestUnits,
} from '../../../server/statistics/agreement/coded-units.ts'
import { cohenKappa } from '../../../server/statistics/agreement/kappa.ts'
import { alphaWithDifference, krippendorffAlpha } from '../../../server/statistics/agreement/krippendorff.ts'
import { masiDistance, ofSetKeys, setKey } from '../../../server/statistics/agreement/sets-of-codes.ts'
import { randomFrom } from '../../../server/statistics/random.ts'

const labels = ['need', 'pain', 'value']
const aSet = fc.subarray(labels)
const someUnits = fc.array(
  fc.tuple(aSet, aSet).map(([first, second]): CodedUnit => ({ labels: [first, second] })),
  { minLength: fewestUnits, maxLength: 120 },
)
const drawing = () => ({ random: randomFrom(3), resamples: 40 })

describe('agreement of two coders over units', () => {
  test('is what the general coefficients say, code by code and over sets, whatever was coded', () => {
    fc.assert(
      fc.property(someUnits, (units) => {
        const found = codedAgreement(
          units,
          labels.map((label) => ({ label })),
          drawing(),
        )
        for (const row of found.labels) {
          const said = units.map(({ labels: given }) => given.map((set) => (set.includes(row.label) ? 1 : 0)))
          const { both, firstOnly, secondOnly, neither } = row.counts
          expect(both + firstOnly + secondOnly + neither).toBe(units.length)
          expect(binaryAlpha(row.counts) ?? 'none').toSatisfy(closeTo(krippendorffAlpha(said, 'nominal').alpha))
          if (row.isTooFew) {
            expect(both + firstOnly + secondOnly).toBeLessThan(fewestSaid)
            continue
          }
          const table = [
            [neither, secondOnly],
            [firstOnly, both],
          ]
          expect(row.kappa?.value ?? 'none').toSatisfy(closeTo(cohenKappa(table)))
          expect(row.alpha?.value ?? 'none').toSatisfy(closeTo(krippendorffAlpha(said, 'nominal').alpha))
          expect(row.percent!.value).toBeCloseTo((both + neither) / units.length, 12)
        }
        const sets = units.map(({ labels: given }) => given.map((set) => setKey(set)))
        const alpha = alphaWithDifference(sets, ofSetKeys(masiDistance)).alpha
        expect(found.overall.alpha?.value ?? 'none').toSatisfy(closeTo(alpha))
      }),
      { seed: 5, numRuns: 60 },
    )
  })

  test('does not change when the coders change places, nor with the order of units', () => {
    fc.assert(
      fc.property(someUnits, (units) => {
        const asked = labels.map((label) => ({ label }))
        const turned = units.map(({ labels: [first, second] }): CodedUnit => ({ labels: [second, first] })).reverse()
        const one = codedAgreement(units, asked, drawing())
        const other = codedAgreement(turned, asked, drawing())
        one.labels.forEach(({ alpha, kappa, percent }, index) => {
          const row = other.labels[index]!
          expect(row.alpha?.value ?? 'none').toSatisfy(closeTo(alpha?.value ?? null))
          expect(row.kappa?.value ?? 'none').toSatisfy(closeTo(kappa?.value ?? null))
          expect(row.percent?.value).toBe(percent?.value)
        })
        expect(other.overall.alpha?.value ?? 'none').toSatisfy(closeTo(one.overall.alpha?.value ?? null))
      }),
      { seed: 6, numRuns: 30 },
    )
  })

  test('of the printed vector: 0.4 kappa with an interval that holds it, the same for the same seed, narrower with more units', () => {
    // 20 both, 5 and 10 apart, 15 neither: Cohen's classic table.
    const units = table({ both: 20, first: 5, second: 10, neither: 15 })
    const asked = [{ label: 'need' }]
    const found = codedAgreement(units, asked, { random: randomFrom(1) })
    const { kappa } = found.labels[0]!
    expect(kappa!.value).toBeCloseTo(0.4, 12)
    expect(kappa!.low).toBeLessThan(0.4)
    expect(kappa!.high).toBeGreaterThan(0.4)
    expect(codedAgreement(units, asked, { random: randomFrom(1) })).toEqual(found)
    const four = codedAgreement([...units, ...units, ...units, ...units], asked, { random: randomFrom(1) }).labels[0]!
    expect(four.kappa!.high - four.kappa!.low).toBeLessThan(kappa!.high - kappa!.low)
    // Asymptotic standard error of this table (Fleiss, Cohen & Everitt 1969) is .126: the interval is about 3.9 of it wide.
    expect(kappa!.high - kappa!.low).toBeGreaterThan(0.35)
    expect(kappa!.high - kappa!.low).toBeLessThan(0.6)
  })

  test('has no figure for too few units, or for a code that too few of them carry', () => {
    const few = codedAgreement(table({ both: 10, first: 5, second: 5, neither: 9 }), [{ label: 'need' }], drawing())
    expect(few.labels[0]).toMatchObject({ isTooFew: true, percent: null, kappa: null, alpha: null })
    expect(few.overall).toMatchObject({ units: 29, percent: null, alpha: null })
    const rare = codedAgreement(table({ both: 9, first: 0, second: 0, neither: 200 }), [{ label: 'need' }], drawing())
    expect(rare.labels[0]).toMatchObject({ isTooFew: true, alpha: null })
    expect(rare.overall.alpha).not.toBe(null)
  })

  test('is not computable, and not 1, where only one value was used', () => {
    const all = codedAgreement(table({ both: 40, first: 0, second: 0, neither: 0 }), [{ label: 'need' }], drawing())
    expect(all.labels[0]).toMatchObject({ isTooFew: false, kappa: null, alpha: null })
    expect(all.labels[0]!.percent!.value).toBe(1)
  })

  test('of values is counted where both gave the code and a value', () => {
    const values = [1, 2, 3, 3, 2, 1, 4, 1, 2, 5, 1, 3]
    const units = values.map((value, index): CodedUnit => {
      const other = index === 5 ? 2 : value
      return {
        labels: [['need'], ['need']],
        values: [new Map([['need', value]]), new Map(index === 11 ? [] : [['need', other]])],
      }
    })
    const padded = [...units, ...table({ both: 0, first: 0, second: 0, neither: 30 })]
    for (const level of ['ordinal', 'interval', 'ratio'] as const) {
      const { scale } = codedAgreement(padded, [{ label: 'need', level }], drawing()).labels[0]!
      const pairs = values.slice(0, 11).map((value, index) => [value, index === 5 ? 2 : value])
      expect(scale).toMatchObject({ level, pairs: 11 })
      expect(scale!.alpha!.value).toBeCloseTo(krippendorffAlpha(pairs, level).alpha!, 12)
    }
    const few = codedAgreement(padded.slice(3), [{ label: 'need', level: 'ordinal' }], drawing()).labels[0]!
    expect(few.scale).toEqual({ level: 'ordinal', pairs: 8, alpha: null })
  })
})

function table({ both, first, second, neither }: Record<'both' | 'first' | 'second' | 'neither', number>): CodedUnit[] {
  const times = (count: number, labelsOf: [string[], string[]]) =>
    Array.from({ length: count }, (): CodedUnit => ({ labels: labelsOf }))
  return [
    ...times(both, [['need'], ['need']]),
    ...times(first, [['need'], []]),
    ...times(second, [[], ['need']]),
    ...times(neither, [[], []]),
  ]
}

/** Equal to twelve places, or both undefined. */
function closeTo(expected: number | null) {
  return (value: number | string) =>
    expected === null ? value === 'none' : typeof value === 'number' && Math.abs(value - expected) < 1e-12
}
