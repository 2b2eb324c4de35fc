/**
 * Pictures of every page at 360 and 1280 px, light and dark, of the sample study, for a person to look at:
 * `npm run screenshots` writes them to test/screenshots/. With `--docs` it also writes the README's pictures.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { startServer } from '../../server/server.ts'
import { startBrowser } from './browser.ts'

const pictures = fileURLToPath(new URL('../screenshots/', import.meta.url))
const docs = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))

const folder = await mkdtemp(join(tmpdir(), 'verbatim-pictures-'))
const lines: string[] = []
const server = await startServer(
  { host: '127.0.0.1', port: 0, databaseUrl: undefined, dataFolder: folder, uploadBytes: 100 * 1024 * 1024 },
  (line) => lines.push(line),
)
const browser = await startBrowser()
await mkdir(pictures, { recursive: true })
await mkdir(docs, { recursive: true })

try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(lines.find((line) => line.includes('/set-up?token='))!)
  await shoot(page, 'set-up')
  await page.fill('#name', 'L. Okafor')
  await page.fill('#workspace', 'Northfield Home')
  await page.fill('#email', 'l.okafor@example.org')
  await page.fill('#password', 'a long enough sentence')
  await page.click('button[type=submit]')
  await shoot(page, 'studies')
  await page.click('text=Open the sample study')
  await done(page)
  const study = page.url()
  const addresses: [string, string][] = [['study', study]]
  for (const section of [
    'survey',
    'responses',
    'quality',
    'interviews',
    'answers',
    'codebook',
    'analysis',
    'personas',
    'segments',
    'people',
  ]) {
    addresses.push([section, `${study}/${section}`])
  }
  addresses.push(['guide', `${server.address}/guide/segments-and-personas`])
  await page.goto(`${study}/personas`)
  const find = page.locator('button:has-text("Find personas")')
  if ((await find.count()) > 0) {
    await find.first().click()
    await done(page)
  }
  await page.goto(`${study}/personas`)
  await done(page)
  for (const [name, address] of addresses) {
    await page.goto(address)
    await shoot(page, name)
  }
  await follow(page, `${study}/quality`, 'main a[href^="/responses/"]', 'response')
  await follow(page, `${study}/interviews`, 'main a[href^="/documents/"]', 'document')
  await follow(page, `${study}/personas`, 'main a[href$="/p1"]', 'one-pager')
  await follow(page, page.url(), 'main a[href*="/claims/"]', 'claim')
  await follow(page, `${study}/segments`, 'main a[href$="/cross-cut"]', 'cross-cut')
  await follow(page, `${study}/survey`, 'main a[href^="/surveys/"]', 'editor')
  const editor = page.url().split(/[?#]/)[0]!
  for (const [name, path] of [
    ['fieldwork', '/fieldwork'],
    ['editor-flow', '/flow'],
    ['editor-languages', '/languages'],
    ['editor-versions', '/versions'],
    ['editor-preview', '/preview'],
  ] as const) {
    await page.goto(`${editor}${path}`)
    await shoot(page, name)
  }
  await follow(page, editor, '.question__acts a[href*="?open=item."] >> nth=1', 'editor-question')
  await follow(page, editor, 'a[href*="/rules/item."]', 'editor-condition')
  await follow(page, editor, 'a[href$="/questions/new"]', 'editor-gallery')
  await follow(page, page.url(), '.gallery__kind a', 'editor-adding')
  await page.goto(`${study}/survey`)
  const link = page.locator('a[href*="/s/"]').first()
  const respondent = (await link.count()) > 0 ? await link.getAttribute('href') : null
  if (respondent) {
    await page.goto(new URL(respondent, server.address).href)
    await shoot(page, 'respondent-welcome')
    await page.locator('form button[type=submit]').first().click()
    await shoot(page, 'respondent-first')
    await page.locator('form button[type=submit]').first().click()
    await shoot(page, 'respondent-error')
  }
} finally {
  await browser.close()
  await server.close()
  await rm(folder, { recursive: true, force: true })
}
process.exit(0)

async function follow(page: Page, from: string, selector: string, name: string): Promise<void> {
  if (page.url() !== from) await page.goto(from)
  const link = page.locator(selector).first()
  if ((await link.count()) === 0) return console.log(`no ${name}: nothing matches ${selector} on ${from}`)
  await page.goto(new URL((await link.getAttribute('href'))!, server.address).href)
  await shoot(page, name)
}

async function shoot(page: Page, name: string): Promise<void> {
  if (only.length > 0 && !only.includes(name)) return
  const address = page.url()
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height: 900 })
      const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
      if (Number(overflow) > 0) console.log(`${name} at ${width} px is ${overflow} px too wide (${address})`)
      await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`), fullPage: true })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 900 })
  if (process.argv.includes('--docs') && ['one-pager', 'personas', 'cross-cut', 'study', 'document'].includes(name)) {
    await page.screenshot({
      path: join(docs, `${name === 'personas' ? 'persona-set' : name}.png`),
      fullPage: !['document', 'one-pager'].includes(name),
    })
  }
  console.log(`${name}: ${address}`)
}

/** Waits until no work is under way on the page. */
async function done(page: Page): Promise<void> {
  for (let attempt = 0; attempt < 240; attempt++) {
    await page.waitForTimeout(500)
    // The page's own script may be reloading it at this moment.
    await page.waitForLoadState('load')
    if (
      (await page
        .locator('[data-task]')
        .count()
        .catch(() => 1)) === 0
    )
      return page.waitForTimeout(800)
  }
  throw new Error(`Work did not end on ${page.url()}`)
}
