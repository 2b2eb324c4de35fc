import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { optOutPath } from '../../server/invitations/opt-out.ts'
import { findMailKey } from '../../server/invitations/message-store.ts'
import { emailHash } from '../../server/invitations/people-file.ts'
import { smtpMailer } from '../../server/mail/mailer.ts'
import { type Researcher, StillClock, type TestApp, testApp } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'
import { emptyDatabase } from '../support/database.ts'
import { problemsOf } from '../support/page-problems.ts'
import { type SmtpServer, startSmtpServer } from '../support/smtp-server.ts'
import { anInstrument, page as pageOf, single } from '../survey-forms/flow/made.ts'
import { anOpenSurvey, Phone } from '../surveys/support.ts'

/** Where pictures of the pages go, for a person to look at; none are made without it. */
const pictures = process.env.VERBATIM_PICTURES

let server: SmtpServer
let world: TestApp
let unset: TestApp
let browser: Browser
let researcher: Researcher
let address: string
const paths: Record<string, string> = {}

beforeAll(async () => {
  server = await startSmtpServer()
  server.moods.set('no@example.org', 'refuse')
  server.moods.set('lost@example.org', 'hang up')
  const mailer = smtpMailer({
    host: '127.0.0.1',
    port: server.port,
    tls: 'none',
    credentials: null,
    from: { name: 'Northfield Research', address: 'research@example.org' },
    perMinute: 6000,
    secondsBeforeRetry: 0,
  })
  const open = await emptyDatabase()
  world = await testApp(open, new StillClock(), { mailer, publicAddress: 'https://research.example.org' })
  const instrument = anInstrument({
    title: 'Choosing an appliance',
    pages: [pageOf('first', [single('how', ['bus', 'car'])])],
    translations: { ar: { title: 'اختيار جهاز' } },
  })
  const survey = await anOpenSurvey(world, instrument)
  researcher = survey.researcher
  const base = `/surveys/${survey.surveyId}`
  await researcher.post(`${base}/link-mode`, { linkMode: 'personal' })
  const list = 'email,name,language,plan\nann@example.org,Ann Lee,ar,Plus\nno@example.org,,,\nlost@example.org,Bo,,\n'
  await researcher.upload(`${base}/invitation-lists`, [{ name: 'people.csv', bytes: list, field: 'file' }])
  const { body } = await researcher.get(`${base}/invitations`)
  const upload = /invitation-lists\/([0-9a-f-]{36})\/confirmation/.exec(body)![1]!
  const uses = { 'use-0': 'email', 'use-1': 'name', 'use-2': 'language', 'use-3': 'field' }
  await researcher.post(`${base}/invitation-lists/${upload}/confirmation`, {
    ...uses,
    basis: 'Agreed to research mail',
  })
  await researcher.post(`${base}/mails`, { kind: 'invitation' })
  world.clock.advance({ days: 6 })
  const { workspaceId } = survey
  const key = (await findMailKey(open.db, workspaceId))!
  Object.assign(paths, {
    mails: `${base}/mails`,
    'mails-arabic': `${base}/mails?kind=reminder&language=ar`,
    invitations: `${base}/invitations`,
    links: `${base}/links`,
    'settings-mail': '/settings/mail',
    'opt-out': optOutPath(key, { workspaceId, emailHash: emailHash(workspaceId, 'ann@example.org') }),
  })
  address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  // The same page where nobody has set up mail.
  unset = await testApp(open, world.clock)
  paths['settings-mail-unset'] = `${await unset.app.listen({ host: '127.0.0.1', port: 0 })}/settings/mail`
  browser = await startBrowser()
})

afterAll(async () => {
  await browser?.close()
  await world?.app.close()
  await unset?.app.close()
  await server?.close()
})

async function openPage(
  path: string,
  { scheme, width, script = true }: { scheme: 'light' | 'dark'; width: number; script?: boolean },
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    bypassCSP: true,
    javaScriptEnabled: script,
    locale: 'ar',
  })
  const url = path.startsWith('http') ? path : address + path
  await context.addCookies([{ name: 'verbatim', value: researcher.cookie, url }])
  const page = await context.newPage()
  expect((await page.goto(url))!.status()).toBe(200)
  return page
}

describe.each([
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 360 },
  { scheme: 'light', width: 360 },
] as const)('in $scheme at $width px', (way) => {
  test.each(['mails', 'mails-arabic', 'invitations', 'links', 'settings-mail', 'settings-mail-unset', 'opt-out'])(
    '%s is accessible and fits',
    async (name) => {
      const page = await openPage(paths[name]!, way)
      if (pictures) {
        await mkdir(pictures, { recursive: true })
        await page.screenshot({ path: join(pictures, `${name}-${way.width}-${way.scheme}.png`), fullPage: true })
      }
      expect(await problemsOf(page)).toEqual([])
      await page.context().close()
    },
  )
})

test('mail ends by the keyboard alone, in the reader’s language and without script', async () => {
  const page = await openPage(paths['opt-out']!, { scheme: 'light', width: 360, script: false })
  expect(await page.title()).toBe('لا مزيد من هذه الرسائل؟')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForLoadState()
  expect(await page.locator('h1').textContent()).toBe('لن تصلك هذه الرسائل بعد الآن.')
  await page.context().close()
  expect(await world.open.db.selectFrom('mailOptOut').select('at').execute()).toHaveLength(1)
})

test('a person’s link still opens after they ended mail', async () => {
  const { body } = await researcher.get(paths.invitations!.replace('invitations', 'invitations.csv'))
  const link = /https:\/\/research\.example\.org(\/s\/\S+?),/.exec(body)![1]!
  expect((await new Phone(world).get(link)).statusCode).toBe(200)
})
