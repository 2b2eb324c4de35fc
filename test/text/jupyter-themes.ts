import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTable } from '../../server/files/documents/csv-table.ts'
import { cohenKappa } from '../../server/statistics/agreement/kappa.ts'
import { adjustedRand, overlapTable } from '../../server/statistics/agreement-of-partitions.ts'
import { randomFrom } from '../../server/statistics/random.ts'
import { type CodedSentence, trainCodebook } from '../../server/text/classifier/codebook-classifier.ts'
import { featureText } from '../../server/text/classifier/features.ts'
import { judge } from '../../server/text/classifier/text-classifier.ts'
import { codePointLength } from '../../server/text/code-points.ts'
import { suggestTags } from '../../server/text/suggest.ts'

/** Questions of the export by the words of their headers, and the file of themes that people gave their answers. */
const questions: [theme: string, words: string][] = [
  ['difficult_aspects', 'make it difficult to use'],
  ['features_changes', 'What new features or changes'],
  ['first_experience_enhancements', 'made your initial experience better'],
  ['hinderances', 'hinders you from making'],
  ['integrations', 'more tightly integrated'],
  ['pleasant_aspects', 'make it pleasant to use'],
]

interface ThemedAnswer {
  text: string
  themes: string[]
}

/** Everybody's answer to a question, its blanks one under another, with the themes that people gave it. */
function themedAnswers(folder: string, [theme, words]: [string, string]): ThemedAnswer[] {
  const place = join(folder, 'surveys/jupyter-ux-2015')
  const survey = readTable(readFileSync(join(place, 'survey-export.csv'), 'utf8'), 1e7)
  const columns = survey.header.flatMap((title, at) => (title.includes(words) ? [at] : []))
  const coded = readTable(readFileSync(join(place, 'themes', `${theme}_themes.csv`), 'utf8'), 1e7)
  return coded.rows.flatMap(([row, themes]) => {
    const answer = columns.map((at) => survey.rows[Number(row)]?.[at]?.trim() ?? '').filter(Boolean)
    const own = (themes ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean)
    return answer.length > 0 && own.length > 0 ? [{ text: answer.join('.\n'), themes: own }] : []
  })
}

export interface ThemeFigures {
  question: string
  answers: number
  /** Adjusted Rand of first code and first theme over the answers that have a suggested code. */
  suggested: number
  adjustedRand: number
  /** Mean kappa of each theme of the second half with the code that fits it best in the first half. */
  byCues: Interval
  /** Mean kappa of the themes learnt from the first half with those people gave in the second. */
  learnt: Interval
  themes: number
}

interface Interval {
  kappa: number
  low: number
  high: number
}

const leastCarried = 15

/** How far suggestions agree with themes: by cue rules, and by what the codebook learns from half of the answers. */
export function themeFigures(folder: string): ThemeFigures[] {
  return questions.flatMap((question) => {
    const answers = themedAnswers(folder, question)
    const half = (part: number) => answers.flatMap((_, at) => (at % 2 === part ? [at] : []))
    const [first, second] = [half(0), half(1)]
    const codesOf = answers.map(({ text }) =>
      suggestTags(text, [{ start: 0, end: codePointLength(text) }]).map(({ facet, code }) => code ?? facet),
    )
    const carried = Map.groupBy(
      first.flatMap((at) => answers[at]!.themes),
      (theme) => theme,
    )
    const themes = [...carried]
      .filter(([, all]) => all.length >= leastCarried && first.length - all.length >= leastCarried)
      .map(([theme]) => theme)
      .sort()
    // Nearly all answers carry one theme: nothing is to be told apart.
    if (themes.length === 0) return []
    const has = (theme: string) => (at: number) => answers[at]!.themes.includes(theme)
    const says = (code: string) => (at: number) => codesOf[at]!.includes(code)
    const codes = [...new Set(codesOf.flat())].sort()
    const best = new Map(
      themes.map((theme) => {
        const fits = codes.map((code) => ({ code, kappa: kappaOf(first, has(theme), says(code)) }))
        return [theme, fits.sort((a, b) => b.kappa - a.kappa)[0]?.code ?? '']
      }),
    )
    const said = learnt(answers, first, themes)
    return {
      question: question[0],
      answers: answers.length,
      suggested: codesOf.filter((own) => own.length > 0).length,
      adjustedRand: randOf(answers, codesOf),
      byCues: withInterval(second, (drawn) =>
        mean(themes.map((one) => kappaOf(drawn, has(one), says(best.get(one)!)))),
      ),
      learnt: withInterval(second, (drawn) =>
        mean(themes.map((one) => kappaOf(drawn, has(one), (at) => said[at]!.includes(one)))),
      ),
      themes: themes.length,
    }
  })
}

function learnt(answers: ThemedAnswer[], use: number[], themes: string[]): string[][] {
  const texts = answers.map(({ text }) => featureText(text, { start: 0, end: text.length }))
  const coded = use.map(
    (at): CodedSentence => ({
      text: texts[at]!,
      decided: new Map(themes.map((theme) => [theme, answers[at]!.themes.includes(theme) ? 1 : -1])),
    }),
  )
  const { classifier } = trainCodebook(coded, 1)!
  return texts.map((text) => judge(classifier, text).labels.map((label) => classifier.labels[label]!))
}

function kappaOf(units: number[], one: (at: number) => boolean, other: (at: number) => boolean): number {
  const table = [
    [0, 0],
    [0, 0],
  ]
  for (const at of units) table[Number(one(at))]![Number(other(at))]!++
  return cohenKappa(table) ?? 0
}

function randOf(answers: ThemedAnswer[], codesOf: string[][]): number {
  const numbers = (all: (string | undefined)[]) => {
    const known = new Map<string, number>()
    return Int32Array.from(all, (one) => {
      if (one === undefined) return -1
      if (!known.has(one)) known.set(one, known.size)
      return known.get(one)!
    })
  }
  const themes = numbers(answers.map((answer) => answer.themes[0]))
  const codes = numbers(codesOf.map(([code]) => code))
  const [rows, columns] = [Math.max(...themes) + 1, Math.max(...codes) + 1]
  return adjustedRand(overlapTable(themes, codes, { rows, columns }), { rows, columns })
}

/** The figure, with the 95 % percentile interval of 400 resamples of the answers. */
function withInterval(units: number[], figure: (drawn: number[]) => number): Interval {
  const random = randomFrom(1)
  const drawn = Array.from({ length: 400 }, () => figure(units.map(() => units[random.integer(units.length)]!)))
  drawn.sort((a, b) => a - b)
  return { kappa: figure(units), low: drawn[10]!, high: drawn[389]! }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

export function themeTable(figures: ThemeFigures[]): string {
  const shown = ({ kappa, low, high }: Interval) => `${kappa.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
  return [
    '# Suggested tags and the human themes of jupyter-ux-2015',
    '',
    'Made by `test/text/jupyter-themes.test.ts`; kappa is the mean over themes with 15 answers or more in the half learnt from,',
    'measured on the other half, with 95 % intervals of 400 resamples.',
    '',
    '| Question | Answers with a theme | with a suggestion | Themes | adjusted Rand, codes and themes | kappa, best-matched code of the cue rules | kappa, learnt from half of the answers |',
    '|---|---|---|---|---|---|---|',
    ...figures.map(
      (one) =>
        `| ${one.question} | ${one.answers} | ${one.suggested} | ${one.themes} | ${one.adjustedRand.toFixed(2)} | ${shown(one.byCues)} | ${shown(one.learnt)} |`,
    ),
    '',
  ].join('\n')
}
