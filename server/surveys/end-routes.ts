import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { sendPlainPage } from '../http/page.ts'
import { erasePerson } from '../privacy/erasure.ts'
import { answering, placeOf, responseOf, starting } from './link.ts'
import { frameOf } from './respondent-page.ts'
import { headView, untilText } from './respondent-view.ts'
import { linkParams } from './schema.ts'
import { linkPath } from './start.ts'

/** Thanks, and taking everything back: until the link expires, also after the last page. */
export const endRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  const link = { config: answering, schema: { params: linkParams } }

  app.get('/r/:personId/:secret/thanks', link, async (request, reply) => {
    const { response, instrument } = await responseOf(db, request.params, request.clock.now())
    if (response.outcome !== 'completed') return reply.redirect(placeOf(request.params, response), 303)
    const view = {
      ...headView(instrument, response.organisation),
      thanks: instrument.thanks,
      link: linkPath(request.params),
      until: untilText(response.secretExpiresAt),
    }
    const frame = frameOf(instrument, `Your answers are stored. ${instrument.title}`)
    return sendPlainPage(reply, 'pages/respondent/thanks', frame, view)
  })

  app.get('/r/:personId/:secret/withdrawal', link, async (request, reply) => {
    const { response, instrument } = await responseOf(db, request.params, request.clock.now())
    const view = {
      ...headView(instrument, response.organisation),
      count: Object.values(response.answers).filter((value) => value !== null).length,
      link: linkPath(request.params),
      back: placeOf(request.params, response),
    }
    const frame = frameOf(instrument, `Delete my answers? ${instrument.title}`)
    return sendPlainPage(reply, 'pages/respondent/withdrawal', frame, view)
  })

  app.post('/r/:personId/:secret/withdrawal', link, async (request, reply) => {
    const at = request.clock.now()
    const { response } = await responseOf(db, request.params, at)
    await erasePerson(db, { workspaceId: response.workspaceId, personId: response.personId, reason: 'withdrawal', at })
    return reply.redirect('/r/deleted', 303)
  })

  app.get('/r/deleted', { config: starting }, async (_request, reply) =>
    sendPlainPage(reply, 'pages/respondent/deleted', { title: 'Your answers are deleted', styles: ['respondent'] }, {}),
  )
}
