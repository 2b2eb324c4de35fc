import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answered, answerPage, untouched } from '../../server/surveys/answering.ts'
import { pageMark } from '../../server/surveys/journey.ts'
import { checkFlow } from '../../survey-forms/flow/check.ts'
import { firstUndone, shownOn } from '../../survey-forms/flow/path.ts'
import { presentItem } from '../../survey-forms/flow/present.ts'
import { Standing, shownKeys } from '../../survey-forms/flow/standing.ts'
import type { FormBody } from '../../survey-forms/form-body.ts'
import type { Instrument } from '../../survey-forms/instrument.ts'
import { parseItem } from '../../survey-forms/item-kinds/registry.ts'
import { type Dice, dice } from './dice.ts'
import { aRandomBody, aRandomInstrument } from './random-surveys.ts'

const at = new Date('2026-03-02T10:00:00Z')
/** A failure is made small for so long at most; a slow machine makes fewer runs and fails no sooner. */
const runs = { numRuns: 150, interruptAfterTimeLimit: 20_000 }
type Progress = typeof untouched

interface Post {
  pageIndex: number
  body: FormBody
}

/** Only questionnaires that could be published: where a moved block would ask about a later answer, another is drawn. */
const instruments = dice
  .map((begin) => aRandomInstrument(begin()))
  .filter((instrument) => !checkFlow(instrument).some((one) => one.severity === 'error'))
const respondents = fc.record({ instrument: instruments, throws: dice, seed: fc.nat(1_000_000) })

/** Somebody who answers a survey to its end: forwards, backwards, with slips, sometimes one page twice. */
function walk({ instrument, throws, seed }: { instrument: Instrument; throws: () => Dice; seed: number }) {
  const random = throws()
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
  return { progress, given, posts }
}

describe('random respondents on random surveys', () => {
  test('the surveys lead people different ways', () => {
    const lengths = fc
      .sample(respondents, { numRuns: 100, seed: 1 })
      .map((one) => Object.keys(walk(one).progress.shownOrder).length)
    expect(new Set(lengths).size).toBeGreaterThan(4)
  })

  test('everybody arrives, and nothing that is shown was left unasked', () => {
    fc.assert(
      fc.property(respondents, (one) => {
        const { progress } = walk(one)
        expect(progress.outcome).toBe('completed')
        const standing = new Standing(one.instrument, { answers: progress.answers, seed: one.seed })
        expect(firstUndone(standing, progress)).toBeNull()
      }),
      runs,
    )
  })

  test('what is saved is what was shown and answered, and hidden answers never count', () => {
    fc.assert(
      fc.property(respondents, (one) => {
        const { progress, given } = walk(one)
        const standing = new Standing(one.instrument, { answers: progress.answers, seed: one.seed })
        const shown = new Set<string>()
        for (const [place, page] of standing.pages.entries()) {
          if (!standing.isPageShown(place)) continue
          expect(progress.shownOrder[page.code], page.code).toEqual(shownOn(standing, page))
          for (const item of standing.itemsOn(page)) for (const key of shownKeys(standing, page, item)) shown.add(key)
        }
        expect(new Set(Object.keys(progress.answers))).toEqual(shown)
        for (const [key, value] of Object.entries(progress.answers)) expect(value, key).toEqual(given.get(key))
      }),
      runs,
    )
  })

  test('the same post again changes nothing', () => {
    fc.assert(
      fc.property(respondents, ({ seed, ...one }) => {
        let progress: Progress = untouched
        for (const post of walk({ ...one, seed }).posts) {
          const once = answerPage(one.instrument, progress, { ...post, seed, at }).progress
          if (once.outcome !== 'in_progress') break
          expect(answerPage(one.instrument, once, { ...post, seed, at }).progress).toEqual(once)
          progress = once
        }
      }),
      runs,
    )
  })

  test('whichever posts arrive again and in whatever order, the row ends the same', () => {
    const retries = fc.array(fc.nat(30), { maxLength: 60, size: 'max' })
    fc.assert(
      fc.property(respondents, retries, ({ instrument, throws, seed }, again) => {
        const straight = straightThrough(instrument, throws(), seed)
        const queue = [...again]
        let progress: Progress = untouched
        const sent: Post[] = []
        for (const post of straight.posts) {
          // Before each new page some of those sent before come once more: retries of a slow line, other tabs.
          for (let place = queue.pop(); place !== undefined && place < sent.length; place = queue.pop())
            progress = answerPage(instrument, progress, { ...sent[place]!, seed, at }).progress
          progress = answerPage(instrument, progress, { ...post, seed, at }).progress
          sent.push(post)
        }
        expect(progress).toEqual(straight.progress)
      }),
      runs,
    )
  })
})

/** A respondent who answers each page once, without a slip, and their posts. */
function straightThrough(instrument: Instrument, random: Dice, seed: number) {
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
