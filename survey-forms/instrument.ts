import { z } from 'zod'
import type { Variable } from '../server/responses/variable.ts'
import { answerKeys, type Item, itemSchema, itemVariables, shuffledEntries } from './item-kinds/registry.ts'
import { shuffledCodes } from './order.ts'
import { code, repeatedCodes, wording } from './parts.ts'

const page = z.strictObject({
  code,
  /** Read aloud as the page's heading and shown in the browser's tab. */
  title: wording(120),
  items: z.array(itemSchema).max(30),
})

/** A questionnaire: pages of items, every text in one language. A draft may have empty pages; see `assertPublishable`. */
export const instrumentSchema = z
  .strictObject({
    code,
    title: wording(120),
    /** BCP 47: the language the texts are written in. */
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
      .default('en'),
    /** For the researcher who chooses it. */
    description: wording(600),
    /** What a respondent reads first, one entry a paragraph. */
    introduction: z.array(wording(800)).min(1).max(6),
    /** How long it takes, honestly. */
    minutes: z.int().min(1).max(60),
    /** What a respondent reads last. */
    thanks: wording(800),
    /** Names that may be given in the survey's link and are stored with the response: channel, campaign. */
    urlFields: z.array(code).max(10).default([]),
    pages: z.array(page).min(1).max(40),
  })
  .superRefine((instrument, context) => {
    const items = instrument.pages.flatMap((one) => one.items)
    for (const repeated of repeatedCodes(instrument.pages.map((one) => one.code))) {
      context.addIssue({ code: 'custom', path: ['pages'], message: `Two pages have the code ${repeated}.` })
    }
    const names = items.flatMap((item) => [
      ...new Set([item.code, ...answerKeys(item), ...itemVariables(item).map((one) => one.name)]),
    ])
    for (const repeated of repeatedCodes(names)) {
      context.addIssue({ code: 'custom', path: ['pages'], message: `Two answers would be stored as ${repeated}.` })
    }
    for (const message of brokenConditions(instrument.pages))
      context.addIssue({ code: 'custom', path: ['pages'], message })
  })

export type Instrument = z.infer<typeof instrumentSchema>
export type Page = Instrument['pages'][number]
export type { Item } from './item-kinds/registry.ts'

/** Conditions must look back: at a closed item on an earlier page, since a page is judged as a whole when it is posted. */
function brokenConditions(pages: Page[]): string[] {
  const earlier = new Set<string>()
  const broken: string[] = []
  for (const { items } of pages) {
    for (const { code: itemCode, showIf } of items) {
      if (showIf && !earlier.has(showIf.item)) {
        broken.push(`${itemCode} is shown depending on ${showIf.item}, which no earlier page asks.`)
      }
    }
    for (const item of items) for (const key of answerKeys(item)) earlier.add(key)
  }
  return broken
}

export function itemsOf(instrument: Instrument): Item[] {
  return instrument.pages.flatMap((one) => one.items)
}

/** Every variable the instrument's answers hold, in the order asked. */
export function instrumentVariables(instrument: Instrument): Variable[] {
  return itemsOf(instrument).flatMap(itemVariables)
}

/** The order in which a respondent with this seed sees an item's options or rows; empty where everyone sees one order. */
export function shownCodes(item: Item, seed: number): string[] {
  const entries = shuffledEntries(item)
  return entries ? shuffledCodes(entries, { seed, list: item.code }) : []
}
