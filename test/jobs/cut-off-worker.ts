import { systemClock } from '../../server/clock.ts'
import { openEmbeddedDatabase, openServerDatabase } from '../../server/database/connection.ts'
import { openQueue } from '../../server/jobs/queue.ts'
import { startTasks } from '../../server/jobs/tasks.ts'

/** A process that takes work and never finishes it: the test kills it. Argument: a data folder, or the address of a server. */
const place = process.argv[2]!
const open = place.startsWith('postgres') ? await openServerDatabase(place) : await openEmbeddedDatabase(place)
const boss = openQueue(open, () => undefined)
await startTasks({
  db: open.db,
  clock: systemClock,
  boss,
  handlers: {
    'suggest-tags': async ({ progress }) => {
      progress('Half way', 1, 2)
      process.stdout.write('under way\n')
      return new Promise(() => undefined)
    },
  },
})
process.stdout.write('ready\n')
