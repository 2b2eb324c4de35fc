import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { setFiles } from '../exports/file-list.ts'
import { offeredValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { wordsInDocuments } from '../interviews/store.ts'
import { newestTask } from '../jobs/store.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { qualityCounts } from '../response-quality/store.ts'
import { studyParams } from '../studies/schema.ts'
import { countStudy, studyOf } from '../studies/store.ts'
import { taskView } from '../studies/task-view.ts'
import { isFact } from './claim.ts'
import { isDue } from './claim-editing/expiry.ts'
import { claimEditingRoutes } from './claim-editing/routes.ts'
import type { PersonaFacts } from './draw-set.ts'
import type { StoredAnalysis } from './find-personas.ts'
import { explorerRoutes } from './explorer/routes.ts'
import { onePagerRoutes } from './one-pager-routes.ts'
import { recordRoutes } from './record/routes.ts'
import type { Plan } from './plan.ts'
import { recordView } from './record/view.ts'
import { membersCsv, projectedCsv } from './page.ts'
import { searchForm, setParams } from './schema.ts'
import { setView } from './set-view.ts'
import { sharingRoutes } from './sharing/routes.ts'
import { claimsOfSet, newestPersonaSet, type PersonaSet, personaSetOf } from './store.ts'
import { storedClaims } from './stored-claims.ts'
import { versionRoutes } from './versions/routes.ts'
import { publishedSetId } from './versions/store.ts'
import { readSpan, type SpanWords } from './words.ts'

export const personaRoutes: FastifyPluginAsyncZod<{
  db: Database
  tasks: TaskQueue
}> = async (app, { db, tasks }) => {
  await app.register(onePagerRoutes, { db })
  await app.register(claimEditingRoutes, { db })
  await app.register(recordRoutes, { db, tasks })
  await app.register(explorerRoutes, { db, tasks })
  await app.register(sharingRoutes, { db })
  await app.register(versionRoutes, { db })

  app.get('/studies/:studyId/personas', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    const study = await studyOf(db, key)
    const newest = await newestTask(db, { ...key, kinds: ['find-personas'] })
    const task = newest ? taskView(newest) : null
    const set = await newestPersonaSet(db, key)
    if (set && !task?.isUnderWay) return setPage(request, reply, set)
    const counts = await countStudy(db, key)
    const answered = counts.completed + counts.partial
    // Without a survey the people are those who are heard, and their words are what may part them.
    const people = answered > 0 ? answered : (await wordsInDocuments(db, key)).size
    const view = {
      studyId: key.studyId,
      people,
      isFromWords: answered === 0 && people > 0,
      isEnough: people >= 100,
      careless: (await qualityCounts(db, key)).careless,
      task: task?.isUnderWay ? task : null,
      failure: task?.hasFailed ? task.message : '',
      mayChange: request.account.role !== 'viewer',
    }
    const waiting = task?.isUnderWay ? { refreshSeconds: 2, scripts: ['task-progress'] } : {}
    return sendPage(
      request,
      reply,
      'pages/personas/find',
      { title: 'Personas', study, section: 'personas', ...waiting },
      view,
    )
  })

  app.post('/studies/:studyId/persona-sets', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    const { seed, record, withoutFlagged } = offeredValues(searchForm, request.body)
    const plan: Plan | undefined = withoutFlagged === 'yes' ? { withoutFlagged: true } : undefined
    await tasks.send({
      ...key,
      kind: 'find-personas',
      input: { seed, record: record === 'yes', ...(plan && { plan }) },
    })
    return reply.redirect(`/studies/${key.studyId}/personas`, 303)
  })

  app.get('/personas/:personaSetId', { schema: { params: setParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, personaSetId: request.params.personaSetId }
    return setPage(request, reply, await personaSetOf(db, key))
  })

  app.get('/personas/:personaSetId/members.csv', { schema: { params: setParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, personaSetId: request.params.personaSetId }
    await personaSetOf(db, key)
    reply.header('content-disposition', 'attachment; filename="members.csv"').header('cache-control', 'no-store')
    return reply.type('text/csv; charset=utf-8').send(Readable.from(membersCsv(db, key)))
  })

  app.get('/personas/:personaSetId/projected.csv', { schema: { params: setParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, personaSetId: request.params.personaSetId }
    await personaSetOf(db, key)
    reply.header('content-disposition', 'attachment; filename="projected.csv"').header('cache-control', 'no-store')
    return reply.type('text/csv; charset=utf-8').send(Readable.from(projectedCsv(db, key)))
  })

  async function setPage(request: FastifyRequest, reply: FastifyReply, set: PersonaSet) {
    const { workspaceId } = request.account
    const key = { workspaceId, personaSetId: set.id }
    const study = await studyOf(db, { workspaceId, studyId: set.studyId })
    const claims = storedClaims(await claimsOfSet(db, key), [])
    const quotes = new Map<string, SpanWords>()
    for (const persona of set.personas) {
      const { quote } = persona.view as PersonaFacts
      const words = quote ? await readSpan(db, { workspaceId, studyId: set.studyId }, quote) : null
      if (words) quotes.set(persona.key, words)
    }
    const frame = {
      title: `Persona set ${set.number}`,
      styles: ['persona-set', 'versions'],
      study,
      section: 'personas' as const,
    }
    const record = await recordView(db, workspaceId, set)
    const scripts = record.task ? { scripts: ['task-progress'] } : {}
    const now = request.clock.now()
    const facts = claims.filter(isFact)
    const view = {
      ...setView(set, claims, quotes),
      files: setFiles(set.id),
      record,
      isInUse: (await publishedSetId(db, { workspaceId, studyId: set.studyId })) === set.id,
      disputed: facts.filter(({ grade }) => grade === 'X').length,
      due: facts.filter((claim) => isDue(claim, set, now)).length,
      leavesOut: Boolean((set.analysis as StoredAnalysis).leftOut),
      mayChange: request.account.role !== 'viewer',
    }
    return sendPage(request, reply, 'pages/personas/set', { ...frame, ...scripts }, view)
  }
}
