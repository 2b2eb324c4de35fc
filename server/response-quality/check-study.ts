import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises'
import type { Database } from '../database/connection.ts'
import { formatCount } from '../http/format.ts'
import { newId } from '../ids.ts'
import type { TaskHandler } from '../jobs/tasks.ts'
import { pagesOfVersions } from '../response-exports/cells.ts'
import { versionsOfStudy } from '../response-exports/store.ts'
import { variablesOfStudy } from '../responses/store.ts'
import type { StudyKey } from '../studies/store.ts'
import { ResponseMeasures } from './measure.ts'
import { flagsOf, isSuspect } from './rules.ts'
import { countFinished, dropCheck, finishCheck, finishedResponses, insertChecked, qualityOfStudy } from './store.ts'

/**
 * Measures every finished response of a study and flags those that break a rule; nothing is deleted. What the check before found counts
 * until this one is whole.
 * @param progress rows read so far, of two readings
 */
export async function checkResponses(
  db: Database,
  { at, ...study }: StudyKey & { at: Date },
  progress: (done: number, total: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<{ checked: number; suspect: number }> {
  const check = { workspaceId: study.workspaceId, studyId: study.studyId, checkId: newId() }
  const { settings } = await qualityOfStudy(db, check)
  const measures = new ResponseMeasures(
    await variablesOfStudy(db, check),
    pagesOfVersions(await versionsOfStudy(db, check)),
  )
  const total = 2 * (await countFinished(db, check))
  let read = 0
  const readOn = async (rows: number) => {
    signal?.throwIfAborted()
    read += rows
    progress(read, total)
    // Others get a turn: measuring a thousand people takes a while.
    await nextTurnOfTheLoop()
  }
  for await (const page of finishedResponses(db, check)) {
    for (const response of page) measures.learn(response)
    await readOn(page.length)
  }
  const counts = { checked: 0, suspect: 0 }
  try {
    for await (const page of finishedResponses(db, check)) {
      const rows = page.map((response) => {
        const measured = measures.measure(response)
        const flags = flagsOf(measured, settings)
        const row = { personId: response.personId, responseId: response.id, measures: measured, flags }
        return { ...row, isSuspect: isSuspect(flags, settings) }
      })
      await insertChecked(db, check, rows)
      counts.checked += rows.length
      counts.suspect += rows.filter((row) => row.isSuspect).length
      await readOn(page.length)
    }
    await finishCheck(db, { ...check, at, notes: measures.notes })
  } catch (error) {
    await dropCheck(db, check)
    throw error
  }
  return counts
}

export const checkResponsesTask: TaskHandler = async ({ db, clock, task, signal, progress }) => {
  const { checked, suspect } = await checkResponses(
    db,
    { workspaceId: task.workspaceId, studyId: task.studyId, at: clock.now() },
    (done, total) => progress('Looking how carefully people answered', done, total),
    signal,
  )
  return `${formatCount(suspect)} of ${formatCount(checked)} responses look careless.`
}
