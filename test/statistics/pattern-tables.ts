import type { IndicatorData } from '../../server/statistics/indicator.ts'

/**
 * Four small data sets rebuilt from their printed frequency tables: digits are the categories of the items in order,
 * then the number of people. Carcinoma: Agresti (2002), p. 542. Cheating: Dayton (1998). Attitudes to surveys (GSS 1982):
 * McCutcheon (1987), p. 30. Values: Stouffer & Toby (1951), Goodman (1974).
 */
export const patternTables = {
  carcinoma:
    '1111111:34 1111211:2 1211111:6 1211112:1 1211211:4 1211212:5 2111111:2 2121212:1 2211111:2 2211112:1 2211211:2 2211212:7 2211222:1 2212112:1 2212212:2 2212222:3 2221212:13 2221222:5 2222212:10 2222222:16',
  cheating:
    '1111:207 1112:46 1121:7 1122:5 1211:13 1212:4 1221:1 1222:2 2111:10 2112:3 2121:1 2122:2 2211:11 2212:4 2221:1 2222:2',
  surveyAttitudes:
    '1111:419 1112:35 1113:2 1121:71 1122:25 1123:5 1211:270 1212:25 1213:4 1221:42 1222:16 1223:5 2111:23 2112:4 2113:1 2121:6 2122:2 2211:43 2212:9 2213:2 2221:9 2222:3 2223:2 3111:26 3112:3 3121:1 3122:2 3211:85 3212:23 3213:6 3221:13 3222:12 3223:8',
  values:
    '1111:20 1112:2 1121:9 1122:2 1211:6 1212:1 1221:4 1222:1 2111:38 2112:7 2121:24 2122:6 2211:25 2212:6 2221:23 2222:42',
}

/** The people of a table, one row each; with `asWeights`, one row a pattern and its count as the weight. */
export function peopleOf(table: string, { asWeights = false }: { asWeights?: boolean } = {}): IndicatorData {
  const cells = table.split(' ').map((entry) => {
    const [digits, count] = entry.split(':')
    return { digits: digits!, count: Number(count) }
  })
  const rows = asWeights
    ? cells.map((cell) => cell.digits)
    : cells.flatMap(({ digits, count }) => Array<string>(count).fill(digits))
  const width = cells[0]!.digits.length
  return {
    size: rows.length,
    indicators: Array.from({ length: width }, (_, item) => {
      const categories = [...new Set(rows.map((row) => row[item]!))].sort()
      return {
        name: 'ABCDEFG'[item]!,
        kind: 'nominal' as const,
        categories,
        values: Int16Array.from(rows, (row) => categories.indexOf(row[item]!)),
      }
    }),
    ...(asWeights ? { weights: Float64Array.from(cells, (cell) => cell.count) } : {}),
  }
}
