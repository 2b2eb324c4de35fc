import type { FastifyRequest } from 'fastify'
import type { Instrument } from '../../survey-forms/instrument.ts'
import type { Database } from '../database/connection.ts'
import { LinkExpired, LinkUnknown, SurveyNotOpen, TooManyPages } from './errors.ts'
import { shownItems } from './journey.ts'
import { findResponseByLink, findSurveyByLink, type OpenResponse, versionOf } from './respondent-store.ts'
import { linkPath } from './start.ts'

/** What a respondent holds: who they are, and the secret that proves it. */
export interface Link {
  personId: string
  secret: string
}

/** An open survey as its public link finds it. */
export interface SurveyToAnswer {
  id: string
  workspaceId: string
  studyId: string
  version: number
  organisation: string
  instrument: Instrument
}

// Schools and offices share one address: starts are limited per address and generously, pages per link.
const tooMany = () => new TooManyPages()
export const starting = {
  access: 'respondent',
  rateLimit: { max: 600, timeWindow: '1 minute', errorResponseBuilder: tooMany },
} as const
export const answering = {
  access: 'respondent',
  rateLimit: {
    max: 120,
    timeWindow: '1 minute',
    errorResponseBuilder: tooMany,
    keyGenerator: (request: FastifyRequest) => (request.params as Link).personId,
  },
} as const

/**
 * @throws {LinkUnknown} for no survey
 * @throws {SurveyNotOpen} for one that takes no answers
 */
export async function openSurveyByLink(db: Database, surveyId: string): Promise<SurveyToAnswer> {
  const survey = await findSurveyByLink(db, surveyId)
  if (!survey) throw new LinkUnknown()
  if (survey.state !== 'open' || survey.publishedVersion === null) {
    throw new SurveyNotOpen({ surveyId, state: survey.state === 'closed' ? 'closed' : 'draft' })
  }
  const version = survey.publishedVersion
  return { ...survey, version, instrument: await versionOf(db, { workspaceId: survey.workspaceId, surveyId, version }) }
}

/**
 * The response a link opens, and the version it is answered on.
 * @throws {LinkUnknown} for a wrong secret as for a person who never was
 * @throws {LinkExpired} after the link's last day
 */
export async function responseOf(
  db: Database,
  link: Link,
  at: Date,
): Promise<{ response: OpenResponse; instrument: Instrument }> {
  const response = await findResponseByLink(db, link)
  if (!response || response.version === null) throw new LinkUnknown()
  const { secretExpiresAt, workspaceId, surveyId, version } = response
  if (secretExpiresAt && secretExpiresAt < at) throw new LinkExpired({ expiredAt: secretExpiresAt })
  return { response, instrument: await versionOf(db, { workspaceId, surveyId, version }) }
}

/** Where a link leads: the first page not yet done, or the end. */
export function placeOf(link: Link, response: OpenResponse): string {
  return response.outcome === 'completed' ? `${linkPath(link)}/thanks` : pagePath(link, response.page)
}

/** Pages are counted from 1 in addresses. */
export function pagePath(link: Link, pageIndex: number): string {
  return `${linkPath(link)}/pages/${pageIndex + 1}`
}

/** Whether a respondent may see and post this page: they came this far, it asks them something, and they have not finished. */
export function isReached(instrument: Instrument, response: OpenResponse, pageIndex: number): boolean {
  if (response.outcome === 'completed' || pageIndex > response.page) return false
  return shownItems(instrument.pages[pageIndex], response.answers).length > 0
}
