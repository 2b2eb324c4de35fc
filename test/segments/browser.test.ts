import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newestPersonaSet } from '../../server/personas/store.ts'
import { familiesOf } from '../../server/segments/store.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'
import { emptyDatabase } from '../support/database.ts'
import { problemsOf } from '../support/page-problems.ts'

let world: TestApp
let researcher: Researcher
let browser: Browser
let address: string
let study: string
let crossCut: (family: string) => string

beforeAll(async () => {
  world = await testApp(await emptyDatabase())
  researcher = await aResearcher(world)
  const { headers } = await researcher.post('/sample-study')
  study = String(headers.location)
  await researcher.post(`${study}/persona-sets`, { seed: '1' })
  await researcher.upload(`${study}/customer-files`, [
    { name: 'visits.csv', bytes: 'customer_id,visited_at\nA1,2026-02-01 10:00\nA1,2026-02-03 23:30\n' },
  ])
  const families = await familiesOf(world.open.db, { workspaceId: researcher.workspaceId, isSimulated: true })
  crossCut = (family) => `${study}/segments/${families.find(({ name }) => name === family)!.id}/cross-cut`
  address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  browser = await startBrowser()
})

afterAll(async () => {
  await browser?.close()
  await world?.app.close()
})

async function openPage(path: string, { scheme, width }: { scheme: 'light' | 'dark'; width: number }): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP: true })
  await context.addCookies([{ name: 'verbatim', value: researcher.cookie, url: address }])
  const page = await context.newPage()
  const answer = await page.goto(address + path)
  expect(answer!.status()).toBe(200)
  return page
}

describe.each([
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 360 },
] as const)('in $scheme at $width px', (way) => {
  test.each([
    ['the segments, with a file that waits', () => `${study}/segments`],
    ['personas against twelve segments', () => crossCut('Recency and frequency of purchase')],
    ['personas against 24 segments, as residuals', () => `${crossCut('district')}?view=residual`],
    ['the guide with the study’s numbers', () => `/guide/segments-and-personas?study=${study.split('/').at(-1)}`],
    ['the guide alone', () => '/guide/segments-and-personas'],
  ])('%s: nothing is out of reach and nothing overflows', async (_, path) => {
    const page = await openPage(path(), way)
    expect(await problemsOf(page)).toEqual([])
    await page.context().close()
  })
})

test('the table of a cross-cut holds everybody who stands in both, and can be switched without script', async () => {
  const set = await newestPersonaSet(world.open.db, {
    workspaceId: researcher.workspaceId,
    studyId: study.split('/').at(-1)!,
  })
  expect(set!.personas.length).toBeGreaterThanOrEqual(3)
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } })
  await context.addCookies([{ name: 'verbatim', value: researcher.cookie, url: address }])
  const page = await context.newPage()
  await page.goto(address + crossCut('plan'))
  const rows = page.locator('.heat tbody tr')
  expect(await rows.count()).toBe(set!.personas.length)
  const people = await page.locator('.heat tfoot tr:last-child td').allTextContents()
  const [total, ...columns] = people.map(Number).reverse()
  expect(columns.reduce((sum, count) => sum + count, 0)).toBe(total)
  await page.click('nav[aria-label="Show as"] >> text=Lift')
  expect(await page.locator('.heat tbody td.heat__cell b').first().textContent()).toMatch(/^×\d/)
  await context.close()
})
