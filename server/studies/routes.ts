import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { completionsPerDay as completionsChart } from '../charts/completions-per-day.ts'
import { copyDefaultCodebook } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { formErrors, typedValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { newId } from '../ids.ts'
import { cancelTask, findTask, newestTask } from '../jobs/store.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { newestPersonaSet } from '../personas/store.ts'
import { taskView } from './task-view.ts'
import { newStudyForm, studyParams } from './schema.ts'
import { completionsPerDay, countStudy, createStudy, studiesOfWorkspace, studyOf } from './store.ts'
import { studyHomeView } from './view.ts'

const taskParams = z.object({ taskId: z.uuid() })

export const studyRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (app, { db, tasks }) => {
  app.get('/', async (request, reply) => {
    const studies = await studiesOfWorkspace(db, request.account.workspaceId)
    const view = { studies, hasStudies: studies.length > 0, values: { decision: '', name: '' }, errors: null }
    return sendPage(request, reply, 'pages/studies/list', { title: 'Studies', styles: ['study'] }, view)
  })

  app.post('/studies', async (request, reply) => {
    const { workspaceId } = request.account
    const form = newStudyForm.safeParse(request.body)
    if (!form.success) {
      const studies = await studiesOfWorkspace(db, workspaceId)
      const values = { decision: '', name: '', ...typedValues(request.body) }
      const view = { studies, hasStudies: studies.length > 0, values, errors: formErrors(form.error) }
      return sendPage(
        request,
        reply.status(422),
        'pages/studies/list',
        { title: 'Error: Studies', styles: ['study'] },
        view,
      )
    }
    const study = { workspaceId, studyId: newId(), ...form.data, isSimulated: false, at: request.clock.now() }
    await db.transaction().execute(async (tx) => {
      await createStudy(tx, study)
      await copyDefaultCodebook(tx, study)
    })
    return reply.redirect(`/studies/${study.studyId}`, 303)
  })

  app.post('/sample-study', async (request, reply) => {
    const study = {
      workspaceId: request.account.workspaceId,
      studyId: newId(),
      name: 'Choosing an appliance',
      decision: 'What we show beside the price from September, and to whom.',
      isSimulated: true,
      at: request.clock.now(),
    }
    await db.transaction().execute(async (tx) => {
      await createStudy(tx, study)
      await copyDefaultCodebook(tx, study)
    })
    await tasks.send({
      workspaceId: study.workspaceId,
      studyId: study.studyId,
      kind: 'open-sample-study',
      input: { seed: 1 },
    })
    return reply.redirect(`/studies/${study.studyId}`, 303)
  })

  app.get('/studies/:studyId', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    const study = await studyOf(db, key)
    const [counts, perDay, newestSet, opening] = [
      await countStudy(db, key),
      await completionsPerDay(db, key),
      await newestPersonaSet(db, key),
      await newestTask(db, { ...key, kinds: ['open-sample-study'] }),
    ]
    const task = opening ? taskView(opening) : null
    const chart = perDay.length > 1 ? completionsChart({ perDay, aim: 300 }) : null
    const set = newestSet
      ? { word: newestSet.word, personas: newestSet.personas.length, number: newestSet.number }
      : null
    const view = { ...studyHomeView(study, counts, set), task: task?.isUnderWay ? task : null, chart, perDay }
    const frame = { title: study.name, styles: ['study'], study, section: 'study' as const, ...waiting(task) }
    return sendPage(request, reply, 'pages/studies/home', frame, view)
  })

  app.get('/tasks/:taskId', { schema: { params: taskParams } }, async (request, reply) => {
    const task = await findTask(db, { workspaceId: request.account.workspaceId, taskId: request.params.taskId })
    if (!task) return reply.callNotFound()
    return reply.header('cache-control', 'no-store').send(taskView(task))
  })

  app.post('/tasks/:taskId/cancellation', { schema: { params: taskParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, taskId: request.params.taskId }
    const task = await findTask(db, key)
    if (!task) return reply.callNotFound()
    await cancelTask(db, key)
    return reply.redirect(`/studies/${task.studyId}`, 303)
  })
}

function waiting(task: ReturnType<typeof taskView> | null) {
  return task?.isUnderWay ? { refreshSeconds: 2, scripts: ['task-progress'] } : {}
}
