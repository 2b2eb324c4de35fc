import { type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import { type Instrument, type Item, instrumentSchema, itemsOf, type Page } from '../../survey-forms/instrument.ts'
import { answerKeys } from '../../survey-forms/item-kinds/registry.ts'
import { EditRefused } from './errors.ts'

/** Every edit takes a draft and gives a new one that is an instrument again, or refuses with the reason. */
export type Edit = (draft: Instrument) => Instrument

/** @throws {EditRefused} with the first thing that would be wrong */
export function valid(draft: unknown): Instrument {
  const parsed = instrumentSchema.safeParse(draft)
  if (!parsed.success) throw new EditRefused(parsed.error.issues[0].message)
  return parsed.data
}

/** Title, introduction (paragraphs apart by an empty line), minutes and thanks. */
export function changeTexts(form: FormBody): Edit {
  return (draft) =>
    valid({
      ...draft,
      title: oneValue(form, 'title'),
      introduction: oneValue(form, 'introduction')
        .split(/\n\s*\n/)
        .filter((paragraph) => paragraph.trim() !== ''),
      minutes: Number(oneValue(form, 'minutes')),
      thanks: oneValue(form, 'thanks'),
    })
}

export function addPage(title: string): Edit {
  return (draft) => {
    const code = freeCode(title, { taken: draft.pages.map((page) => page.code), otherwise: 'page' })
    return valid({ ...draft, pages: [...draft.pages, { code, title, items: [] }] })
  }
}

export function renamePage(pageCode: string, title: string): Edit {
  return (draft) =>
    valid({ ...draft, pages: draft.pages.map((page) => (page.code === pageCode ? { ...page, title } : page)) })
}

export function movePage(pageCode: string, step: -1 | 1): Edit {
  return (draft) => valid({ ...draft, pages: moved(draft.pages, pageCode, step) })
}

/** @throws {EditRefused} when the page still asks something: an answerable question never vanishes by accident */
export function removePage(pageCode: string): Edit {
  return (draft) => {
    const page = draft.pages.find((one) => one.code === pageCode)
    if (page && page.items.length > 0)
      throw new EditRefused(`The page “${page.title}” still asks something. Move or remove that first.`)
    return valid({ ...draft, pages: draft.pages.filter((one) => one.code !== pageCode) })
  }
}

export function addItem(pageCode: string, item: Item): Edit {
  return (draft) => valid({ ...draft, pages: onPage(draft.pages, pageCode, (items) => [...items, item]) })
}

export function replaceItem(item: Item): Edit {
  return (draft) =>
    valid({
      ...draft,
      pages: draft.pages.map((page) => ({
        ...page,
        items: page.items.map((one) => (one.code === item.code ? item : one)),
      })),
    })
}

export function removeItem(itemCode: string): Edit {
  return (draft) =>
    valid({
      ...draft,
      pages: draft.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.code !== itemCode) })),
    })
}

/** One place up or down; from the top of a page to the end of the one before, and the other way round. */
export function moveItem(itemCode: string, step: -1 | 1): Edit {
  return (draft) => {
    const from = draft.pages.findIndex((page) => page.items.some((item) => item.code === itemCode))
    if (from < 0) return draft
    const { items } = draft.pages[from]
    const place = items.findIndex((item) => item.code === itemCode)
    if (items[place + step])
      return valid({ ...draft, pages: onPage(draft.pages, draft.pages[from].code, () => moved(items, itemCode, step)) })
    const to = draft.pages[from + step]
    if (!to) return draft
    const without = onPage(draft.pages, draft.pages[from].code, () => items.filter((item) => item.code !== itemCode))
    const join = (others: Item[]) => (step > 0 ? [items[place], ...others] : [...others, items[place]])
    return valid({ ...draft, pages: onPage(without, to.code, join) })
  }
}

/** To the end of another page. */
export function moveItemTo(itemCode: string, pageCode: string): Edit {
  return (draft) => {
    const item = findItem(draft, itemCode)
    if (!item || !draft.pages.some((page) => page.code === pageCode)) return draft
    const pages = draft.pages.map((page) => {
      const others = page.items.filter((one) => one.code !== itemCode)
      return { ...page, items: page.code === pageCode ? [...others, item] : others }
    })
    return valid({ ...draft, pages })
  }
}

export function findItem(draft: Instrument, itemCode: string): Item | undefined {
  return itemsOf(draft).find((item) => item.code === itemCode)
}

/**
 * A code made from words: their first letters and digits in lower case, at most 24 characters, with a number when taken.
 * @param taken codes it may not repeat, ignoring case
 * @param otherwise what to use when the words hold no Latin letter
 */
export function freeCode(words: string, { taken, otherwise }: { taken: string[]; otherwise: string }): string {
  const plain = words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
  const base =
    plain
      .replace(/^[^a-z]+|_+$/g, '')
      .slice(0, 24)
      .replace(/_+$/, '') || otherwise
  const used = new Set(taken.map((one) => one.toLowerCase()))
  for (let number = 1; ; number++) {
    const code = number === 1 ? base : `${base}_${number}`
    if (!used.has(code)) return code
  }
}

/** Every name a new item may not take. */
export function takenCodes(draft: Instrument, published: Instrument[]): string[] {
  return [draft, ...published].flatMap(itemsOf).flatMap((item) => [item.code, ...answerKeys(item)])
}

export function moved<Entry extends { code: string }>(entries: Entry[], code: string, step: -1 | 1): Entry[] {
  const from = entries.findIndex((entry) => entry.code === code)
  const to = from + step
  if (from < 0 || to < 0 || to >= entries.length) return entries
  return entries.with(from, entries[to]).with(to, entries[from])
}

function onPage(pages: Page[], pageCode: string, change: (items: Item[]) => Item[]): Page[] {
  return pages.map((page) => (page.code === pageCode ? { ...page, items: change(page.items) } : page))
}
