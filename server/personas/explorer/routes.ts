import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../../database/connection.ts'
import { sendPage } from '../../http/page.ts'
import { newestTask } from '../../jobs/store.ts'
import type { TaskQueue } from '../../jobs/tasks.ts'
import { variablesOfStudy } from '../../responses/store.ts'
import { countNearness } from '../../statistics/nearness.ts'
import { studyOf } from '../../studies/store.ts'
import { taskView } from '../../studies/task-view.ts'
import type { StoredAnalysis } from '../find-personas.ts'
import { setParams } from '../schema.ts'
import { claimsOfSet, isInFit, membershipsOfSet, type PersonaSet, personaSetOf } from '../store.ts'
import { storedClaims } from '../stored-claims.ts'
import { NothingToExplore } from './errors.ts'
import { sideBySideQuery } from './schema.ts'
import { sideBySideView } from './side-by-side-view.ts'
import { findExploration, pathsOfSet } from './store.ts'
import { explorerView } from './view.ts'

/** Looking into a set: why this many personas, what each question adds, who stands near and between. */
export const explorerRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  app.get('/personas/:personaSetId/explorer', { schema: { params: setParams } }, async (request, reply) => {
    const { workspaceId, role } = request.account
    const key = { workspaceId, personaSetId: request.params.personaSetId }
    const set = await personaSetOf(db, key)
    const studyKey = { workspaceId, studyId: set.studyId }
    const study = await studyOf(db, studyKey)
    const newest = await newestTask(db, { ...studyKey, kinds: ['explore-personas'] })
    const isOfThis = (newest?.input as { personaSetId?: string } | undefined)?.personaSetId === set.id
    const task = newest && isOfThis ? taskView(newest) : null
    const exploration = (await findExploration(db, key)) ?? null
    const variables = await variablesOfStudy(db, studyKey)
    const view = explorerView(set, {
      nearness: await nearnessOf(workspaceId, set),
      exploration,
      paths: exploration ? await pathsOfSet(db, key) : [],
      labels: new Map(variables.map(({ name, label }) => [name, label])),
      task,
      mayChange: role !== 'viewer',
    })
    const waiting = task?.isUnderWay ? { refreshSeconds: 2, scripts: ['task-progress'] } : {}
    const frame = {
      title: `Explore set ${set.number}`,
      styles: ['segments', 'versions', 'explorer'],
      study,
      ...waiting,
    }
    return sendPage(request, reply, 'pages/personas/explorer', { ...frame, section: 'personas' }, view)
  })

  app.post('/personas/:personaSetId/explorations', { schema: { params: setParams } }, async (request, reply) => {
    const { workspaceId } = request.account
    const { personaSetId } = request.params
    const set = await personaSetOf(db, { workspaceId, personaSetId })
    if ((set.analysis as StoredAnalysis).models.length < 2) throw new NothingToExplore()
    await tasks.send({ workspaceId, studyId: set.studyId, kind: 'explore-personas', input: { personaSetId } })
    return reply.redirect(`/personas/${personaSetId}/explorer`, 303)
  })

  app.get(
    '/personas/:personaSetId/side-by-side',
    { schema: { params: setParams, querystring: sideBySideQuery } },
    async (request, reply) => {
      const { workspaceId } = request.account
      const key = { workspaceId, personaSetId: request.params.personaSetId }
      const set = await personaSetOf(db, key)
      const studyKey = { workspaceId, studyId: set.studyId }
      const study = await studyOf(db, studyKey)
      const variables = await variablesOfStudy(db, studyKey)
      const view = sideBySideView(set, storedClaims(await claimsOfSet(db, key), []), {
        chosen: [request.query.with ?? []].flat(),
        labels: new Map(
          variables.map(({ name, label, options }) => [
            name,
            { label, answers: new Map(options.map((option) => [option.code, option.label])) },
          ]),
        ),
      })
      const frame = { title: 'Side by side', styles: ['persona-set', 'versions', 'explorer'], study }
      return sendPage(request, reply, 'pages/personas/side-by-side', { ...frame, section: 'personas' }, view)
    },
  )

  /** Counted from the people who are there now, page by page. */
  async function nearnessOf(workspaceId: string, set: PersonaSet) {
    if (set.personas.length === 0) return null
    const counted = countNearness(set.personas.length)
    for await (const row of membershipsOfSet(db, { workspaceId, personaSetId: set.id })) {
      if (isInFit(row)) counted.add(row.posterior)
    }
    return counted.result()
  }
}
