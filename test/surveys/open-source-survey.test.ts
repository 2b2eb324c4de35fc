import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { itemsOf } from '../../survey-forms/instrument.ts'
import { missingTexts, textsOf } from '../../survey-forms/languages/texts.ts'
import { findingsOf } from '../../server/surveys/publishing.ts'
import { findSurvey } from '../../server/surveys/store.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'
import { emptyDatabase } from '../support/database.ts'
import { type AskedSurvey, clausesOf, readOpenSourceSurvey } from './open-source-survey.ts'
import { buildOpenSourceSurvey, translateOpenSourceSurvey } from './open-source-survey-build.ts'
import { anOpenSurvey, type OpenSurvey } from './support.ts'

const folder = join(process.env.VERBATIM_REFERENCE ?? '', 'questionnaires/open-source-survey-2017')
const isThere = Boolean(process.env.VERBATIM_REFERENCE) && existsSync(folder)
/** Where pictures of the pages go, for a person to look at; none are made without it. */
const pictures = process.env.VERBATIM_PICTURES
const languages = { es: 'oss-survey-spanish.txt', ru: 'oss-survey-russian.txt' }

test('conditions are read as the questionnaire writes them', () => {
  expect(clausesOf('if PARTICIPATION-TYPE(4) == 1 & EMPLOYMENT-STATUS < 3, then:')).toEqual({
    join: 'all',
    clauses: [
      { name: 'PARTICIPATION-TYPE', entry: 4, sign: '==', number: 1 },
      { name: 'EMPLOYMENT-STATUS', entry: null, sign: '<', number: 3 },
    ],
  })
  expect(clausesOf('row order randomized')).toBeNull()
})

if (!isThere) {
  console.log('not run: VERBATIM_REFERENCE is not set, so the open-source survey was not built in the editor')
} else {
  describe('GitHub’s open-source survey, built through the forms of the editor', () => {
    let world: TestApp
    let survey: OpenSurvey
    let asked: AskedSurvey
    let browser: Browser
    let base: string

    beforeAll(async () => {
      world = await testApp(await emptyDatabase())
      survey = await anOpenSurvey(world)
      const read = (file: string) => readOpenSourceSurvey(readFileSync(join(folder, file), 'utf8'))
      asked = read('instrument-en.md')
      survey.surveyId = await buildOpenSourceSurvey(survey, asked, draft)
      for (const [language, file] of Object.entries(languages))
        await translateOpenSourceSurvey(survey, { language, asked, translated: read(file), draft: await draft() })
      base = await world.app.listen({ host: '127.0.0.1', port: 0 })
      browser = await startBrowser()
    }, 600_000)

    afterAll(async () => {
      await browser?.close()
      await world?.app.close()
    })

    async function draft(surveyId = survey.surveyId) {
      return (await findSurvey(world.open.db, { workspaceId: survey.workspaceId, surveyId }))!.draft
    }

    test('has every question, every skip rule and every list it has, and nothing to mend', async () => {
      const built = await draft()
      const items = itemsOf(built).filter((item) => item.kind !== 'consent' && item.kind !== 'statement')
      expect(items).toHaveLength(asked.questions.length)
      const ruled = asked.questions.filter(({ notes }) => notes.some((note) => clausesOf(note)))
      expect(items.filter((item) => item.showIf !== undefined)).toHaveLength(ruled.length)
      const entries = (item: (typeof items)[number]) =>
        'options' in item ? item.options.length : 'rows' in item ? item.rows.length : 0
      const responses = asked.questions.find(({ name }) => name === 'HARASSMENT-RESPONSE')!.entries.length
      expect(items.map(entries)).toEqual(asked.questions.map((one) => one.entries.length || responses))
      expect(findingsOf(built, []).filter((one) => one.severity === 'error')).toEqual([])
      const rules = findingsOf(built, []).filter((one) => !one.at.language)
      expect(rules.map((one) => one.message)).toEqual([])
    })

    test('has most of its texts in both translations; what the originals lack is shown in English', async () => {
      const built = await draft()
      const all = textsOf(built).length
      for (const language of Object.keys(languages)) {
        const missing = missingTexts(built, language)
        console.log(`${language}: ${all - missing.length} of ${all} texts`)
        expect(missing.length / all).toBeLessThan(0.3)
      }
    })

    test('is published, opened, and answered at 360 px without script by keyboard alone in two languages', async () => {
      const path = `/surveys/${survey.surveyId}`
      expect((await survey.researcher.post(`${path}/versions`)).statusCode).toBe(303)
      expect((await survey.researcher.post(`${path}/opening`)).statusCode).toBe(303)
      const everything = await answer('es', () => true)
      const least = await answer('ru', (index) => index === 0)
      console.log(`es: ${everything.length} pages, ru: ${least.length} pages`)
      const rows = await world.open.db
        .selectFrom('response')
        .select(['outcome', 'language', 'answers'])
        .where('workspaceId', '=', survey.workspaceId)
        .where('surveyId', '=', survey.surveyId)
        .orderBy('id')
        .execute()
      expect(rows.map((row) => [row.language, row.outcome])).toEqual([
        ['es', 'completed'],
        ['ru', 'completed'],
      ])
      // Who develops is asked how often they do what; who only follows is not.
      const [developer, follower] = rows.map((row) => row.answers as Record<string, unknown>)
      const contributes = Object.keys(developer!).filter((key) => key.startsWith('contributor_type_'))
      expect(contributes).toHaveLength(6)
      expect(Object.keys(follower!).filter((key) => key.startsWith('contributor_type_'))).toEqual([])
    }, 600_000)

    /** Goes through the survey with Tab, Space and Enter. @returns the titles of the pages seen */
    async function answer(language: string, isTicked: (index: number) => boolean): Promise<string[]> {
      const context = await browser.newContext({
        viewport: { width: 360, height: 740 },
        javaScriptEnabled: false,
        locale: language,
      })
      const page = await context.newPage()
      await page.goto(`${base}/s/${survey.surveyId}`)
      const titles: string[] = []
      while (!page.url().endsWith('/thanks')) {
        titles.push(await page.title())
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        if (pictures) {
          mkdirSync(pictures, { recursive: true })
          await page.screenshot({ path: join(pictures, `oss-${language}-${titles.length}.png`), fullPage: true })
        }
        await answerPage(page, isTicked)
        if (titles.length > 60) throw new Error(`Stuck at ${page.url()}: ${await page.title()}`)
      }
      titles.push(await page.title())
      await context.close()
      return titles
    }

    /** Every radio group gets its first point, of ticks those that are wanted; Enter goes on. */
    async function answerPage(page: Page, isTicked: (index: number) => boolean): Promise<void> {
      const fields = await page.locator('form input[type=radio], form input[type=checkbox]').all()
      const values = new Map<string, string[]>()
      for (const field of fields) {
        const name = (await field.getAttribute('name'))!
        values.set(name, [...(values.get(name) ?? []), (await field.getAttribute('value'))!])
      }
      const exclusive = (name: string, value: string) => values.get(name)!.at(-1) === value && name !== 'consent'
      const left = new Set(values.keys())
      await page.locator('body').press('Home')
      for (let press = 0; press < 400 && left.size > 0; press++) {
        await page.keyboard.press('Tab')
        const focused = page.locator(':focus')
        if ((await focused.count()) !== 1) continue
        const [name, value, type] = await Promise.all(
          ['name', 'value', 'type'].map((attribute) => focused.getAttribute(attribute)),
        )
        if (!name || !left.has(name)) continue
        const index = values.get(name)!.indexOf(value!)
        if (type === 'radio' || (isTicked(index) && !exclusive(name, value!))) await page.keyboard.press('Space')
        if (type === 'radio' || index === values.get(name)!.length - 1) left.delete(name)
      }
      if (left.size > 0) throw new Error(`Tab never reached ${[...left]} on ${page.url()}`)
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
    }
  })
}
