import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import { coursePages } from '../../survey-forms/flow/loops.ts'
import { answerKeys } from '../../survey-forms/item-kinds/registry.ts'
import type { Answers, Variable } from '../responses/variable.ts'
import { type AnswerState, answerState } from '../surveys/journey.ts'
import type { ExportedResponse } from './store.ts'

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

/** One variable as a column: read a million times, so what can be known before the first response is. */
export interface ExportColumn {
  variable: Variable
  /** As stored: a code, a number as text, words; 1 or 0 for an option of a tick-all question. Null when there is none. */
  valueIn: (answers: Answers) => string | null
  /** For imported files only three states are known: answered, refused and skipped. */
  stateIn: (response: ExportedResponse, pages: PageOfKey | undefined) => AnswerState
  /** What a person reads instead of a code: the option's label; other values stand for themselves. */
  labelled: (value: string) => string
}

export function exportColumn(variable: Variable): ExportColumn {
  const { source, options } = variable
  const key = source?.item ?? variable.name
  const labels = new Map(source ? ticks : options.map(({ code, label }) => [code, label]))
  const refusals = new Set(options.filter((one) => one.isNonSubstantive).map(({ code }) => code))
  const isRefusal = (stored: string | string[]) =>
    typeof stored === 'string' ? refusals.has(stored) : stored.length > 0 && stored.every((code) => refusals.has(code))
  return {
    variable,
    valueIn: (answers) => {
      const stored = answers[key] ?? null
      if (stored === null) return null
      if (source) return (Array.isArray(stored) ? stored.includes(source.option) : stored === source.option) ? '1' : '0'
      return typeof stored === 'string' ? stored : stored.join(';')
    },
    stateIn: ({ answers, shownOrder, outcome }, pages) => {
      const stored = answers[key]
      if (stored !== null && stored !== undefined) return isRefusal(stored) ? 'refused' : 'answered'
      const page = pages?.get(key)
      if (!page) return 'skipped'
      return answerState(page, key, { answers, shownOrder, isCompleted: outcome === 'completed' })
    },
    labelled: (value) => labels.get(value) ?? value,
  }
}

const ticks: [string, string][] = [
  ['1', 'yes'],
  ['0', 'no'],
]
