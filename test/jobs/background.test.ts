import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { systemClock } from '../../server/clock.ts'
import { openQueue } from '../../server/jobs/queue.ts'
import { findTask } from '../../server/jobs/store.ts'
import { startTasks } from '../../server/jobs/tasks.ts'
import { anEmptyStudy } from '../personas/interview-world.ts'
import { emptyDatabase, engines } from '../support/database.ts'

test.each(engines)(
  'a record that takes long holds up nothing else, on the %s database',
  async (engine) => {
    const open = await emptyDatabase(engine)
    const { db } = open
    const study = await anEmptyStudy(db)
    let end: () => void = () => undefined
    const finished = new Promise<void>((resolve) => {
      end = resolve
    })
    const boss = openQueue(open, () => undefined)
    const tasks = await startTasks({
      db,
      clock: systemClock,
      boss,
      handlers: {
        'record-personas': async () => {
          await finished
          return 'Recorded.'
        },
        'suggest-tags': async () => 'Suggested.',
      },
    })
    const stateOf = async (taskId: string) => (await findTask(db, { ...study, taskId }))!.state
    const untilIs = async (taskId: string, state: string) => {
      for (let looks = 0; looks < 100 && (await stateOf(taskId)) !== state; looks++) await sleep(100)
      return stateOf(taskId)
    }
    const record = await tasks.send({ ...study, kind: 'record-personas' })
    expect(await untilIs(record, 'running')).toBe('running')
    const tags = await tasks.send({ ...study, kind: 'suggest-tags' })
    expect(await untilIs(tags, 'done')).toBe('done')
    expect(await stateOf(record)).toBe('running')
    end()
    expect(await untilIs(record, 'done')).toBe('done')
    await tasks.stop()
  },
  60_000,
)
