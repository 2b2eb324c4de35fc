import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Instrument } from '../../survey-forms/instrument.ts'
import type { Database } from '../database/connection.ts'
import { sendPage } from '../http/page.ts'
import { studyOf } from '../studies/store.ts'
import { quotaCellsOf } from '../surveys/quota-store.ts'
import { surveyParams } from '../surveys/schema.ts'
import { versionOf } from '../surveys/respondent-store.ts'
import { surveyOf } from '../surveys/store.ts'
import { hasOwnOrders, pageKeys, progressByPage } from './page-progress.ts'
import {
  countFieldwork,
  fieldworkDays,
  pagesSent,
  startedByVersion,
  unfinishedPlaces,
  versionNumbers,
} from './store.ts'
import { fieldworkView } from './view.ts'

/** How a hosted survey is going, read anew whenever the page is. */
export const fieldworkRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/surveys/:surveyId/fieldwork', { schema: { params: surveyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, surveyId: request.params.surveyId }
    const survey = await surveyOf(db, key)
    const study = await studyOf(db, { workspaceId: key.workspaceId, studyId: survey.studyId })
    const now = request.clock.now()
    const versions = new Map<number, Instrument>()
    for (const version of await versionNumbers(db, key)) versions.set(version, await versionOf(db, { ...key, version }))
    const published = survey.publishedVersion
    const ownOrders = [...versions].flatMap(([version, one]) => (hasOwnOrders(one) ? [version] : []))
    const view = fieldworkView({
      survey: { id: survey.id, title: survey.draft.title, state: survey.state, isAnonymous: survey.isAnonymous },
      definition: (published === null ? undefined : versions.get(published)) ?? survey.draft,
      counts: await countFieldwork(db, { ...key, now }),
      pages: progressByPage(versions, published, {
        sent: await pagesSent(db, key, pageKeys(versions)),
        started: await startedByVersion(db, key),
        unfinished: await unfinishedPlaces(db, { ...key, now }, ownOrders),
      }),
      cells: await quotaCellsOf(db, key),
      days: await fieldworkDays(db, key),
      at: now,
    })
    const frame = {
      title: `Fieldwork: ${survey.draft.title}`,
      styles: ['study', 'fieldwork'],
      scripts: ['live-part'],
      study,
      section: 'survey' as const,
    }
    return sendPage(request, reply, 'pages/fieldwork/fieldwork', frame, view)
  })
}
