import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type Facet, facets } from '../facets.ts'
import { randomFrom } from '../statistics/random.ts'
import { codePointLength } from '../text/code-points.ts'
import { type EvaluatedText, type Evaluation, evaluate } from '../text/classifier/evaluation.ts'
import { type FeatureText, featureText } from '../text/classifier/features.ts'
import { judge, type LabelledTexts, type TextClassifier, trainClassifier } from '../text/classifier/text-classifier.ts'
import { languageVerdict } from '../text/language.ts'
import { leastStrength, suggestTags } from '../text/suggest.ts'
import { type Token, tokens } from '../text/tokens.ts'
import { BadInput, type CommandContext, pathFrom, wholeNumber } from './command.ts'

const rowSchema = z.object({ text: z.string(), labels: z.array(z.string()) })
type Row = z.infer<typeof rowSchema>

export interface TagEvaluation extends Evaluation {
  /** Rows of each part. */
  rows: { train: number; dev: number; test: number }
  /** Exactly one label a row, so that probabilities sum to 1. */
  exclusive: boolean
  /**
   * Share of test rows left without an answer: exclusive labels whose top probability is too low, or rows with a label
   * between `unsure.from` and `unsure.to`.
   */
  abstained: number
  /** The same figures over the rows that were not left without an answer. */
  answered: { macro: Evaluation['macro']; accuracy: number; rows: number }
  /** Share of rows that belong to no label which were given none; null when every row has a label. */
  outOfScopeRecall: number | null
  /** Share of rows with a label that got exactly the right ones. */
  inScopeAccuracy: number
  seconds: number
}

/** Probabilities between which a person is asked: a label that may stand alone, or several. */
const unsure = { from: 0.3, to: 0.7 }

/**
 * `tag evaluate --train FILE... [--dev FILE] --test FILE [--few N] [--none LABEL] [--seed N]`: trains the classifier on rows
 * `{text, labels[]}` and says how well it labels others. `tag evaluate --cues FACET --test FILE [--label LABEL]`: the same
 * for the cue rules of a facet, which are not trained.
 * `--few` keeps N rows of each label, drawn by the seed; `--dev` sets thresholds and probabilities, corrected to the shares of
 * training; rows with the label of `--none` (oos) or with none belong to no code.
 * @throws {BadInput} for a file that is not there, or a line that is no such row
 */
export async function runTagEvaluate(argv: string[], context: CommandContext): Promise<TagEvaluation> {
  const flags = readEvaluateFlags(argv)
  if (flags.test.length === 0) throw new BadInput('Say which rows to test on: --test TEST.jsonl.')
  const read = async (typed: string[]) => (await Promise.all(typed.map((file) => readRows(context, file)))).flat()
  const test = await read(flags.test)
  const started = performance.now()
  if (flags.cues !== undefined) {
    if (flags.train.length > 0) throw new BadInput('--cues needs no training: leave out --train.')
    return evaluateCues(test, { facet: facetOf(flags.cues), label: flags.label, started })
  }
  if (flags.train.length === 0)
    throw new BadInput('Say which rows to learn from: --train TRAIN.jsonl, or --cues FACET.')
  const all = await read(flags.train)
  const seed = wholeNumber('seed', flags.seed, 1)
  const train = flags.few === undefined ? all : fewOfEachLabel(all, wholeNumber('few', flags.few, 0, 1), seed)
  return evaluateClassifier({
    train,
    dev: await read(flags.dev),
    test,
    none: flags.none ?? 'oos',
    seed,
    started,
  })
}

interface Parts {
  train: Row[]
  dev: Row[]
  test: Row[]
  none: string
  seed: number
  started: number
}

function evaluateClassifier({ train, dev, test, none, seed, started }: Parts): TagEvaluation {
  const labels = [...new Set(train.flatMap((row) => row.labels))].filter((label) => label !== none).sort()
  if (labels.length === 0) throw new BadInput('Not one row to learn from carries a label.')
  const cues = isEnglish(train)
  const own = (rows: Row[]): LabelledTexts => ({
    texts: rows.map(({ text }) => featureText(text, { start: 0, end: text.length }, { cues })),
    targets: targetsOf(rows, labels),
  })
  const exclusive = labels.length > 1 && train.every((row) => row.labels.length === 1)
  const held = dev.length > 0 ? { held: own(dev) } : {}
  const classifier = trainClassifier(own(train), { labels, exclusive, seed, ...held })
  const { texts } = own(test)
  const judged = texts.map((text) => judgedText(classifier, text))
  const evaluated = test.map((row, at) => ({ ...judged[at]!, right: indexesOf(row, labels) }))
  return report(evaluated, {
    labels,
    exclusive,
    rows: { train: train.length, dev: dev.length, test: test.length },
    started,
  })
}

type Judged = EvaluatedText & { isAbstained: boolean }

function judgedText(classifier: TextClassifier, text: FeatureText): Omit<Judged, 'right'> {
  const { probabilities, labels } = judge(classifier, text)
  const isUnsure = Array.from(probabilities).some((share) => share > unsure.from && share < unsure.to)
  return { said: labels, probabilities, isAbstained: classifier.exclusive ? labels.length === 0 : isUnsure }
}

function evaluateCues(
  test: Row[],
  { facet, label, started }: { facet: Facet; label: string | undefined; started: number },
): TagEvaluation {
  const labels = [...new Set(test.flatMap((row) => row.labels))]
  const chosen = label ?? (labels.length === 1 ? labels[0]! : facet)
  if (!labels.includes(chosen)) {
    throw new BadInput(
      `The rows have several labels and none is “${chosen}”: say which one the cues mean with --label.`,
    )
  }
  const evaluated = test.map((row): Judged => {
    const found = suggestTags(row.text, [{ start: 0, end: codePointLength(row.text) }]).filter(
      (suggestion) => suggestion.facet === facet && suggestion.strength >= leastStrength,
    )
    return { said: found.length > 0 ? [0] : [], right: row.labels.includes(chosen) ? [0] : [], isAbstained: false }
  })
  return report(evaluated, {
    labels: [chosen],
    exclusive: false,
    rows: { train: 0, dev: 0, test: test.length },
    started,
  })
}

function report(
  judged: Judged[],
  about: { labels: string[]; exclusive: boolean; rows: TagEvaluation['rows']; started: number },
): TagEvaluation {
  const { labels, exclusive, rows, started } = about
  const figures = evaluate(judged, labels, exclusive)
  const answered = judged.filter(({ isAbstained }) => !isAbstained)
  const ofAnswered = evaluate(answered, labels, exclusive)
  const outside = judged.filter(({ right }) => right.length === 0)
  const inside = judged.filter(({ right }) => right.length > 0)
  return {
    ...figures,
    rows,
    exclusive,
    abstained: 1 - answered.length / Math.max(1, judged.length),
    answered: { macro: ofAnswered.macro, accuracy: ofAnswered.accuracy, rows: answered.length },
    outOfScopeRecall:
      outside.length === 0 ? null : outside.filter(({ said }) => said.length === 0).length / outside.length,
    inScopeAccuracy: evaluate(inside, labels, exclusive).accuracy,
    seconds: (performance.now() - started) / 1000,
  }
}

function targetsOf(rows: Row[], labels: string[]): Int8Array {
  const targets = new Int8Array(rows.length * labels.length).fill(-1)
  for (const [at, row] of rows.entries())
    for (const label of indexesOf(row, labels)) targets[at * labels.length + label] = 1
  return targets
}

function indexesOf(row: Row, labels: string[]): number[] {
  return row.labels.map((label) => labels.indexOf(label)).filter((label) => label >= 0)
}

/** So many rows of each label, drawn by the seed: files often hold like rows side by side. They keep the file's order. */
function fewOfEachLabel(rows: Row[], few: number, seed: number): Row[] {
  const random = randomFrom(seed)
  const drawn = rows.map((row, index) => ({ row, index, order: random.next() })).sort((a, b) => a.order - b.order)
  const seen = new Map<string, number>()
  return drawn
    .filter(({ row }) => {
      const label = row.labels.join('\n')
      const count = seen.get(label) ?? 0
      seen.set(label, count + 1)
      return count < few
    })
    .sort((a, b) => a.index - b.index)
    .map(({ row }) => row)
}

function isEnglish(rows: Row[]): boolean {
  const sample: Token[] = []
  for (const { text } of rows) {
    sample.push(...tokens(text))
    if (sample.length > 5000) break
  }
  return languageVerdict(sample).english
}

function facetOf(typed: string): Facet {
  const facet = facets.find((one) => one === typed)
  if (!facet) throw new BadInput(`There are no cues for “${typed}”. There are: ${facets.join(', ')}.`)
  return facet
}

async function readRows(context: CommandContext, typed: string): Promise<Row[]> {
  const text = await readFile(pathFrom(context, typed), 'utf8').catch(() => {
    throw new BadInput(`There is no file “${typed}” that can be read.`)
  })
  const rows: Row[] = []
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue
    rows.push(rowOf(line, `${typed}, line ${index + 1}`))
  }
  if (rows.length === 0) throw new BadInput(`There are no rows in “${typed}”.`)
  return rows
}

function rowOf(line: string, place: string): Row {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new BadInput(`${place} is no JSON.`)
  }
  const row = rowSchema.safeParse(value)
  if (!row.success) throw new BadInput(`${place} is no row with a text and a list of labels.`)
  return row.data
}

interface EvaluateFlags {
  train: string[]
  dev: string[]
  test: string[]
  few?: string
  cues?: string
  label?: string
  none?: string
  seed?: string
}

/** Flags that take one value, and --train, --dev and --test, which take files until the next flag. */
function readEvaluateFlags(argv: string[]): EvaluateFlags {
  const { tokens: read } = parseArgs({ args: argv, allowPositionals: true, strict: false, tokens: true })
  const flags: EvaluateFlags = { train: [], dev: [], test: [] }
  let list: string[] | undefined
  let single: 'few' | 'cues' | 'label' | 'none' | 'seed' | undefined
  const take = (value: string) => {
    if (single) {
      flags[single] = value
      single = undefined
    } else if (list) list.push(value)
    else throw new BadInput(`It is not clear what “${value}” is for: put it after --train, --dev or --test.`)
  }
  for (const token of read) {
    if (token.kind === 'positional') take(token.value)
    if (token.kind !== 'option') continue
    if (single) throw new BadInput(`--${single} takes a value.`)
    const { name } = token
    if (name === 'train' || name === 'dev' || name === 'test') list = flags[name]
    else if (name === 'few' || name === 'cues' || name === 'label' || name === 'none' || name === 'seed') single = name
    else throw new BadInput(`“tag evaluate” has no flag --${name}.`)
    if (typeof token.value === 'string') take(token.value)
  }
  if (single) throw new BadInput(`--${single} takes a value.`)
  return flags
}
