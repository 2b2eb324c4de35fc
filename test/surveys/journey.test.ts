import { describe, expect, test } from 'vitest'
import type { Answers } from '../../server/responses/variable.ts'
import { answerPage, untouched } from '../../server/surveys/answering.ts'
import { consentDecisions } from '../../server/surveys/consent.ts'
import { answerState, pageMark } from '../../server/surveys/journey.ts'
import { publishingProblems, studyVariables } from '../../server/surveys/publishing.ts'
import { startOf } from '../../server/surveys/start.ts'
import { firstNumber, nextPage, pageBefore, progressAt } from '../../survey-forms/flow/path.ts'
import { Standing } from '../../survey-forms/flow/standing.ts'
import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import { closedAnswers, shippedPersonasInstrument, smallInstrument } from './support.ts'

const at = new Date('2026-03-02T10:00:00Z')
const seed = 1
const start = (consent: string[]) =>
  answerPage(smallInstrument, untouched, { pageIndex: 0, body: { consent }, seed, at }).progress
const post = (stored: typeof untouched, pageIndex: number, body: Record<string, string | string[]>) =>
  answerPage(smallInstrument, stored, {
    pageIndex,
    body: { _mark: pageMark(smallInstrument.pages[pageIndex], stored.answers), _move: 'next', ...body },
    seed,
    at,
  })

const standing = (instrument: Instrument, answers: Answers = {}) => new Standing(instrument, { answers, seed })

describe('which page comes next', () => {
  test('pages with nothing to show are passed over, forwards and backwards', () => {
    const [first, closed, words] = smallInstrument.pages
    const onlyContact = { ...words, items: words.items.filter((item) => item.showIf) }
    const instrument = { ...smallInstrument, pages: [first, onlyContact, closed] }

    expect(nextPage(instrument, { answers: { consent: ['analysis'] }, seed }, 0)).toBe(2)
    expect(nextPage(instrument, { answers: { consent: ['analysis', 'recontact'] }, seed }, 0)).toBe(1)
    expect(pageBefore(standing(instrument, { consent: ['analysis'] }), 2)).toBe(0)
    expect(progressAt(standing(instrument, { consent: ['analysis'] }), 2)).toMatchObject({ position: 2, pageCount: 2 })
    expect(nextPage(instrument, { answers: {}, seed }, 2)).toBeNull()
  })

  test('the minutes left fall from page to page and never reach nothing', () => {
    const instrument = shippedPersonasInstrument()
    const minutes = instrument.pages.map((_, index) => progressAt(standing(instrument), index).minutesLeft)

    expect(minutes[0]).toBe(8)
    expect(minutes).toEqual([...minutes].sort((a, b) => b - a))
    expect(minutes.at(-1)).toBeGreaterThanOrEqual(1)
  })

  test('questions are numbered over the pages, without consent', () => {
    expect([0, 1, 2].map((page) => firstNumber(standing(smallInstrument), page))).toEqual([1, 1, 6])
  })
})

describe('the kinds of empty', () => {
  const states = (response: typeof untouched) =>
    Object.fromEntries(
      smallInstrument.pages.flatMap((page) =>
        page.items
          .flatMap((item) => (item.kind === 'agreement-matrix' ? ['shopping_one_sitting'] : [item.code]))
          .map((key) => [key, answerState(page, key, { ...response, isCompleted: response.outcome === 'completed' })]),
      ),
    )

  test('answered, refused, skipped, not shown and not reached stay apart', () => {
    const started = start(['analysis'])
    expect(states(started)).toEqual({
      consent: 'answered',
      how_often: 'not_reached',
      channels: 'not_reached',
      shopping_one_sitting: 'not_reached',
      style: 'not_reached',
      visits: 'not_reached',
      nearly_stopped: 'not_reached',
      email: 'not_reached',
    })
    const half = post(started, 1, { ...closedAnswers, visits: '' }).progress
    const whole = post(half, 2, { nearly_stopped: '' }).progress
    expect(states(whole)).toEqual({
      consent: 'answered',
      how_often: 'answered',
      channels: 'answered',
      shopping_one_sitting: 'refused',
      style: 'answered',
      visits: 'skipped',
      nearly_stopped: 'skipped',
      email: 'not_shown',
    })
  })

  test('"I don’t know" is an answer without a position, not an empty field', () => {
    const half = post(start(['analysis']), 1, {
      ...closedAnswers,
      visits: '',
      'visits-dont_know': 'dont_know',
    }).progress
    expect(half.answers.visits).toBe('dont_know')
    expect(states(half).visits).toBe('refused')
  })

  test('a row that was not shown was not shown, though its question was', () => {
    const page = smallInstrument.pages[1]
    const shownOrder = { closed: { items: ['shopping'], orders: { shopping: ['bad_reviews'] } } }
    const response = { answers: { shopping_bad_reviews: null }, shownOrder, isCompleted: true }
    expect(answerState(page, 'shopping_bad_reviews', response)).toBe('skipped')
    expect(answerState(page, 'shopping_one_sitting', response)).toBe('not_shown')
  })

  test('a page that cannot go on yet has skipped nothing', () => {
    const wrong = post(start(['analysis']), 1, { how_often: 'weekly' })
    expect(wrong.to).toBe('errors')
    expect(states(wrong.progress)).toMatchObject({ how_often: 'answered', visits: 'not_reached' })
  })

  test('an answer that turns out not to be shown is dropped at the end, not before', () => {
    const half = post(start(['analysis', 'recontact']), 1, closedAnswers).progress
    const back = post({ ...half, answers: { ...half.answers, email: 'a@example.org' } }, 0, {
      consent: ['analysis'],
    }).progress
    expect(back.answers.email).toBe('a@example.org')
    const whole = post(post(back, 1, closedAnswers).progress, 2, { nearly_stopped: 'No.' }).progress
    expect(whole.outcome).toBe('completed')
    expect(whole.answers).not.toHaveProperty('email')
  })
})

describe('time on a page', () => {
  const shownAgo = (seconds: number) => ({ _shown: String(at.getTime() - seconds * 1000) })

  test('is added up over visits that change something', () => {
    const wrong = post(start(['analysis']), 1, { how_often: 'weekly', ...shownAgo(20) }).progress
    expect(wrong.pageSeconds.closed).toBe(20)
    const right = post(wrong, 1, { ...closedAnswers, ...shownAgo(15) }).progress
    expect(right.pageSeconds.closed).toBe(35)
    expect(post(right, 1, { ...closedAnswers, ...shownAgo(15) }).progress.pageSeconds.closed).toBe(35)
  })

  test.each([['-5'], ['soon'], [String(at.getTime() + 60_000)], [String(at.getTime() - 4000 * 1000)]])(
    'of %s is not believed',
    (_shown) => {
      expect(post(start(['analysis']), 1, { ...closedAnswers, _shown }).progress.pageSeconds).not.toHaveProperty(
        'closed',
      )
    },
  )
})

test('consent that changes later is a new decision; what stays is not asked twice', () => {
  const before: Answers = { consent: ['analysis', 'quoting'] }
  expect(consentDecisions(smallInstrument, { before, after: { consent: ['analysis', 'recontact'] } })).toEqual([
    { purpose: 'quoting', isGranted: false, wording: 'You may quote my words without my name.' },
    { purpose: 'recontact', isGranted: true, wording: 'You may contact me again.' },
  ])
  expect(consentDecisions(smallInstrument, { before, after: before })).toEqual([])
})

test('a start key of one’s own making is not taken, ours always gives the same person', () => {
  const survey = '019b0000-0000-7000-8000-000000000000'
  const ours = startOf(survey, undefined)
  expect(startOf(survey, ours.key)).toEqual(ours)
  expect(startOf(survey, '../../etc').key).not.toBe('../../etc')
  expect(startOf('019b0000-0000-7000-8000-000000000001', ours.key).personId).not.toBe(ours.personId)
  expect(ours.personId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

describe('a draft is not published', () => {
  const edited = (change: (draft: typeof smallInstrument) => object) =>
    instrumentSchema.parse(change(structuredClone(smallInstrument)))

  test('while a page is empty', () => {
    const draft = edited((one) => ({ ...one, pages: [...one.pages, { code: 'late', title: 'Later', items: [] }] }))
    expect(publishingProblems(draft, [])).toEqual(['The page “Later” is empty.'])
  })

  test('when a published code would come to mean another kind of question', () => {
    const draft = edited((one) => {
      one.pages[1].items[3] = {
        kind: 'long-text',
        code: 'style',
        ask: 'Why?',
        isRequired: false,
        longest: 400,
        lines: 5,
      }
      return one
    })
    expect(publishingProblems(draft, [])).toEqual([])
    expect(publishingProblems(draft, [smallInstrument])).toEqual([
      'style was published as another kind of question. Give the new one a code of its own.',
    ])
  })

  test('when a published scale would get other points', () => {
    const draft = edited((one) => {
      const [, , matrix] = one.pages[1].items
      if (matrix.kind === 'agreement-matrix') matrix.points = matrix.points.slice(1)
      return one
    })
    expect(publishingProblems(draft, [smallInstrument])).toEqual([
      'shopping was published with another scale. Ask it as a new question, so that its answers stay comparable.',
    ])
  })
})

test('answers under an option that only an earlier version offered stay readable', () => {
  const next = structuredClone(smallInstrument)
  const channels = next.pages[1].items[1]
  if (channels.kind === 'multiple-choice') channels.options = channels.options.filter((one) => one.code !== 'family')
  const options = studyVariables(next, [smallInstrument]).find((one) => one.name === 'channels_shop')!.options
  expect(options.map((one) => one.code)).toEqual(['shop', 'reviews', 'other', 'none', 'family'])
})
