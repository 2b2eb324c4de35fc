import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { openEmbeddedDatabase, openServerDatabase } from '../../server/database/connection.ts'
import { urlEncoded } from '../support/app.ts'
import { engines } from '../support/database.ts'
import { type PostgresServer, startPostgresServer } from '../support/postgres-server.ts'
import { closedAnswers, hiddenFields } from './support.ts'

const script = fileURLToPath(new URL('./serve.ts', import.meta.url))
const children: ChildProcess[] = []
const folders: string[] = []
let postgres: PostgresServer | undefined

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await postgres?.stop()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

test.each(engines)(
  'a server killed between two pages, and while one is being sent, loses no saved answer: %s database',
  async (engine) => {
    const place = await newPlace(engine)
    const first = await serve(place)
    const start = await page(`${first.address}/s/${first.surveyId}`)
    const second = await post(start, { consent: ['analysis'], _move: 'next' })
    const third = await post(second, { ...closedAnswers, _move: 'next' })
    const path = new URL(third.url).pathname
    first.child.kill('SIGKILL')
    await ended(first.child)

    const again = await serve(place, first.surveyId)
    const resumed = await page(again.address + path)
    expect(resumed.body).toContain('In your words')
    // This one may or may not arrive before the server dies; sent once more it is stored once.
    const sending = post(resumed, { nearly_stopped: 'The shop was shut.', _move: 'next' }).catch(() => null)
    again.child.kill('SIGKILL')
    await Promise.all([sending, ended(again.child)])

    const last = await serve(place, first.surveyId)
    const at = await page(last.address + path)
    if (!at.url.endsWith('thanks')) {
      const end = await post(at, { nearly_stopped: 'The shop was shut.', _move: 'next' })
      expect(end.url).toMatch(/thanks$/)
    }
    last.child.kill('SIGKILL')
    await ended(last.child)

    const open = engine === 'server' ? await openServerDatabase(place) : await openEmbeddedDatabase(place)
    const rows = await open.db.selectFrom('response').select(['answers', 'outcome']).execute()
    await open.close()
    expect(rows).toEqual([
      {
        outcome: 'completed',
        answers: expect.objectContaining({ how_often: 'monthly', visits: '3', nearly_stopped: 'The shop was shut.' }),
      },
    ])
  },
  120_000,
)

async function newPlace(engine: (typeof engines)[number]): Promise<string> {
  if (engine === 'server') {
    postgres = await startPostgresServer()
    return postgres.createDatabase()
  }
  const folder = await mkdtemp(join(tmpdir(), 'verbatim-killed-'))
  folders.push(folder)
  return folder
}

async function serve(place: string, surveyId?: string) {
  const child = spawn(process.execPath, [script, place, ...(surveyId ? [surveyId] : [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let errors = ''
  child.stderr.on('data', (bytes) => {
    errors += bytes
  })
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (bytes) => resolve(String(bytes)))
    child.once('exit', () => reject(new Error(`The server ended: ${errors}`)))
  })
  return { child, ...(JSON.parse(line) as { address: string; surveyId: string }) }
}

function ended(child: ChildProcess): Promise<void> {
  return child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()))
}

async function page(url: string): Promise<{ url: string; body: string }> {
  const reply = await fetch(url, { headers: { accept: 'text/html' } })
  return { url: reply.url, body: await reply.text() }
}

async function post(from: { url: string; body: string }, fields: Record<string, string | string[]>) {
  const form = urlEncoded({ ...hiddenFields(from.body), ...fields })
  const reply = await fetch(from.url, {
    method: 'POST',
    body: form.payload,
    headers: { accept: 'text/html', ...form.headers },
  })
  return { url: reply.url, body: await reply.text() }
}
