import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../database/connection.ts'
import { sendPage } from '../http/page.ts'
import { formatDate } from '../http/format.ts'
import { exportColumn, pagesOfVersions, versionKey } from '../response-exports/cells.ts'
import { exportedResponse, versionsOfStudy } from '../response-exports/store.ts'
import { variablesOfStudy } from '../responses/store.ts'
import { studyOf } from '../studies/store.ts'
import { ResponseNotFound } from './errors.ts'
import { decisionsOf, qualityOfResponse, qualityOfStudy, type ResponseKey } from './store.ts'
import { decisionView, measuredView } from './view.ts'

const emptyWords = { not_shown: 'not shown', skipped: 'skipped', not_reached: 'not reached', answered: '', refused: '' }

/** One response with what was measured of it, what was decided, and its answers: what a researcher judges by. */
export async function sendResponsePage(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  key: ResponseKey & { studyId: string },
): Promise<FastifyReply> {
  const study = await studyOf(db, key)
  const response = await exportedResponse(db, key)
  if (!response) throw new ResponseNotFound()
  const { settings } = await qualityOfStudy(db, key)
  const quality = await qualityOfResponse(db, key)
  const decisions = await decisionsOf(db, key)
  const standing = decisions.find(({ endedAt }) => endedAt === null)
  const pages = pagesOfVersions(await versionsOfStudy(db, key))
  const shown = pages.get(versionKey(response.surveyId ?? '', response.version ?? 0))
  const variables = (await variablesOfStudy(db, key)).filter(
    ({ role, kind }) => role !== 'ignored' && kind !== 'ignored',
  )
  const view = {
    studyHref: `/studies/${key.studyId}/quality`,
    label: response.label,
    responseId: key.responseId,
    completed: response.completedAt === null ? '' : formatDate(new Date(response.completedAt)),
    isMeasured: quality !== undefined,
    isSuspect: quality?.isSuspect ?? false,
    measured: measuredView(quality?.measures ?? {}, settings, quality?.flags ?? []),
    action: `/responses/${key.personId}/${key.responseId}/decisions`,
    returnTo: `/responses/${key.personId}/${key.responseId}/quality`,
    mayChange: request.account.role !== 'viewer',
    ...decisionView(standing ?? { decision: null, reason: null, accountName: null, decidedAt: null }),
    earlier: decisions.flatMap((one) =>
      one.endedAt === null ? [] : [{ ...decisionView(one), ended: formatDate(one.endedAt) }],
    ),
    answers: variables.map(exportColumn).map(({ variable, valueIn, stateIn, labelled }) => {
      const value = valueIn(response.answers)
      const empty = emptyWords[stateIn(response, shown)]
      return { label: variable.label, answer: value === null ? '' : labelled(value), empty }
    }),
  }
  const frame = {
    title: `${response.label}: how carefully answered`,
    styles: ['study', 'response-quality'],
    study,
    section: 'responses' as const,
  }
  return sendPage(request, reply, 'pages/response-quality/response', frame, view)
}
