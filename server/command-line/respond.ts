import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { buildApp } from '../app.ts'
import { systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { countFieldwork } from '../fieldwork/store.ts'
import { newId } from '../ids.ts'
import { openQueue } from '../jobs/queue.ts'
import { startTasks } from '../jobs/tasks.ts'
import { exportedStudy } from '../response-exports/export-study.ts'
import { responsesCsv } from '../response-exports/formats.ts'
import { publishSurvey } from '../surveys/publication.ts'
import { createSurvey, openSurvey } from '../surveys/store.ts'
import { BadInput, type Command, pathFrom, readFlags, wholeNumber } from './command.ts'
import { taskHandlers } from '../task-handlers.ts'
import { sendRespondents } from './respond/respond.ts'
import { readSurveyFile } from './survey-file.ts'
import { withTemporaryStudy } from './temporary-study.ts'

const mostRespondents = 100_000

/**
 * `respond --survey FILE --n 1000 --seed 1 [--out FILE.csv]`: opens the survey on a server of its own and sends simulated people
 * through the very pages a phone would get. Trying a questionnaire before people's time is spent on it.
 */
export const runRespond: Command = async (argv, context) => {
  const { values } = readFlags(argv, {
    survey: { type: 'string' },
    n: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
  })
  if (!values.survey) throw new BadInput('respond needs --survey FILE.')
  const read = await readSurveyFile(pathFrom(context, values.survey as string))
  if ('problems' in read) {
    const { at, message } = read.problems[0]!
    throw new BadInput(`This is no questionnaire: ${message} (${at})`)
  }
  const { instrument } = read
  const count = wholeNumber('n', values.n as string | undefined, 100, 1)
  if (count > mostRespondents) throw new BadInput(`--n takes at most ${mostRespondents}.`)
  const seed = wholeNumber('seed', values.seed as string | undefined, 1)
  return withTemporaryStudy(async ({ open, study }) => {
    const { db } = open
    const at = systemClock.now()
    const surveyId = newId()
    await createSurvey(db, { ...study, surveyId, instrument, at })
    await publishSurvey(db, { workspaceId: study.workspaceId, surveyId, at })
    await openSurvey(db, { workspaceId: study.workspaceId, surveyId, at })
    const boss = openQueue(open, (error) => context.log(`The queue reported: ${error.message}`))
    const tasks = await startTasks({ db, clock: systemClock, boss, handlers: taskHandlers })
    const app = await buildApp({ db, clock: systemClock, config: readConfig({}), tasks, log: false })
    try {
      const base = await app.listen({ host: '127.0.0.1', port: 0 })
      const startedAt = performance.now()
      const report = await sendRespondents(instrument, { address: `${base}/s/${surveyId}`, count, seed })
      const seconds = (performance.now() - startedAt) / 1000
      const outcomes = await countFieldwork(db, { workspaceId: study.workspaceId, surveyId, now: systemClock.now() })
      const files: string[] = []
      if (values.out) {
        const file = pathFrom(context, values.out as string)
        await pipeline(responsesCsv(await exportedStudy(db, study), { values: 'codes' }), createWriteStream(file))
        files.push(file)
      }
      return {
        survey: { code: instrument.code, title: instrument.title, pages: instrument.pages.length },
        respondents: {
          sent: count,
          completed: outcomes.completed,
          screenedOut: outcomes.screenedOut,
          overQuota: outcomes.overQuota,
          stuck: report.stuck,
        },
        refusals: report.refusals,
        requests: report.requests,
        requestsPerSecond: Math.round(report.requests / seconds),
        files,
        seconds: Math.round(seconds * 10) / 10,
      }
    } finally {
      await app.close()
      await tasks.stop()
    }
  })
}
