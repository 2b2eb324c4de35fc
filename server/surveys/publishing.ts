import { isDeepStrictEqual } from 'node:util'
import { checkFlow } from '../../survey-forms/flow/check.ts'
import type { Place } from '../../survey-forms/flow/sites.ts'
import {
  type Instrument,
  type Item,
  instrumentSchema,
  instrumentVariables,
  itemsOf,
} from '../../survey-forms/instrument.ts'
import { missingTexts } from '../../survey-forms/languages/texts.ts'
import type { Variable } from '../responses/variable.ts'
import { notChosen } from './editor/conditions.ts'
import { NotPublishable } from './errors.ts'
import { languageName } from './editor/languages.ts'

/**
 * The draft as an instrument that may be published.
 * @throws {NotPublishable} with every reason against it, in plain words
 */
export function publishable(draft: unknown, published: Instrument[]): Instrument {
  const parsed = instrumentSchema.safeParse(draft)
  if (!parsed.success) throw new NotPublishable(parsed.error.issues.map((issue) => issue.message))
  const problems = publishingProblems(parsed.data, published)
  if (problems.length > 0) throw new NotPublishable(problems)
  return parsed.data
}

/** Something an author should know about a draft, and where it is. */
export interface DraftFinding {
  /** An error keeps it from being published. */
  severity: 'error' | 'warning'
  message: string
  at: Place
}

/** Why this draft can't go out as it is; empty when it can. */
export function publishingProblems(draft: Instrument, published: Instrument[]): string[] {
  return findingsOf(draft, published)
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message)
}

/** Everything that is wrong with a draft or looks odd, errors first. */
export function findingsOf(draft: Instrument, published: Instrument[]): DraftFinding[] {
  const unchosen = unchosenConditions(draft)
  const isUnchosen = ({ at }: DraftFinding) => unchosen.some((one) => isDeepStrictEqual(one.at, at))
  const found = [
    ...consentProblems(draft),
    ...emptyPages(draft),
    ...changedCodes(draft, published),
    ...unchosen,
    ...checkFlow(draft)
      .filter((finding) => !isUnchosen(finding))
      .map(({ severity, message, at }) => ({ severity, message: untranslated(draft, at) ?? message, at })),
  ]
  const errors = found.filter(({ severity }) => severity === 'error')
  return [...errors, ...found.filter(({ severity }) => severity === 'warning')]
}

/** What a language lacks, as somebody says it who never saw a text's key. */
function untranslated(draft: Instrument, { language }: Place): string | null {
  if (!language) return null
  const count = missingTexts(draft, language).length
  const texts = count === 1 ? '1 text is' : `${count} texts are`
  return `${texts} not translated into ${languageName(language)} and shown as written.`
}

function error(message: string, at: Place): DraftFinding {
  return { severity: 'error', message, at }
}

function consentProblems(draft: Instrument): DraftFinding[] {
  const [first] = draft.pages
  const at = { page: first!.code }
  const consents = itemsOf(draft).filter((item) => item.kind === 'consent')
  const onFirst = first!.items.some(
    (item) =>
      item.kind === 'consent' && item.purposes.some((purpose) => purpose.code === 'analysis' && purpose.isNeeded),
  )
  if (!onFirst)
    return [error('The first page must ask for consent to analysis: without it no answer may be stored.', at)]
  if (consents.length > 1)
    return [error('Consent is asked once. Put all purposes into one item.', { item: consents[1]!.code })]
  if (itemsOf(draft).length < 2) return [error('There is nothing to answer yet. Add a question.', at)]
  return []
}

function emptyPages(draft: Instrument): DraftFinding[] {
  return draft.pages
    .filter((page) => page.items.length === 0)
    .map((page) => error(`The page “${page.title}” is empty.`, { page: page.code }))
}

/** Early ends and quota cells that nobody has said yet who belongs to. */
function unchosenConditions({ screenOuts = [], quotas = [] }: Instrument): DraftFinding[] {
  return [
    ...screenOuts
      .filter((one) => one.when === notChosen)
      .map((one) =>
        error(`Choose for whom the survey ends early (${one.title ?? one.code}).`, { screenOut: one.code }),
      ),
    ...quotas.flatMap(({ code, cells }) =>
      cells
        .filter((cell) => cell.when === notChosen)
        .map((cell) =>
          error(`Choose who counts in ${cell.code} of the quota ${code}.`, { quota: code, entry: cell.code }),
        ),
    ),
  ]
}

/**
 * A code means one thing for good. Texts may change from version to version and items may come and go, but a code that
 * was published keeps its kind and its scale: answers stored under it must stay readable.
 */
function changedCodes(draft: Instrument, published: Instrument[]): DraftFinding[] {
  const before = new Map<string, Item>()
  for (const version of published) for (const item of itemsOf(version)) before.set(item.code.toLowerCase(), item)
  return itemsOf(draft).flatMap((item) => {
    const earlier = before.get(item.code.toLowerCase())
    const message = earlier && changeOfCode(earlier, item, scaleOf(item))
    return message ? [error(message, { item: item.code })] : []
  })
}

function changeOfCode(earlier: Item, { code, kind }: Item, scale: string): string | null {
  if (earlier.code !== code) return `${code} was published as ${earlier.code}. A code keeps its spelling.`
  if (earlier.kind !== kind)
    return `${code} was published as another kind of question. Give the new one a code of its own.`
  if (scaleOf(earlier) === scale) return null
  return `${code} was published with another scale. Ask it as a new question, so that its answers stay comparable.`
}

/** The positions of a scale in their order, as one text; empty for kinds without one. */
function scaleOf(item: Item): string {
  if (item.kind === 'trade-off') return item.steps
  if (item.kind === 'agreement-matrix') return item.points.map((point) => point.code).join(' ')
  if (item.kind === 'single-choice' && item.isOrdered) return item.options.map((one) => one.code).join(' ')
  if (item.kind === 'semantic-differential') return String(item.pointCount)
  if (item.kind === 'rating') return item.measure
  if (item.kind === 'constant-sum') return String(item.total)
  if (item.kind === 'calculated') return item.gives
  return ''
}

/**
 * What the study's answers mean after this version: the newest wording, and options that only earlier versions offered
 * behind the present ones, because answers given then still name them.
 * @param published earlier versions, oldest first
 */
export function studyVariables(version: Instrument, published: Instrument[]): Variable[] {
  const earlier = published.flatMap(instrumentVariables)
  return instrumentVariables(version).map((variable) => {
    const options = [...variable.options]
    for (const option of earlier.filter((one) => one.name === variable.name).flatMap((one) => one.options)) {
      if (!options.some((one) => one.code === option.code)) options.push(option)
    }
    return { ...variable, options }
  })
}
