import type { FastifyPluginAsync } from 'fastify'
import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'

/** For whatever watches the server: 200 while it can reach its database. Tells nothing else. */
export const healthRoute: FastifyPluginAsync<{ db: Database }> = async (app, { db }) => {
  app.get('/health', { config: { access: 'anonymous' } }, async (_request, reply) => {
    await sql`select 1`.execute(db)
    return reply.header('cache-control', 'no-store').send({ status: 'ok' })
  })
}
