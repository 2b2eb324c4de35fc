import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type FormBody, oneValue } from '../../survey-forms/form-body.ts'
import { directionOf } from '../../survey-forms/languages/direction.ts'
import { languagesOf } from '../../survey-forms/languages/texts.ts'
import type { Database } from '../database/connection.ts'
import { formatCount } from '../http/format.ts'
import { sendPage } from '../http/page.ts'
import { studyOf } from '../studies/store.ts'
import { EditRefused, LanguageNotFound } from './errors.ts'
import { surveyLanguageParams, surveyParams } from './schema.ts'
import { editDraft, surveyOf } from './store.ts'
import { addLanguage, missingCount, removeLanguage, translate, translationRows } from './translating.ts'

/** Languages of a survey, and the grid in which one is translated. */
export const languageRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/surveys/:surveyId/languages', { schema: { params: surveyParams } }, (request, reply) =>
    sendLanguages(db, request, reply, { surveyId: request.params.surveyId, typed: '', error: null }),
  )

  app.post('/surveys/:surveyId/languages', { schema: { params: surveyParams } }, async (request, reply) => {
    const { surveyId } = request.params
    const language = oneValue((request.body ?? {}) as FormBody, 'language').trim()
    try {
      await editDraft(db, { workspaceId: request.account.workspaceId, surveyId }, addLanguage(language))
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error
      return sendLanguages(db, request, reply.status(422), { surveyId, typed: language, error: error.message })
    }
    return reply.redirect(`/surveys/${surveyId}/languages/${language}`, 303)
  })

  app.get('/surveys/:surveyId/languages/:language', { schema: { params: surveyLanguageParams } }, (request, reply) =>
    sendGrid(db, request, reply, request.params),
  )

  app.post(
    '/surveys/:surveyId/languages/:language',
    { schema: { params: surveyLanguageParams } },
    async (request, reply) => {
      const { surveyId, language } = request.params
      const form = (request.body ?? {}) as FormBody
      const isRemoved = oneValue(form, '_do') === 'remove'
      const edit = isRemoved ? removeLanguage(language) : translate(language, form)
      const key = { workspaceId: request.account.workspaceId, surveyId }
      const { draft } = await surveyOf(db, key)
      if (!draft.translations?.[language]) throw new LanguageNotFound({ language })
      await editDraft(db, key, edit)
      return reply.redirect(`/surveys/${surveyId}/languages${isRemoved ? '' : `/${language}`}`, 303)
    },
  )
}

async function sendLanguages(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { surveyId, typed, error }: { surveyId: string; typed: string; error: string | null },
): Promise<FastifyReply> {
  const survey = await surveyOf(db, { workspaceId: request.account.workspaceId, surveyId })
  const study = await studyOf(db, { workspaceId: survey.workspaceId, studyId: survey.studyId })
  const { draft } = survey
  const view = {
    base: `/surveys/${surveyId}`,
    title: draft.title,
    typed,
    error,
    languages: languagesOf(draft).map((language) => {
      const missing = missingCount(draft, language)
      return {
        name: nameOf(language),
        isWritten: language === draft.language,
        href: `/surveys/${surveyId}/languages/${language}`,
        missing: missing === 0 ? 'complete' : `${formatCount(missing)} texts missing`,
      }
    }),
  }
  const frame = {
    title: `${error ? 'Error: ' : ''}Languages: ${draft.title}`,
    styles: ['survey-editor'],
    study,
    section: 'survey' as const,
  }
  return sendPage(request, reply, 'pages/surveys/languages', frame, view)
}

async function sendGrid(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { surveyId, language }: { surveyId: string; language: string },
): Promise<FastifyReply> {
  const survey = await surveyOf(db, { workspaceId: request.account.workspaceId, surveyId })
  const study = await studyOf(db, { workspaceId: survey.workspaceId, studyId: survey.studyId })
  const { draft } = survey
  if (!draft.translations?.[language]) throw new LanguageNotFound({ language })
  const missing = missingCount(draft, language)
  const view = {
    base: `/surveys/${surveyId}`,
    title: draft.title,
    language,
    name: nameOf(language),
    direction: directionOf(language),
    writtenIn: nameOf(draft.language),
    writtenLanguage: draft.language,
    missing:
      missing === 0
        ? 'Every text is translated.'
        : `${formatCount(missing)} texts are missing; they are shown as written.`,
    rows: translationRows(draft, language).map((row, index) => ({
      ...row,
      id: `text-${index}`,
      isMissing: row.translation === '',
      isLong: row.text.length > 60,
    })),
  }
  const frame = {
    title: `${nameOf(language)}: ${draft.title}`,
    styles: ['survey-editor'],
    study,
    section: 'survey' as const,
  }
  return sendPage(request, reply, 'pages/surveys/translation', frame, view)
}

const names = new Intl.DisplayNames('en', { type: 'language' })

function nameOf(language: string): string {
  return names.of(language) ?? language
}
