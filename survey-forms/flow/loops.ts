import type { Block, Instrument, Page } from '../instrument.ts'
import { answerKeys, entryListOf, type Item } from '../item-kinds/registry.ts'

/** One time round a loop: for which option of which item. */
export interface Round {
  item: string
  option: string
  /** The option's words, for piping. */
  label: string
}

/** A page as one respondent can meet it: as written, or one round of a repeated one. */
export interface CoursePage {
  /** The page's code; in a loop with the option behind it. Codes of answers and of what was shown are made from it. */
  code: string
  /** As the instrument has it. */
  written: Page
  items: Item[]
  block: Block | null
  round: Round | null
  /** In a round: what the names of the block's own answers are there. */
  names: ReadonlyMap<string, string>
}

type Written = Pick<Instrument, 'pages' | 'blocks'>

/** The pages in the order written, the pages of a loop once for every option it can have. */
export function coursePages(instrument: Written): CoursePage[] {
  const blocks = new Map((instrument.blocks ?? []).map((one) => [one.code, one]))
  const runs: { block: Block | null; pages: Page[] }[] = []
  for (const page of instrument.pages) {
    const block = page.block ? (blocks.get(page.block) ?? null) : null
    const last = runs.at(-1)
    if (last && block && last.block === block) last.pages.push(page)
    else runs.push({ block, pages: [page] })
  }
  return runs.flatMap(({ block, pages }) => {
    const rounds = block?.loopOver ? roundsOf(instrument, block.loopOver) : [null]
    return rounds.flatMap((round) => pagesOfRound(pages, block, round))
  })
}

/** Every item that can be answered, those of a loop once a round. */
export function courseItems(instrument: Written): Item[] {
  if (!instrument.blocks?.some((one) => one.loopOver)) return instrument.pages.flatMap((one) => one.items)
  return coursePages(instrument).flatMap((one) => one.items)
}

function roundsOf({ pages }: Written, itemCode: string): Round[] {
  const item = pages.flatMap((page) => page.items).find((one) => one.code === itemCode)
  const entries = item ? (entryListOf(item)?.entries ?? []) : []
  return entries
    .filter((one) => !one.isExclusive && !one.isNonSubstantive)
    .map((one) => ({ item: itemCode, option: one.code, label: one.label ?? one.code }))
}

const noNames: ReadonlyMap<string, string> = new Map()

function pagesOfRound(pages: Page[], block: Block | null, round: Round | null): CoursePage[] {
  if (!round)
    return pages.map((page) => ({ code: page.code, written: page, items: page.items, block, round, names: noNames }))
  const names = new Map<string, string>()
  const repeated = pages.map((page) => ({
    page,
    items: page.items.map((item) => {
      const again = { ...item, code: `${item.code}_${round.option}` }
      const keys = answerKeys(again)
      for (const [place, key] of answerKeys(item).entries()) names.set(key, keys[place])
      return again
    }),
  }))
  return repeated.map(({ page, items }) => ({
    code: `${page.code}_${round.option}`,
    written: page,
    items,
    block,
    round,
    names,
  }))
}
