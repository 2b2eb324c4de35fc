import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

// Vitest compiles TypeScript that Node itself refuses, so one test starts the product the way a person does.
const project = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'verbatim-start-'))
const children: ChildProcess[] = []

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

test('starts as a person starts it, prints where it is, keeps what was written through kill -9, and refuses a second start', async () => {
  const first = start()
  const address = await printed(first, /Verbatim is at (\S+)/)
  const setup = await printed(first, /(\S+\/set-up\?token=\S+)/)
  expect((await fetch(`${address}/health`)).status).toBe(200)
  const owner = new URLSearchParams({
    token: new URL(setup).searchParams.get('token')!,
    name: 'L. Okafor',
    workspace: 'Northfield Home',
    email: 'l.okafor@example.org',
    password: 'a long enough sentence',
  })
  const made = await fetch(`${address}/set-up`, { method: 'POST', body: owner, redirect: 'manual' })
  expect(made.status).toBe(303)

  const second = start()
  expect(await ended(second)).toBe(1)
  expect(second.output).toContain(`in use by process ${first.child.pid}`)

  first.child.kill('SIGKILL')
  await ended(first)
  const third = start()
  const again = await printed(third, /Verbatim is at (\S+)/)
  expect((await fetch(`${again}/sign-in`, { redirect: 'manual' })).status).toBe(200)
  expect(third.output).not.toContain('set-up?token')
})

test('says in one line what is wrong with its settings', async () => {
  const server = start({ PORT: 'eighty' })
  expect(await ended(server)).toBe(1)
  expect(server.output.trim()).toBe('PORT takes a number from 0 to 65535, not “eighty”.')
})

interface Started {
  child: ChildProcess
  output: string
}

function start(environment: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, ['server/start.ts'], {
    cwd: project,
    env: { ...process.env, PORT: '0', VERBATIM_DATA: folder, DATABASE_URL: '', ...environment },
  })
  children.push(child)
  const started: Started = { child, output: '' }
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (started.output += chunk.toString()))
  return started
}

async function printed(started: Started, pattern: RegExp): Promise<string> {
  for (let waited = 0; waited < 50_000; waited += 50) {
    const match = pattern.exec(started.output)
    if (match) return match[1]!
    if (started.child.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Not printed: ${pattern}. Printed: ${started.output}`)
}

function ended({ child }: Started): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}
