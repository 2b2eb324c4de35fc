import { readFileSync, writeFileSync } from 'node:fs'
import { type VerdictFacts, verdictOf } from '../../server/statistics/verdict.ts'
import { MOST_FALSE, nullCases } from './nulls.ts'
import type { CaseResult, Results } from './results.ts'
import { nullFamilies } from './worlds.ts'

const page = new URL('../../docs/truth.md', import.meta.url)
const opens = '<!-- figures: npm run bench:truth -->'
const closes = '<!-- end of figures -->'

/** Puts the figures that are there into docs/truth.md. */
export function writeTable(results: Results): void {
  const text = readFileSync(page, 'utf8')
  const from = text.indexOf(opens)
  const to = text.indexOf(closes)
  if (from < 0 || to < from) throw new Error('docs/truth.md has lost the marks between which its figures stand.')
  writeFileSync(page, `${text.slice(0, from + opens.length)}\n${figures(results)}\n${text.slice(to)}`)
}

/** What does not hold, a sentence each. */
export function failures(results: Results): string[] {
  const failed: string[] = []
  for (const family of nullFamilies) {
    const cases = familyCases(results, family)
    const shown = cases.filter((result) => wordOf(result) !== 'none').length
    const allowed = (MOST_FALSE * nullCases[family]) / 200
    if (shown > allowed) failed.push(`${shown} of ${cases.length} ${family} nulls got personas; ${allowed} may.`)
  }
  for (const part of ['models', 'vectors', 'shuffles', 'shared nulls']) {
    for (const result of results.of(part)) if (!result.passed) failed.push(`${part}: ${result.name}.`)
  }
  return failed
}

function figures(results: Results): string {
  return [nullTable(results), plantedTable(results), smallTables(results)].join('\n\n')
}

function familyCases(results: Results, family: string): CaseResult[] {
  return results.of('nulls').filter((result) => result.figures['family'] === family)
}

/** By today's rules, from what the analysis found then. */
function wordOf(result: CaseResult): string {
  return verdictOf(JSON.parse(String(result.figures['facts'])) as VerdictFacts).word
}

function nullTable(results: Results): string {
  const rows = nullFamilies.map((family) => {
    const cases = familyCases(results, family)
    const count = (word: string) => cases.filter((result) => wordOf(result) === word).length
    const words = ['none', 'constructive', 'reproducible', 'natural'].map(count)
    const beaten = cases.filter((result) => factsOf(result).n1?.beaten).length
    return `| ${family} | ${cases.length} | ${words.join(' | ')} | ${beaten} | ${(MOST_FALSE * nullCases[family]) / 200} |`
  })
  return [
    '| People without classes | cases | none | constructive | reproducible | natural | n1 beaten | personas allowed |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

function factsOf(result: CaseResult): VerdictFacts {
  return JSON.parse(String(result.figures['facts'])) as VerdictFacts
}

function plantedTable(results: Results): string {
  const cases = results.of('planted')
  const rows: string[] = []
  for (const size of [300, 600, 1500]) {
    for (const separation of ['low', 'middle', 'high']) {
      const group = cases.filter(({ figures }) => figures['size'] === size && figures['separation'] === separation)
      if (group.length === 0) continue
      const right = group.filter(({ figures }) => figures['classes'] === figures['planted']).length
      const mean = (name: string) =>
        (group.reduce((sum, { figures }) => sum + Number(figures[name]), 0) / group.length).toFixed(2)
      const lowest = Math.min(...group.map(({ figures }) => Number(figures['agreement']) - Number(figures['oracle'])))
      const words = ['natural', 'reproducible', 'constructive', 'none'].map(
        (word) => group.filter((result) => wordOf(result) === word).length,
      )
      rows.push(
        `| ${size} | ${separation} | ${group.length} | ${right} | ${mean('agreement')} | ${mean('oracle')} | ${lowest.toFixed(2)} | ${words.join(' / ')} |`,
      )
    }
  }
  const by = (label: string, pick: (result: CaseResult) => boolean) => {
    const group = cases.filter(pick)
    const right = group.filter(({ figures }) => figures['classes'] === figures['planted']).length
    return `${label} ${right} of ${group.length}`
  }
  return [
    '| n | separation | worlds | K right | adjusted Rand | oracle’s | worst behind it | natural / reproducible / constructive / none |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
    `K right: ${[
      by('complete', ({ figures }) => figures['missing'] === 0),
      by('15 % missing', ({ figures }) => figures['missing'] !== 0),
      by('unweighted', ({ figures }) => figures['isWeighted'] === false),
      by('weighted', ({ figures }) => figures['isWeighted'] === true),
      by('three classes', ({ figures }) => figures['planted'] === 3),
      by('four classes', ({ figures }) => figures['planted'] === 4),
    ].join('; ')}.`,
  ].join('\n')
}

function smallTables(results: Results): string {
  const lines: string[] = []
  const models = results.of('models')
  if (models.length > 0) {
    lines.push(
      `Reference models within a thousandth: ${models.filter(({ passed }) => passed).length} of ${models.length}${namesOfFailed(models)}.`,
    )
  }
  const vectors = results.of('vectors')
  lines.push(
    `Evidence vectors to the places printed: ${vectors.filter(({ passed }) => passed).length} of ${vectors.length}${namesOfFailed(vectors)}.`,
    '',
    '| Shuffled labels | shuffles | under .05 | Kolmogorov–Smirnov D | p |',
    '|---|---|---|---|---|',
    ...results
      .of('shuffles')
      .map(
        ({ name, figures }) =>
          `| ${name} | ${figures['shuffles']} | ${figures['under .05']} | ${figures['Kolmogorov–Smirnov D']} | ${figures['p']} |`,
      ),
    '',
    ...results
      .of('shared nulls')
      .map(({ name, figures }) => `Shared set ${name}: ${figures['word']} (${figures['rules']}).`),
  )
  return lines.join('\n')
}

function namesOfFailed(cases: CaseResult[]): string {
  const names = cases.filter(({ passed }) => !passed).map(({ name }) => name)
  return names.length > 0 ? ` (not: ${names.join(', ')})` : ''
}
