import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { bestLanguage } from '../../survey-forms/languages/texts.ts'
import { interfaceLanguages, sayIn } from '../../survey-forms/languages/phrases.ts'
import type { Database } from '../database/connection.ts'
import { erasePerson } from '../privacy/erasure.ts'
import { acceptedLanguages, answering, isOver, placeOf, responseOf, starting } from './link.ts'
import { sendNotice, sendRespondentPage } from './respondent-page.ts'
import { forget } from './respondent-memory.ts'
import { endView, headView, sentenceWithLink, untilText } from './respondent-view.ts'
import { linkParams } from './schema.ts'
import { linkPath } from './start.ts'

/** The end, and taking everything back: until the link expires, also after the last page. */
export const endRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  const link = { config: answering, schema: { params: linkParams } }

  app.get('/r/:personId/:secret/thanks', link, async (request, reply) => {
    const found = await responseOf(db, request.params, { at: request.clock.now() })
    const { response, instrument } = found
    if (!isOver(response)) return reply.redirect(placeOf(request.params, found), 303)
    const say = sayIn(instrument.language)
    const end = endView(instrument, response)
    if (response.isAnonymous) end.paragraphs.push(say('only_address'))
    const until = untilText(response.secretExpiresAt, instrument.language)
    return sendNotice(reply, instrument.language, {
      ...headView(instrument, response.organisation),
      ...end,
      foot: sentenceWithLink(say('changed_mind', { until })),
      link: `${linkPath(request.params)}/withdrawal`,
    })
  })

  app.get('/r/:personId/:secret/withdrawal', link, async (request, reply) => {
    const found = await responseOf(db, request.params, { at: request.clock.now() })
    const { response, instrument } = found
    const say = sayIn(instrument.language)
    const count = Object.values(response.answers).filter((value) => value !== null).length
    const view = {
      ...headView(instrument, response.organisation),
      title: say('delete_title'),
      text: say('delete_text', { count, organisation: response.organisation }),
      deleteLabel: say('delete'),
      keep: say('keep'),
      link: linkPath(request.params),
      back: placeOf(request.params, found),
    }
    const frame = { title: `${say('delete_title')} ${instrument.title}`, language: instrument.language }
    return sendRespondentPage(reply, 'pages/respondent/withdrawal', frame, view)
  })

  app.post('/r/:personId/:secret/withdrawal', link, async (request, reply) => {
    const at = request.clock.now()
    const { response } = await responseOf(db, request.params, { at })
    await erasePerson(db, { workspaceId: response.workspaceId, personId: response.personId, reason: 'withdrawal', at })
    forget(request.params)
    return reply.redirect('/r/deleted', 303)
  })

  app.get('/r/deleted', { config: starting }, async (request, reply) => {
    const language = bestLanguage([...interfaceLanguages], acceptedLanguages(request.headers['accept-language']))
    const say = sayIn(language)
    return sendNotice(reply, language, {
      survey: '',
      by: '',
      title: say('deleted_title'),
      paragraphs: [say('deleted_text')],
      foot: null,
      link: '',
    })
  })
}
