import type { FormBody } from '../../../survey-forms/form-body.ts'
import { type Instrument, type Item, instrumentSchema, itemsOf, type Page } from '../../../survey-forms/instrument.ts'
import { answerKeys } from '../../../survey-forms/item-kinds/registry.ts'
import { EditRefused } from '../errors.ts'
import { type Fields, mergedForm } from './merging.ts'
import { plainMessage } from './plain-message.ts'

/** Every edit takes a draft and gives a new one that is an instrument again, or refuses with the reason. */
export type Edit = (draft: Instrument) => Instrument

/** @throws {EditRefused} with the first thing that would be wrong */
export function valid(draft: unknown): Instrument {
  const parsed = instrumentSchema.safeParse(draft)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const [field] = issue!.path
    throw new EditRefused(
      plainMessage(issue!),
      field === undefined || field === 'pages' ? {} : { field: String(field) },
    )
  }
  return parsed.data
}

/** What the form of a survey's own texts holds. */
export function surveyFields(draft: Instrument): Fields {
  const { title, introduction, minutes, thanks, language } = draft
  return { title, introduction: introduction.join('\n\n'), minutes: String(minutes), thanks, language }
}

/** Title, language, introduction (paragraphs apart by an empty line), minutes and thanks. */
export function changeTexts(typed: FormBody): Edit {
  return (draft) => {
    const form = mergedForm(typed, surveyFields(draft))
    const { title, thanks, language } = form
    const introduction = form.introduction!.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '')
    return valid({ ...draft, title, introduction, minutes: Number(form.minutes), thanks, language })
  }
}

export function addPage(title: string): Edit {
  return (draft) => {
    const code = freeCode(title, { taken: draft.pages.map((page) => page.code), otherwise: 'page' })
    return valid({ ...draft, pages: [...draft.pages, { code, title, items: [] }] })
  }
}

export function renamePage(pageCode: string, typed: FormBody): Edit {
  return (draft) => {
    const rename = (page: Page) => ({ ...page, title: mergedForm(typed, { title: page.title }).title! })
    return valid({ ...draft, pages: draft.pages.map((page) => (page.code === pageCode ? rename(page) : page)) })
  }
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

/**
 * To another place: "page:<code>" is the start of that page, "after:<code>" right behind that item.
 * Nothing happens for a place that is gone.
 */
export function moveItemTo(itemCode: string, place: string): Edit {
  return (draft) => {
    const item = findItem(draft, itemCode)
    const [where, code = ''] = place.split(':')
    if (!item || code === itemCode) return draft
    const isThere = where === 'page' ? draft.pages.some((page) => page.code === code) : findItem(draft, code)
    if (!isThere) return draft
    const pages = draft.pages.map((page) => {
      const others = page.items.filter((one) => one.code !== itemCode)
      if (where === 'page') return { ...page, items: page.code === code ? [item, ...others] : others }
      return { ...page, items: others.flatMap((one) => (one.code === code ? [one, item] : [one])) }
    })
    return valid({ ...draft, pages })
  }
}

/** The same question once more, right behind the first, with a code of its own and its translations. */
export function duplicateItem(itemCode: string, published: Instrument[]): Edit {
  return (draft) => {
    const item = findItem(draft, itemCode)
    if (!item) throw new EditRefused('This question was removed meanwhile.')
    const taken = takenCodes(draft, published)
    const code = freeCode(item.code, { taken, otherwise: 'question' })
    const copy = { ...structuredClone(item), code }
    const pages = draft.pages.map((page) => ({
      ...page,
      items: page.items.flatMap((one) => (one.code === itemCode ? [one, copy] : [one])),
    }))
    return valid({ ...draft, pages, translations: withCopiedTexts(draft, `item.${itemCode}.`, `item.${code}.`) })
  }
}

/** Takes the picture from a text. It stays with the survey: earlier versions show it, and the change can be taken back. */
export function removeImage(itemCode: string): Edit {
  return (draft) => {
    const item = findItem(draft, itemCode)
    if (item?.kind !== 'statement') return draft
    const { image: _gone, ...rest } = item
    return replaceItem(rest)(draft)
  }
}

function withCopiedTexts({ translations }: Instrument, from: string, to: string): Instrument['translations'] {
  if (!translations) return undefined
  const copied = (texts: Record<string, string>) =>
    Object.entries(texts)
      .filter(([key]) => key.startsWith(from))
      .map(([key, text]) => [`${to}${key.slice(from.length)}`, text])
  return Object.fromEntries(
    Object.entries(translations).map(([language, texts]) => [
      language,
      { ...texts, ...Object.fromEntries(copied(texts)) },
    ]),
  )
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
