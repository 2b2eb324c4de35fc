import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAccount } from '../../server/command-line/account.ts'
import { openEmbeddedDatabase } from '../../server/database/connection.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aResearcher, StillClock, testApp, urlEncoded } from '../support/app.ts'

/** The command opens the installation's own database, as it does when no server runs. */
let folder: string
const before = { ...process.env }
const context = { cwd: '.', log: () => {}, workers: 1 }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verbatim-account-'))
  process.env.VERBATIM_DATA = folder
  process.env.VERBATIM_ADDRESS = 'https://research.example.org'
  delete process.env.DATABASE_URL
})

afterAll(async () => {
  process.env = before
  await rm(folder, { recursive: true, force: true })
})

test('an owner who forgot the password gets a link from whoever runs the server, and it works once', async () => {
  const email = await withApp(async (world) => {
    const { accountId } = await aResearcher(world)
    return `${accountId}@example.org`
  })
  const made = (await runAccount(['password-link', email.toUpperCase()], context)) as { link: string }
  expect(made.link).toMatch(/^https:\/\/research\.example\.org\/join\/[\w-]{22}$/)
  await withApp(async ({ app }) => {
    const url = new URL(made.link).pathname
    const send = () => app.inject({ method: 'POST', url, ...urlEncoded({ password: 'a long enough sentence' }) })
    expect((await send()).statusCode).toBe(303)
    expect((await send()).statusCode).toBe(410)
  })
  await expect(runAccount(['password-link', 'nobody@example.org'], context)).rejects.toThrow(/No open account/)
  await expect(runAccount(['close'], context)).rejects.toThrow(/password-link name@example.org/)
})

async function withApp<T>(work: (world: Awaited<ReturnType<typeof testApp>>) => Promise<T>): Promise<T> {
  const open = await openEmbeddedDatabase(folder)
  const world = await testApp(open, new StillClock(new Date().toISOString()))
  try {
    return await work(world)
  } finally {
    await world.app.close()
    await open.close()
  }
}
