import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'
import { emptyDatabase } from '../support/database.ts'
import { anOpenSurvey, onlyResponse, type OpenSurvey, shippedPersonasInstrument } from './support.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let world: TestApp
let browser: Browser
let base: string
let small: OpenSurvey
let shipped: OpenSurvey

beforeAll(async () => {
  world = await testApp(await emptyDatabase())
  small = await anOpenSurvey(world)
  shipped = await anOpenSurvey(world, shippedPersonasInstrument())
  base = await world.app.listen({ host: '127.0.0.1', port: 0 })
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await world.app.close()
})

test('a survey is answered on a narrow phone without script and with the keyboard alone', async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${base}/s/${small.surveyId}`)

  await tabTo(page, 'consent')
  await page.keyboard.press('Space')
  await pressEnter(page)
  expect(page.url()).toMatch(/pages\/2$/)

  // Enter in a form presses its first button: Next, with most answers missing.
  await tabTo(page, 'visits')
  await page.keyboard.type('many')
  await pressEnter(page)
  expect(await page.title()).toMatch(/^Error: 6 answers need your attention/)

  // The summary has the focus; its last link leads to the field, which still holds what was typed.
  for (let link = 0; link < 6; link++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('4')
  await answerByKeyboard(page, ['how_often', 'channels', 'shopping_bad_reviews', 'shopping_one_sitting', 'style'])
  await pressEnter(page)
  expect(page.url()).toMatch(/pages\/3$/)

  await tabTo(page, 'nearly_stopped')
  await page.keyboard.type('The shop was shut.')
  await page.keyboard.press('Tab')
  await pressEnter(page)
  expect(await page.title()).toMatch(/^Your answers are stored/)
  await context.close()

  const { answers, outcome } = await onlyResponse(world, small)
  expect(outcome).toBe('completed')
  expect(answers).toMatchObject({ visits: '4', nearly_stopped: 'The shop was shut.', style: 'left' })
})

test('the browser’s Back shows a page as it was answered', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 } })
  const page = await context.newPage()
  await page.goto(`${base}/s/${shipped.surveyId}`)
  await page.check('#consent')
  await send(page, 'button.button')
  await page.check('[name=last_bought][value=month]')
  await page.check('[name=trigger][value=saw]')
  await page.fill('[name=places]', '2')
  await send(page, '.moves button[value=next]')
  expect(page.url()).toMatch(/pages\/3$/)
  await page.goBack({ waitUntil: 'load' })

  expect(await page.isChecked('[name=last_bought][value=month]')).toBe(true)
  expect(await page.inputValue('[name=places]')).toBe('2')
  await context.close()
})

describe.each(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
  let context: BrowserContext
  beforeAll(async () => {
    // The checker is a script of ours put into the page, which the page's own policy rightly forbids.
    context = await browser.newContext({ viewport: { width: 320, height: 640 }, colorScheme, bypassCSP: true })
  })
  afterAll(() => context.close())

  test('every page of the long questionnaire, its errors and its end are accessible and fit 320 px', async () => {
    const page = await context.newPage()
    const problems: string[] = []
    const look = async (name: string) =>
      problems.push(...(await problemsOf(page)).map((problem) => `${name}: ${problem}`))
    await page.goto(`${base}/s/${shipped.surveyId}`)
    await look('welcome')
    await send(page, 'button.button')
    await look('welcome with an error')
    await page.check('#consent')
    await page.check('[value=recontact]')
    await send(page, 'button.button')
    const pageCount = shippedPersonasInstrument().pages.length
    for (let number = 2; number <= pageCount; number++) {
      expect(page.url()).toMatch(new RegExp(`pages/${number}$`))
      await look(`page ${number}`)
      if (number < pageCount - 1) {
        await send(page, '.moves button[value=next]')
        await look(`page ${number} with errors`)
      }
      await page.evaluate(tickTheFirstOfEach)
      await send(page, '.moves button[value=next]')
    }
    await look('thanks')
    await page.goto(page.url().replace('thanks', 'withdrawal'))
    await look('withdrawal')
    expect(problems).toEqual([])
    await page.close()
  })

  test('the list, the editor with its forms open, and the preview are accessible and fit 320 px', async () => {
    await context.addCookies([{ name: 'verbatim', value: shipped.researcher.cookie, url: base }])
    const page = await context.newPage()
    const problems: string[] = []
    const look = async (path: string) => {
      await page.goto(`${base}${path}`)
      await page.evaluate(`for (const one of [...document.querySelectorAll('details')].slice(0, 14)) one.open = true`)
      problems.push(...(await problemsOf(page)).map((problem) => `${path}: ${problem}`))
    }
    await look(`/studies/${shipped.studyId}/survey`)
    await look(`/surveys/${shipped.surveyId}`)
    await look(`/surveys/${shipped.surveyId}/preview?page=6`)
    expect(problems).toEqual([])
    await page.close()
  })
})

test('the first page with its styles takes less than 20 kB on the wire', async () => {
  const paths = [`/s/${shipped.surveyId}`, '/static/styles/tokens.css', '/static/styles/respondent.css']
  const sizes = await Promise.all(paths.map(async (path) => gzipSync((await world.app.inject(path)).rawPayload).length))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(20_000)
})

const tickTheFirstOfEach = `
  const done = new Set()
  for (const input of document.querySelectorAll('input[type=radio], input[type=checkbox]:not([name$=dont_know])')) {
    if (!done.has(input.name)) input.checked = true
    done.add(input.name)
  }
  for (const input of document.querySelectorAll('input[inputmode=numeric]')) input.value = '3'
`

/** Presses a button of the form and waits for the page it leads to: a click alone may return before that page is there. */
async function send(page: Page, button: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.click(button)])
}

/** What axe finds against WCAG 2.2 AA, and whether anything is wider than the window. */
async function problemsOf(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const found = (await page.evaluate(`(async () => {
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth
    return [...violations.map((one) => one.id + ' at ' + one.nodes[0].html), ...(overflow > 0 ? [overflow + ' px too wide'] : [])]
  })()`)) as string[]
  return found
}

/** Presses Tab until the control with this id, or another of its group, has the focus. */
async function tabTo(page: Page, key: string): Promise<void> {
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    if ((await focused.count()) === 1 && (await focused.getAttribute('name')) === key) return
  }
  throw new Error(`Tab never reached ${key}.`)
}

/** Enter where it sends a form: waits for the page that comes. */
async function pressEnter(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

/** Goes round the page with Tab and ticks the first choice of each of these fields. */
async function answerByKeyboard(page: Page, keys: string[]): Promise<void> {
  await page.locator('body').press('Home')
  for (const key of keys) {
    await tabTo(page, key)
    await page.keyboard.press('Space')
  }
}
