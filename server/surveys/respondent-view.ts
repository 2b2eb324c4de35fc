import {
  firstNumber,
  firstUndone,
  pageAfter,
  pageBefore,
  progressAt,
  shownEntries,
} from '../../survey-forms/flow/path.ts'
import { presentItem, presentText } from '../../survey-forms/flow/present.ts'
import { Standing } from '../../survey-forms/flow/standing.ts'
import type { Drafts } from '../../survey-forms/form-body.ts'
import type { Instrument } from '../../survey-forms/instrument.ts'
import type { FieldError } from '../../survey-forms/item-kind.ts'
import { answerKeys, type Item, partOf, viewItem } from '../../survey-forms/item-kinds/registry.ts'
import { directionOf } from '../../survey-forms/languages/direction.ts'
import { languageName, type Say, sayIn } from '../../survey-forms/languages/phrases.ts'
import type { Answers } from '../responses/variable.ts'
import { pageMark, type ShownOrder } from './journey.ts'

/** What a page of questions is made from. */
export interface PageToShow {
  /** In the language the respondent reads. */
  instrument: Instrument
  organisation: string
  /** Every language they can choose. */
  languages: string[]
  pageIndex: number
  answers: Answers
  drafts: Drafts
  errors: FieldError[]
  seed: number
  shownOrder?: ShownOrder
}

type Fields = Pick<PageToShow, 'instrument' | 'pageIndex' | 'answers' | 'drafts' | 'errors' | 'seed'>

/** The items of a page as their templates see them. */
export function itemViews({ instrument, pageIndex, answers, drafts, errors, seed }: Fields) {
  const standing = new Standing(instrument, { answers, seed })
  const page = standing.pages[pageIndex]
  const messages = Object.fromEntries(errors.map((error) => [error.key, error.message]))
  const say = sayIn(instrument.language)
  let number = firstNumber(standing, pageIndex)
  return standing.itemsOn(page).map((item) => ({
    item,
    partial: `item-kinds/${item.kind}`,
    field: viewItem(presentItem(standing, page, item), {
      number: partOf(item) === 'question' ? number++ : null,
      answers,
      drafts,
      errors: messages,
      order: shownEntries(standing, page, item),
      say,
      seed,
    }),
  }))
}

/** Everything the templates of a page of questions name, but for where its form goes. */
export function pageView(shown: PageToShow, { shownAt }: { shownAt: Date }) {
  const { instrument, pageIndex, answers, errors, seed, organisation } = shown
  const say = sayIn(instrument.language)
  const standing = new Standing(instrument, { answers, seed })
  const page = standing.pages[pageIndex]
  const items = itemViews(shown)
  const isLast = pageAfter(standing, pageIndex) === null
  return {
    ...headView(instrument, organisation),
    heading: presentText(standing, page, page.written.title),
    progress: progressView(standing, pageIndex, say),
    items: items.map(({ partial, field }) => ({ partial, field })),
    errors: errors.length > 0 ? errorsView(errors, items, say) : null,
    mark: pageMark(page, answers),
    shownAt: String(shownAt.getTime()),
    // Enter presses a form's first button: never one that only moves something.
    hasMoves: items.some(({ item }) => item.kind === 'ranking'),
    hasBack: pageBefore(standing, pageIndex) !== null,
    nextLabel:
      isLast || isBackToReview(shown, standing) ? say(instrument.reviewsAnswers ? 'to_check' : 'send') : say('next'),
    backLabel: say('back'),
    languages: languageViews(shown.languages, instrument.language),
    languageLabel: say('language'),
  }
}

/** Whether Next leads back to the list of all answers: everything else is done already. */
function isBackToReview({ instrument, shownOrder, answers }: PageToShow, standing: Standing): boolean {
  return (
    instrument.reviewsAnswers === true &&
    shownOrder !== undefined &&
    firstUndone(standing, { shownOrder, answers }) === null
  )
}

export function headView(instrument: Instrument, organisation: string) {
  return { survey: instrument.title, by: sayIn(instrument.language)('study_by', { organisation }) }
}

/** The languages a respondent can change to, each by its own name; none where there is only one. */
export function languageViews(languages: string[], current: string) {
  return languages.length < 2
    ? []
    : languages.map((language) => ({
        code: language,
        name: languageName(language),
        direction: directionOf(language),
        isCurrent: language === current,
      }))
}

export function pageTitle({ instrument, pageIndex, answers, errors, seed }: PageToShow): string {
  const standing = new Standing(instrument, { answers, seed })
  const say = sayIn(instrument.language)
  const { position, pageCount } = progressAt(standing, pageIndex)
  const page = presentText(standing, standing.pages[pageIndex], standing.pages[pageIndex].written.title)
  const title = String(say('page_title', { page, survey: instrument.title, position, pages: pageCount }))
  return errors.length > 0 ? errorTitle(say, `${errorsTitle(errors.length, say)}. ${title}`) : title
}

export function errorTitle(say: Say, title: string): string {
  return String(say('error_title', { title }))
}

function progressView(standing: Standing, place: number, say: Say) {
  const { position, pageCount, minutesLeft } = progressAt(standing, place)
  const width = pageCount * 100
  // On a long way a tick a page would be a grey bar: the rule then has ticks for every tenth of it.
  const steps = pageCount > 20 ? 10 : pageCount
  const tick = width / (steps * 5)
  return {
    text: say('page_of', { position, pages: pageCount }),
    left: say('minutes_left', { count: minutesLeft }),
    width,
    done: `M0 2H${position * 100}V7H0z`,
    // The graduated rule: a long tick a page, four short ones between.
    ticks: `M0 7H${width}${Array.from({ length: steps * 5 + 1 }, (_, index) => `M${Math.round(index * tick)} 7v${index % 5 === 0 ? 7 : 3.5}`).join('')}`,
  }
}

function errorsTitle(count: number, say: Say): string {
  return say('errors_title', { count })
}

function errorsView(errors: FieldError[], items: { item: Item; field: { number: number | null } }[], say: Say) {
  const numbered = errors.map((error) => {
    const number = items.find(({ item }) => answerKeys(item).includes(error.key))?.field.number
    const { message } = error
    const text = error.about
      ? say('about', { about: String(error.about).replace(/[.]$/, ''), message })
      : number
        ? say('question_number', { number, message })
        : message
    return { href: `#${error.key}`, text }
  })
  return { title: errorsTitle(errors.length, say), kept: say('all_kept'), list: numbered }
}

/** When the link stops working, as the foot of each page says it. */
export function untilText(expiresAt: Date | null, language: string): string {
  if (!expiresAt) return ''
  const tag = language === 'en' ? 'en-GB' : language
  return expiresAt.toLocaleDateString(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}

/** A sentence with a link in it, as `[…]` marks it. */
export function sentenceWithLink(sentence: string) {
  const [before, text, after] = String(sentence).split(/[[\]]/)
  return { before, text: text ?? '', after: after ?? '' }
}

/** What the last page says: by how the response ended, in the survey's own words where it has some. */
export function endView(instrument: Instrument, { outcome, endedBy }: { outcome: string; endedBy: string | null }) {
  const say = sayIn(instrument.language)
  if (outcome === 'screened_out') {
    const screened = instrument.screenOuts?.find((one) => one.code === endedBy)
    return {
      title: screened?.title ?? say('screened_title'),
      paragraphs: [screened?.text ?? say('screened_text'), say('close_page')],
    }
  }
  if (outcome === 'over_quota') {
    const quota = instrument.quotas?.find((one) => one.code === endedBy)
    return {
      title: quota?.title ?? say('full_title'),
      paragraphs: [quota?.text ?? say('full_text'), say('close_page')],
    }
  }
  return { title: say('thanks_title'), paragraphs: [instrument.thanks, say('close_page')] }
}
