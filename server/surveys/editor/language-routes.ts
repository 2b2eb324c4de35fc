import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import { directionOf } from '../../../survey-forms/languages/direction.ts'
import { readyTranslations } from '../../../survey-forms/catalogue.ts'
import { languagesOf } from '../../../survey-forms/languages/texts.ts'
import type { Database } from '../../database/connection.ts'
import { formatCount } from '../../http/format.ts'
import { sendPage } from '../../http/page.ts'
import { studyOf } from '../../studies/store.ts'
import { EditRefused, LanguageNotFound } from '../errors.ts'
import { languageName } from './languages.ts'
import { marksOf } from './merging.ts'
import { languageQuery, surveyLanguageParams, surveyParams } from '../schema.ts'
import { editDraft } from './draft-store.ts'
import { surveyOf } from '../store.ts'
import {
  addLanguage,
  missingCount,
  removeLanguage,
  translate,
  translationFields,
  translationParts,
  unreadCount,
} from './translating.ts'

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

  app.get(
    '/surveys/:surveyId/languages/:language',
    { schema: { params: surveyLanguageParams, querystring: languageQuery } },
    (request, reply) =>
      sendGrid(db, request, reply, { ...request.params, onlyMissing: request.query.only === 'missing', refused: null }),
  )

  app.post(
    '/surveys/:surveyId/languages/:language',
    { schema: { params: surveyLanguageParams, querystring: languageQuery } },
    async (request, reply) => {
      const { surveyId, language } = request.params
      const form = (request.body ?? {}) as FormBody
      const isRemoved = oneValue(form, '_do') === 'remove'
      const key = { workspaceId: request.account.workspaceId, surveyId }
      const { draft } = await surveyOf(db, key)
      if (!draft.translations?.[language]) throw new LanguageNotFound({ language })
      const isQuiet = request.headers.accept === 'application/json'
      try {
        await editDraft(db, key, isRemoved ? removeLanguage(language) : translate(language, form))
      } catch (error) {
        if (!(error instanceof EditRefused)) throw error
        const { message, details } = error
        if (isQuiet) return reply.status(422).send({ message, field: textId(String(details.field ?? '')) })
        const refused = { typed: form, error }
        return sendGrid(db, request, reply.status(422), { surveyId, language, onlyMissing: false, refused })
      }
      if (isQuiet) {
        const saved = (await surveyOf(db, key)).draft
        // Only what the form shows: it may leave out what is translated already.
        const fields = Object.entries(translationFields(saved, language)).filter(([name]) => Object.hasOwn(form, name))
        return reply.send({ marks: marksOf(Object.fromEntries(fields)), back: null })
      }
      const only = request.query.only ? '?only=missing' : ''
      return reply.redirect(`/surveys/${surveyId}/languages${isRemoved ? '' : `/${language}${only}`}`, 303)
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
    ready: [...readyTranslations(draft.code)]
      .filter(([language]) => !languagesOf(draft).includes(language))
      .map(([language, { readBy }]) => ({ language, name: languageName(language), isUnread: readBy === null })),
    languages: languagesOf(draft).map((language) => {
      const missing = missingCount(draft, language)
      return {
        name: languageName(language),
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

/** A text's field in the grid. */
function textId(key: string): string {
  return `text-${key.replaceAll('.', '-')}`
}

async function sendGrid(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: {
    surveyId: string
    language: string
    onlyMissing: boolean
    refused: { typed: FormBody; error: EditRefused } | null
  },
): Promise<FastifyReply> {
  const { surveyId, language, onlyMissing, refused } = shown
  const survey = await surveyOf(db, { workspaceId: request.account.workspaceId, surveyId })
  const study = await studyOf(db, { workspaceId: survey.workspaceId, studyId: survey.studyId })
  const { draft } = survey
  if (!draft.translations?.[language]) throw new LanguageNotFound({ language })
  const missing = missingCount(draft, language)
  const all = Object.keys(translationFields(draft, language)).length
  const field = refused ? String(refused.error.details.field ?? '') : null
  const typedOr = (key: string, stored: string) =>
    refused && Object.hasOwn(refused.typed, key) ? oneValue(refused.typed, key) : stored
  const parts = translationParts(draft, language)
    .map(({ title, rows }) => ({
      title,
      rows: rows
        .filter(({ translation }) => !onlyMissing || translation === '')
        .map((row) => ({
          ...row,
          id: textId(row.key),
          value: typedOr(row.key, row.translation),
          isMissing: row.translation === '',
          isLong: row.text.length > 60,
          isWrong: row.key === field,
        })),
    }))
    .filter(({ rows }) => rows.length > 0)
  const view = {
    base: `/surveys/${surveyId}`,
    title: draft.title,
    language,
    name: languageName(language),
    direction: directionOf(language),
    writtenLanguage: draft.language,
    done: all - missing,
    all,
    progress: `${formatCount(all - missing)} of ${formatCount(all)} texts are translated.`,
    isComplete: missing === 0,
    unread: unreadCount(draft, language),
    onlyMissing,
    query: onlyMissing ? '?only=missing' : '',
    marks: marksOf(Object.fromEntries(parts.flatMap(({ rows }) => rows.map((row) => [row.key, row.translation])))),
    error: refused ? { message: refused.error.message, href: `#${textId(field!)}` } : null,
    parts,
  }
  const frame = {
    title: `${refused ? 'Error: ' : ''}${languageName(language)}: ${draft.title}`,
    styles: ['survey-editor'],
    scripts: ['survey-editor'],
    study,
    section: 'survey' as const,
  }
  return sendPage(request, reply, 'pages/surveys/translation', frame, view)
}
