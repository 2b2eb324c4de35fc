import { z } from 'zod'
import { Standing } from '../../../survey-forms/flow/standing.ts'
import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import type { Instrument } from '../../../survey-forms/instrument.ts'
import type { FieldError } from '../../../survey-forms/item-kind.ts'
import { directionOf } from '../../../survey-forms/languages/direction.ts'
import { sayIn } from '../../../survey-forms/languages/phrases.ts'
import { inLanguage, languagesOf } from '../../../survey-forms/languages/texts.ts'
import { type Answered, answerPage, untouched } from '../answering.ts'
import type { ResponseProgress } from '../respondent-store.ts'
import { endView, pageView } from '../respondent-view.ts'

/** A made-up response as the form of the preview carries it from page to page. */
export interface PreviewState {
  progress: ResponseProgress
  language: string
  /** Decides orders and arms, as a response's own does. */
  seed: number
  /** The page shown, by its place in this respondent's order; or what comes behind the last. */
  at: number | 'review' | 'end'
  errors: FieldError[]
}

const value = z.union([z.string().max(8000), z.array(z.string().max(400)).max(400)])
const carried = z.object({
  answers: z.record(z.string().max(120), value.nullable()),
  drafts: z.record(z.string().max(120), value),
  shownOrder: z.record(
    z.string().max(80),
    z.object({
      items: z.array(z.string().max(80)).max(100),
      orders: z.record(z.string().max(120), z.array(z.string().max(80)).max(400)),
    }),
  ),
  page: z.int().min(0).max(20_000),
})
const seeds = z.coerce.number().int().min(1).max(1_000_000).catch(1)

/** A fresh respondent on the page of this code; on the first where none is named. */
export function firstLook(draft: Instrument, { page, language }: { page: string; language: string }): PreviewState {
  const known = languagesOf(draft).includes(language) ? language : draft.language
  return { progress: untouched, language: known, seed: 1, at: placeOf(draft, { page, seed: 1 }), errors: [] }
}

function placeOf(draft: Instrument, { page, seed }: { page: string; seed: number }): number {
  const { pages } = new Standing(draft, { answers: {}, seed })
  const found = pages.findIndex((one) => one.code === page || one.written.code === page)
  return Math.max(0, found)
}

/** What a button of the preview leads to. A form that was changed by hand starts anew. */
export function nextLook(draft: Instrument, body: FormBody, at: Date): PreviewState {
  const read = carried.safeParse(jsonIn(oneValue(body, '_progress')))
  const seed = seeds.parse(oneValue(body, '_seed'))
  const spoken = oneValue(body, '_spoken')
  const named = oneValue(body, '_language') || spoken
  const language = languagesOf(draft).includes(named) ? named : draft.language
  const [move, code = ''] = oneValue(body, '_move').split(':')
  if (!read.success || move === 'again')
    return { ...firstLook(draft, { page: '', language }), seed: move === 'again' ? seed + 1 : seed }
  const progress: ResponseProgress = { ...untouched, ...read.data }
  if (move === 'go') return { progress, language, seed, at: placeOf(draft, { page: code, seed }), errors: [] }

  const pageIndex = placeOf(draft, { page: oneValue(body, '_page'), seed })
  const answered = answerPage(inLanguage(draft, language), progress, { pageIndex, body, seed, at })
  return { progress: answered.progress, language, seed, at: reached(answered, pageIndex), errors: answered.errors }
}

function reached({ to }: Answered, pageIndex: number): PreviewState['at'] {
  if (to === 'errors') return pageIndex
  return typeof to === 'object' ? to.page : to
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export function previewView(
  draft: Instrument,
  state: PreviewState,
  { base, organisation, shownAt }: { base: string; organisation: string; shownAt: Date },
) {
  const { progress, language, seed, at, errors } = state
  const instrument = inLanguage(draft, language)
  const { answers, drafts, shownOrder, page } = progress
  const standing = new Standing(instrument, { answers, seed })
  const place = typeof at === 'number' ? at : null
  const shown = { instrument, organisation, languages: languagesOf(draft), answers, drafts, errors, seed, shownOrder }
  return {
    base,
    title: draft.title,
    action: `${base}/preview`,
    language,
    direction: directionOf(language),
    progressJson: JSON.stringify({ answers, drafts, shownOrder, page }),
    seed: String(seed),
    pages: standing.pages.map((one, index) => ({
      code: one.code,
      title: String(one.written.title),
      number: index + 1,
      isHere: index === place,
      isShown: standing.isPageShown(index),
    })),
    page:
      place === null
        ? null
        : {
            ...pageView({ ...shown, pageIndex: place }, { shownAt }),
            code: standing.pages[place]!.code,
            introduction: place === 0 ? instrument.introduction : [],
            isHidden: !standing.isPageShown(place),
          },
    end: place === null ? endOfPreview(instrument, progress, at as 'review' | 'end') : null,
  }
}

function endOfPreview(instrument: Instrument, progress: ResponseProgress, at: 'review' | 'end') {
  if (at === 'review') {
    const say = sayIn(instrument.language)
    return {
      title: say('check_title'),
      paragraphs: [say('check_text')],
      note: 'Here respondents see all their answers once more before they send them.',
    }
  }
  const { outcome } = progress
  const note =
    outcome === 'screened_out'
      ? 'With these answers the survey ends early.'
      : 'With these answers the survey ends here.'
  return { ...endView(instrument, progress), note }
}
