import { crossedCells } from '../../../survey-forms/flow/crossed.ts'
import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import { type Instrument, itemsOf, type Page } from '../../../survey-forms/instrument.ts'
import { entryListOf, type Item } from '../../../survey-forms/item-kinds/registry.ts'
import { type Edit, freeCode, valid } from './editing.ts'
import { EditRefused } from '../errors.ts'
import { notChosen } from './conditions.ts'

/**
 * What the page about order and endings changes; `form._do` says what: "verb:code".
 * Whatever needs a condition starts with one that is yet to be chosen.
 */
export function flowEdit(form: FormBody): Edit {
  const [verb = '', code = '', inner = ''] = oneValue(form, '_do').split(':')
  const edits: Record<string, Edit> = {
    settings: (draft) => ({
      ...draft,
      reviewsAnswers: isTicked(form, 'reviewsAnswers') || undefined,
      quotaHoldMinutes: numberIn(form, 'quotaHoldMinutes'),
    }),
    page: (draft) => withPage(draft, code, (page) => pageFromForm(page, form)),
    'block-add': (draft) => addBlock(draft, oneValue(form, 'page')),
    block: (draft) => ({
      ...draft,
      blocks: (draft.blocks ?? []).map((one) => (one.code === code ? { ...one, ...blockFromForm(form) } : one)),
    }),
    'block-remove': (draft) => removeBlock(draft, code),
    'jump-add': (draft) =>
      withPage(draft, oneValue(form, 'page'), (page) => ({
        ...page,
        jumps: [...(page.jumps ?? []), { to: oneValue(form, 'to') }],
      })),
    'jump-remove': (draft) => withPage(draft, code, (page) => withoutJump(page, Number(inner))),
    'screen-add': (draft) => addScreenOut(draft, form),
    screen: (draft) => ({
      ...draft,
      screenOuts: (draft.screenOuts ?? []).map((one) => (one.code === code ? { ...one, ...endTexts(form) } : one)),
    }),
    'screen-remove': (draft) => ({
      ...draft,
      screenOuts: nothingIfEmpty((draft.screenOuts ?? []).filter((one) => one.code !== code)),
    }),
    'quota-add': (draft) => addQuota(draft, form),
    quota: (draft) => changeQuota(draft, code, form),
    'quota-remove': (draft) => ({
      ...draft,
      quotas: nothingIfEmpty((draft.quotas ?? []).filter((one) => one.code !== code)),
    }),
    'carry-forward': (draft) => carryForward(draft, code, form),
  }
  const edit = Object.hasOwn(edits, verb) ? edits[verb] : undefined
  if (!edit) throw new EditRefused('This form is not known any more. Load the page again.')
  return (draft) => valid(edit(draft))
}

function withPage(draft: Instrument, code: string, change: (page: Page) => Page): Instrument {
  return { ...draft, pages: draft.pages.map((page) => (page.code === code ? change(page) : page)) }
}

function pageFromForm(page: Page, form: FormBody): Page {
  return { ...page, block: oneValue(form, 'block') || undefined, isShuffled: isTicked(form, 'isShuffled') || undefined }
}

function addBlock(draft: Instrument, pageCode: string): Instrument {
  const page = draft.pages.find((one) => one.code === pageCode)
  if (!page) throw new EditRefused('Choose the page that the block begins with.', { field: 'page' })
  const code = freeCode(page.title, { taken: (draft.blocks ?? []).map((one) => one.code), otherwise: 'block' })
  return withPage({ ...draft, blocks: [...(draft.blocks ?? []), { code }] }, pageCode, (one) => ({
    ...one,
    block: code,
  }))
}

function blockFromForm(form: FormBody) {
  return {
    loopOver: oneValue(form, 'loopOver') || undefined,
    isShuffled: isTicked(form, 'isShuffled') || undefined,
    isMovable: isTicked(form, 'isMovable') || undefined,
  }
}

/** The block goes, its pages stay. */
function removeBlock(draft: Instrument, code: string): Instrument {
  return {
    ...draft,
    pages: draft.pages.map((page) => (page.block === code ? { ...page, block: undefined } : page)),
    blocks: nothingIfEmpty((draft.blocks ?? []).filter((one) => one.code !== code)),
  }
}

function withoutJump(page: Page, number: number): Page {
  return { ...page, jumps: nothingIfEmpty((page.jumps ?? []).filter((_, place) => place !== number - 1)) }
}

function addScreenOut(draft: Instrument, form: FormBody): Instrument {
  const before = draft.screenOuts ?? []
  const texts = endTexts(form)
  const code = freeCode(texts.title ?? '', { taken: before.map((one) => one.code), otherwise: 'not_for_you' })
  return { ...draft, screenOuts: [...before, { code, when: notChosen, ...texts }] }
}

function endTexts(form: FormBody) {
  return { title: oneValue(form, 'title').trim() || undefined, text: oneValue(form, 'text').trim() || undefined }
}

/** A quota over the answers of up to three closed questions, a cell for each combination. */
function addQuota(draft: Instrument, form: FormBody): Instrument {
  const items = ['first', 'second', 'third'].map((name) => oneValue(form, name)).filter(Boolean)
  const limit = numberIn(form, 'limit')
  if (items.length === 0) throw new EditRefused('Choose the question whose answers are counted.', { field: 'first' })
  if (new Set(items).size < items.length) throw new EditRefused('Choose each question once.', { field: 'second' })
  if (limit === undefined) throw new EditRefused('Write how many are wanted in each cell.', { field: 'limit' })
  const before = draft.quotas ?? []
  const code = freeCode(items.join('_'), { taken: before.map((one) => one.code), otherwise: 'quota' })
  try {
    return { ...draft, quotas: [...before, { code, cells: crossedCells(draft, { items, limit }) }] }
  } catch (error) {
    if (error instanceof RangeError) throw new EditRefused(error.message, { field: 'first' })
    throw error
  }
}

function changeQuota(draft: Instrument, code: string, form: FormBody): Instrument {
  const quotas = (draft.quotas ?? []).map((quota) => {
    if (quota.code !== code) return quota
    const cells = quota.cells.map((cell) => ({ ...cell, limit: numberIn(form, `limit.${cell.code}`) ?? cell.limit }))
    return { ...quota, ...endTexts(form), cells }
  })
  return { ...draft, quotas }
}

/** Takes options over from an earlier question: those chosen, not chosen, or shown there. */
function carryForward(draft: Instrument, itemCode: string, form: FormBody): Instrument {
  const from = oneValue(form, 'from')
  const which = oneValue(form, 'which')
  const carried = from === '' ? undefined : { item: from, which }
  const change = (item: Item) => (item.code === itemCode ? ({ ...item, carryForward: carried } as Item) : item)
  return { ...draft, pages: draft.pages.map((page) => ({ ...page, items: page.items.map(change) })) }
}

/** Earlier questions whose options an item could take over: those that share a code with it. */
export function carriedFrom(draft: Instrument, itemCode: string): Item[] {
  const at = draft.pages.findIndex((page) => page.items.some((item) => item.code === itemCode))
  const own = draft.pages[at]?.items.find((item) => item.code === itemCode)
  if (!own || !takesOver(own)) return []
  const codes = new Set(entryListOf(own)?.entries.map((one) => one.code))
  return itemsOf({ ...draft, pages: draft.pages.slice(0, at) }).filter((item) =>
    entryListOf(item)?.entries.some((one) => codes.has(one.code)),
  )
}

function takesOver({ kind }: Item): boolean {
  return ['single-choice', 'multiple-choice', 'ranking', 'constant-sum', 'agreement-matrix'].includes(kind)
}

function isTicked(form: FormBody, name: string): boolean {
  return oneValue(form, name) === 'yes'
}

function numberIn(form: FormBody, name: string): number | undefined {
  const typed = oneValue(form, name).trim()
  if (typed === '') return undefined
  if (!/^\d{1,9}$/.test(typed)) throw new EditRefused('Write a whole number.', { field: name })
  return Number(typed)
}

function nothingIfEmpty<Entry>(entries: Entry[]): Entry[] | undefined {
  return entries.length === 0 ? undefined : entries
}
