import type { FastifyRequest } from 'fastify'
import type { Instrument } from '../../survey-forms/instrument.ts'
import type { Database } from '../database/connection.ts'
import type { LinkMode } from '../database/tables.ts'
import { isAnsweredLink } from './anonymity-store.ts'
import { LinkExpired, LinkSpent, LinkUnknown, SurveyNotOpen, TooManyPages } from './errors.ts'
import { firstUndone } from '../../survey-forms/flow/path.ts'
import { Standing } from '../../survey-forms/flow/standing.ts'
import { bestLanguage, inLanguage, languagesOf } from '../../survey-forms/languages/texts.ts'
import { rememberedResponse } from './respondent-memory.ts'
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
  linkMode: LinkMode
  isAnonymous: boolean
  /** In the language it is written in. */
  written: Instrument
}

/** A response in progress, and the version it is answered on in the language its respondent reads. */
export interface ResponseToAnswer {
  response: OpenResponse
  instrument: Instrument
  languages: string[]
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
  return { ...survey, version, written: await versionOf(db, { workspaceId: survey.workspaceId, surveyId, version }) }
}

/**
 * The response a link opens, and the version it is answered on.
 * @param remembered whether what this process knows of it will do: whoever then writes says which revision they read
 * @throws {LinkUnknown} for a wrong secret as for a person who never was
 * @throws {LinkSpent} when its answers were sent and nothing leads to them any more
 * @throws {LinkExpired} after the link's last day
 */
export async function responseOf(
  db: Database,
  link: Link,
  { at, remembered = false }: { at: Date; remembered?: boolean },
): Promise<ResponseToAnswer> {
  const response = (remembered ? rememberedResponse(link) : undefined) ?? (await findResponseByLink(db, link))
  if (!response && (await isAnsweredLink(db, link.secret))) throw new LinkSpent()
  if (!response || response.version === null) throw new LinkUnknown()
  const { secretExpiresAt, workspaceId, surveyId, version } = response
  if (secretExpiresAt && secretExpiresAt < at) throw new LinkExpired({ expiredAt: secretExpiresAt })
  const written = await versionOf(db, { workspaceId, surveyId, version })
  return { response, instrument: inLanguage(written, response.language), languages: languagesOf(written) }
}

/** The language that fits a request best: the one its address or form names, else what its browser asks for. */
export function languageOf(request: FastifyRequest, written: Instrument, named: string): string {
  const offered = languagesOf(written)
  if (offered.includes(named)) return named
  return bestLanguage(offered, acceptedLanguages(request.headers['accept-language']))
}

/** Languages of an Accept-Language header, the best liked first. */
export function acceptedLanguages(header: string | undefined): string[] {
  return (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag, quality = ''] = part.trim().split(/\s*;\s*q=/)
      return { tag, quality: quality === '' ? 1 : Number(quality) }
    })
    .filter(({ tag, quality }) => /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)
}

/** Where a link leads: the first page not yet done, the list of all answers, or the end. */
export function placeOf(
  link: Link,
  { response, instrument }: Pick<ResponseToAnswer, 'response' | 'instrument'>,
): string {
  if (isOver(response)) return `${linkPath(link)}/thanks`
  const standing = new Standing(instrument, response)
  const undone = firstUndone(standing, response)
  if (undone !== null) return pagePath(link, undone)
  // All is done and nothing sent: the list of answers is where it is sent from, with or without a review.
  return reviewPath(link)
}

export function reviewPath(link: Link): string {
  return `${linkPath(link)}/answers`
}

/** Whether a response takes no more answers. */
export function isOver(response: Pick<OpenResponse, 'outcome'>): boolean {
  return response.outcome !== 'in_progress' && response.outcome !== 'partial'
}

/** Pages are counted from 1 in addresses. */
export function pagePath(link: Link, pageIndex: number): string {
  return `${linkPath(link)}/pages/${pageIndex + 1}`
}

/** Whether a respondent may see and post this page: they came this far, it asks them something, and they have not finished. */
export function isReached(
  { response, instrument }: Pick<ResponseToAnswer, 'response' | 'instrument'>,
  pageIndex: number,
): boolean {
  if (isOver(response)) return false
  const standing = new Standing(instrument, response)
  if (pageIndex >= standing.pages.length || !standing.isPageShown(pageIndex)) return false
  return pageIndex <= response.page || pageIndex === firstUndone(standing, response)
}
