import { type Finding, checkFlow } from '../../../survey-forms/flow/check.ts'
import { type Instrument, itemsOf } from '../../../survey-forms/instrument.ts'
import { answerCodes, entryListOf } from '../../../survey-forms/item-kinds/registry.ts'
import type { Condition } from '../../../survey-forms/parts.ts'
import { clauseText, notChosen, numberOperators, operatorWords, type Source } from './conditions.ts'
import { expressionOf } from '../../../survey-forms/flow/expression.ts'
import type { EditRefused } from '../errors.ts'
import { pageName, whenText } from './flow-words.ts'
import { carriedFrom } from './flow-editing.ts'
import { chosen } from './rule-editing.ts'
import type { RulePlace } from './rule-places.ts'

/** The page about order and endings: pages in blocks, jumps, early ends, quotas, and what is odd about them. */
export function flowView(draft: Instrument, base: string, error: EditRefused | null) {
  const rule = (place: string, condition: Condition | undefined, otherwise: string) => ({
    text: condition === undefined ? otherwise : whenText(draft, condition),
    href: `${base}/rules/${place}`,
  })
  const pageChoices = draft.pages.map((page, index) => ({ code: page.code, name: `${index + 1}. ${page.title}` }))
  const closed = itemsOf(draft).filter((item) => item.kind !== 'consent' && answerCodes(item, item.code) !== null)
  return {
    base,
    action: `${base}/flow`,
    title: draft.title,
    error: error?.message ?? null,
    findings: findingsView(draft),
    reviewsAnswers: draft.reviewsAnswers === true,
    quotaHoldMinutes: draft.quotaHoldMinutes === undefined ? '' : String(draft.quotaHoldMinutes),
    pages: draft.pages.map((page, index) => ({
      code: page.code,
      number: index + 1,
      title: page.title,
      isFirst: index === 0,
      rule: rule(`page.${page.code}`, page.showIf, 'Everybody sees it.'),
      blocks: blockChoices(draft, page.block),
      isShuffled: page.isShuffled === true,
      jumps: (page.jumps ?? []).map((jump, place) => ({
        number: place + 1,
        key: `jump-remove:${page.code}:${place + 1}`,
        to: pageName(draft, jump.to),
        rule: rule(`jump.${page.code}.${place + 1}`, jump.when, 'Always.'),
      })),
    })),
    pageChoices,
    blocks: (draft.blocks ?? []).map((block) => ({
      code: block.code,
      rule: rule(`block.${block.code}`, block.showIf, 'Everybody sees it.'),
      loops: itemsOf(draft)
        .filter((item) => entryListOf(item) && item.kind !== 'agreement-matrix')
        .map((item) => ({ code: item.code, name: item.ask, isChosen: item.code === block.loopOver })),
      isShuffled: block.isShuffled === true,
      isMovable: block.isMovable === true,
    })),
    screenOuts: (draft.screenOuts ?? []).map((one) => ({
      code: one.code,
      title: one.title ?? '',
      text: one.text ?? '',
      rule: rule(`screen.${one.code}`, one.when, ''),
    })),
    quotas: (draft.quotas ?? []).map((quota) => ({
      code: quota.code,
      title: quota.title ?? '',
      text: quota.text ?? '',
      cells: quota.cells.map((cell) => ({
        code: cell.code,
        limit: String(cell.limit),
        rule: rule(`cell.${quota.code}.${cell.code}`, cell.when, ''),
      })),
    })),
    closed: closed.map((item) => ({ code: item.code, name: item.ask })),
  }
}

export function findingsView(draft: Instrument) {
  return checkFlow(draft).map(({ severity, message }: Finding) => ({
    severity: severity === 'error' ? 'Must be mended' : 'Look at this',
    message,
  }))
}

function blockChoices(draft: Instrument, chosenBlock: string | undefined) {
  return (draft.blocks ?? []).map(({ code }) => ({ code, isChosen: code === chosenBlock }))
}

/** The page on which one condition is chosen: the question first, then what its answer must be. */
export function ruleView(
  draft: Instrument,
  place: RulePlace,
  { base, question, error }: { base: string; question: string; error: EditRefused | null },
) {
  const choice = chosen(place)
  const source = place.sources.find((one) => one.name === question)
  const [kind, code = ''] = place.name.split('.')
  return {
    base,
    action: `${base}/rules/${place.name}`,
    flowHref: `${base}/flow`,
    itemHref: kind === 'item' || kind === 'entry' ? `${base}#item-${code}` : null,
    title: draft.title,
    subject: place.subject,
    error: error?.message ?? null,
    isByHand: choice === null,
    isEmpty: choice?.clauses.length === 0,
    isNeeded: place.isNeeded,
    isAny: choice?.join === 'any',
    joinWord: choice?.join === 'any' ? 'or' : 'and',
    isJoined: (choice?.clauses.length ?? 0) > 1,
    clauses: (choice?.clauses ?? []).map((clause, index) => ({
      text: clauseText(
        clause,
        place.sources.find((one) => one.name === clause.name),
      ),
      key: `remove:${index}`,
    })),
    sources: place.sources.map((one) => ({ name: one.name, label: one.label, isChosen: one.name === question })),
    asked: source ? askedView(source) : null,
    expression: place.condition === undefined || place.condition === notChosen ? '' : expressionOf(place.condition),
    entries: kind === 'item' ? entryRules(draft, code, base) : [],
    carry: kind === 'item' ? carryView(draft, code) : null,
  }
}

function askedView({ name, label, type, options }: Source) {
  const operators =
    type === 'number' ? Object.keys(numberOperators) : options ? (['any_of', 'none_of'] as const) : ([] as const)
  return {
    name,
    label,
    options: type === 'number' ? [] : (options ?? []),
    takesNumber: type === 'number',
    operators: [...operators, 'answered', 'not_answered'].map((is) => ({
      is,
      words: operatorWords[is as keyof typeof operatorWords],
    })),
  }
}

function entryRules(draft: Instrument, itemCode: string, base: string) {
  const item = itemsOf(draft).find((one) => one.code === itemCode)
  const list = item && entryListOf(item)
  return (list?.entries ?? []).map((entry) => ({
    label: entry.label ?? entry.code,
    href: `${base}/rules/entry.${itemCode}.${entry.code}`,
    text: entry.showIf === undefined ? 'Always offered.' : whenText(draft, entry.showIf),
  }))
}

function carryView(draft: Instrument, itemCode: string) {
  const item = itemsOf(draft).find((one) => one.code === itemCode)
  const from = carriedFrom(draft, itemCode)
  const carried = item && entryListOf(item)?.carryForward
  if (from.length === 0 && !carried) return null
  return {
    key: `carry-forward:${itemCode}`,
    from: from.map((one) => ({ code: one.code, name: one.ask, isChosen: one.code === carried?.item })),
    which: (['chosen', 'not_chosen', 'shown'] as const).map((code) => ({
      code,
      name: { chosen: 'chosen there', not_chosen: 'not chosen there', shown: 'shown there' }[code],
      isChosen: code === carried?.which,
    })),
  }
}
