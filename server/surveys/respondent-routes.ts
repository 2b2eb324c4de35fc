import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { endRoutes } from './end-routes.ts'
import { pageRoutes } from './page-routes.ts'
import { startRoutes } from './start-routes.ts'

/** Everything a respondent meets. Their link is their key: no cookie, no account, no script. */
export const respondentRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  await app.register(startRoutes, { db })
  await app.register(pageRoutes, { db })
  await app.register(endRoutes, { db })
}
