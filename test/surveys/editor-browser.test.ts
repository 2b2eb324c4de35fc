import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemKinds } from '../../survey-forms/item-kinds/registry.ts'
import { type Instrument, instrumentSchema, itemsOf } from '../../survey-forms/instrument.ts'
import { findSurvey } from '../../server/surveys/store.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'
import { emptyDatabase } from '../support/database.ts'
import { anOpenSurvey, onlyResponse, type OpenSurvey, smallInstrument } from './support.ts'

let world: TestApp
let browser: Browser
let base: string
let survey: OpenSurvey
let ranked: OpenSurvey

const withRanking: Instrument = instrumentSchema.parse({
  ...smallInstrument,
  code: 'ranked',
  pages: [
    smallInstrument.pages[0],
    {
      code: 'order',
      title: 'Order',
      items: [
        { ...itemKinds.ranking.examples[0]!, isShuffled: false },
        { ...itemKinds['short-text'].examples[0]!, isRequired: false },
      ],
    },
  ],
})

beforeAll(async () => {
  world = await testApp(await emptyDatabase())
  survey = await anOpenSurvey(world)
  ranked = await anOpenSurvey(world, withRanking)
  base = await world.app.listen({ host: '127.0.0.1', port: 0 })
  browser = await startBrowser()
})

afterAll(async () => {
  await browser?.close()
  await world?.app.close()
})

async function aTab(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.addCookies([{ name: 'verbatim', value: survey.researcher.cookie, url: base }])
  const page = await context.newPage()
  await page.goto(`${base}/surveys/${survey.surveyId}?open=item.how_often`)
  return { context, page }
}

const askOf = async (code: string) =>
  itemsOf((await findSurvey(world.open.db, survey))!.draft).find((item) => item.code === code)!.ask
const noteOf = (page: Page) => page.locator('form[data-saves-itself] [data-saved]')
/** Types into a field and leaves it, as one does on the way to the next. */
async function type(page: Page, id: string, text: string): Promise<void> {
  await page.fill(`#${id}`, text)
  await page.locator(`#${id}`).blur()
}

test('a field saves itself when it is left, and says so; two people are told what the other wrote', async () => {
  const [one, other] = [await aTab(), await aTab()]
  await type(one.page, 'how_often-ask', 'How often, roughly?')
  await noteOf(one.page).filter({ hasText: 'Saved' }).waitFor()
  expect(await askOf('how_often')).toBe('How often, roughly?')
  expect(await one.page.locator('[data-undo]').textContent()).toContain('worded anew “How often, roughly?”')
  expect(await one.page.locator('[data-undo]').isVisible()).toBe(true)

  await type(one.page, 'how_often-hint', 'Think of a year.')
  await noteOf(one.page).filter({ hasText: 'Saved' }).waitFor()
  await type(other.page, 'how_often-ask', 'Typed in the other tab?')
  await noteOf(other.page).filter({ hasText: 'Somebody else changed this while you typed.' }).waitFor()
  expect(await other.page.getAttribute('#how_often-ask', 'aria-invalid')).toBe('true')
  expect(await other.page.inputValue('#how_often-ask')).toBe('Typed in the other tab?')
  expect(await askOf('how_often')).toBe('How often, roughly?')
  await one.context.close()
  await other.context.close()
})

test('what cannot be saved stays in its field, and is saved once it can be', async () => {
  const { page, context } = await aTab()
  await type(page, 'how_often-option-weekly', '')
  await noteOf(page).filter({ hasText: 'Write a text here.' }).waitFor()
  expect(await page.getAttribute('#how_often-option-weekly', 'aria-invalid')).toBe('true')
  await type(page, 'how_often-option-weekly', 'Weekly')
  await noteOf(page).filter({ hasText: 'Saved' }).waitFor()
  expect(await page.getAttribute('#how_often-option-weekly', 'aria-invalid')).toBeNull()
  await context.close()
})

test('a ranking is put in order without script and by keyboard alone; Enter in a text goes on', async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${base}/s/${ranked.surveyId}`)
  await page.check('#consent')
  await Promise.all([page.waitForEvent('load'), page.click('.moves button')])
  const press = async (name: string) => {
    for (let tab = 0; tab < 40; tab++) {
      await page.keyboard.press('Tab')
      const focused = page.locator(':focus')
      if ((await focused.count()) === 1 && ((await focused.textContent()) ?? '').includes(name)) {
        await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
        return
      }
    }
    throw new Error(`Tab never reached “${name}”.`)
  }
  for (const option of ['Advice', 'Price', 'Quality', 'Delivery', 'Quality']) await press(`${option}: one place up`)
  expect(page.url()).toMatch(/#order_of_needs_quality$/)
  expect(await page.locator('.part__label').allTextContents()).toEqual(['Advice', 'Quality', 'Price', 'Delivery'])

  const text = withRanking.pages[1]!.items[1]!.code
  await page.locator(`#${text}`).focus()
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  expect(await page.title()).toMatch(/^Your answers are stored/)
  await context.close()
  const { answers } = await onlyResponse(world, ranked)
  expect(answers).toMatchObject({
    order_of_needs_advice: '1',
    order_of_needs_quality: '2',
    order_of_needs_price: '3',
    order_of_needs_delivery: '4',
  })
})
