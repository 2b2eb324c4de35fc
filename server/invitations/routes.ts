import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { invitationListRoutes } from './invitation-routes.ts'
import { linkRoutes } from './link-routes.ts'

/** Who is asked: links, invited people, mail. */
export const invitationRoutes: FastifyPluginAsyncZod<{
  db: Database
  tasks: TaskQueue
  publicAddress: string | undefined
}> = async (app, parts) => {
  await app.register(linkRoutes, parts)
  await app.register(invitationListRoutes, parts)
}
