import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import {
  type OpenDatabase,
  openServerDatabase,
  openTemporaryDatabase,
  preparedMark,
} from '../server/database/connection.ts'
import { newId } from '../server/ids.ts'
import { randomFrom } from '../server/statistics/random.ts'
import { nextPage } from '../survey-forms/flow/path.ts'
import { type Instrument, instrumentSchema, itemsOf } from '../survey-forms/instrument.ts'
import { itemKinds } from '../survey-forms/item-kinds/registry.ts'
import { testApp, urlEncoded } from '../test/support/app.ts'
import { startPostgresServer } from '../test/support/postgres-server.ts'
import { anOpenSurvey, aStartedPhone, hiddenFields, shippedPersonasInstrument } from '../test/surveys/support.ts'
import type { BenchRow } from './run.ts'

const respondents = 100
const postsEach = 9
/** Posts of each series that are not counted: code and plans are warm after them. */
const uncounted = 300
const atOnce = 16

/**
 * A survey page posted through the whole application, against one bare INSERT of the bytes it posts, on both databases;
 * PostgreSQL waits for the disk as it does with real data. Then 200 people answering at their own pace, the size of the
 * first page, and the next page of a very long questionnaire.
 */
export async function pagePostBench(): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  const embedded = await openTemporaryDatabase()
  rows.push(...(await benchOn(embedded, 'PGlite')))
  await embedded.close()

  const server = await startPostgresServer({ isDurable: true })
  const open = await openServerDatabase(await server.createDatabase())
  rows.push(...(await benchOn(open, 'PostgreSQL')))
  const crowd = await openServerDatabase(await server.createDatabase())
  rows.push(...(await crowdBench(crowd)))
  await open.close()
  await crowd.close()
  await server.stop()
  rows.push(nextPageBench())
  return rows
}

async function benchOn(open: OpenDatabase, name: string): Promise<BenchRow[]> {
  const posts = await prepare(open)
  await sql`create table bare (id uuid primary key, body text not null)`.execute(open.db)
  const insert = async (payload: string) =>
    void (await sql`${sql.raw(preparedMark)} insert into bare values (${newId()}, ${payload})`.execute(open.db))
  const bodies = posts.map((post) => post.payload)

  // Both without counting first, then in turns, so that a busy minute of the machine meets both.
  await timed(bodies.slice(0, uncounted), 1, insert)
  await timed(posts.slice(0, uncounted), 1, (post) => post.send())
  const oneInsert = await timed(bodies.slice(uncounted), 1, insert)
  const onePost = await timed(posts.slice(uncounted), 1, (post) => post.send())
  const manyInserts = await timed(bodies, atOnce, insert)
  const manyPosts = await timed(posts.toReversed(), atOnce, (post) => post.send())
  return [
    { name: `${name}: bare INSERT of the same bytes, one at a time`, value: oneInsert.perSecond, unit: 'a second' },
    {
      name: `${name}: page post, one at a time`,
      value: onePost.perSecond,
      unit: 'a second',
      ratio: onePost.perSecond / oneInsert.perSecond,
      against: 'bare INSERT',
    },
    { name: `${name}: bare INSERT, ${atOnce} at once`, value: manyInserts.perSecond, unit: 'a second' },
    {
      name: `${name}: page post, ${atOnce} at once`,
      value: manyPosts.perSecond,
      unit: 'a second',
      ratio: manyPosts.perSecond / manyInserts.perSecond,
      against: 'bare INSERT',
    },
    { name: `${name}: processor time of this process for an INSERT`, value: oneInsert.processorMs, unit: 'ms' },
    { name: `${name}: processor time of this process for a page post`, value: onePost.processorMs, unit: 'ms' },
  ]
}

/**
 * What a page with SurveyJS loads before the survey itself: survey.core.min.js 3.1.1, survey-core.min.css and survey-js-ui.min.js 2.5.38
 * as published, Brotli at its highest level (25 November 2026, docs/benches.md).
 */
const surveyJsBytes = 253_000 + 37_000 + 54_000

/** How many answer at once, and how long each reads before the next button, in milliseconds. */
const people = 200
const readingMs = 2000
const crowdMs = 15_000

/** 200 respondents, each pressing Next every two seconds or so over real HTTP, for a quarter of a minute. */
async function crowdBench(open: OpenDatabase): Promise<BenchRow[]> {
  const test = await testApp(open)
  const survey = await anOpenSurvey(test, shippedPersonasInstrument())
  const phones = await Promise.all(Array.from({ length: people }, () => aStartedPhone(test, survey)))
  const base = await test.app.listen({ host: '127.0.0.1', port: 0 })
  const random = randomFrom(1)
  const waits = phones.map(() => Array.from({ length: 12 }, () => readingMs * (0.5 + random.next())))
  const times: number[] = []
  const until = performance.now() + crowdMs
  const agent = new Agent({ keepAlive: true })
  const answer = async (phone: (typeof phones)[0], pauses: number[]) => {
    const hidden = hiddenFields(phone.page.body)
    await pause(pauses[0] * random.next())
    for (let round = 0; performance.now() < until; round++) {
      const form = urlEncoded({
        ...hidden,
        last_bought: 'month',
        trigger: 'saw',
        places: String(round + 1),
        _move: 'next',
      })
      const from = performance.now()
      expectSaved(await postOver(agent, base + phone.url, form))
      times.push(performance.now() - from)
      await pause(pauses[round % pauses.length])
    }
  }
  await Promise.all(phones.map((phone, index) => answer(phone, waits[index])))
  const first = await test.app.inject({ url: `/s/${survey.surveyId}`, headers: { 'accept-encoding': 'br' } })
  const [style] = /\/r\/style\/[^"]+/.exec((await test.app.inject(`/s/${survey.surveyId}`)).body)!
  const sheet = await test.app.inject({ url: style, headers: { 'accept-encoding': 'br' } })
  agent.destroy()
  await test.app.close()
  times.sort((a, b) => a - b)
  const quantile = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))]
  return [
    {
      name: `PostgreSQL: ${people} respondents at their own pace`,
      value: times.length / (crowdMs / 1000),
      unit: 'posts a second',
    },
    { name: `PostgreSQL: ${people} respondents, half of the posts within`, value: quantile(0.5), unit: 'ms' },
    { name: `PostgreSQL: ${people} respondents, 99 of 100 posts within`, value: quantile(0.99), unit: 'ms' },
    {
      name: 'First page with its style sheet, Brotli, two requests',
      value: first.rawPayload.length + sheet.rawPayload.length,
      unit: 'bytes',
      ratio: (first.rawPayload.length + sheet.rawPayload.length) / surveyJsBytes,
      against: 'SurveyJS’ published bundles',
    },
    { name: 'SurveyJS’ published bundles, Brotli, before the survey itself', value: surveyJsBytes, unit: 'bytes' },
  ]
}

function postOver(agent: Agent, url: string, form: ReturnType<typeof urlEncoded>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers: form.headers }, (reply) => {
      reply.resume().on('end', () => resolve(reply.statusCode ?? 0))
    })
    sent.on('error', reject).end(form.payload)
  })
}

/** The page after each of 100 pages with ten items each, one of them a grid of 100 rows, nine of them on conditions. */
function nextPageBench(): BenchRow {
  const instrument = longInstrument()
  const pages = instrument.pages.length
  const answers = Object.fromEntries(itemsOf(instrument).map((item) => [item.code, 'a']))
  const run = () => {
    for (let place = 0; place < pages; place++) nextPage(instrument, { answers, seed: 1 }, place)
  }
  for (let warm = 0; warm < 30; warm++) run()
  const from = process.cpuUsage()
  for (let round = 0; round < 30; round++) run()
  const { user, system } = process.cpuUsage(from)
  return {
    name: 'Next page of 1,000 items with 100-row grids',
    value: (user + system) / 1000 / (30 * pages),
    unit: 'ms of processor',
  }
}

function longInstrument(): Instrument {
  const { consent } = itemKinds
  const options = ['a', 'b', 'c'].map((code) => ({ code, label: code }))
  const rows = Array.from({ length: 100 }, (_, row) => ({ code: `r${row}`, label: `Row ${row}` }))
  const pages = Array.from({ length: 100 }, (_, at) => ({
    code: `p${at}`,
    title: `Page ${at}`,
    ...(at % 3 === 2 && { showIf: `q${at - 1}_0 != "b"` }),
    items: [
      ...Array.from({ length: 9 }, (__, index) => ({
        kind: 'single-choice',
        code: `q${at}_${index}`,
        ask: 'Which?',
        options,
        ...(at > 0 && { showIf: `q${at - 1}_${index} != "b" || anyOf(q0_${index}, ["c"])` }),
      })),
      { kind: 'agreement-matrix', code: `m${at}`, ask: 'How true is it?', rows, points: options },
    ],
  }))
  return instrumentSchema.parse({
    code: 'long',
    title: 'Long',
    description: 'A very long questionnaire.',
    introduction: ['Long.'],
    minutes: 60,
    thanks: 'Thank you.',
    pages: [{ code: 'start', title: 'Start', items: consent.examples }, ...pages],
  })
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

/** How many a second, `width` at once, and the processor time this process spent on each. */
async function timed<Work>(work: Work[], width: number, run: (one: Work) => Promise<void>) {
  const queue = work.values()
  const startedAt = performance.now()
  const before = process.cpuUsage()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const one of queue) await run(one)
    }),
  )
  const { user, system } = process.cpuUsage(before)
  return {
    perSecond: work.length / ((performance.now() - startedAt) / 1000),
    processorMs: (user + system) / 1000 / work.length,
  }
}
