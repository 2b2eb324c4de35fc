import { describe, expect, test } from 'vitest'
import { characterTable } from '../../../server/statistics/agreement/coded-characters.ts'
import {
  brennanPrediger,
  cohenKappa,
  distanceWeights,
  fleissKappa,
  gwetAC1,
  holsti,
  percentAgreement,
  scottPi,
} from '../../../server/statistics/agreement/kappa.ts'
import {
  alphaInterval,
  alphaWithDifference,
  differenceFor,
  krippendorffAlpha,
  type Level,
} from '../../../server/statistics/agreement/krippendorff.ts'
import { jaccardDistance, masiDistance, ofSetKeys, setKey } from '../../../server/statistics/agreement/sets-of-codes.ts'
import { randomFrom } from '../../../server/statistics/random.ts'

/** Coders in rows as they are printed; '.' is a value that was not given. */
function unitsOf(...coders: string[]): (number | null)[][] {
  const rows = coders.map((row) => row.split(' '))
  const valueIn = (cell: string) => (cell === '.' ? null : /\d/.test(cell) ? Number(cell) : cell.charCodeAt(0))
  return rows[0]!.map((_, unit) => rows.map((row) => valueIn(row[unit]!)))
}

const binary = unitsOf('0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0')
const letters = unitsOf('a a b b d c c c e d d a', 'b a b b b c c c e d d d')
const fourCoders = unitsOf(
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
)
const threeCoders = unitsOf(
  '. . . . . 3 4 1 2 1 1 3 3 . 3',
  '1 . 2 1 3 3 4 3 . . . . . . .',
  '. . 2 1 3 4 4 . 2 1 1 3 3 . 4',
)

describe("Krippendorff's alpha", () => {
  test.each<[string, (number | null)[][], Level, number]>([
    ['two coders, binary', binary, 'nominal', 2 / 21],
    ['two coders, nominal', letters, 'nominal', 155 / 224],
    ['four coders, nominal', fourCoders, 'nominal', 113 / 152],
    ['four coders, ordinal', fourCoders, 'ordinal', 108577 / 133160],
    ['four coders, interval', fourCoders, 'interval', 951 / 1120],
    ['four coders, ratio', fourCoders, 'ratio', 18222619 / 22852465],
    ['three coders, nominal', threeCoders, 'nominal', 56 / 81],
    ['three coders, ordinal', threeCoders, 'ordinal', 112173 / 139048],
    ['three coders, interval', threeCoders, 'interval', 643 / 793],
    ['three coders, ratio', threeCoders, 'ratio', 90503 / 111878],
  ])('of the printed example: %s', (_, units, level, expected) => {
    expect(krippendorffAlpha(units, level).alpha).toBeCloseTo(expected, 12)
  })

  test('leaves out a unit that one coder judged, and no other', () => {
    expect(krippendorffAlpha(fourCoders, 'nominal')).toMatchObject({ pairable: 40, units: 11 })
    expect(krippendorffAlpha(threeCoders, 'nominal')).toMatchObject({ pairable: 26 })
    expect(krippendorffAlpha(fourCoders, 'interval').observedDisagreement).toBeCloseTo(0.433333, 6)
    expect(krippendorffAlpha(fourCoders, 'interval').expectedDisagreement).toBeCloseTo(2.871795, 6)
  })

  test('is not computable, and not 1, when only one value was used or nobody coded twice', () => {
    expect(krippendorffAlpha(unitsOf('1 1 1', '1 1 1'), 'nominal')).toMatchObject({
      alpha: null,
      reason: 'only one value was used',
    })
    expect(krippendorffAlpha(unitsOf('1 . 1', '. 1 .'), 'nominal')).toMatchObject({
      alpha: null,
      reason: 'no unit was coded twice',
    })
  })

  test('has an interval that holds it, is the same for the same seed, and narrows with more units', () => {
    const nominal = differenceFor('nominal', letters)
    const interval = alphaInterval(letters, nominal, { random: randomFrom(1) })!
    expect(interval.low).toBeLessThan(155 / 224)
    expect(interval.high).toBeGreaterThan(155 / 224)
    expect(alphaInterval(letters, nominal, { random: randomFrom(1) })).toEqual(interval)
    const more = alphaInterval(Array.from({ length: 9 }, () => letters).flat(), nominal, { random: randomFrom(1) })!
    expect(more.high - more.low).toBeLessThan((interval.high - interval.low) / 2)
    expect(alphaInterval(unitsOf('1 1', '1 1'), nominal, { random: randomFrom(1) })).toBeNull()
  })

  test('of sets of codes takes the distance it is given', () => {
    expect(masiDistance(['1', '2'], ['1', '2', '3', '4'])).toBeCloseTo(2 / 3, 6)
    expect(masiDistance(['1', '2', '3'], ['2', '3', '4'])).toBeCloseTo(0.833333, 6)
    expect(masiDistance(['1'], ['2'])).toBe(1)
    expect(masiDistance([], [])).toBe(0)
    expect(jaccardDistance(['1', '2'], ['1', '2', '3', '4'])).toBeCloseTo(0.5, 9)
    const same = [setKey(['b', 'a']), setKey(['a', 'b'])]
    const apart = [setKey(['a']), setKey(['c'])]
    expect(alphaWithDifference([same, same, apart], ofSetKeys(masiDistance)).alpha).toBeGreaterThan(0)
    expect(alphaWithDifference([same, same, apart], ofSetKeys(masiDistance)).alpha).toBeLessThan(1)
  })
})

const cohen1968 = [
  [88, 10, 2],
  [14, 40, 6],
  [18, 10, 12],
]

describe('two coders over the same units', () => {
  test.each([
    [
      [
        [20, 5],
        [10, 15],
      ],
      2 / 5,
    ],
    [
      [
        [45, 15],
        [25, 15],
      ],
      3 / 23,
    ],
    [
      [
        [25, 35],
        [5, 35],
      ],
      7 / 27,
    ],
    [cohen1968, 29 / 59],
    [
      [
        [40, 9],
        [6, 45],
      ],
      291 / 416,
    ],
    [
      [
        [80, 10],
        [5, 5],
      ],
      7 / 22,
    ],
    [
      [
        [118, 5],
        [2, 0],
      ],
      -4 / 171,
    ],
  ])('%j: kappa is the printed one', (table, expected) => {
    expect(cohenKappa(table)).toBeCloseTo(expected, 12)
  })

  test('weighted kappa is that of Cohen (1968), and that of linear and quadratic distances', () => {
    const weights = [
      [0, 1, 3],
      [1, 0, 6],
      [3, 6, 0],
    ]
    expect(cohenKappa(cohen1968, weights)).toBeCloseTo(0.347826, 6)
    expect(cohenKappa(cohen1968, distanceWeights(3, 1))).toBeCloseTo(0.473684, 6)
    expect(cohenKappa(cohen1968, distanceWeights(3, 2))).toBeCloseTo(0.454545, 6)
  })

  test('agreement, Gwet’s AC1, Scott’s pi and Brennan and Prediger’s coefficient are the printed ones', () => {
    const tables = [
      [
        [40, 9],
        [6, 45],
      ],
      [
        [80, 10],
        [5, 5],
      ],
      [
        [118, 5],
        [2, 0],
      ],
    ]
    const six = (values: (number | null)[]) => values.map((value) => Number(value!.toFixed(6)))
    expect(six(tables.map(gwetAC1))).toEqual([0.700748, 0.808, 0.940776])
    expect(six(tables.map(scottPi))).toEqual([0.699248, 0.314286, -0.028807])
    expect(six(tables.map(percentAgreement))).toEqual([0.85, 0.85, 0.944])
    expect(
      brennanPrediger([
        [20, 5],
        [10, 15],
      ]),
    ).toBeCloseTo(0.4, 9)
    expect(brennanPrediger(cohen1968)).toBeCloseTo(0.55, 9)
    expect(holsti({ agreed: 8, first: 10, second: 10 })).toBeCloseTo(0.8, 9)
  })

  test('one value throughout is no agreement that a coefficient could measure', () => {
    const same = [
      [12, 0],
      [0, 0],
    ]
    expect([percentAgreement(same), cohenKappa(same), scottPi(same)]).toEqual([1, null, null])
    expect([
      percentAgreement([
        [0, 0],
        [0, 0],
      ]),
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
      holsti({ agreed: 0, first: 0, second: 0 }),
    ]).toEqual([null, null, null])
  })

  test('Fleiss’ kappa of fourteen coders is the printed one', () => {
    const rows = '0 0 0 0 14|0 2 6 4 2|0 0 3 5 6|0 3 9 2 0|2 2 8 1 1|7 7 0 0 0|3 2 6 3 0|2 5 3 2 2|6 5 2 1 0|0 2 2 3 7'
    const { kappa, observed, expected } = fleissKappa(rows.split('|').map((row) => row.split(' ').map(Number)))
    expect(observed).toBeCloseTo(0.378022, 6)
    expect(expected).toBeCloseTo(0.212755, 6)
    expect(kappa).toBeCloseTo(0.209931, 6)
    expect(() =>
      fleissKappa([
        [1, 2],
        [2, 2],
      ]),
    ).toThrow(RangeError)
  })
})

describe('characters that two coders marked', () => {
  const text = 1_000

  test('give the printed kappa and alpha, which depend on how the marks are split', () => {
    const both = [{ start: 0, end: 50 }]
    const table = characterTable([...both, { start: 50, end: 150 }], [...both, { start: 900, end: 950 }], text)
    expect(table).toEqual([
      [800, 50],
      [100, 50],
    ])
    expect(cohenKappa(table)).toBeCloseTo(0.318182, 6)
    expect(alphaOfTable(table)).toBeCloseTo(0.314629, 6)
    const split = characterTable([...both, { start: 50, end: 200 }], both, text)
    expect(cohenKappa(split)).toBeCloseTo(0.347826, 6)
    const second = characterTable([{ start: 100, end: 250 }], [{ start: 150, end: 250 }], text)
    expect(cohenKappa(second)).toBeCloseTo(0.772727, 6)
    expect(alphaOfTable(second)).toBeCloseTo(0.771543, 6)
  })

  test('are counted once where one coder’s marks overlap', () => {
    const twice = [
      { start: 10, end: 30 },
      { start: 20, end: 40 },
    ]
    expect(characterTable(twice, [{ start: 0, end: 25 }], 100)).toEqual([
      [60, 10],
      [15, 15],
    ])
  })

  function alphaOfTable(table: number[][]): number {
    const units = table.flatMap((row, first) =>
      row.flatMap((count, second) => Array.from({ length: count }, () => [first, second])),
    )
    return krippendorffAlpha(units, 'nominal').alpha!
  }
})
