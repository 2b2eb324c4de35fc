import { beforeAll, expect, test } from 'vitest'
import { aResearcher, type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase } from '../support/database.ts'
import { everyRow } from '../support/every-row.ts'
import { notPlain } from '../support/plain-words.ts'
import { everyRoute, fillParameters } from '../support/routes.ts'
import { aWholeStudy } from '../support/whole-study.ts'

/** Generated from the route list, so that a new form is closed to viewers without anybody remembering to. */
let world: TestApp
let researcher: Researcher
let ids: Record<string, string>

beforeAll(async () => {
  world = await testApp(await emptyDatabase())
  researcher = await aResearcher(world)
  ids = (await aWholeStudy(world, researcher)).ids
})

test('somebody who may only look sees every page that the owner sees', async () => {
  const addresses = everyRoute(world.app)
    .filter(({ method, access }) => method === 'GET' && access === 'account')
    .map(({ url }) => fillParameters(url, ids))
  const asOwner = await statusOfEach(addresses)
  await becomeA('viewer')
  expect(await statusOfEach(addresses)).toEqual(asOwner)
  expect(Object.values(asOwner).filter((status) => status === 200).length).toBeGreaterThan(15)
})

test('but never the name of a file that an interview came in, which may name the person', async () => {
  await becomeA('viewer')
  const pages = everyRoute(world.app)
    .filter(
      ({ method, access, url }) => method === 'GET' && access === 'account' && /interviews|documents|coding/.test(url),
    )
    .map(({ url }) => fillParameters(url, ids))
  const telling: string[] = []
  for (const url of pages) if ((await researcher.get(url)).body.includes('one.txt')) telling.push(url)
  expect(telling).toEqual([])
  await becomeA('researcher')
  expect((await researcher.get(`/studies/${ids.studyId}/interviews`)).body).toContain('one.txt')
})

test('and is offered no button that would be refused', async () => {
  await becomeA('viewer')
  const addresses = everyRoute(world.app)
    .filter(({ method, access }) => method === 'GET' && access === 'account')
    .map(({ url }) => fillParameters(url, ids))
  // Signing out, and one's own name and password.
  const theirs = new Set(
    everyRoute(world.app)
      .filter(({ method, viewersToo }) => method === 'POST' && viewersToo)
      .map(({ url }) => url),
  )
  const open: string[] = []
  let closed = 0
  for (const url of addresses) {
    const { body, headers } = await researcher.get(url)
    if (!String(headers['content-type']).startsWith('text/html')) continue
    const forms = [
      ...body.matchAll(/<form\b[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(<fieldset class="read-only" disabled>)?/g),
    ]
    for (const [, action, shut] of forms) {
      if (shut) closed++
      else if (!theirs.has(action!)) open.push(`${url}: ${action}`)
    }
  }
  expect(open).toEqual([])
  expect(closed).toBeGreaterThan(10)
})

test('but changes nothing: every form is refused with a page that says so', async () => {
  await becomeA('viewer')
  const before = await everyRow(world.open.db)
  const wrong: string[] = []
  const forms = everyRoute(world.app).filter(
    ({ method, access, viewersToo }) => method === 'POST' && access === 'account' && !viewersToo,
  )
  for (const { url, isUpload } of forms) {
    const path = fillParameters(url, ids)
    const reply = isUpload
      ? await researcher.upload(path, [{ name: 'a.csv', bytes: 'Question\nAnswer' }])
      : await researcher.post(path, {})
    const saysSo = reply.body.includes('Your account can read this workspace but not change it.')
    if (reply.statusCode !== 403 || !saysSo || notPlain(reply)) wrong.push(`${url}: ${reply.statusCode}`)
  }
  expect(wrong).toEqual([])
  expect(forms.length).toBeGreaterThan(20)
  expect(await everyRow(world.open.db)).toEqual(before)
})

test('a researcher who becomes a viewer loses the forms at once, and gets them back', async () => {
  await becomeA('viewer')
  expect(
    (await researcher.post('/studies', { decision: 'Whether to open on Sundays.', name: 'Sundays' })).statusCode,
  ).toBe(403)
  await becomeA('researcher')
  expect(
    (await researcher.post('/studies', { decision: 'Whether to open on Sundays.', name: 'Sundays' })).statusCode,
  ).toBe(303)
})

async function statusOfEach(addresses: string[]): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const address of addresses) found[address] = (await researcher.get(address)).statusCode
  return found
}

async function becomeA(role: 'researcher' | 'viewer'): Promise<void> {
  await world.open.db.updateTable('account').set({ role }).where('id', '=', researcher.accountId).execute()
}
