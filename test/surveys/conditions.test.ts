import { describe, expect, test } from 'vitest'
import {
  choiceOf,
  conditionFrom,
  conditionText,
  type Choice,
  sourcesBefore,
} from '../../server/surveys/editor/conditions.ts'
import { smallInstrument } from './support.ts'

describe('a condition that is chosen', () => {
  const choices: Choice[] = [
    { join: 'all', clauses: [{ name: 'a', is: 'any_of', codes: ['x', 'y'] }] },
    {
      join: 'all',
      clauses: [
        { name: 'a', is: 'none_of', codes: ['x'] },
        { name: 'b', is: 'at_least', number: -1.5 },
      ],
    },
    {
      join: 'any',
      clauses: [
        { name: 'c', is: 'answered' },
        { name: 'd', is: 'not_answered' },
      ],
    },
    {
      join: 'all',
      clauses: (['at_least', 'more', 'at_most', 'less', 'equals'] as const).map((is) => ({ name: 'b', is, number: 7 })),
    },
  ]

  test.each(choices)('is read back as it was chosen: %j', (choice) => {
    expect(choiceOf(conditionFrom(choice))).toEqual(choice)
  })

  test.each([
    ['"x" in a', { join: 'all', clauses: [{ name: 'a', is: 'any_of', codes: ['x'] }] }],
    ['a == "x"', { join: 'all', clauses: [{ name: 'a', is: 'any_of', codes: ['x'] }] }],
    ['a in ["x", "y"]', { join: 'all', clauses: [{ name: 'a', is: 'any_of', codes: ['x', 'y'] }] }],
  ])('is read from what others would write: %s', (written, choice) => {
    expect(choiceOf(written)).toEqual(choice)
  })

  test.each(['a == "x" && b > 1 || c == "y"', 'size(a) > 2', 'a ==', 'b + 1 > 2', 'a == ""'])(
    'stays written by hand where it says more: %s',
    (written) => {
      expect(choiceOf(written)).toBeNull()
    },
  )

  test('is told in the words of the questionnaire', () => {
    expect(conditionText(smallInstrument, 'anyOf(how_often, ["weekly", "less"])')).toBe(
      '“How often do you buy from us?” is Every week or Less often',
    )
    expect(conditionText(smallInstrument, 'size(channels) > 1')).toBe('size(channels) > 1')
  })

  test('asks only about earlier pages', () => {
    expect(sourcesBefore(smallInstrument, 1)).toEqual([])
    expect(sourcesBefore(smallInstrument, 2).map((one) => one.name)).toContain('how_often')
    expect(sourcesBefore(smallInstrument, 2).map((one) => one.name)).not.toContain('nearly_stopped')
  })
})
