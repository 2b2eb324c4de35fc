import { randomBytes, randomUUID } from 'node:crypto'
import { newId } from '../ids.ts'
import type { ConsentDecision } from './consent.ts'
import type { ResponseProgress } from './respondent-store.ts'

/**
 * What an anonymous survey keeps of when and how long: the day, in UTC, and nothing finer. A time on a page to the second
 * would tell a response by the log of any proxy that saw its pages.
 */
export function withoutTimes(progress: ResponseProgress): ResponseProgress {
  const pages = Object.keys(progress.pageSeconds).map((page) => [page, 0] as const)
  return {
    ...progress,
    // Which pages were sent is kept, for where people stop; 0 stands for not measured.
    pageSeconds: Object.fromEntries(pages),
    completedAt: progress.completedAt && dayOf(progress.completedAt),
  }
}

/** Midnight, UTC, of the day. */
export function dayOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / dayMilliseconds) * dayMilliseconds)
}

const dayMilliseconds = 86_400_000

/** Of decisions about one purpose on one day only the last is kept: their order would be a time. */
export function lastDecisions(decisions: ConsentDecision[]): ConsentDecision[] {
  return [...new Map(decisions.map((decision) => [decision.purpose, decision])).values()]
}

/** An id for a row of a response: in an anonymous survey random, elsewhere in the order of arrival. */
export function responseIdFor(isAnonymous: boolean): string {
  return isAnonymous ? randomUUID() : newId()
}

const labelSigns = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** R-7KQ2MD: what an anonymous respondent is called. Numbers that count up would tell who came first. */
export function randomLabel(bytes: Uint8Array = randomBytes(6)): string {
  return `R-${Array.from(bytes, (byte) => labelSigns[byte % labelSigns.length]).join('')}`
}
