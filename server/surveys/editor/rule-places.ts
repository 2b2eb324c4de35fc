import type { Instrument, Item } from '../../../survey-forms/instrument.ts'
import { entryListOf } from '../../../survey-forms/item-kinds/registry.ts'
import { type Condition, condition as conditionSchema } from '../../../survey-forms/parts.ts'
import { notChosen, type Source, sourcesBefore } from './conditions.ts'
import { type Edit, valid } from './editing.ts'
import { EditRefused } from '../errors.ts'

/** Somewhere in a questionnaire that a condition stands or can stand. */
export interface RulePlace {
  /** As in addresses: `item.age`, `page.shop`, `entry.channels.web`, `jump.shop.1`, `screen.minors`, `cell.age.young`. */
  name: string
  /** How a sentence about it begins: “How old are you?” is shown */
  subject: string
  condition: Condition | undefined
  /** Whether it cannot be without a condition; one that is yet to be chosen is then `false`. */
  isNeeded: boolean
  /** Earlier answers it can ask about. */
  sources: Source[]
  change: (condition: Condition | undefined) => Instrument
}

/** @returns null where nothing is called that */
export function rulePlace(draft: Instrument, name: string): RulePlace | null {
  const [kind, code = '', inner = ''] = name.split('.')
  switch (kind) {
    case 'item':
      return itemPlace(draft, name, code)
    case 'entry':
      return entryPlace(draft, name, code, inner)
    case 'page':
      return pagePlace(draft, name, code)
    case 'block':
      return blockPlace(draft, name, code)
    case 'jump':
      return jumpPlace(draft, name, code, Number(inner))
    case 'screen':
      return screenPlace(draft, name, code)
    case 'cell':
      return cellPlace(draft, name, code, inner)
    default:
      return null
  }
}

/** Puts a condition in its place, or takes it away. @throws {EditRefused} for a place that is gone or a condition nobody can read */
export function changeRule(name: string, change: (place: RulePlace) => Condition | undefined): Edit {
  return (draft) => {
    const place = rulePlace(draft, name)
    if (!place) throw new EditRefused('What this rule was about was removed meanwhile.')
    const condition = change(place) ?? (place.isNeeded ? notChosen : undefined)
    const read = conditionSchema.optional().safeParse(condition)
    if (!read.success) throw new EditRefused(read.error.issues[0]!.message)
    return valid(place.change(read.data))
  }
}

function itemPlace(draft: Instrument, name: string, code: string): RulePlace | null {
  const at = draft.pages.findIndex((page) => page.items.some((item) => item.code === code))
  const item = draft.pages[at]?.items.find((one) => one.code === code)
  if (!item) return null
  return {
    name,
    subject: `“${item.ask}” is shown`,
    condition: item.showIf,
    isNeeded: false,
    sources: sourcesBefore(draft, at),
    change: (showIf) => withItem(draft, { ...item, showIf }),
  }
}

function entryPlace(draft: Instrument, name: string, code: string, inner: string): RulePlace | null {
  const at = draft.pages.findIndex((page) => page.items.some((item) => item.code === code))
  const item = draft.pages[at]?.items.find((one) => one.code === code)
  const list = item && entryListOf(item)
  const entry = list?.entries.find((one) => one.code === inner)
  if (!item || !list || !entry) return null
  const entries = (showIf: Condition | undefined) =>
    list.entries.map((one) => (one.code === inner ? { ...one, showIf } : one))
  return {
    name,
    subject: `“${entry.label ?? entry.code}” is offered`,
    condition: entry.showIf,
    isNeeded: false,
    sources: sourcesBefore(draft, at),
    change: (showIf) => withItem(draft, { ...item, [list.property]: entries(showIf) } as Item),
  }
}

function withItem(draft: Instrument, item: Item): Instrument {
  const pages = draft.pages.map((page) => ({
    ...page,
    items: page.items.map((one) => (one.code === item.code ? item : one)),
  }))
  return { ...draft, pages }
}

function pagePlace(draft: Instrument, name: string, code: string): RulePlace | null {
  const at = draft.pages.findIndex((page) => page.code === code)
  const page = draft.pages[at]
  if (!page) return null
  return {
    name,
    subject: `The page “${page.title}” is shown`,
    condition: page.showIf,
    isNeeded: false,
    sources: sourcesBefore(draft, at),
    change: (showIf) => ({ ...draft, pages: draft.pages.with(at, { ...page, showIf }) }),
  }
}

function blockPlace(draft: Instrument, name: string, code: string): RulePlace | null {
  const { blocks = [] } = draft
  const at = blocks.findIndex((one) => one.code === code)
  if (at < 0) return null
  const first = draft.pages.findIndex((page) => page.block === code)
  return {
    name,
    subject: `Block ${code} is shown`,
    condition: blocks[at]!.showIf,
    isNeeded: false,
    sources: first < 0 ? [] : sourcesBefore(draft, first),
    change: (showIf) => ({ ...draft, blocks: blocks.with(at, { ...blocks[at]!, showIf }) }),
  }
}

function jumpPlace(draft: Instrument, name: string, code: string, number: number): RulePlace | null {
  const at = draft.pages.findIndex((page) => page.code === code)
  const page = draft.pages[at]
  const { jumps = [] } = page ?? {}
  const jump = jumps[number - 1]
  if (!page || !jump) return null
  const target = draft.pages.find((one) => one.code === jump.to)
  return {
    name,
    subject: `From the page “${page.title}” people go on ${target ? `to “${target.title}”` : 'to the end'}`,
    condition: jump.when,
    isNeeded: false,
    sources: sourcesBefore(draft, at + 1 < draft.pages.length ? at + 1 : -1),
    change: (when) => ({
      ...draft,
      pages: draft.pages.with(at, { ...page, jumps: jumps.with(number - 1, { ...jump, when }) }),
    }),
  }
}

function screenPlace(draft: Instrument, name: string, code: string): RulePlace | null {
  const { screenOuts = [] } = draft
  const at = screenOuts.findIndex((one) => one.code === code)
  const found = screenOuts[at]
  if (!found) return null
  return {
    name,
    subject: 'The survey ends early',
    condition: found.when,
    isNeeded: true,
    sources: sourcesBefore(draft, -1),
    change: (when) => ({ ...draft, screenOuts: screenOuts.with(at, { ...found, when: when ?? notChosen }) }),
  }
}

function cellPlace(draft: Instrument, name: string, code: string, inner: string): RulePlace | null {
  const { quotas = [] } = draft
  const at = quotas.findIndex((one) => one.code === code)
  const quota = quotas[at]
  const cell = quota?.cells.find((one) => one.code === inner)
  if (!quota || !cell) return null
  const cells = (when: Condition) => quota.cells.map((one) => (one.code === inner ? { ...one, when } : one))
  return {
    name,
    subject: `A response counts in ${code}, ${inner}`,
    condition: cell.when,
    isNeeded: true,
    sources: sourcesBefore(draft, -1),
    change: (when) => ({ ...draft, quotas: quotas.with(at, { ...quota, cells: cells(when ?? notChosen) }) }),
  }
}
