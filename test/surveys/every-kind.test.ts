import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'
import { emptyDatabase } from '../support/database.ts'
import { everyKindInstrument } from './every-kind.ts'
import { anOpenSurvey, type OpenSurvey } from './support.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where pictures of the pages go, for a person to look at; none are made without it. */
const pictures = process.env.VERBATIM_PICTURES

const ways = [
  { name: 'light', width: 320, colorScheme: 'light' },
  { name: 'dark', width: 320, colorScheme: 'dark' },
  // A window of 1280 px enlarged to 200 % has half as many CSS pixels.
  { name: 'enlarged', width: 640, colorScheme: 'light' },
  { name: 'forced-colours', width: 360, colorScheme: 'light', forcedColors: 'active' },
  { name: 'right-to-left', width: 320, colorScheme: 'light', language: 'ar' },
  { name: 'wide', width: 1280, colorScheme: 'light' },
] as const

let world: TestApp
let browser: Browser
let base: string
let survey: OpenSurvey

beforeAll(async () => {
  world = await testApp(await emptyDatabase())
  survey = await anOpenSurvey(world, everyKindInstrument())
  base = await world.app.listen({ host: '127.0.0.1', port: 0 })
  browser = await startBrowser()
})

afterAll(async () => {
  await browser?.close()
  await world?.app.close()
})

test.each(ways)(
  'every kind of question is accessible: $name, $width px',
  async (way) => {
    const language = 'language' in way ? way.language : 'en'
    const context = await browser.newContext({
      viewport: { width: way.width, height: 800 },
      colorScheme: way.colorScheme,
      forcedColors: 'forcedColors' in way ? way.forcedColors : 'none',
      locale: language,
      // The checker is a script of ours put into the page, which the page's own policy rightly forbids.
      bypassCSP: true,
    })
    const page = await context.newPage()
    const problems: string[] = []
    const look = async (name: string) => {
      problems.push(...(await problemsOf(page, 'forcedColors' in way)).map((problem) => `${name}: ${problem}`))
      if (!pictures) return
      mkdirSync(pictures, { recursive: true })
      await page.screenshot({ path: join(pictures, `${way.name}-${name.replaceAll(' ', '-')}.png`), fullPage: true })
    }
    await page.goto(`${base}/s/${survey.surveyId}`)
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr')
    await look('welcome')
    await page.check('#consent')
    await press(page, 'button.button')
    const pages = everyKindInstrument().pages.slice(1, -1)
    for (const { code, items } of pages) {
      await look(code)
      if (items.some((item) => item.isRequired)) {
        await press(page, '.moves button[value=next]')
        await look(`${code} with errors`)
      }
      await page.evaluate(answerAll)
      await press(page, '.moves button[value=next]')
    }
    expect(page.url()).toMatch(/answers$/)
    await look('review')
    await press(page, 'button.button')
    await look('thanks')
    expect(problems).toEqual([])
    await context.close()
  },
  240_000,
)

test('the language can be changed on any page, and nothing typed or chosen is lost', async () => {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 360, height: 800 },
    locale: 'en',
    javaScriptEnabled: false,
  })
  const page = await context.newPage()
  await page.goto(`${base}/s/${survey.surveyId}`)
  await page.check('#consent')
  await press(page, 'button[value=ar]')
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await page.isChecked('#consent')).toBe(true)
  await press(page, 'button.button')
  await page.check('[name=reason][value=other]')
  await page.fill('[name=reason_other_text]', 'Something typed')
  await page.fill('[name=country]', 'Atlantis')
  await press(page, 'button[value=en]')
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  expect(await page.isChecked('[name=reason][value=other]')).toBe(true)
  expect(await page.inputValue('[name=reason_other_text]')).toBe('Something typed')
  // What cannot be read as an answer yet is kept as typed too.
  expect(await page.inputValue('[name=country]')).toBe('Atlantis')
  const { language } = await world.open.db
    .selectFrom('response')
    .select('language')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  expect(language).toBe('en')
  await context.close()
})

test('the first page comes in two requests and less than 20 kB, with all it needs and no script', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } })
  const page = await context.newPage()
  const sizes: Record<string, number> = {}
  page.on('requestfinished', async (request) => {
    const { responseBodySize, responseHeadersSize } = await request.sizes()
    sizes[new URL(request.url()).pathname] = responseBodySize + responseHeadersSize
  })
  await page.goto(`${base}/s/${survey.surveyId}`, { waitUntil: 'networkidle' })
  const bytes = Object.values(sizes).reduce((sum, size) => sum + size, 0)
  console.log(`first page: ${Object.keys(sizes).length} requests, ${bytes} bytes on the wire`, sizes)
  expect(Object.keys(sizes).length).toBeLessThanOrEqual(3)
  expect(bytes).toBeLessThan(20_000)
  expect(await page.locator('script').count()).toBe(0)
  await context.close()
})

/** Answers whatever a page asks, so that it can go on. */
const answerAll = `(() => {
  const done = new Set()
  for (const input of document.querySelectorAll('input[type=radio]')) {
    const worst = input.name.endsWith('_worst')
    const same = [...document.getElementsByName(input.name)]
    if (!done.has(input.name)) (worst ? same.at(-1) : same[0]).checked = true
    done.add(input.name)
  }
  for (const input of document.querySelectorAll('input[type=checkbox]:not([name$=dont_know])')) {
    const ticked = [...document.getElementsByName(input.name)].filter((one) => one.checked).length
    if (ticked < 2 && !['none', 'dont_know', 'refused'].includes(input.value)) input.checked = true
  }
  const places = {}
  for (const select of document.querySelectorAll('select.part__place')) {
    const item = select.name.replace(/_[a-z]+$/, '')
    places[item] = (places[item] ?? 0) + 1
    select.value = places[item] < select.options.length ? String(places[item]) : ''
  }
  const shared = new Set()
  for (const input of document.querySelectorAll('.part__amount input')) {
    const item = input.name.replace(/_[a-z]+$/, '')
    input.value = shared.has(item) ? '' : item === 'budget' ? '100' : '10'
    shared.add(item)
  }
  for (const input of document.querySelectorAll('.number input[inputmode]')) input.value = '3'
  for (const input of document.querySelectorAll('.date input')) input.value = input.classList.contains('date__year') ? '2024' : '2'
  for (const input of document.querySelectorAll('input[inputmode=email]')) input.value = 'name@example.org'
  for (const input of document.querySelectorAll('input[list]')) input.value = input.list.options[0].value
  for (const input of document.querySelectorAll('textarea, input.words:not([name$=_text])')) if (!input.value && input.inputMode !== 'email') input.value = 'Some words of mine.'
})()`

/** Presses a button of the form and waits for the page it leads to. */
async function press(page: Page, button: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.click(button)])
}

/**
 * What axe finds against WCAG 2.2 AA, and whether anything is wider than the window. Where the system chooses the colours,
 * contrast is the system's: axe reads the page's own colours then, which are not those that are painted.
 */
async function problemsOf(page: Page, isForced: boolean): Promise<string[]> {
  await page.evaluate(axeSource)
  return (await page.evaluate(`(async () => {
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'color-contrast': { enabled: ${!isForced} } } })
    const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth
    return [...violations.map((one) => one.id + ' at ' + one.nodes[0].html.slice(0, 200)), ...(overflow > 0 ? [overflow + ' px too wide'] : [])]
  })()`)) as string[]
}
