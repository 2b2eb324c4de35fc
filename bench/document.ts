import { type OpenDatabase, openServerDatabase, openTemporaryDatabase } from '../server/database/connection.ts'
import { editDocument, undoEdit } from '../server/interviews/edit-store.ts'
import { mendWords } from '../server/interviews/transcript-edits.ts'
import { searchDocuments } from '../server/interviews/search.ts'
import { randomFrom } from '../server/statistics/random.ts'
import { proposeRedactions } from '../server/text/redaction.ts'
import { aResearcher, testApp } from '../test/support/app.ts'
import { startPostgresServer } from '../test/support/postgres-server.ts'
import type { BenchRow } from './run.ts'

const turns = 10_000
const opens = 9
const goals = { milliseconds: 1000, kilobytes: 200 }

/** Opening, searching and mending a transcript of 10,000 turns with its suggestions, on both databases. */
export async function documentBench(): Promise<BenchRow[]> {
  const embedded = await openTemporaryDatabase()
  const rows = await benchOn(embedded, 'PGlite')
  await embedded.close()
  const server = await startPostgresServer()
  const open = await openServerDatabase(await server.createDatabase())
  rows.push(...(await benchOn(open, 'PostgreSQL')))
  await open.close()
  await server.stop()

  const text = longTalk()
  const took = timed(() => void proposeRedactions(text, { names: ['Maria Lopez', 'Kim Vos'], terms: ['door seal'] }))
  rows.push({ name: 'names and numbers proposed, characters', value: text.length / (took / 1000), unit: 'per s' })
  return rows
}

async function benchOn(open: OpenDatabase, name: string): Promise<BenchRow[]> {
  const world = await testApp(open)
  const researcher = await aResearcher(world)
  await researcher.post('/studies', { decision: 'What we print beside the price.', name: 'Long' })
  const { id: studyId } = await open.db.selectFrom('study').select('id').executeTakeFirstOrThrow()
  const started = performance.now()
  await researcher.upload(`/studies/${studyId}/interviews`, [{ name: 'long.txt', bytes: longTalk() }], {})
  const brought = (performance.now() - started) / 1000
  const document = await open.db.selectFrom('document').select(['personId', 'id']).executeTakeFirstOrThrow()
  const href = `/documents/${document.personId}/${document.id}`
  const key = { workspaceId: researcher.workspaceId, personId: document.personId, documentId: document.id }

  let bytes = 0
  const pages = async (query: string) => {
    const times: number[] = []
    for (let count = 0; count < opens; count++) {
      const at = performance.now()
      const reply = await researcher.get(`${href}${query}`)
      times.push(performance.now() - at)
      if (reply.statusCode !== 200) throw new Error(`${href}${query} answered ${reply.statusCode}`)
      bytes = Math.max(bytes, reply.rawPayload.length)
    }
    return times.sort((a, b) => a - b)
  }
  const first = await pages('')
  const last = await pages(`?from=${turns - 50}`)
  const searched = performance.now()
  await searchDocuments(open.db, {
    workspaceId: key.workspaceId,
    studyId,
    words: 'never said here',
    after: null,
    only: null,
    isReadable: false,
  })
  const search = performance.now() - searched
  const edit = { ...key, accountId: researcher.accountId, at: world.clock.now() }
  const edited = performance.now()
  await editDocument(open.db, {
    ...edit,
    revision: 0,
    kind: 'words',
    plan: (transcript) => mendWords(transcript, 1, 'Well, I would say so.'),
  })
  const mended = performance.now() - edited
  const taken = performance.now()
  await undoEdit(open.db, { ...edit, revision: 1 })
  const undone = performance.now() - taken
  await world.app.close()
  return [
    { name: `${name}: 10,000 turns brought in with suggestions`, value: brought, unit: 's' },
    goal(`${name}: first view, median`, first[opens >> 1]!),
    goal(`${name}: first view, slowest`, first.at(-1)!),
    goal(`${name}: last turns, median`, last[opens >> 1]!),
    {
      name: `${name}: largest page`,
      value: bytes / 1000,
      unit: 'kB',
      ratio: goals.kilobytes / (bytes / 1000),
      against: 'the goal of 200 kB',
    },
    { name: `${name}: words looked for in all of it`, value: search, unit: 'ms' },
    { name: `${name}: second turn mended, everything after it moved`, value: mended, unit: 'ms' },
    { name: `${name}: taken back`, value: undone, unit: 'ms' },
  ]
}

function goal(name: string, milliseconds: number): BenchRow {
  return {
    name,
    value: milliseconds,
    unit: 'ms',
    ratio: goals.milliseconds / milliseconds,
    against: 'the goal of 1 s',
  }
}

function timed(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

/** Made-up talk of two people, with needs, habits and feelings so that suggestions are made. */
function longTalk(): string {
  const random = randomFrom(7)
  const said = [
    'I need to know how many of these come back before I buy one.',
    'I always read the bad reviews first because nobody makes up a door seal.',
    'It was frustrating that every question had the same answer at the café.',
    'My sister came along and we talked about the weather for a while.',
    'I would rather have a plain white box than a styled one.',
    'Then we went home and it rained.',
  ]
  const lines = Array.from({ length: turns }, (_, turn) =>
    turn % 2 === 0
      ? `Kim Vos: And what happened then, number ${turn}?`
      : `Maria Lopez: ${said[random.integer(said.length)]} ${said[random.integer(said.length)]}`,
  )
  return `${lines.join('\n')}\n`
}
