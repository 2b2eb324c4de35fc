import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../../server/statistics/random.ts'
import { codePointLength, offsetMap, sliceCodePoints } from '../../server/text/code-points.ts'
import { startBrowser } from '../support/browser.ts'
import { anInterview, aStudy, type StoredDocument, tagsOn, type World } from './support.ts'

/** Words that trip whoever counts: emoji with joiners and skin, combining marks, CRLF, right to left, mark-up, no spaces. */
const nasty = [
  'Interviewer: Go on 😀.\r\nParticipant: I need 👩‍👩‍👧‍👦 to know 🙂 the <b>price</b> & more, I said. Nai\u0308ve cafe\u0301 q\u0307\u0323 talk!\r\nInterviewer: And?\r\nParticipant: 🏳️‍🌈 I always\tread it  twice… “really” 👍🏽.\r\n',
  'Interviewer: نعم؟\nParticipant: أحتاج إلى معرفة السعر قبل الشراء 😀. I need to know מחיר first. كَتَبَ\nInterviewer: Ok\nParticipant: שָׁלוֹם עולם, I prefer it.\n',
  'Interviewer: はい。\nParticipant: 洗濯機が壊れた。𠮷野家で食べた後に電話した。I need to know 価格.\nInterviewer: x\nParticipant: e\u0301e\u0301e\u0301 \u200dzero\u00a0width &amp; &lt;i&gt; I need to know it.\n',
]

let world: World
let browser: Browser
let base: string
const interviews: StoredDocument[] = []

beforeAll(async () => {
  world = await aStudy()
  for (const [index, text] of nasty.entries()) interviews.push(await anInterview(world, text, `${index}.txt`))
  base = await world.app.listen({ host: '127.0.0.1', port: 0 })
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await world.app.close()
})

test('whatever is selected in the browser, the server takes exactly these words', async () => {
  const { page, context } = await aPage()
  const random = randomFrom(23)
  let compared = 0
  for (const interview of interviews) {
    await page.goto(base + interview.href)
    const map = offsetMap(interview.text)
    for (let draw = 0; draw < 60; draw++) {
      const selected = await select(page, random.next(), random.next(), random.next())
      if (!selected) continue
      compared++
      const stored = sliceCodePoints(interview.text, map, selected)
      expect(stored).toBe(selected.words)
      expect(stored).toBe(stored.trim())
      // Nothing but white space is lost, and what is added only makes a character whole.
      expect(stored).toContain(selected.raw.trim().replaceAll('\ufffd', ''))
      expect(codePointLength(stored) - codePointLength(selected.raw.trim())).toBeLessThan(14)
    }
  }
  expect(compared).toBeGreaterThan(100)
  await context.close()
}, 180_000)

test('selected words get a tag by the mouse, and the server stores those words', async () => {
  const { page, context } = await aPage()
  for (const interview of interviews) {
    await page.goto(base + interview.href)
    const before = new Set((await tagsOn(world, interview.id)).map(({ id }) => id))
    const chosen = (await select(page, 0.1, 0.35, 0))!
    await page.click('[data-tag-words]')
    await page.waitForSelector('.picker__find:focus')
    await page.keyboard.type('journey no code')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.note-card--new', { state: 'detached' })
    const [made] = (await tagsOn(world, interview.id)).filter(({ id }) => !before.has(id))
    const map = offsetMap(interview.text)
    const range = { start: made!.startCodePoint, end: made!.endCodePoint }
    expect(sliceCodePoints(interview.text, map, range)).toBe(chosen.words)
    expect(made).toMatchObject({ facet: 'journey', code: null, state: 'accepted' })
  }
  await context.close()
})

test('a selection over several turns, or one that ends where the next begins, stays in the first that may be tagged', async () => {
  const { page, context } = await aPage()
  await page.goto(base + interviews[0]!.href)
  const words = async (script: string) =>
    (await page.evaluate(`(async () => {
      const { selectedWords } = await import('/static/scripts/selection.js')
      const turns = [...document.querySelectorAll('.utt[data-start] [data-words]')]
      const selection = getSelection()
      selection.removeAllRanges()
      const range = document.createRange()
      ${script}
      selection.addRange(range)
      return selectedWords(selection, document.querySelector('.transcript'))?.words ?? null
    })()`)) as string | null
  const first = interviews[0]!.text.split('\n')[1]!.replace('Participant: ', '')
  // Triple click: the end is the start of the next block.
  expect(await words('range.setStart(turns[0], 0); range.setEnd(turns[1].closest(".utt"), 0)')).toBe(first)
  // Everything.
  expect(await words('range.selectNodeContents(document.body)')).toBe(first)
  // The interviewer's words alone.
  expect(await words('range.selectNodeContents(document.querySelector(".utt--interviewer [data-words]"))')).toBe(null)
  // Only white space, only letters of a tag.
  expect(
    await words(
      'const text = turns[1].querySelector(".sentence, mark") ; range.setStart(turns[1], 0); range.setEnd(turns[1], 0)',
    ),
  ).toBe(null)
  await context.close()
})

test('a sentence is tagged by keys alone, again with the code used last, and the steps are taken back', async () => {
  const { page, context } = await aPage()
  const interview = interviews[0]!
  await page.goto(base + interview.href)
  const count = async () => (await tagsOn(world, interview.id)).filter(({ rules }) => rules === '').length
  const before = await count()
  await page.locator('h1').click()
  await page.keyboard.press('n')
  await page.waitForSelector('.sentence__add:focus')
  await page.keyboard.press('t')
  await page.waitForSelector('.picker__find:focus')
  await page.keyboard.type('value')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.note-card--new', { state: 'detached' })
  expect(await count()).toBe(before + 1)

  await page.keyboard.press('n')
  await page.keyboard.press('n')
  await page.keyboard.press('l')
  await page.waitForSelector('.steps__what:has-text("added")')
  await expect.poll(count).toBe(before + 2)
  expect(await count()).toBe(before + 2)

  await page.locator('h1').click()
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('z')])
  expect(await count()).toBe(before + 1)
  await page.locator('h1').click()
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('y')])
  expect(await count()).toBe(before + 2)

  await page.locator('h1').click()
  await page.keyboard.press('n')
  await page.keyboard.press('t')
  await page.waitForSelector('.picker__find:focus')
  await page.keyboard.press('Escape')
  await page.waitForSelector('.note-card--new', { state: 'detached' })
  expect(await count()).toBe(before + 2)
  await context.close()
})

test('without script the first and the last word of a tag are chosen from lists', async () => {
  const { page, context } = await aPage({ javaScriptEnabled: false })
  const interview = interviews[0]!
  await page.goto(base + interview.href)
  const before = new Set((await tagsOn(world, interview.id)).map(({ id }) => id))
  await page.goto(base + (await page.locator('a.sentence__add').first().getAttribute('href')))
  await page.locator('.word-range summary').click()
  await page.locator('.note-card--new select[name=start]').selectOption({ label: 'know' })
  await page.locator('.note-card--new select[name=end]').selectOption({ label: '🙂' })
  await page.locator('.note-card--new select[name=code]').selectOption('facet:pain')
  await Promise.all([page.waitForEvent('load'), page.locator('.note-card--new button').click()])
  const [made] = (await tagsOn(world, interview.id)).filter(({ id }) => !before.has(id))
  const map = offsetMap(interview.text)
  expect(sliceCodePoints(interview.text, map, { start: made!.startCodePoint, end: made!.endCodePoint })).toBe('know 🙂')
  await context.close()
})

test('with a finger the button stands at the foot of the window', async () => {
  const { page, context } = await aPage({ viewport: { width: 360, height: 700 }, hasTouch: true, isMobile: true })
  await page.goto(base + interviews[1]!.href)
  await select(page, 0.2, 0.6, 0)
  await page.waitForSelector('[data-tag-words]:not([hidden])')
  const box = (await page.locator('[data-tag-words]').boundingBox())!
  expect(box.y).toBeGreaterThan(600)
  expect(box.height).toBeGreaterThanOrEqual(44)
  await page.tap('[data-tag-words]')
  await page.waitForSelector('.note-card--new')
  await context.close()
})

/** For the browser: selects a stretch of one turn's text nodes, cut anywhere in UTF-16, and says what the module makes of it. */
const selectInBrowser = `(async (from, to, which) => {
  const { selectedWords } = await import('/static/scripts/selection.js')
  const turns = [...document.querySelectorAll('.utt[data-start] [data-words]')]
  const walker = document.createTreeWalker(turns[Math.floor(which * turns.length)], NodeFilter.SHOW_TEXT)
  const nodes = []
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest('.tag__code, .sentence__add')) nodes.push(walker.currentNode)
  const text = nodes.map(({ data }) => data).join('')
  const placeOf = (at) => {
    let left = at
    for (const node of nodes) {
      if (left <= node.data.length) return [node, left]
      left -= node.data.length
    }
  }
  const first = Math.round(Math.min(from, to) * text.length)
  const last = Math.round(Math.max(from, to) * text.length)
  const range = document.createRange()
  range.setStart(...placeOf(first))
  range.setEnd(...placeOf(last))
  const selection = getSelection()
  selection.removeAllRanges()
  selection.addRange(range)
  const found = selectedWords(selection, document.querySelector('.transcript'))
  return found && { words: found.words, start: found.start, end: found.end, raw: text.slice(first, last).toWellFormed() }
})`

interface Selected {
  words: string
  start: number
  end: number
  /** What lies between the two cuts; half a character is U+FFFD. */
  raw: string
}

async function select(page: Page, from: number, to: number, which: number): Promise<Selected | null> {
  return (await page.evaluate(`${selectInBrowser}(${from}, ${to}, ${which})`)) as Selected | null
}

async function aPage(
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  await context.addCookies([{ name: 'verbatim', value: world.researcher.cookie, url: base }])
  return { page: await context.newPage(), context }
}
