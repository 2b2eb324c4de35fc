import { adjustedRand, overlapTable } from '../../server/statistics/agreement-of-partitions.ts'
import { krippendorffAlpha, type Level } from '../../server/statistics/agreement/krippendorff.ts'
import { association } from '../../server/statistics/crosstab.ts'
import { benjaminiHochberg } from '../../server/statistics/multiple-testing.ts'
import { dirichletLogOdds, kishEffectiveSize, wilsonInterval } from '../../server/statistics/proportions.ts'
import type { Results } from './results.ts'

/** Printed figures of the evidence functions, and what ours give. */
export function runVectors(results: Results): void {
  const labels = (digits: string) => Int32Array.from(digits, (digit) => Number(digit) - 1)
  const three = { rows: 3, columns: 3 }
  const table = [
    [30, 15, 5],
    [12, 20, 18],
  ]
  const odds = dirichletLogOdds({ count: 40, base: 100 }, { count: 60, base: 300 }, { prior: 5, priorTotal: 20 })
  const wilson = wilsonInterval({ successes: 15, base: 148 })
  const adjusted = benjaminiHochberg([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216])
  const vectors: [name: string, expected: number, found: number][] = [
    ['Wilson 15 of 148, low', 0.062386, wilson.low],
    ['Wilson 15 of 148, high', 0.160487, wilson.high],
    ['Wilson 0 of 20, high', 0.161125, wilsonInterval({ successes: 0, base: 20 }).high],
    ['Benjamini–Hochberg, second', 0.04, adjusted[1]!],
    ['Benjamini–Hochberg, seventh', 0.105714, adjusted[6]!],
    ['Cramér V, plain', 0.397195, association(table).cramersV],
    ['Cramér V, corrected', 0.372781, association(table).cramersVCorrected],
    ['log-odds delta', 0.856051, odds.delta],
    ['log-odds z', 4.414343, odds.z],
    ['Kish effective size', 4.518087, kishEffectiveSize([1, 2, 0.5, 1.5, 3, 0.8])],
    ...(['nominal', 'ordinal', 'interval'] as const).map((level, at): [string, number, number] => [
      `Krippendorff alpha, ${level}`,
      [0.7434, 0.8154, 0.8491][at]!,
      alphaOfTwelve(level),
    ]),
    ['adjusted Rand', 0.204545, adjustedRand(overlapTable(labels('1112223333'), labels('1122233331'), three), three)],
  ]
  for (const [name, expected, found] of vectors) {
    results.add({
      part: 'vectors',
      name,
      seed: null,
      passed: Math.abs(found - expected) < (name.startsWith('Krippendorff') ? 1e-4 : 2e-6),
      figures: { expected, found: Number(found.toFixed(6)) },
    })
  }
}

/** Four coders of twelve units, as Krippendorff (2011) prints them; a dot was not coded. */
function alphaOfTwelve(level: Level): number {
  const coders = ['123321412...', '1233224125.3', '.3332342251.', '12332441251.']
  const units = Array.from({ length: 12 }, (_, unit) =>
    coders.map((row) => (row[unit] === '.' || row[unit] === undefined ? null : Number(row[unit]))),
  )
  return krippendorffAlpha(units, level).alpha ?? Number.NaN
}
