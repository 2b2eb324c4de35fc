import { z } from 'zod'
import type { Variable } from '../server/responses/variable.ts'
import { courseItems } from './flow/loops.ts'
import {
  answerKeys,
  entryListOf,
  type Item,
  itemSchema,
  itemVariables,
  shuffledEntries,
} from './item-kinds/registry.ts'
import { shuffledCodes } from './order.ts'
import { code, condition, repeatedCodes, wording } from './parts.ts'

/** From a page onwards when a condition holds: sugar for hiding what lies between. */
const jump = z.strictObject({
  when: condition.optional(),
  /** A later page's code, or "end". */
  to: code,
})

const page = z.strictObject({
  code,
  /** Read aloud as the page's heading and shown in the browser's tab. */
  title: wording(120),
  items: z.array(itemSchema).max(60),
  showIf: condition.optional(),
  /** The block this page belongs to; the pages of a block stand one after the other. */
  block: code.optional(),
  /** Shuffles the page's items, pinned ones apart. */
  isShuffled: z.boolean().optional(),
  /** Judged in order once the page is answered; the first that holds is taken. */
  jumps: z.array(jump).max(20).optional(),
})

/** Pages that are shown, moved or repeated together. */
const block = z.strictObject({
  code,
  showIf: condition.optional(),
  /** Repeats its pages for each option chosen in this earlier item; `loop` then names the option. */
  loopOver: code.optional(),
  /** Shuffles its pages. */
  isShuffled: z.boolean().optional(),
  /** Changes places with the other movable blocks. */
  isMovable: z.boolean().optional(),
})

/** Ends the survey early for people it is not for. Judged as soon as everything it asks about has been answered. */
const screenOut = z.strictObject({
  code,
  when: condition,
  title: wording(200).optional(),
  text: wording(800).optional(),
})

/** How many completed responses of one kind are wanted; a crossed quota has a cell for each combination. */
const quota = z.strictObject({
  code,
  cells: z
    .array(z.strictObject({ code, when: condition, limit: z.int().min(0).max(10_000_000) }))
    .min(1)
    .max(200),
  /** What people read once their cell is full. */
  title: wording(200).optional(),
  text: wording(800).optional(),
})

/** BCP 47. */
const languageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'A language is named as in “en”, “pt-BR” or “zh-Hant”.')

/** A questionnaire: pages of items, every text in one language. A draft may have empty pages; see `assertPublishable`. */
export const instrumentSchema = z
  .strictObject({
    code,
    title: wording(120),
    /** The language the texts are written in. */
    language: languageTag.default('en'),
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
    pages: z.array(page).min(1).max(200),
    blocks: z.array(block).max(60).optional(),
    screenOuts: z.array(screenOut).max(40).optional(),
    quotas: z.array(quota).max(40).optional(),
    /** How long a place in a quota is kept for somebody who is answering, in minutes; two hours where nothing is said. */
    quotaHoldMinutes: z.int().min(5).max(10_080).optional(),
    /** Whether respondents see all their answers once more before they send them. */
    reviewsAnswers: z.boolean().optional(),
    /** By language, each text by its key (see languages/texts.ts). A text that is missing is shown in the first language. */
    translations: z.record(languageTag, z.record(z.string().max(200), z.string().max(4000))).optional(),
  })
  .superRefine((instrument, context) => {
    const items = courseItems(instrument)
    for (const repeated of repeatedCodes(instrument.pages.map((one) => one.code))) {
      context.addIssue({ code: 'custom', path: ['pages'], message: `Two pages have the code ${repeated}.` })
    }
    const names = items.flatMap((item) => [
      ...new Set([item.code, ...answerKeys(item), ...itemVariables(item).map((one) => one.name)]),
    ])
    for (const repeated of repeatedCodes(names)) {
      context.addIssue({ code: 'custom', path: ['pages'], message: `Two answers would be stored as ${repeated}.` })
    }
    for (const message of [...brokenConditions(instrument.pages), ...brokenBlocks(instrument)])
      context.addIssue({ code: 'custom', path: ['pages'], message })
  })

export type Instrument = z.infer<typeof instrumentSchema>
export type Page = Instrument['pages'][number]
export type Block = NonNullable<Instrument['blocks']>[number]
export type Quota = NonNullable<Instrument['quotas']>[number]
export type ScreenOut = NonNullable<Instrument['screenOuts']>[number]
export type { Item } from './item-kinds/registry.ts'

/** Chosen conditions must look back, at an item on an earlier page; written ones are checked in flow/check.ts. */
function brokenConditions(pages: Page[]): string[] {
  const earlier = new Set<string>()
  const broken: string[] = []
  for (const { items } of pages) {
    for (const { code: itemCode, showIf } of items) {
      if (typeof showIf === 'object' && !earlier.has(showIf.item)) {
        broken.push(`${itemCode} is shown depending on ${showIf.item}, which no earlier page asks.`)
      }
    }
    for (const item of items) for (const key of answerKeys(item)) earlier.add(key)
  }
  return broken
}

function brokenBlocks({ pages, blocks = [] }: { pages: Page[]; blocks?: { code: string }[] }): string[] {
  const known = blocks.map((one) => one.code)
  const repeated = repeatedCodes(known).map((one) => `Two blocks have the code ${one}.`)
  const used = pages.flatMap((one) => one.block ?? [])
  const unknown = [...new Set(used)].filter((one) => !known.includes(one)).map((one) => `There is no block ${one}.`)
  const runs = pages.flatMap((one, index) => (one.block && one.block !== pages[index - 1]?.block ? [one.block] : []))
  const torn = repeatedCodes(runs).map((one) => `The pages of block ${one} do not stand together.`)
  return [...repeated, ...unknown, ...torn]
}

export function itemsOf(instrument: Instrument): Item[] {
  return instrument.pages.flatMap((one) => one.items)
}

/** Every variable the instrument's answers hold, in the order asked. */
export function instrumentVariables(instrument: Instrument): Variable[] {
  return courseItems(instrument).flatMap(itemVariables)
}

/**
 * The order in which a respondent with this seed sees an item's options or rows; empty where everyone sees one order.
 * Carried-forward entries keep the order they had in the item they come from.
 */
export function shownCodes(item: Item, seed: number): string[] {
  const entries = shuffledEntries(item)
  const list = entryListOf(item)?.carryForward?.item ?? item.code
  return entries ? shuffledCodes(entries, { seed, list }) : []
}
