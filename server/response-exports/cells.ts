import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import { coursePages } from '../../survey-forms/flow/loops.ts'
import { answerKeys } from '../../survey-forms/item-kinds/registry.ts'
import type { Variable } from '../responses/variable.ts'
import { type AnswerState, answerState } from '../surveys/journey.ts'
import type { ExportedResponse } from './store.ts'

/** One value of one respondent, or why there is none. */
export interface ExportCell {
  /** As stored: a code, a number as text, words; 1 or 0 for an option of a tick-all question. Null when there is none. */
  value: string | null
  /** For imported files only two states are known: answered and skipped. */
  state: AnswerState
}

type PageOfItem = Parameters<typeof answerState>[0]

export type PageOfKey = ReadonlyMap<string, PageOfItem>

/** Pages by answer key, of each version that was answered: what was shown to whom can only be told by it. */
export function pagesOfVersions(
  versions: { surveyId: string; version: number; definition: unknown }[],
): Map<string, PageOfKey> {
  return new Map(
    versions.map(({ surveyId, version, definition }) => [
      versionKey(surveyId, version),
      pagesByKey(instrumentSchema.parse(definition)),
    ]),
  )
}

export function versionKey(surveyId: string, version: number): string {
  return `${surveyId}/${version}`
}

/** Each key with its page, reduced to the one item that asks it: a state is looked up a million times. */
function pagesByKey(instrument: Instrument): PageOfKey {
  const pages = new Map<string, PageOfItem>()
  for (const { code, items } of coursePages(instrument)) {
    for (const item of items) for (const key of answerKeys(item)) pages.set(key, { code, items: [item] })
  }
  return pages
}

/** The cell of one variable in one response. */
export function cellOf(variable: Variable, response: ExportedResponse, pages: PageOfKey | undefined): ExportCell {
  const key = variable.source?.item ?? variable.name
  const stored = response.answers[key] ?? null
  const state = stateOf(variable, response, pages)
  if (stored === null) return { value: null, state }
  if (variable.source) {
    const ticked = [stored].flat().includes(variable.source.option)
    return { value: ticked ? '1' : '0', state }
  }
  return { value: Array.isArray(stored) ? stored.join(';') : stored, state }
}

function stateOf(
  variable: Variable,
  { answers, shownOrder, outcome }: ExportedResponse,
  pages: PageOfKey | undefined,
): AnswerState {
  const key = variable.source?.item ?? variable.name
  const stored = answers[key]
  if (stored !== null && stored !== undefined) return isRefusal(variable, stored) ? 'refused' : 'answered'
  const page = pages?.get(key)
  if (!page) return 'skipped'
  return answerState(page, key, { answers, shownOrder, isCompleted: outcome === 'completed' })
}

function isRefusal({ options }: Variable, stored: string | string[]): boolean {
  const given = [stored].flat()
  return given.length > 0 && given.every((code) => options.some((one) => one.code === code && one.isNonSubstantive))
}

/** What a person reads instead of a code: the option's label; other values stand for themselves. */
export function labelled(variable: Variable, value: string): string {
  if (variable.source) return value === '1' ? 'yes' : 'no'
  return variable.options.find(({ code }) => code === value)?.label ?? value
}
