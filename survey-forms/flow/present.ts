import { directionOf } from '../languages/direction.ts'
import { textFields } from '../languages/texts.ts'
import { entryListOf, type Item } from '../item-kinds/registry.ts'
import { loopName, nameOn } from './course.ts'
import type { CoursePage } from './loops.ts'
import { isPiped, piped } from './pipe.ts'
import type { Standing } from './standing.ts'

/** An item as this respondent meets it: only the entries that are theirs, with earlier answers put into its texts. */
export function presentItem(standing: Standing, page: CoursePage, item: Item): Item {
  if (!standing.course.variable.has(item) && !page.round) return item
  const shown = standing.entriesOf(page, item)
  let presented = item
  if (shown) {
    const list = entryListOf(item)!
    const entries = list.entries.filter((one) => shown.includes(one.code))
    presented = { ...item, [list.property]: entries } as Item
  }
  return withPipes(presented, (name) => wordsOn(standing, page, name)) as Item
}

/** A text of a page, such as its title, with earlier answers put in. */
export function presentText(standing: Standing, page: CoursePage | null, text: string): string {
  return piped(text, (name) => wordsOn(standing, page, name))
}

/** Every text of a value that respondents read, with pipes filled; the value itself where it has none. */
function withPipes(value: unknown, wordsOf: (name: string) => string, isText = false): unknown {
  if (typeof value === 'string' || value instanceof String) {
    return isText && isPiped(String(value)) ? piped(value as string, wordsOf) : value
  }
  if (Array.isArray(value)) return value.map((one) => withPipes(one, wordsOf, isText))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withPipes(one, wordsOf, textFields.has(name))]),
  )
}

/** An answer in words: the labels of what was chosen, or the text or number itself; '' where nothing counts. */
export function wordsOn(standing: Standing, page: CoursePage | null, name: string): string {
  if (name === loopName) return String(page?.round?.label ?? '')
  const key = nameOn(page, name)
  const owner = standing.course.owners.get(key)
  if (!owner) return ''
  const value = standing.value(key)
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value)
  const { language } = standing.course.instrument
  const words = [value].flat().map((one) => labelOf(owner.item, key, String(one)))
  const list = new Intl.ListFormat(language, { style: 'long', type: 'conjunction' })
  const filled = words.filter((one) => one !== '')
  // A piece of another script keeps its own direction inside the sentence.
  const isolated = filled.map((one) =>
    directionOf(language) === 'rtl' && /^[\p{Script=Latin}\d]/u.test(one) ? `\u2068${one}\u2069` : one,
  )
  return filled.length > 1 ? list.format(isolated) : (isolated[0] ?? '')
}

function labelOf(item: Item, key: string, value: string): string {
  const lists = ['options', 'points', 'arms', 'purposes'] as const
  for (const name of lists) {
    const entries = (item as Partial<Record<(typeof lists)[number], { code: string; label: string }[]>>)[name]
    const entry = entries?.find((one) => one.code === value)
    if (entry && (key === item.code || name === 'points')) return String(entry.label)
  }
  return value
}
