import { describe, expect, test } from 'vitest'
import { type Answered, answerPage, untouched } from '../../server/surveys/answering.ts'
import { pageMark } from '../../server/surveys/journey.ts'
import { randomFrom } from '../../server/statistics/random.ts'
import { checkFlow } from '../../survey-forms/flow/check.ts'
import { firstUndone, shownOn } from '../../survey-forms/flow/path.ts'
import { presentItem } from '../../survey-forms/flow/present.ts'
import { Standing, shownKeys } from '../../survey-forms/flow/standing.ts'
import type { FormBody } from '../../survey-forms/form-body.ts'
import { parseItem } from '../../survey-forms/item-kinds/registry.ts'
import { aRandomBody, aRandomInstrument } from './random-surveys.ts'

const at = new Date('2026-03-02T10:00:00Z')
/** Only questionnaires that could be published: where a moved block would ask about a later answer, another is drawn. */
const seeds = Array.from({ length: 400 }, (_, seed) => seed + 1).filter(
  (seed) => !checkFlow(aRandomInstrument(randomFrom(seed))).some((one) => one.severity === 'error'),
)
type Progress = typeof untouched

interface Post {
  pageIndex: number
  body: FormBody
}

/** Somebody who answers a survey to its end: forwards, backwards, with slips, sometimes one page twice. */
function walk(seed: number) {
  const random = randomFrom(seed)
  const instrument = aRandomInstrument(random)
  const posts: Post[] = []
  const given = new Map<string, unknown>()
  let progress: Progress = untouched
  let place = 0
  let answered: Answered | undefined
  for (let step = 0; step < 400 && progress.outcome === 'in_progress'; step++) {
    const standing = new Standing(instrument, { answers: progress.answers, seed })
    const page = standing.pages[place]
    // After a while they stop going back, so that everybody arrives.
    const isBack = step < 40 && place > 0 && random.next() < 0.2
    const body = {
      ...aRandomBody(standing, page, random),
      _mark: pageMark(page, progress.answers),
      _move: isBack ? 'back' : 'next',
    }
    const post = { pageIndex: place, body }
    answered = answerPage(instrument, progress, { ...post, seed, at })
    for (const item of standing.itemsOn(page)) {
      const read = parseItem(presentItem(standing, page, item), body, { say: String, seed })
      for (const key of shownKeys(standing, page, item)) if (key in read.answers) given.set(key, read.answers[key])
    }
    if (!isBack && answered.to !== 'errors') posts.push(post)
    progress = answered.progress
    if (typeof answered.to === 'object') place = answered.to.page
  }
  return { instrument, progress, given, posts, seed }
}

describe('random respondents on random surveys', () => {
  const walks = seeds.map(walk)

  test('many of them can be published, and they lead people different ways', () => {
    expect(walks.length).toBeGreaterThan(200)
    const lengths = walks.map(({ progress }) => Object.keys(progress.shownOrder).length)
    expect(new Set(lengths).size).toBeGreaterThan(4)
  })

  test('everybody arrives, and nothing that is shown was left unasked', () => {
    for (const { instrument, progress, seed } of walks) {
      expect(progress.outcome, `seed ${seed}`).toBe('completed')
      const standing = new Standing(instrument, { answers: progress.answers, seed })
      expect(firstUndone(standing, progress), `seed ${seed}`).toBeNull()
    }
  })

  test('what is saved is what was shown and answered, and hidden answers never count', () => {
    for (const { instrument, progress, given, seed } of walks) {
      const standing = new Standing(instrument, { answers: progress.answers, seed })
      const shown = new Set<string>()
      for (const [place, page] of standing.pages.entries()) {
        if (!standing.isPageShown(place)) continue
        expect(progress.shownOrder[page.code], `seed ${seed}, ${page.code}`).toEqual(shownOn(standing, page))
        for (const item of standing.itemsOn(page)) for (const key of shownKeys(standing, page, item)) shown.add(key)
      }
      expect(new Set(Object.keys(progress.answers)), `seed ${seed}`).toEqual(shown)
      for (const [key, value] of Object.entries(progress.answers))
        expect(value, `seed ${seed}, ${key}`).toEqual(given.get(key))
    }
  })

  test('the same post again changes nothing', () => {
    for (const { instrument, posts, seed } of walks.slice(0, 100)) {
      let progress: Progress = untouched
      for (const post of posts) {
        const once = answerPage(instrument, progress, { ...post, seed, at }).progress
        if (once.outcome !== 'in_progress') break
        expect(answerPage(instrument, once, { ...post, seed, at }).progress).toEqual(once)
        progress = once
      }
    }
  })

  test('whichever posts arrive again and in whatever order, the row ends the same', () => {
    for (const { instrument, seed } of walks) {
      const random = randomFrom(seed + 10_000)
      const straight = straightThrough(instrument, seed)
      let progress: Progress = untouched
      const sent: Post[] = []
      for (const post of straight.posts) {
        // Before each new page some of those sent before come once more: retries of a slow line, other tabs.
        for (const again of sent)
          if (random.next() < 0.3) progress = answerPage(instrument, progress, { ...again, seed, at }).progress
        progress = answerPage(instrument, progress, { ...post, seed, at }).progress
        sent.push(post)
      }
      expect(progress, `seed ${seed}`).toEqual(straight.progress)
    }
  })
})

/** A respondent who answers each page once, without a slip, and their posts. */
function straightThrough(instrument: ReturnType<typeof aRandomInstrument>, seed: number) {
  const random = randomFrom(seed + 5000)
  const posts: Post[] = []
  let progress: Progress = untouched
  let place = 0
  for (let step = 0; step < 400 && progress.outcome === 'in_progress'; step++) {
    const standing = new Standing(instrument, { answers: progress.answers, seed })
    const page = standing.pages[place]
    const body = { ...aRandomBody(standing, page, random), _mark: pageMark(page, progress.answers), _move: 'next' }
    const answered = answerPage(instrument, progress, { pageIndex: place, body, seed, at })
    if (answered.to === 'errors') continue // A slip is no post of theirs: it is typed again.
    posts.push({ pageIndex: place, body })
    progress = answered.progress
    if (typeof answered.to === 'object') place = answered.to.page
  }
  return { posts, progress }
}
