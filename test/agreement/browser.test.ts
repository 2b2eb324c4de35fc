import { mkdir } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anInterview, aStudy, type StoredDocument, transcript, type World } from '../interviews/support.ts'
import { aColleague, type Researcher } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where pictures of the pages go, for a person to look at; none are made without it. */
const pictures = process.env.VERBATIM_PICTURES

let world: World
let second: Researcher
let browser: Browser
let base: string
const pages: Record<string, string> = {}
let openDocument: StoredDocument

beforeAll(async () => {
  world = await aStudy()
  second = await aColleague(world, world.researcher, 'M. Ruiz with a rather long name')
  for (let copy = 0; copy < 3; copy++) openDocument = await anInterview(world, again(copy), `${copy}.txt`)
  const closed = await aRound({ which: 'numbers', numbers: '1-2' })
  await codeSome(world.researcher, closed, 3)
  await codeSome(second, closed, 4)
  for (const coder of [world.researcher, second]) await coder.post(`${closed}/done`)
  const open = await aRound({
    which: 'numbers',
    numbers: '3',
    showsSuggestions: 'yes',
    scaleLabel: ['facet:pain', '', ''],
    scaleLevel: ['ordinal', 'ordinal', 'ordinal'],
    scaleLow: ['1', '', ''],
    scaleHigh: ['7', '', ''],
  })
  Object.assign(pages, {
    rounds: `/studies/${world.studyId}/coding-rounds`,
    open,
    coding: `${open}/documents/${openDocument.personId}/${openDocument.id}`,
    closed,
    disagreements: `${closed}/disagreements`,
    learning: `/studies/${world.studyId}/next-sentence`,
  })
  base = await world.app.listen({ host: '127.0.0.1', port: 0 })
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await world.app.close()
})

describe.each([360, 1280])('at %i px', (width) => {
  test.each(['light', 'dark'] as const)(
    'rounds have no accessibility problem in the %s scheme',
    async (colorScheme) => {
      const { page, context } = await aPage({ viewport: { width, height: 900 }, colorScheme })
      const found: Record<string, string[]> = {}
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(base + path)
        if (pictures) {
          await mkdir(pictures, { recursive: true })
          await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: true })
        }
        found[name] = await problemsOf(page)
      }
      expect(found).toEqual(Object.fromEntries(Object.keys(pages).map((name) => [name, []])))
      await context.close()
    },
    120_000,
  )
})

test('a coder takes suggestions and tags by keys, gives a value, and says that they are done, without the study changing', async () => {
  const { page, context } = await aPage({})
  const before = await world.open.db.selectFrom('tag').select(['id', 'state']).orderBy('id').execute()
  await page.goto(base + pages.coding)
  const first = await page.locator('.note-card--now').getAttribute('id')
  await page.keyboard.press('a')
  await page.waitForSelector(`#${first}`, { state: 'detached' })
  await page.keyboard.press('r')
  await page.waitForSelector('.utt__rejected')
  await page.keyboard.press('n')
  await page.keyboard.press('t')
  await page.waitForSelector('.picker__find:focus')
  await page.keyboard.type('pain, no')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.note-card__value input[type=number]')
  await page.fill('.note-card__value input[type=number]', '6')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.note-card__value input[type=number][value="6"]')
  const said = await world.open.db.selectFrom('codingTag').select(['label', 'value', 'state', 'origin']).execute()
  expect(said).toContainEqual({ label: 'facet:pain', value: 6, state: 'said', origin: 'hand' })
  expect(said.filter(({ origin, state }) => origin === 'suggestion' && state === 'said')).toHaveLength(1)
  expect(said.filter(({ state }) => state === 'passed')).toHaveLength(1)
  expect(await world.open.db.selectFrom('tag').select(['id', 'state']).orderBy('id').execute()).toEqual(before)
  await Promise.all([page.waitForEvent('load'), page.click('text=I am done with this document')])
  expect(await page.textContent('.round-progress')).toContain('(you): done with 1 of 1')
  await context.close()
})

test('a disagreement is settled without script and by the keyboard', async () => {
  const { page, context } = await aPage({ javaScriptEnabled: false })
  await page.goto(base + pages.disagreements)
  const before = await page.locator('.apart').count()
  expect(before).toBeGreaterThan(1)
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press('Tab')
    if ((await page.locator('button[value=both]:focus').count()) === 1) break
  }
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  expect(await page.locator('.apart').count()).toBe(before - 1)
  await context.close()
})

function again(copy: number): string {
  const more = Array.from(
    { length: 15 },
    (_, turn) => `Participant: The lid ${copy} ${turn} fell off. I told them so.\nInterviewer: And?`,
  )
  return `${transcript}${more.join('\n')}\n`
}

async function aRound(fields: Record<string, string | string[]>): Promise<string> {
  const coders = { firstCoder: world.researcher.accountId, secondCoder: second.accountId, unit: 'sentence' }
  const reply = await world.researcher.post(`/studies/${world.studyId}/coding-rounds`, { ...coders, ...fields })
  return String(reply.headers.location)
}

/** Codes every step-th of some sentences as an experience, and the others with one that changes. */
async function codeSome(coder: Researcher, round: string, step: number): Promise<void> {
  const { db } = world.open
  const documents = await db
    .selectFrom('codingDocument')
    .select(['personId', 'documentId'])
    .where('roundId', '=', round.split('/').at(-1)!)
    .execute()
  for (const { personId, documentId } of documents) {
    const { text } = await db
      .selectFrom('document')
      .select('text')
      .where('id', '=', documentId)
      .executeTakeFirstOrThrow()
    // An emoji stands before: code points are one less than units.
    for (const [index, match] of [...text.matchAll(/The lid \d+ \d+ fell off/g)].entries()) {
      if (index % step === step - 1) continue
      const start = match.index - 1
      const fields = {
        start: `${start}`,
        end: `${start + match[0].length}`,
        code: index % 2 ? 'facet:experience' : 'facet:pain',
      }
      await coder.post(`${round}/documents/${personId}/${documentId}/tags`, fields)
    }
  }
}

async function aPage(options: Parameters<Browser['newContext']>[0]): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  await context.addCookies([{ name: 'verbatim', value: world.researcher.cookie, url: base }])
  return { page: await context.newPage(), context }
}

/** What axe finds against WCAG 2.2 AA, and whether anything is wider than the window. */
async function problemsOf(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  return (await page.evaluate(`(async () => {
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth
    return [...violations.map((one) => one.id + ' at ' + one.nodes[0].html), ...(overflow > 0 ? [overflow + ' px too wide'] : [])]
  })()`)) as string[]
}
