import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { codePointCount, type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import { type Instrument, itemsOf } from '../../survey-forms/instrument.ts'
import { keptValue } from '../../survey-forms/item-kinds/hidden/schema.ts'
import { movedKey } from '../../survey-forms/item-kinds/ranking/moves.ts'
import { inLanguage, languagesOf } from '../../survey-forms/languages/texts.ts'
import type { Database } from '../database/connection.ts'
import { findInvitationByCode } from '../invitations/invitation-store.ts'
import type { Answers } from '../responses/variable.ts'
import { dayOf, responseIdFor, withoutTimes } from './anonymity.ts'
import { cutExpired } from './anonymity-cuts.ts'
import { type Answered, answerPage, untouched } from './answering.ts'
import { LinkNeeded, LinkSpent } from './errors.ts'
import {
  isOver,
  languageOf,
  openSurveyByLink,
  pagePath,
  placeOf,
  responseOf,
  type SurveyToAnswer,
  starting,
} from './link.ts'
import { sendWelcome } from './respondent-page.ts'
import { findResponseByLink, startResponse } from './respondent-store.ts'
import type { PageToShow } from './respondent-view.ts'
import { saveAnswers } from './saving.ts'
import { surveyParams } from './schema.ts'
import { findSingleUseLink, linkCodeHash } from './single-use-store.ts'
import { linkExpiry, linkPath, type Start, startOf } from './start.ts'

/** The public link: looking stores nothing; pressing Start with the consent that is needed makes the response. */
export const startRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/s/:surveyId', { config: starting, schema: { params: surveyParams } }, async (request, reply) => {
    const survey = await openSurveyByLink(db, request.params.surveyId)
    const { start, begun, invited } = await whoStarts(db, survey, request, undefined)
    // Whoever comes again by a link of their own goes on where they were, on whatever device.
    if (begun) return reply.redirect(placeOf(start, begun), 303)
    const named = oneValue(request.query as FormBody, 'language') || (invited?.language ?? '')
    const language = languageOf(request, survey.written, named)
    return sendWelcome(request, reply, {
      survey,
      start,
      shown: firstPage(survey, start, { language, answered: null }),
      isBaited: false,
      isKnown: invited !== null && !survey.isAnonymous,
    })
  })

  app.post('/s/:surveyId', { config: starting, schema: { params: surveyParams } }, async (request, reply) => {
    const survey = await openSurveyByLink(db, request.params.surveyId)
    const body = (request.body ?? {}) as FormBody
    const { start, begun, codeHash, invited } = await whoStarts(db, survey, request, body._start)
    if (begun) return reply.redirect(placeOf(start, begun), 303)
    const at = request.clock.now()
    const switched = oneValue(body, '_language')
    const language = languageOf(request, survey.written, switched || oneValue(body, '_in'))
    const instrument = inLanguage(survey.written, language)
    const given = survey.isAnonymous ? () => '' : valuesOf(request, invited)
    const before = { ...untouched, answers: answersInLink(instrument, given) }
    const answered = answerPage(instrument, before, { pageIndex: 0, body, seed: start.seed, at })
    // A robot that fills every field is told so, in case it is a person with a helpful browser.
    const isBaited = oneValue(body, '_website') !== ''
    const isSamePage = switched !== '' || movedKey(body) !== null
    if (isSamePage || answered.to === 'errors' || isBaited) {
      const shown = firstPage(survey, start, { language, answered })
      const isKnown = invited !== null && !survey.isAnonymous
      return sendWelcome(request, reply.status(isSamePage ? 200 : 422), { survey, start, shown, isBaited, isKnown })
    }
    if (survey.isAnonymous) await cutExpired(db, { workspaceId: survey.workspaceId, surveyId: survey.id }, at)
    return reply.redirect(
      await begin(db, survey, { start, codeHash, invited, given, language, instrument, answered, at }),
      303,
    )
  })
}

interface Beginning {
  start: Start
  codeHash: Buffer | null
  invited: Invited | null
  given: GivenValue
  language: string
  instrument: Instrument
  answered: Answered
  at: Date
}

/** Stores the first page as a response of its own. @returns where to go on */
async function begin(db: Database, survey: SurveyToAnswer, beginning: Beginning): Promise<string> {
  const { start, codeHash, invited, given, language, instrument, answered, at } = beginning
  const { progress } = answered
  const { isAnonymous } = survey
  // Places in quotas are held in a step of their own, once there is a response to hold them for; and what is to be cut from
  // its link must be there first.
  const isCut = isAnonymous && codeHash !== null && progress.outcome !== 'in_progress'
  const inTwoSteps = progress.quotaCells.length > 0 || isCut
  const first = inTwoSteps
    ? { ...progress, quotaCells: [], outcome: 'in_progress' as const, endedBy: null, completedAt: null }
    : progress
  const startedAt = isAnonymous ? dayOf(at) : at
  await startResponse(db, {
    ...start,
    responseId: responseIdFor(isAnonymous),
    workspaceId: survey.workspaceId,
    studyId: survey.studyId,
    surveyId: survey.id,
    version: survey.version,
    secretExpiresAt: linkExpiry(startedAt),
    language,
    linkCodeHash: codeHash,
    isAnonymous,
    isInvited: invited !== null && !isAnonymous,
    urlFields: urlFieldsOf(survey.written, given),
    consents: answered.consents,
    progress: isAnonymous ? withoutTimes(first) : first,
    at: startedAt,
  })
  if (inTwoSteps) {
    const { response } = await responseOf(db, start, { at })
    if (response.revision === 0) {
      const saved = await saveAnswers(db, start, response, {
        instrument,
        progress,
        consents: [],
        language,
        at,
        isRetry: true,
      })
      if (saved && saved.progress.outcome !== 'in_progress') return `${linkPath(saved.link)}/thanks`
    }
  }
  if (answered.to === 'end') return `${linkPath(start)}/thanks`
  return typeof answered.to === 'object' ? pagePath(start, answered.to.page) : linkPath(start)
}

/**
 * Who starts here. Where links work once, the code in the address decides: the same code is the same person on every
 * device, an empty or unknown one is nobody, and a spent one has had its answer.
 * @throws {LinkNeeded} @throws {LinkSpent}
 */
async function whoStarts(db: Database, survey: SurveyToAnswer, request: FastifyRequest, given: unknown) {
  if (survey.linkMode === 'open')
    return { start: startOf(survey.id, given), begun: null, codeHash: null, invited: null }
  const code = oneValue(request.query as FormBody, 'code')
  const codeHash = linkCodeHash(code)
  if (!codeHash) throw new LinkNeeded()
  const key = { workspaceId: survey.workspaceId, surveyId: survey.id, codeHash }
  const invited = survey.linkMode === 'personal' ? ((await findInvitationByCode(db, key)) ?? null) : null
  const known = invited ?? (survey.linkMode === 'single_use' ? await findSingleUseLink(db, key) : undefined)
  if (!known) throw new LinkNeeded()
  const start = startOf(survey.id, code)
  // Invited people answer as themselves; in an anonymous survey as nobody, whom only their code leads to.
  if (invited && !survey.isAnonymous) start.personId = invited.personId
  const begun = await findResponseByLink(db, start)
  const isSpent = 'isFinished' in known ? known.isFinished : known.spentAt !== null
  if (isSpent || (begun && isOver(begun))) throw new LinkSpent()
  return { start, codeHash, invited, begun: begun ? await responseOf(db, start, { at: request.clock.now() }) : null }
}

function firstPage(
  survey: SurveyToAnswer,
  start: Start,
  { language, answered }: { language: string; answered: Answered | null },
): PageToShow {
  const { answers, drafts } = answered?.progress ?? untouched
  return {
    instrument: inLanguage(survey.written, language),
    organisation: survey.organisation,
    languages: languagesOf(survey.written),
    pageIndex: 0,
    answers,
    drafts,
    errors: answered?.errors ?? [],
    seed: start.seed,
  }
}

/** What is known of an invited person beside who they are. */
type Invited = NonNullable<Awaited<ReturnType<typeof findInvitationByCode>>>

/** A value that came with whoever starts, by the name of its field; '' where there is none. */
type GivenValue = (field: string) => string

/** What the list of invited people says of somebody goes before what an address says: anybody can write an address. */
function valuesOf(request: FastifyRequest, invited: Invited | null): GivenValue {
  const known = new Map(Object.entries(invited?.fields ?? {}).map(([field, value]) => [field.toLowerCase(), value]))
  return (field) => known.get(field.toLowerCase()) ?? oneValue(request.query as FormBody, field)
}

/** Only fields the instrument names, and only short ones: they come from whoever wrote the link. */
function urlFieldsOf(instrument: Instrument, given: GivenValue): Record<string, string> {
  const values = instrument.urlFields.map((name) => [name, given(name)] as const)
  return Object.fromEntries(values.filter(([, value]) => value !== '' && codePointCount(value) <= 200))
}

/** Values that hidden items take from the link, or from the list of whoever was invited. */
function answersInLink(instrument: Instrument, given: GivenValue): Answers {
  const kept = itemsOf(instrument).flatMap((item) => {
    if (item.kind !== 'hidden') return []
    const value = keptValue(item, given(item.field ?? item.code))
    return value === null ? [] : [[item.code, value] as const]
  })
  return Object.fromEntries(kept)
}
