import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmbeddedDatabase } from '../../server/database/connection.ts'
import { notPlain } from '../support/plain-words.ts'

/** The product as a person starts it, in a process of its own, so that its memory can be measured. */
const project = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'verbatim-large-'))
/** As `npm start` starts it, with its limits. */
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  scripts: { start: string }
}
const startArguments = manifest.scripts.start.split(' ').slice(1)

let child: ChildProcess
let address: string
let cookie: string
let study: string
let form: string

beforeAll(async () => {
  const setup = new URL(await start(/(\S+\/set-up\?token=\S+)/))
  address = setup.origin
  const made = await send('/set-up', {
    token: setup.searchParams.get('token')!,
    name: 'L. Okafor',
    workspace: 'Northfield Home',
    email: 'l.okafor@example.org',
    password: 'a long enough sentence',
  })
  cookie = made.headers.get('set-cookie')!.split(';')[0]!
  form = /name="_form" value="([^"]+)"/.exec(await (await get('/')).text())![1]!
  const begun = await send('/studies', { _form: form, decision: 'Whether to open on Sundays.', name: 'Sundays' })
  study = begun.headers.get('location')!
  // Unpacking the new database took memory that has nothing to do with files: a server that has one is measured.
  await stop()
  address = await start(/Verbatim is at (\S+)/)
})

afterAll(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

test.each([
  { address: 'imports', field: 'file', status: 413, says: 'A file is larger than Verbatim takes.' },
  { address: 'customer-files', field: 'files', status: 422, says: 'it is larger than may be uploaded' },
  { address: 'interviews', field: 'files', status: 303, says: 'It is larger than Verbatim takes.' },
])(
  'a file of 200 MB sent to $address is refused, and the server stays under 600 MB',
  { timeout: 240_000 },
  async (to) => {
    const reply = await upload(`${study}/${to.address}`, to.field, 200)
    expect(reply.status).toBe(to.status)
    const body = to.status === 303 ? await pageSaying(`${study}/${to.address}`, to.says) : await reply.text()
    expect(notPlain({ headers: { 'content-type': 'text/html' }, body })).toBe('')
    expect(body).toContain(to.says)
    expect((await get(study)).status).toBe(200)
    const peak = peakMegabytes()
    if (peak === undefined) console.log('not measured: this system has no /proc to read a process’s memory from')
    else expect(peak).toBeLessThan(600)
  },
)

test('a sender who hangs up half way leaves nothing, and afterwards no row of any of these files is there', {
  timeout: 120_000,
}, async () => {
  const hangUp = new AbortController()
  const sending = upload(`${study}/imports`, 'file', 60, { signal: hangUp.signal, at: 20 })
  await expect(sending).rejects.toThrow()
  // The server learns of it in its own time; a page that answers shows that it has gone on.
  expect((await get(study)).status).toBe(200)
  await stop()
  const open = await openEmbeddedDatabase(folder)
  const files = await open.db.selectFrom('storedFile').select(['name', 'size']).execute()
  const pieces = await open.db.selectFrom('storedFilePiece').select('fileId').execute()
  await open.close()
  expect({ files, pieces }).toEqual({ files: [], pieces: [] })
})

/** Sends a table of so many megabytes as a browser does, made as it goes; can hang up after some of it. */
function upload(path: string, field: string, megabytes: number, hangUp?: { signal: AbortSignal; at: number }) {
  const line = 'c-1,Strongly agree,"because it is what I have always done"\n'
  const piece = Buffer.from(line.repeat(Math.ceil(2 ** 20 / line.length)).slice(0, 2 ** 20))
  async function* body() {
    yield Buffer.from(
      `--x\r\ncontent-disposition: form-data; name="${field}"; filename="large.csv"\r\ncontent-type: text/csv\r\n\r\nid,answer,why\n`,
    )
    for (let sent = 0; sent < megabytes; sent++) {
      if (sent === hangUp?.at) throw new Error('hung up')
      yield piece
    }
    yield Buffer.from('\r\n--x--\r\n')
  }
  return fetch(`${address}${path}?form=${form}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, accept: 'text/html', 'content-type': 'multipart/form-data; boundary=x' },
    body: ReadableStream.from(body()),
    duplex: 'half',
    signal: hangUp?.signal,
  } as RequestInit)
}

function get(path: string) {
  return fetch(address + path, { headers: { cookie, accept: 'text/html' } })
}

function send(path: string, fields: Record<string, string>) {
  return fetch(address + path, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: { accept: 'text/html', ...(cookie ? { cookie } : {}) },
  })
}

/** The page once it says so: what became of an interview is written by work in the background. */
async function pageSaying(path: string, words: string): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const body = await (await get(path)).text()
    if (body.includes(words) || attempt === 100) return body
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** The most memory that the server ever held, all its threads and the database included. */
function peakMegabytes(): number | undefined {
  const status = `/proc/${child.pid}/status`
  if (!existsSync(status)) return undefined
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))![1]) / 1024
}

/** Starts the product and waits until it prints this. */
function start(pattern: RegExp): Promise<string> {
  child = spawn(process.execPath, startArguments, {
    cwd: project,
    env: { ...process.env, PORT: '0', VERBATIM_DATA: folder, DATABASE_URL: '' },
  })
  return new Promise((resolve, reject) => {
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      const match = pattern.exec(output)
      if (match) resolve(match[1]!)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', () => reject(new Error(`The server ended. It printed: ${output}`)))
  })
}

async function stop(): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
