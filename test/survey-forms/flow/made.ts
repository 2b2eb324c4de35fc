import type { Answers } from '../../../server/responses/variable.ts'
import { Standing } from '../../../survey-forms/flow/standing.ts'
import { type Instrument, instrumentSchema } from '../../../survey-forms/instrument.ts'

/** A questionnaire of these pages, with consent on a page of its own before them. */
export function anInstrument(given: { pages: object[] } & Record<string, unknown>): Instrument {
  const consent = {
    kind: 'consent',
    code: 'consent',
    ask: 'What may we do with your answers?',
    isRequired: true,
    purposes: [{ code: 'analysis', label: 'You may analyse them.', isNeeded: true }],
  }
  return instrumentSchema.parse({
    code: 'made',
    title: 'Made for a test',
    description: 'A questionnaire made for a test.',
    introduction: ['There are no right answers.'],
    minutes: 5,
    thanks: 'Thank you.',
    ...given,
    pages: [{ code: 'start', title: 'Before you start', items: [consent] }, ...given.pages],
  })
}

export function single(code: string, codes: string[], more: object = {}) {
  return {
    kind: 'single-choice',
    code,
    ask: `Which ${code}?`,
    options: codes.map((one) => ({ code: one, label: `The ${one}` })),
    ...more,
  }
}

export function several(code: string, codes: string[], more: object = {}) {
  return { ...single(code, codes, more), kind: 'multiple-choice' }
}

export function page(code: string, items: object[], more: object = {}) {
  return { code, title: `Page ${code}`, items, ...more }
}

export function standingOf(instrument: Instrument, answers: Answers, seed = 1): Standing {
  return new Standing(instrument, { answers: { consent: ['analysis'], ...answers }, seed })
}

/** Codes of the pages this respondent sees, in their order. */
export function shownPages(standing: Standing): string[] {
  return standing.pages.filter((_, place) => standing.isPageShown(place)).map((one) => one.code)
}
