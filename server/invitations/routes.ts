import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import type { Mailer } from '../mail/mailer.ts'
import { invitationListRoutes } from './invitation-routes.ts'
import { linkRoutes } from './link-routes.ts'
import { mailRoutes } from './mail-routes.ts'
import { optOutRoutes } from './opt-out-routes.ts'

/** Who is asked: links, invited people, mail, and ending it. */
export const invitationRoutes: FastifyPluginAsyncZod<{
  db: Database
  tasks: TaskQueue
  mailer: Mailer | null
}> = async (app, parts) => {
  await app.register(linkRoutes, parts)
  await app.register(invitationListRoutes, parts)
  await app.register(mailRoutes, parts)
  await app.register(optOutRoutes, parts)
}
