import { mkdir } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { timedInterview } from './mock-like.ts'
import { anInterview, aStudy, type StoredDocument, tagsOn, type World } from './support.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where pictures of the pages go, for a person to look at; none are made without it. */
const pictures = process.env.VERBATIM_PICTURES

let world: World
let browser: Browser
let base: string
let interview: StoredDocument

beforeAll(async () => {
  world = await aStudy()
  interview = await anInterview(world, timedInterview, 'interview.vtt')
  // Something to replace, and something replaced: the redaction page is looked at with both.
  await world.researcher.post(`${interview.href}/redaction/terms`, { words: 'door seal' })
  await world.researcher.post(`/studies/${world.studyId}/redactions`)
  await world.researcher.post(`${interview.href}/redaction/terms`, { words: 'white box' })
  const [first] = await tagsOn(world, interview.id)
  await world.researcher.post(`/tags/${first!.personId}/${first!.id}/decision`, { decision: 'accepted' })
  await world.researcher.post(`/tags/${first!.personId}/${first!.id}/memos`, {
    text: 'Compare with what she says later.',
  })
  await world.researcher.post(`${interview.href}/memos`, { text: 'Recorded in her kitchen.' })
  base = await world.app.listen({ host: '127.0.0.1', port: 0 })
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await world.app.close()
})

describe.each([360, 1280])('at %i px', (width) => {
  describe.each(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
    test('the pages of interviews have no accessibility problem and nothing wider than the window', async () => {
      const context = await signedIn({ viewport: { width, height: 900 }, colorScheme })
      const page = await context.newPage()
      const found: Record<string, string[]> = {}
      const tag = (await tagsOn(world, interview.id)).find(({ state }) => state === 'suggested')!
      const accepted = (await tagsOn(world, interview.id)).find(({ state }) => state === 'accepted')!
      await page.goto(base + interview.href)
      const adding = await page.locator('a.sentence__add').first().getAttribute('href')
      for (const [name, path] of Object.entries({
        document: interview.href,
        adding: adding!,
        changing: `${interview.href}?change=${tag.id}`,
        memo: `${interview.href}?memo=${accepted.id}`,
        memos: `/studies/${world.studyId}/memos`,
        editing: `${interview.href}?edit=1`,
        redaction: `${interview.href}/redaction`,
        readable: `${interview.href}?readable=yes`,
        search: `/studies/${world.studyId}/interviews/search?words=the`,
        review: `/studies/${world.studyId}/interviews/review`,
        interviews: `/studies/${world.studyId}/interviews`,
        answers: `/studies/${world.studyId}/answers`,
        codebook: `/studies/${world.studyId}/codebook`,
        code: `/studies/${world.studyId}/codes/${encodeURIComponent(tag.code ?? 'need.information')}`,
      })) {
        await page.goto(base + path)
        if (pictures) {
          await mkdir(pictures, { recursive: true })
          await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: true })
        }
        found[name] = await problemsOf(page)
      }
      expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])))
      await context.close()
    })
  })
})

test('a suggestion is accepted, a sentence tagged and a code changed without script and with the keyboard alone', async () => {
  const { page, context } = await aFreshPage({ javaScriptEnabled: false })
  const before = await states()

  await tabTo(page, 'button[value=accepted]')
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  expect((await states()).accepted).toBe(before.accepted + 1)
  expect(new URL(page.url()).searchParams.get('now')).toBeTruthy()

  await tabTo(page, 'a.sentence__add')
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  await tabTo(page, '.note-card--new select')
  await page.keyboard.type('Need, no')
  await tabTo(page, '.note-card--new button')
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  expect((await states()).accepted).toBe(before.accepted + 2)

  await tabTo(page, '.note-card[data-suggested] a[data-key=c]')
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  await tabTo(page, '.note-card__form select')
  await page.keyboard.type('Journey stage, no')
  await tabTo(page, '.note-card__form button')
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  expect(await states()).toMatchObject({ accepted: before.accepted + 3, rejected: before.rejected + 1 })
  await context.close()
})

test('with script, keys walk the suggestions and decide on them without loading the page again', async () => {
  const { page, context } = await aFreshPage({})
  const before = await states()
  await page.evaluate('window.isSamePage = true')
  const first = await page.locator('.note-card--now').getAttribute('id')

  await page.keyboard.press('j')
  const second = await page.locator('.note-card--now').getAttribute('id')
  expect(second).not.toBe(first)
  await page.keyboard.press('k')
  expect(await page.locator('.note-card--now').getAttribute('id')).toBe(first)

  await page.keyboard.press('a')
  await page.waitForSelector(`#${first}:not([data-suggested])`)
  await page.waitForSelector('.note-card--now')
  expect(await page.locator('.note-card--now').getAttribute('id')).toBe(second)
  await page.keyboard.press('r')
  await page.waitForSelector(`.utt__list > #${second}[data-suggested]`, { state: 'detached' })
  expect(await states()).toMatchObject({ accepted: before.accepted + 1, rejected: before.rejected + 1 })
  expect(await page.locator('.lead__count b').first().textContent()).toBe(String(before.accepted + 1))

  await page.keyboard.press('c')
  await page.waitForSelector('.note-card__form .picker__find:focus')
  // A key typed into a field is text, no command.
  await page.keyboard.press('r')
  expect((await states()).rejected).toBe(before.rejected + 1)
  expect(await page.evaluate('window.isSamePage')).toBe(true)
  await context.close()
})

test('keys can be switched off, and stay off on the next page', async () => {
  const { page, context } = await aFreshPage({})
  await page.click('[data-keys-switch]')
  await page.reload()
  expect(await page.locator('[data-keys-switch]').textContent()).toBe('Keys are off')
  const before = await states()
  await page.locator('h1').click()
  await page.keyboard.press('a')
  await page.waitForTimeout(300)
  expect(await states()).toEqual(before)
  await context.close()
})

/** The interview with every tag open again, on a page of its own. */
async function aFreshPage(
  options: Parameters<Browser['newContext']>[0],
): Promise<{ page: Page; context: BrowserContext }> {
  await world.open.db
    .updateTable('tag')
    .set({ state: 'suggested', decidedBy: null, decidedAt: null })
    .where('rules', '<>', '')
    .execute()
  await world.open.db.deleteFrom('tag').where('rules', '=', '').execute()
  const context = await signedIn({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  await page.goto(base + interview.href)
  return { page, context }
}

async function signedIn(options: Parameters<Browser['newContext']>[0]): Promise<BrowserContext> {
  const context = await browser.newContext(options)
  await context.addCookies([{ name: 'verbatim', value: world.researcher.cookie, url: base }])
  return context
}

async function states(): Promise<Record<'accepted' | 'rejected' | 'suggested', number>> {
  const tags = await tagsOn(world, interview.id)
  const count = (state: string) => tags.filter((tag) => tag.state === state).length
  return { accepted: count('accepted'), rejected: count('rejected'), suggested: count('suggested') }
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

/** Presses Tab until something that matches has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let press = 0; press < 200; press++) {
    await page.keyboard.press('Tab')
    if ((await page.locator(`${selector}:focus`).count()) === 1) return
  }
  throw new Error(`Tab never reached ${selector}.`)
}
