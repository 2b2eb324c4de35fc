import { entryListOf } from '../../survey-forms/item-kinds/registry.ts'
import type { PageOfKey } from '../response-exports/cells.ts'
import type { ShownOrder } from '../surveys/journey.ts'
import type { Scales } from './scales.ts'

/**
 * The blocks of scale items in the order one respondent saw them, where the survey may change it: rows of a grid, or questions of a page.
 * Items they were not shown are left out. Without pages (an imported file) the order is that of the columns.
 * @param pages of the version that was answered, by answer key
 */
export function shownBlocks(scales: Scales, pages: PageOfKey | undefined): (shown: ShownOrder) => number[][] {
  if (!pages) return () => scales.blocks
  const orders = scales.blocks.map((block) => orderOfBlock(block, scales, pages))
  return (shown) => orders.map((order) => order(shown))
}

function orderOfBlock(block: number[], { items }: Scales, pages: PageOfKey): (shown: ShownOrder) => number[] {
  const places = block.map((item) => {
    const { name } = items[item]!.variable
    const page = pages.get(name)
    return page ? { item, name, page: page.code, asked: page.items[0]! } : null
  })
  const known = places.filter((place) => place !== null)
  const [first] = known
  const isOnOnePage = known.length === block.length && known.every(({ page }) => page === first?.page)
  if (!first || !isOnOnePage) return () => block
  if (known.every(({ asked }) => asked.code === first.asked.code)) {
    const entries = entryListOf(first.asked)?.entries ?? []
    const byEntry = new Map(
      entries.flatMap(({ code }) => {
        const place = known.find(({ name }) => name === `${first.asked.code}_${code}`)
        return place ? [[code, place.item]] : []
      }),
    )
    return (shown) => listed(shown[first.page]?.orders[first.asked.code], byEntry) ?? block
  }
  const byItem = new Map(known.map(({ asked, item }) => [asked.code, item]))
  return (shown) => listed(shown[first.page]?.items, byItem) ?? block
}

function listed(codes: string[] | undefined, items: ReadonlyMap<string, number>): number[] | null {
  if (!codes || codes.length === 0) return null
  return codes.flatMap((code) => items.get(code) ?? [])
}
