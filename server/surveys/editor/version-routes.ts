import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Instrument } from '../../../survey-forms/instrument.ts'
import type { Database } from '../../database/connection.ts'
import { formatCount, formatDate } from '../../http/format.ts'
import { sendPage } from '../../http/page.ts'
import { newId } from '../../ids.ts'
import { studyParams } from '../../studies/schema.ts'
import { studyOf } from '../../studies/store.ts'
import { setDraft } from './draft-store.ts'
import { type Difference, differencesBetween } from './differences.ts'
import { EditRefused, VersionNotFound } from '../errors.ts'
import { withImagesInside, withImagesKept } from './image-store.ts'
import { sendList } from './list-page.ts'
import { surveyFile, surveyFileBytes, surveyInFile } from './survey-file.ts'
import { surveyParams, uploadQuery, versionQuery, versionsQuery } from '../schema.ts'
import { createSurvey, publishedVersions, surveyOf, underWayByVersion } from '../store.ts'

/** What became of a survey from version to version; the survey as a file and back. */
export const versionRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get(
    '/surveys/:surveyId/versions',
    { schema: { params: surveyParams, querystring: versionsQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, surveyId: request.params.surveyId }
      const survey = await surveyOf(db, key)
      const study = await studyOf(db, { workspaceId: survey.workspaceId, studyId: survey.studyId })
      const versions = await publishedVersions(db, key)
      const underWay = await underWayByVersion(db, key)
      const definitionOf = (number: number | undefined) => {
        if (number === undefined) return survey.draft
        const found = versions.find((one) => one.version === number)
        if (!found) throw new VersionNotFound({ version: number })
        return found.definition
      }
      const from = request.query.from ?? versions.at(-1)?.version
      const { to } = request.query
      const differences = from === undefined ? [] : differencesBetween(definitionOf(from), definitionOf(to))
      const view = {
        base: `/surveys/${survey.id}`,
        title: survey.draft.title,
        isPublished: versions.length > 0,
        versions: versions
          .map(({ version, publishedAt }) => ({
            version,
            publishedOn: formatDate(publishedAt),
            underWay: formatCount(underWay.get(version) ?? 0),
            isFrom: version === from,
            isTo: version === to,
          }))
          .reverse(),
        compared:
          from === undefined ? null : `From version ${from} to ${to === undefined ? 'the draft' : `version ${to}`}`,
        isDraftTo: to === undefined,
        size: differences.length === 1 ? '1 change' : `${formatCount(differences.length)} changes`,
        isSame: differences.length === 0,
        differences: differences.slice(0, 500).map(differenceView),
      }
      const frame = { title: `Versions: ${survey.title}`, styles: ['survey-editor'], study, section: 'survey' as const }
      return sendPage(request, reply, 'pages/surveys/versions', frame, view)
    },
  )

  app.get(
    '/surveys/:surveyId/survey.json',
    { schema: { params: surveyParams, querystring: versionQuery } },
    async (request, reply) => {
      const key = { workspaceId: request.account.workspaceId, surveyId: request.params.surveyId }
      const survey = await surveyOf(db, key)
      const { version } = request.query
      const published = version === undefined ? [] : await publishedVersions(db, key)
      const definition =
        version === undefined ? survey.draft : published.find((one) => one.version === version)?.definition
      if (!definition) throw new VersionNotFound({ version: version! })
      reply.header('content-disposition', `attachment; filename="${definition.code}.json"`)
      reply.header('cache-control', 'no-store').type('application/json; charset=utf-8')
      return reply.send(surveyFile(await withImagesInside(db, key, definition)))
    },
  )

  app.post(
    '/studies/:studyId/survey-file',
    { config: { isUpload: true }, schema: { params: studyParams, querystring: uploadQuery } },
    async (request, reply) => {
      const { workspaceId } = request.account
      const study = await studyOf(db, { workspaceId, studyId: request.params.studyId })
      const part = await request.file({ limits: { fileSize: surveyFileBytes + 1 } })
      const bytes = part ? await part.toBuffer() : Buffer.alloc(0)
      let instrument: Instrument
      try {
        instrument = surveyInFile(bytes)
      } catch (error) {
        if (!(error instanceof EditRefused)) throw error
        const refused = { form: 'file' as const, typed: '', message: error.message }
        return sendList(db, request, reply.status(422), { studyId: study.id, refused })
      }
      const surveyId = newId()
      const at = request.clock.now()
      await db.transaction().execute(async (tx) => {
        const survey = { workspaceId, studyId: study.id, surveyId, at }
        await createSurvey(tx, { ...survey, instrument })
        await setDraft(tx, survey, await withImagesKept(tx, survey, instrument))
      })
      return reply.redirect(`/surveys/${surveyId}`, 303)
    },
  )
}

const words: Record<Difference['what'], string> = {
  added: 'New',
  removed: 'Removed',
  moved: 'Moved',
  worded: 'Worded anew',
  settings: 'Setting',
  rules: 'Rule',
  language: 'Language',
}

function differenceView({ what, about, before, after }: Difference) {
  return { what: words[what], about, before: before ?? '', after: after ?? '' }
}
