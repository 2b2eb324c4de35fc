import { expect, test } from 'vitest'
import { openWorkerPool } from '../../server/jobs/worker-pool.ts'
import { analyse } from '../../server/statistics/analysis.ts'
import { inlineRunner } from '../../server/statistics/tasks.ts'
import { plantedClasses } from '../statistics/planted.ts'

const { data } = plantedClasses({
  size: 300,
  shares: [0.5, 0.5],
  profiles: [
    [5, 5, 1, 1, 4, 2],
    [1, 2, 5, 4, 2, 5],
  ],
  deviation: 1,
  seed: 3,
  missing: 0.05,
})

test('one thread, three threads and no thread give the same analysis to the last bit', async () => {
  const options = { seed: 4, maximumClasses: 4 }
  const inline = await analyse(data, options, inlineRunner(data))
  for (const workers of [1, 3]) {
    const pool = openWorkerPool(data, { workers })
    const analysis = await analyse(data, options, pool.run)
    await pool.close()
    expect(analysis).toEqual(inline)
  }
})

test('an error in a thread reaches the caller', async () => {
  const pool = openWorkerPool(data, { workers: 1 })
  const broken = { kind: 'fit', classes: -1, prior: 0, seed: 1 } as const

  await expect(pool.run([broken])).rejects.toThrow()
  await pool.close()
})

test('aborting ends the threads and fails the run with the reason', async () => {
  const cancel = new AbortController()
  const pool = openWorkerPool(data, { workers: 2, signal: cancel.signal })
  const tasks = Array.from(
    { length: 50 },
    (_, seed) => ({ kind: 'fit', classes: 6, prior: 1, seed, stop: 'exact' }) as const,
  )
  const run = pool.run(tasks, () => cancel.abort(new Error('stopped by the person')))

  await expect(run).rejects.toThrow('stopped by the person')
  await pool.close()
})
