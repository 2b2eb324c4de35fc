import type { Drafts } from '../../survey-forms/form-body.ts'
import type { Instrument } from '../../survey-forms/instrument.ts'
import type { FieldError } from '../../survey-forms/item-kind.ts'
import { answerKeys, type Item, viewItem } from '../../survey-forms/item-kinds/registry.ts'
import { formatDate } from '../http/format.ts'
import type { Answers } from '../responses/variable.ts'
import { firstNumber, nextPage, orderOfPage, pageMark, previousPage, progressOf, shownItems } from './journey.ts'

/** What a page of questions is made from. */
export interface PageToShow {
  instrument: Instrument
  organisation: string
  pageIndex: number
  answers: Answers
  drafts: Drafts
  errors: FieldError[]
  seed: number
}

/** The items of a page as their templates see them. */
export function itemViews({ instrument, pageIndex, answers, drafts, errors, seed }: Omit<PageToShow, 'organisation'>) {
  const page = instrument.pages[pageIndex]
  const { orders } = orderOfPage(page, answers, seed)
  const messages = Object.fromEntries(errors.map((error) => [error.key, error.message]))
  let number = firstNumber(instrument, answers, pageIndex)
  return shownItems(page, answers).map((item) => ({
    item,
    partial: `item-kinds/${item.kind}`,
    field: viewItem(item, {
      number: item.kind === 'consent' ? null : number++,
      answers,
      drafts,
      errors: messages,
      order: orders[item.code] ?? [],
    }),
  }))
}

/** Everything the templates of a page of questions name, but for where its form goes. */
export function pageView(shown: PageToShow, { shownAt }: { shownAt: Date }) {
  const { instrument, pageIndex, answers, errors } = shown
  const page = instrument.pages[pageIndex]
  const items = itemViews(shown)
  const isLast = nextPage(instrument, answers, pageIndex) === null
  return {
    ...headView(instrument, shown.organisation),
    heading: page.title,
    progress: progressView(shown),
    items: items.map(({ partial, field }) => ({ partial, field })),
    errors: errors.length > 0 ? errorsView(errors, items) : null,
    mark: pageMark(page, answers),
    shownAt: String(shownAt.getTime()),
    hasBack: previousPage(instrument, answers, pageIndex) !== null,
    nextLabel: isLast ? 'Send my answers' : 'Next page',
  }
}

export function headView(instrument: Instrument, organisation: string) {
  return { survey: instrument.title, organisation }
}

export function pageTitle({ instrument, pageIndex, answers, errors }: PageToShow): string {
  const { position, pageCount } = progressOf(instrument, answers, pageIndex)
  const title = `${instrument.pages[pageIndex].title}. ${instrument.title}, page ${position} of ${pageCount}`
  return errors.length > 0 ? `Error: ${errorsTitle(errors.length)}. ${title}` : title
}

function progressView({ instrument, answers, pageIndex }: PageToShow) {
  const { position, pageCount, minutesLeft } = progressOf(instrument, answers, pageIndex)
  const width = pageCount * 100
  return {
    text: `Page ${position} of ${pageCount}. About ${minutesLeft} ${minutesLeft === 1 ? 'minute' : 'minutes'} left.`,
    width,
    done: `M0 2H${position * 100}V7H0z`,
    // The graduated rule: a long tick a page, four short ones between.
    ticks: `M0 7H${width}${Array.from({ length: pageCount * 5 + 1 }, (_, tick) => `M${tick * 20} 7v${tick % 5 === 0 ? 7 : 3.5}`).join('')}`,
  }
}

function errorsTitle(count: number): string {
  return count === 1 ? 'One answer needs your attention' : `${count} answers need your attention`
}

function errorsView(errors: FieldError[], items: { item: Item; field: { number: number | null } }[]) {
  const numbered = errors.map((error) => {
    const number = items.find(({ item }) => answerKeys(item).includes(error.key))?.field.number
    const about = error.about ? `“${error.about.replace(/[.]$/, '')}”: ` : number ? `Question ${number}: ` : ''
    return { href: `#${error.key}`, text: `${about}${error.message}` }
  })
  return { title: errorsTitle(errors.length), list: numbered }
}

/** When the link stops working, as the foot of each page says it. */
export function untilText(expiresAt: Date | null): string {
  return expiresAt ? formatDate(expiresAt) : ''
}

const rightToLeft = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** Which way the texts of a language run. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.has(language.split('-')[0]) ? 'rtl' : 'ltr'
}
