import type { Item } from '../instrument.ts'
import { entryListOf } from '../item-kinds/registry.ts'
import { textFields } from '../languages/texts.ts'
import type { Condition } from '../parts.ts'
import type { Course } from './course.ts'
import type { CoursePage } from './loops.ts'
import { pipedNames } from './pipe.ts'
import type { Standing } from './standing.ts'

/** Where in a questionnaire something is written. */
export interface Place {
  page?: string
  block?: string
  item?: string
  /** An option's or row's code, or the number of a jump on its page. */
  entry?: string
  screenOut?: string
  quota?: string
  language?: string
}

/** One condition or expression of a questionnaire, and all that is needed to judge it. */
export interface Site {
  at: Place
  /** How a sentence about it begins. */
  subject: string
  source: Condition
  /** What it has to give. */
  gives: 'condition' | 'number' | 'text'
  /** The page it is read on; null for what is judged over the whole survey. */
  page: CoursePage | null
  /** Whether answers of that page itself may be asked for. */
  seesOwnPage: boolean
  /** Whether what hangs on it comes about for a respondent. */
  comesAbout: (standing: Standing) => boolean
}

/** Names that are used outside conditions: carried forward, looped over, put into texts. */
export interface Mention {
  at: Place
  subject: string
  /** An answer key, or an item's code where `isItem`. */
  name: string
  isItem: boolean
  page: CoursePage | null
}

/** The pages to check: of a loop one round stands for all. */
function representatives(course: Course): CoursePage[] {
  const seen = new Set<string>()
  return course.pages.filter(({ written }) => {
    const isNew = !seen.has(written.code)
    seen.add(written.code)
    return isNew
  })
}

/** Every condition and expression of a questionnaire, in the order written. */
export function sitesOf(course: Course): Site[] {
  const { instrument } = course
  const pages = representatives(course)
  const shown = (page: CoursePage) => (standing: Standing) => standing.isPageShown(standing.placeOf(page))
  const sites: Site[] = []
  const blocks = new Set<string>()
  for (const page of pages) {
    const { written, block } = page
    const common = { page, seesOwnPage: false, gives: 'condition' as const }
    if (block?.showIf && !blocks.has(block.code)) {
      blocks.add(block.code)
      sites.push({
        ...common,
        at: { block: block.code },
        subject: `Block ${block.code}`,
        source: block.showIf,
        comesAbout: shown(page),
      })
    }
    if (written.showIf) {
      const at = { page: written.code }
      sites.push({
        ...common,
        at,
        subject: `The page “${written.title}”`,
        source: written.showIf,
        comesAbout: shown(page),
      })
    }
    for (const [index, jump] of (written.jumps ?? []).entries()) {
      if (!jump.when) continue
      const at = { page: written.code, entry: String(index + 1) }
      const { when } = jump
      const comesAbout = (standing: Standing) => shown(page)(standing) && standing.holds(when, page)
      sites.push({
        ...common,
        at,
        subject: `Jump ${index + 1} of the page “${written.title}”`,
        source: when,
        seesOwnPage: true,
        comesAbout,
      })
    }
    for (const item of page.items) sites.push(...sitesOfItem(page, item, writtenCode(page, item)))
  }
  for (const one of instrument.screenOuts ?? []) {
    const comesAbout = (standing: Standing) => standing.holds(one.when, null)
    sites.push({
      at: { screenOut: one.code },
      subject: `Screen-out ${one.code}`,
      source: one.when,
      gives: 'condition',
      page: null,
      seesOwnPage: true,
      comesAbout,
    })
  }
  for (const quota of instrument.quotas ?? []) {
    for (const cell of quota.cells) {
      const comesAbout = (standing: Standing) => standing.holds(cell.when, null)
      const at = { quota: quota.code, entry: cell.code }
      sites.push({
        at,
        subject: `Cell ${cell.code} of quota ${quota.code}`,
        source: cell.when,
        gives: 'condition',
        page: null,
        seesOwnPage: true,
        comesAbout,
      })
    }
  }
  return sites
}

function sitesOfItem(page: CoursePage, item: Item, code: string): Site[] {
  const at = { page: page.written.code, item: code }
  const common = { page, seesOwnPage: false, gives: 'condition' as const }
  const isItemShown = (standing: Standing) =>
    standing.isPageShown(standing.placeOf(page)) && standing.isItemShown(page, item)
  const sites: Site[] = []
  if (item.showIf) sites.push({ ...common, at, subject: code, source: item.showIf, comesAbout: isItemShown })
  if (item.kind === 'calculated') {
    sites.push({
      at,
      subject: code,
      source: item.expression,
      gives: item.gives,
      page,
      seesOwnPage: true,
      comesAbout: () => true,
    })
  }
  for (const entry of entryListOf(item)?.entries ?? []) {
    if (!entry.showIf) continue
    const comesAbout = (standing: Standing) =>
      isItemShown(standing) && (standing.entriesOf(page, item)?.includes(entry.code) ?? true)
    sites.push({
      ...common,
      at: { ...at, entry: entry.code },
      subject: `${code}, ${entry.code}`,
      source: entry.showIf,
      comesAbout,
    })
  }
  return sites
}

/** An item's code as its author wrote it, without the option of a loop. */
export function writtenCode(page: CoursePage, item: Item): string {
  return page.round ? item.code.slice(0, -page.round.option.length - 1) : item.code
}

/** Every name a questionnaire uses outside its conditions. */
export function mentionsOf(course: Course): Mention[] {
  const mentions: Mention[] = []
  const loops = new Set<string>()
  for (const page of representatives(course)) {
    const { written, block } = page
    if (block?.loopOver && !loops.has(block.code)) {
      loops.add(block.code)
      mentions.push({
        at: { block: block.code },
        subject: `Block ${block.code}`,
        name: block.loopOver,
        isItem: true,
        page,
      })
    }
    for (const name of pipedNames(String(written.title))) {
      mentions.push({ at: { page: written.code }, subject: `The page “${written.title}”`, name, isItem: false, page })
    }
    for (const item of page.items) {
      const code = writtenCode(page, item)
      const at = { page: written.code, item: code }
      const carried = entryListOf(item)?.carryForward
      if (carried) mentions.push({ at, subject: code, name: carried.item, isItem: true, page })
      for (const name of new Set(textsIn(item).flatMap(pipedNames))) {
        mentions.push({ at, subject: code, name, isItem: false, page })
      }
    }
  }
  return mentions
}

function textsIn(value: unknown, isText = false): string[] {
  if (typeof value === 'string') return isText ? [value] : []
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, isText))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => textsIn(one, textFields.has(name)))
}

/** Where an item stands, by its code or, within a round, by the code its author wrote. */
export function ownerOfItem(
  course: Course,
  page: CoursePage | null,
  name: string,
): { page: CoursePage; item: Item } | undefined {
  const near = page?.round
    ? course.pages.filter((one) => one.round?.option === page.round!.option && one.block === page.block)
    : []
  for (const one of [...near, ...course.pages]) {
    const item = one.items.find(
      (each) => each.code === name || (one.round && writtenCode(one, each) === name && near.includes(one)),
    )
    if (item) return { page: one, item }
  }
  return undefined
}
