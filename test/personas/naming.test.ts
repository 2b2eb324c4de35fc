import { expect, test } from 'vitest'
import { nameOfAnswer } from '../../server/personas/answer-names.ts'
import { namePersonas } from '../../server/personas/naming.ts'
import { answerPhrase, asQuestion, phraseOf } from '../../server/personas/short-phrase.ts'
import { type TellingAnswer, toneOf } from '../../server/personas/telling-answers.ts'
import { makeClaims } from '../../server/personas/claims.ts'
import type { ClaimInput, Contrast } from '../../server/personas/claim-input.ts'
import type { Variable } from '../../server/responses/variable.ts'
import { smallWorld, variables } from './small-world.ts'

function question(label: string, kind: Variable['kind'] = 'ordinal', options: string[] = []): Variable {
  const shown = options.map((text) => ({ code: text, label: text }))
  return { name: label, label, kind, role: 'indicator', reason: '', options: shown, facet: 'attitude' }
}

function nameFor(variable: Variable, answer: string | null, isMore = true): string | null {
  const tone = answer === null ? 'says' : toneOf(answer)
  const telling: TellingAnswer = { variable, answer, isMore, frequency: 'most', effect: 1, isTheirs: true, tone }
  return nameOfAnswer(telling, 5)
}

test('an answer becomes a name in the survey’s own words', () => {
  expect(nameFor(question('Is it rude to recline your seat on a plane?'), 'No, not rude at all')).toBe(
    'Recline your seat: not rude at all',
  )
  expect(nameFor(question('Do you typically have gravy?', 'nominal'), 'Yes')).toBe('Gravy')
  expect(nameFor(question('Do you typically have gravy?', 'nominal'), 'No')).toBe('Don’t have gravy')
  expect(nameFor(question('Had you heard of the serial comma?', 'nominal'), 'No')).toBe(
    'Hadn’t heard of the serial comma',
  )
  const care = question('How much, if at all, do you care about the use (or lack thereof) of the serial comma?')
  expect(nameFor(care, 'A lot')).toBe('Care a lot about the serial comma')
  expect(nameFor(care, 'Not at all')).toBe('Don’t care at all about the serial comma')
  const interest = question('How much, if at all, are you interested in cuisines from different parts of the world?')
  expect(nameFor(interest, 'Some')).toBe('Somewhat interested in cuisines')
  expect(nameFor(interest, 'Not at all')).toBe('Not at all interested in cuisines')
  const kinds = question('What kind of stuffing/dressing do you have?', 'nominal', [
    'Bread-based',
    'Rice-based',
    'None',
  ])
  expect(nameFor(kinds, 'Bread-based')).toBe('Bread-based stuffing')
  expect(nameFor(question('Seen — Han Solo', 'grid'), 'Neither favorably nor unfavorably (neutral)')).toBe(
    'Neutral on Han Solo',
  )
})

test('what can’t be said short without cutting it off makes no name, nor does what is only less common', () => {
  expect(nameFor(question('Seen — Star Wars Episode II Attack of the Clones and more', 'grid'), 'Very good')).toBeNull()
  expect(nameFor(question('For — Life style', 'multiple'), null, false)).toBeNull()
  expect(nameFor(question('Size — GBs', 'multiple'), null)).toBeNull()
  expect(phraseOf('lack of sleep and of any other rest at night', 3)).toBeNull()
  expect(phraseOf('interested in cuisines from all over the world', 4)).toBeNull()
  expect(answerPhrase('Neither favorably nor unfavorably but somewhere in between')).toBeNull()
  expect(asQuestion('What decides in the end?')).toBeNull()
})

/** The small world with persona 0 told by these options and answers alone. */
function told(parts: { variable: Variable; category: string; these: number; rest: number }[]): ClaimInput {
  const world = smallWorld()
  const contrasts = parts.map(({ variable, category, these, rest }): Contrast => {
    const difference = these - rest
    const part = { category, these, rest, difference, low: difference - 0.05, high: difference + 0.05 }
    const whole = { ...part, effect: difference * 2, distinctive: true }
    return { name: variable.name, parts: [whole], position: null, q: null, defining: true }
  })
  const first = world.answers.indicators.find(({ name }) => name === 'reason')!
  return {
    ...world,
    variables: parts.map(({ variable }) => variable),
    answers: { ...world.answers, indicators: parts.map(({ variable }) => ({ ...first, name: variable.name })) },
    personas: [{ ...world.personas[0]!, contrasts }],
  } as ClaimInput
}

const nameOf = (input: ClaimInput) => namePersonas(input, makeClaims(input))[0]!

test('whoever ticks less of everything is told so, not by the first thing left', () => {
  const options = ['Brownies', 'Cookies', 'Apple pie', 'Pumpkin pie', 'Cheesecake'].map((name) => ({
    ...question(`Which pies? — ${name}`, 'multiple'),
    ticked: '1',
  }))
  const less = told(options.map((variable) => ({ variable, category: '1', these: 0.1, rest: 0.5 })))
  const more = told(options.map((variable) => ({ variable, category: '1', these: 0.6, rest: 0.2 })))
  expect(nameOf(less)).toMatchObject({ name: 'Less of everything' })
  expect(nameOf(less).tagline).toMatch(/^Less often than others: “Brownies”, “Cookies”, /)
  expect(nameOf(more)).toMatchObject({ name: 'More of everything' })
})

test('one answer to many things is the name; a denial only where nothing is affirmed', () => {
  const rows = ['Leia', 'Luke', 'Yoda'].map((name) =>
    question(`How do you view them? — ${name}`, 'grid', ['Very well']),
  )
  const alike = told(rows.map((variable) => ({ variable, category: 'Very well', these: 0.8, rest: 0.3 })))
  expect(nameOf(alike)).toMatchObject({ name: 'Mostly “very well”', tagline: '“Very well” to “Leia”, “Luke”, “Yoda”' })
  const gravy = {
    variable: question('Do you have gravy?', 'nominal', ['Yes', 'No']),
    category: 'No',
    these: 0.9,
    rest: 0.1,
  }
  const corn = {
    variable: question('Do you have corn?', 'nominal', ['Yes', 'No']),
    category: 'Yes',
    these: 0.7,
    rest: 0.4,
  }
  expect(nameOf(told([gravy, corn])).name).toBe('Corn')
  expect(nameOf(told([gravy])).name).toBe('Don’t have gravy')
})

test('an answer that only a minority gives is no name, and a line below a name keeps its answer', () => {
  const long = question(
    `If you had a smartwatch ${'like the soon to be released one '.repeat(4)}how likely would you use it?`,
  )
  const input = told([
    {
      variable: { ...long, options: [{ code: 'Very likely', label: 'Very likely' }] },
      category: 'Very likely',
      these: 0.13,
      rest: 0.64,
    },
  ])
  expect(nameOf(input).name).toBe('Group 1')
  expect(nameOf(input).tagline).toMatch(/… seldom “Very likely”$/)
  expect(nameOf(input).tagline.length).toBeLessThanOrEqual(110)
})

test('the motive table still comes first', () => {
  expect(variables.length).toBeGreaterThan(3)
  expect(nameOf(smallWorld()).by).toBe('motive')
})
