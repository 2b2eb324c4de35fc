import { mkdir } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Researcher, type TestApp, aResearcher, testApp } from '../support/app.ts'
import { openTemporaryDatabase } from '../../server/database/connection.ts'
import { startBrowser } from '../support/browser.ts'
import { emptyDatabase } from '../support/database.ts'
import { everyRoute, fillParameters } from '../support/routes.ts'
import { aWholeStudy } from '../support/whole-study.ts'

/** Generated from the route list: a new page is looked at without anybody remembering to. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where pictures of the pages go, for a person to look at; none are made without it. */
const pictures = process.env.VERBATIM_PICTURES
const ways = [
  { width: 1280, scheme: 'light' },
  { width: 360, scheme: 'light' },
  { width: 360, scheme: 'dark' },
  { width: 1280, scheme: 'dark' },
] as const

let world: TestApp
let browser: Browser
let base: string
let full: Researcher
let empty: Researcher
let fullPages: PagesOfWorkspace
let emptyPages: PagesOfWorkspace

beforeAll(async () => {
  world = await testApp(await emptyDatabase())
  full = await aResearcher(world)
  empty = await aResearcher(world, 'M. Ruiz')
  const { ids } = await aWholeStudy(world, full)
  await full.post(`/personas/${ids.personaSetId}/explorations`)
  fullPages = await pagesOf(full, ids)
  fullPages.paths.push(await aWaitingImport(ids.studyId!))
  await empty.post('/studies', { decision: 'Whether to open on Sundays.', name: 'Sundays' })
  const { id: studyId } = await world.open.db
    .selectFrom('study')
    .select('id')
    .where('workspaceId', '=', empty.workspaceId)
    .executeTakeFirstOrThrow()
  emptyPages = await pagesOf(empty, { studyId })
  base = await world.app.listen({ host: '127.0.0.1', port: 0 })
  browser = await startBrowser()
})

afterAll(async () => {
  await browser?.close()
  await world?.app.close()
})

test('every page of the route list is looked at, or said to be no page', () => {
  console.log(`not looked at here:\n${fullPages.leftOut.map((line) => `  ${line}`).join('\n')}`)
  expect(fullPages.failing).toEqual([])
  expect(emptyPages.failing).toEqual([])
  expect(fullPages.paths.length).toBeGreaterThan(15)
  expect(emptyPages.paths.length).toBeGreaterThan(7)
})

test('the pages of a whole study are accessible, fit 360 px and obey their own content policy', async () => {
  expect(await problemsOfPages(full, fullPages.paths, 'full')).toEqual([])
}, 300_000)

test('so are the pages of a study with nothing in it, and the pages that refuse', async () => {
  const paths = [...emptyPages.paths, '/studies/019a0000-0000-7000-8000-000000000000', '/nothing/here']
  expect(await problemsOfPages(empty, paths, 'empty')).toEqual([])
}, 300_000)

test('so are the pages for people who are not signed in', async () => {
  expect(await problemsOfPages(null, ['/sign-in', '/sign-in?returnTo=%2Fstudies'], 'anonymous')).toEqual([])
})

test('so is the page behind a link for readers', async () => {
  const links = fullPages.paths.find((path) => path.endsWith('/share-links'))!
  const reply = await full.post(links, { reader: 'Agency', days: '7' })
  const shared = /value="http[^"]*(\/shared\/[\w-]{22})"/.exec(reply.body)![1]!
  expect(await problemsOfPages(null, [shared], 'shared')).toEqual([])
})

test('so is the first page of all, before anybody has an account', async () => {
  const open = await openTemporaryDatabase()
  const first = await testApp(open)
  const address = await first.app.listen({ host: '127.0.0.1', port: 0 })
  const context = await contextOf(null)
  const page = await watched(context)
  await page.goto(`${address}/set-up?token=from-the-terminal`)
  expect([...(await problemsInEveryWay(page, 'set-up')), ...page.problems]).toEqual([])
  await page.locator('button').click()
  expect(await page.title()).toMatch(/^Error/)
  expect(await problemsInEveryWay(page, 'set-up-errors')).toEqual([])
  await context.close()
  await first.app.close()
  await open.close()
})

test('a fault of each kind is found where there is one', async () => {
  const context = await contextOf(null)
  const page = await watched(context)
  await page.goto(`${base}/sign-in`)
  await page.evaluate(`
    document.querySelector('main').insertAdjacentHTML('beforeend', '<p style="color: red">Styled in the page</p><img src="/static/mark.svg"><p id="wide">Wide</p><button id="hidden">Hidden focus</button>')
    const set = (id, styles) => Object.assign(document.getElementById(id).style, styles)
    set('wide', { width: '900px', color: '#999', background: '#fff' })
    set('hidden', { outline: 'none' })
  `)
  const found = [...(await problemsInEveryWay(page, 'faults')), ...page.problems].join('\n')
  expect(found).toContain('image-alt')
  expect(found).toContain('color-contrast')
  expect(found).toMatch(/360 px, light: \d+ px too wide/)
  expect(found).toContain('the focus does not show on <button id="hidden"')
  expect(found).toContain('Content Security Policy')
  await context.close()
})

test('so is a form that comes back with its errors', async () => {
  const context = await contextOf(full)
  const page = await watched(context)
  await page.goto(`${base}/`)
  await page.locator('form[action="/studies"] button').click()
  expect(await page.title()).toMatch(/^Error/)
  // The answer 422 itself is a line in the console, and rightly so.
  page.problems = page.problems.filter((line) => !line.includes('422'))
  expect([...(await problemsInEveryWay(page, 'error-form')), ...page.problems]).toEqual([])
  await context.close()
})

/** A file that waits to be confirmed: its page has a form that the page of an imported one has not. */
async function aWaitingImport(studyId: string): Promise<string> {
  const lines = ['RespondentID,How satisfied were you?,Would you come again?,What was missing?,Email']
  for (let person = 0; person < 30; person++) {
    lines.push(
      `c-${person},${['Very', 'Somewhat', 'Not at all'][person % 3]},${person % 2 ? 'Yes' : 'No'},Nothing ${person},a${person}@example.org`,
    )
  }
  const reply = await full.upload(`/studies/${studyId}/imports`, [
    { name: 'more.csv', bytes: lines.join('\n'), field: 'file' },
  ])
  return String(reply.headers.location)
}

interface PagesOfWorkspace {
  paths: string[]
  /** Routes that answer no page to a person: the route and why. */
  leftOut: string[]
  failing: string[]
}

/** Every GET route for signed-in people whose parameters these ids fill, sorted into pages and others. */
async function pagesOf(researcher: Researcher, ids: Record<string, string>): Promise<PagesOfWorkspace> {
  const pages: PagesOfWorkspace = { paths: [], leftOut: [], failing: [] }
  for (const { method, url, access } of everyRoute(world.app)) {
    if (method !== 'GET') continue
    if (access === 'key') pages.leftOut.push(`${url}: for programs, tried in test/api`)
    else if (access === 'respondent') pages.leftOut.push(`${url}: for respondents, looked at in test/surveys`)
    else if ([...url.matchAll(/:(\w+)/g)].every(([, name]) => ids[name!] !== undefined) || ids.personId) {
      const path = fillParameters(url, ids)
      const reply = await researcher.get(path)
      const type = String(reply.headers['content-type'] ?? '').split(';')[0]
      if (reply.statusCode >= 300 && reply.statusCode < 400)
        pages.leftOut.push(`${url}: leads to ${reply.headers.location}`)
      else if (reply.statusCode !== 200) pages.failing.push(`${url} answers ${reply.statusCode}`)
      else if (type !== 'text/html') pages.leftOut.push(`${url}: a file or data (${type})`)
      else pages.paths.push(path)
    }
  }
  return pages
}

async function problemsOfPages(researcher: Researcher | null, paths: string[], name: string): Promise<string[]> {
  const context = await contextOf(researcher)
  const queue = [...paths]
  const problems: string[] = []
  const work = async () => {
    const page = await watched(context)
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      page.problems = []
      const reply = await page.goto(base + path)
      const found = await problemsInEveryWay(
        page,
        `${name}${path.replaceAll(/[/?]/g, '_').replaceAll(/-[0-9a-f-]{20,}/g, '')}`,
      )
      // A page that refuses is an error in the console by its status alone.
      const said = page.problems.filter((line) => reply!.ok() || !line.includes(`${reply!.status()}`))
      problems.push(...[...found, ...said].map((problem) => `${path}: ${problem}`))
    }
    await page.close()
  }
  await Promise.all([work(), work()])
  await context.close()
  return problems
}

/** No policy is bypassed: what the page's own policy forbids comes up in the console. */
async function contextOf(researcher: Researcher | null): Promise<BrowserContext> {
  const context = await browser.newContext()
  if (researcher) await context.addCookies([{ name: 'verbatim', value: researcher.cookie, url: base }])
  return context
}

type WatchedPage = Page & { problems: string[] }

async function watched(context: BrowserContext): Promise<WatchedPage> {
  const page = Object.assign(await context.newPage(), { problems: [] as string[] })
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => page.problems.push(`script: ${error.message}`))
  page.on('requestfailed', (request) => page.problems.push(`request: ${request.url()} ${request.failure()?.errorText}`))
  return page
}

async function problemsInEveryWay(page: Page, name: string): Promise<string[]> {
  const problems: string[] = []
  await page.evaluate(axeSource)
  for (const { width, scheme } of ways) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 900 })
    if (pictures) {
      await mkdir(pictures, { recursive: true })
      await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`), fullPage: true })
    }
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
    const found = (await page.evaluate(lookAtPage)) as string[]
    problems.push(...found.map((problem) => `${width} px, ${scheme}: ${problem}`))
  }
  await page.keyboard.press('Tab')
  problems.push(...((await page.evaluate(lookAtFocus)) as string[]))
  return problems
}

const lookAtPage = `(async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'], preload: false })
  const overflow = document.documentElement.scrollWidth - window.innerWidth
  return [
    ...violations.flatMap((one) => one.nodes.slice(0, 3).map((node) => one.id + ' at ' + node.html.slice(0, 200) + ' ' + (node.any[0]?.message ?? ''))),
    ...(overflow > 0 ? [overflow + ' px too wide'] : []),
  ]
})()`

/** After a press of Tab the browser shows where the focus is, if the page lets it. */
const lookAtFocus = `[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter((one) => one.checkVisibility() && !one.closest('[inert]'))
  .flatMap((one) => {
    one.focus()
    // A large choice may show the focus on its whole box.
    const boxes = [one, one.closest('label'), one.parentElement].filter(Boolean).map((box) => getComputedStyle(box))
    const isShown = boxes.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
    return isShown ? [] : ['the focus does not show on ' + one.outerHTML.slice(0, 160)]
  })`
