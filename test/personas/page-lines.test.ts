import { expect, test } from 'vitest'
import type { SurveyEvidence } from '../../server/personas/claim.ts'
import { rowLabels, shortLine } from '../../server/personas/page-lines.ts'

function answered(label: string, answer: string, difference = 0.3): SurveyEvidence {
  const side = { share: difference > 0 ? 0.5 : 0.1, mean: null, base: 100, low: 0.4, high: 0.6 }
  return {
    variable: label,
    label,
    answer,
    difference,
    low: 0,
    high: 1,
    effect: 1,
    q: null,
    defining: true,
    these: side,
    rest: side,
  } as unknown as SurveyEvidence
}

test('a long line keeps its answer and gives up what is asked', () => {
  const words =
    'On a 6 hour flight from NYC to LA, how many times is it acceptable to get up if you’re not in an aisle seat? “More than five times”'
  const short = shortLine(words, 90)
  expect(short.length).toBeLessThanOrEqual(90)
  expect(short).toMatch(/^On a 6 hour flight from NYC to LA, .+… “More than five times”$/)
  expect(shortLine('I like to find things before others do: seldom “Not at all like me”', 50)).toMatch(
    /… seldom “Not at all like me”$/,
  )
})

test('a line that fits, or that holds no answer, is only cut', () => {
  expect(shortLine('I give things back: “Never”', 40)).toBe('I give things back: “Never”')
  expect(shortLine('Fault rates before paying and long after it', 20)).toBe('Fault rates before…')
})

test('a row says what was asked, then what was said to it', () => {
  expect(
    rowLabels([answered('What decides in the end?', 'Reviews'), answered('Where? — Online', 'chosen', -0.2)]),
  ).toEqual([
    { topic: 'What decides in the end', said: '“Reviews”' },
    { topic: 'Online', said: 'seldom chosen' },
  ])
})

test('questions that begin alike are told apart by how they end', () => {
  const ask = (end: string) => `Is it rude to ask someone to switch seats with you in order to be closer to ${end}?`
  const labels = rowLabels([answered(ask('family'), 'Not at all rude'), answered(ask('friends'), 'Not at all rude')])
  expect(labels[0]!.topic).toMatch(/^….*family$/)
  expect(labels[1]!.topic).toMatch(/^….*friends$/)
})

test('“None” stands under its question, without how to answer it', () => {
  const [label] = rowLabels([answered('Which desserts? Please tick all that apply. — None', 'chosen')])
  expect(label).toEqual({ topic: 'Which desserts', said: '“None”' })
})
