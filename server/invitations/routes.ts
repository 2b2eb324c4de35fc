import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { linkRoutes } from './link-routes.ts'

/** Who is asked: links, invitations, mail. */
export const invitationRoutes: FastifyPluginAsyncZod<{ db: Database; publicAddress: string | undefined }> = async (
  app,
  parts,
) => {
  await app.register(linkRoutes, parts)
}
