import { type Block, type Instrument, itemsOf, type Page, type Quota } from '../../../survey-forms/instrument.ts'
import type { Condition } from '../../../survey-forms/parts.ts'
import { conditionText, notChosen } from './conditions.ts'

/** A condition as a sentence that follows “Shown”, “Offered” or nothing. */
export function whenText(draft: Instrument, condition: Condition): string {
  return condition === notChosen ? 'Not chosen yet: it never happens.' : `When ${conditionText(draft, condition)}.`
}

/** A page as sentences name it; the end where a jump leads there. */
export function pageName(draft: Instrument, code: string): string {
  if (code === 'end') return 'the end'
  const page = draft.pages.find((one) => one.code === code)
  return page ? `“${page.title}”` : code
}

export function jumpText(draft: Instrument, { to, when }: NonNullable<Page['jumps']>[number]): string {
  const words = when === undefined ? 'always' : `when ${conditionText(draft, when)}`
  return `Then on to ${pageName(draft, to)}, ${words}.`
}

/** Everything that decides about a page, in sentences: who sees it, in which order, and where it leads. */
export function pageSentences(draft: Instrument, page: Page): string[] {
  const block = draft.blocks?.find((one) => one.code === page.block)
  return [
    ...(page.showIf === undefined ? [] : [`Shown only when ${conditionText(draft, page.showIf)}.`]),
    ...(block ? [`Part of block ${block.code}. ${blockSentences(draft, block).join(' ')}`.trim()] : []),
    ...(page.isShuffled ? ['Its questions come in another order for every respondent.'] : []),
    ...(page.jumps ?? []).map((jump) => jumpText(draft, jump)),
  ]
}

export function blockSentences(draft: Instrument, { showIf, loopOver, isShuffled, isMovable }: Block): string[] {
  const looped = itemsOf(draft).find((item) => item.code === loopOver)
  return [
    ...(showIf === undefined ? [] : [`Shown only when ${conditionText(draft, showIf)}.`]),
    ...(loopOver === undefined ? [] : [`Repeated for each answer chosen in “${looped?.ask ?? loopOver}”.`]),
    ...(isShuffled ? ['Its pages come in another order for every respondent.'] : []),
    ...(isMovable ? ['It changes places with other such blocks.'] : []),
  ]
}

export function quotaText(draft: Instrument, { cells }: Quota): string {
  return cells.map(({ when, limit }) => `${limit} when ${conditionText(draft, when)}`).join('; ')
}
