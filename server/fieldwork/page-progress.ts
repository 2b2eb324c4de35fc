import { courseOf, pagesInOrder } from '../../survey-forms/flow/course.ts'
import { coursePages } from '../../survey-forms/flow/loops.ts'
import type { Instrument } from '../../survey-forms/instrument.ts'
import type { PageSent, StartedVersion, UnfinishedPlace } from './store.ts'

/** One page of a survey as written, over all versions that were answered; the rounds of a loop are one page. */
export interface PageProgress {
  code: string
  title: string
  /** Whether the published version no longer has it. */
  isEarlier: boolean
  /** Responses that sent it, at least one round of it. */
  sent: number
  /** Responses on versions that have it. */
  started: number
  /** Unfinished responses that got here and no farther: answering now, and silent for a day or ended. */
  answering: number
  stopped: number
  medianSeconds: number | null
}

/** Which key of `page_seconds` belongs to which written page, by version. */
export function pageKeys(versions: Map<number, Instrument>): { version: number; key: string; page: string }[] {
  return [...versions].flatMap(([version, instrument]) =>
    coursePages(instrument).map(({ code, written }) => ({ version, key: code, page: written.code })),
  )
}

/** Whether respondents of a version meet its pages in orders of their own, so that a place means little without their seed. */
export function hasOwnOrders({ blocks = [] }: Instrument): boolean {
  return blocks.some((one) => one.isMovable || one.isShuffled)
}

/** How far responses came, page by page: the published version's pages in their order, then pages that only earlier ones have. */
export function progressByPage(
  versions: Map<number, Instrument>,
  published: number | null,
  { sent, started, unfinished }: { sent: PageSent[]; started: StartedVersion[]; unfinished: UnfinishedPlace[] },
): PageProgress[] {
  const rows = new Map<string, PageProgress>()
  const newestFirst = [...versions.keys()].sort((one, other) => other - one)
  const inOrder = published === null ? newestFirst : [published, ...newestFirst.filter((one) => one !== published)]
  for (const version of inOrder) {
    const startedHere = started.find((one) => one.version === version)?.started ?? 0
    for (const [place, { code, title }] of versions.get(version)!.pages.entries()) {
      const row = rows.get(code) ?? {
        code,
        title: title || `Page ${place + 1}`,
        isEarlier: version !== inOrder[0],
        sent: 0,
        started: 0,
        answering: 0,
        stopped: 0,
        medianSeconds: null,
      }
      row.started += startedHere
      rows.set(code, row)
    }
  }
  for (const { page, sent: times, medianSeconds } of sent) {
    const row = rows.get(page)
    if (row) Object.assign(row, { sent: times, medianSeconds })
  }
  for (const { version, place, seed, answering, stopped } of unfinished) {
    const instrument = versions.get(version)
    const page = instrument && pagesInOrder(courseOf(instrument), seed)[place]
    const row = page && rows.get(page.written.code)
    if (!row) continue
    row.answering += answering
    row.stopped += stopped
  }
  return [...rows.values()].filter((row) => !row.isEarlier || row.sent + row.answering + row.stopped > 0)
}
