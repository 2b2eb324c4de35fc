import { checkFlow } from '../../survey-forms/flow/check.ts'
import {
  type Instrument,
  type Item,
  instrumentSchema,
  instrumentVariables,
  itemsOf,
} from '../../survey-forms/instrument.ts'
import type { Variable } from '../responses/variable.ts'
import { NotPublishable } from './errors.ts'

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

/** Why this draft can't go out as it is; empty when it can. */
export function publishingProblems(draft: Instrument, published: Instrument[]): string[] {
  return [...consentProblems(draft), ...emptyPages(draft), ...changedCodes(draft, published), ...brokenRules(draft)]
}

function consentProblems(draft: Instrument): string[] {
  const consents = itemsOf(draft).filter((item) => item.kind === 'consent')
  const onFirst = draft.pages[0].items.some(
    (item) =>
      item.kind === 'consent' && item.purposes.some((purpose) => purpose.code === 'analysis' && purpose.isNeeded),
  )
  if (!onFirst) return ['The first page must ask for consent to analysis: without it no answer may be stored.']
  if (consents.length > 1) return ['Consent is asked once. Put all purposes into one item.']
  if (itemsOf(draft).length < 2) return ['There is nothing to answer yet. Add a question.']
  return []
}

/** Rules that cannot be followed; what only looks odd is a warning of the editor's. */
function brokenRules(draft: Instrument): string[] {
  return checkFlow(draft)
    .filter((finding) => finding.severity === 'error')
    .map((finding) => finding.message)
}

/** What about the rules looks odd, though it can be published. */
export function warningsOf(draft: Instrument): string[] {
  return checkFlow(draft)
    .filter((finding) => finding.severity === 'warning')
    .map((finding) => finding.message)
}

function emptyPages(draft: Instrument): string[] {
  return draft.pages.filter((page) => page.items.length === 0).map((page) => `The page “${page.title}” is empty.`)
}

/**
 * A code means one thing for good. Texts may change from version to version and items may come and go, but a code that
 * was published keeps its kind and its scale: answers stored under it must stay readable.
 */
function changedCodes(draft: Instrument, published: Instrument[]): string[] {
  const before = new Map<string, Item>()
  for (const version of published) for (const item of itemsOf(version)) before.set(item.code.toLowerCase(), item)
  return itemsOf(draft).flatMap((item) => {
    const earlier = before.get(item.code.toLowerCase())
    if (!earlier) return []
    if (earlier.code !== item.code) return [`${item.code} was published as ${earlier.code}. A code keeps its spelling.`]
    if (earlier.kind !== item.kind)
      return [`${item.code} was published as another kind of question. Give the new one a code of its own.`]
    if (scaleOf(earlier) !== scaleOf(item)) {
      return [
        `${item.code} was published with another scale. Ask it as a new question, so that its answers stay comparable.`,
      ]
    }
    return []
  })
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
