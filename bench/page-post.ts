import { sql } from 'kysely'
import { type OpenDatabase, openServerDatabase, openTemporaryDatabase } from '../server/database/connection.ts'
import { newId } from '../server/ids.ts'
import { testApp, urlEncoded } from '../test/support/app.ts'
import { startPostgresServer } from '../test/support/postgres-server.ts'
import { anOpenSurvey, aStartedPhone, hiddenFields, shippedPersonasInstrument } from '../test/surveys/support.ts'
import type { BenchRow } from './run.ts'

const respondents = 100
const postsEach = 6
const atOnce = 16

/** A survey page posted through the whole application, against one bare INSERT of the bytes it posts, on both databases. */
export async function pagePostBench(): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  const embedded = await openTemporaryDatabase()
  rows.push(...(await benchOn(embedded, 'PGlite')))
  await embedded.close()

  const server = await startPostgresServer()
  const open = await openServerDatabase(await server.createDatabase())
  rows.push(...(await benchOn(open, 'PostgreSQL')))
  await open.close()
  await server.stop()
  return rows
}

async function benchOn(open: OpenDatabase, name: string): Promise<BenchRow[]> {
  const posts = await prepare(open)
  await sql`create table bare (id uuid primary key, body text not null)`.execute(open.db)
  const insert = async (payload: string) =>
    void (await sql`insert into bare values (${newId()}, ${payload})`.execute(open.db))
  const bodies = posts.map((post) => post.payload)

  // Both once without counting, then in turns, so that a busy minute of the machine meets both.
  await timed(bodies.slice(0, 100), 1, insert)
  await timed(posts.slice(0, 100), 1, (post) => post.send())
  const oneInsert = await timed(bodies.slice(100), 1, insert)
  const onePost = await timed(posts.slice(100), 1, (post) => post.send())
  const manyInserts = await timed(bodies, atOnce, insert)
  const manyPosts = await timed(posts.toReversed(), atOnce, (post) => post.send())
  return [
    { name: `${name}: bare INSERT of the same bytes, one at a time`, value: oneInsert, unit: 'a second' },
    {
      name: `${name}: page post, one at a time`,
      value: onePost,
      unit: 'a second',
      ratio: onePost / oneInsert,
      against: 'bare INSERT',
    },
    { name: `${name}: bare INSERT, ${atOnce} at once`, value: manyInserts, unit: 'a second' },
    {
      name: `${name}: page post, ${atOnce} at once`,
      value: manyPosts,
      unit: 'a second',
      ratio: manyPosts / manyInserts,
      against: 'bare INSERT',
    },
  ]
}

interface PagePost {
  payload: string
  send: () => Promise<void>
}

/** Respondents on their second page, and for each several posts of it with differing answers, so that every post writes. */
async function prepare(open: OpenDatabase): Promise<PagePost[]> {
  const test = await testApp(open)
  const survey = await anOpenSurvey(test, shippedPersonasInstrument())
  const rounds: PagePost[][] = Array.from({ length: postsEach }, () => [])
  for (let respondent = 0; respondent < respondents; respondent++) {
    const phone = await aStartedPhone(test, survey)
    const hidden = hiddenFields(phone.page.body)
    for (let round = 0; round < postsEach; round++) {
      const fields = {
        ...hidden,
        last_bought: 'month',
        trigger: 'saw',
        trigger_other_text: '',
        places: String(round + 1),
        _move: 'next',
      }
      const form = urlEncoded(fields)
      const request = { method: 'POST' as const, url: phone.url, ...form }
      rounds[round].push({
        payload: form.payload,
        send: async () => expectSaved((await test.app.inject(request)).statusCode),
      })
    }
  }
  return rounds.flat()
}

function expectSaved(statusCode: number): void {
  if (statusCode !== 303) throw new Error(`A page post answered ${statusCode}.`)
}

/** How many a second, `width` at once. */
async function timed<Work>(work: Work[], width: number, run: (one: Work) => Promise<void>): Promise<number> {
  const queue = work.values()
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const one of queue) await run(one)
    }),
  )
  return work.length / ((performance.now() - startedAt) / 1000)
}
