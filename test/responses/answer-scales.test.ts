import { expect, test } from 'vitest'
import { orderOfAnswers } from '../../server/responses/answer-scales.ts'
import { bandPosition, parseBand } from '../../server/responses/bands.ts'

const ordered: [string, string[]][] = [
  ['agreement', ['Strongly disagree', 'Disagree', 'Neither agree nor disagree', 'Agree', 'Strongly agree']],
  ['favourability', ['Very unfavorably', 'Somewhat unfavorably', 'Neither favorably nor unfavorably (neutral)', 'Somewhat favorably', 'Very favorably']],
  ['likelihood without a middle', ['Very unlikely', 'Somewhat unlikely', 'Somewhat likely', 'Very likely']],
  ['importance with "not too"', ['Not at all important', 'Not too important', 'Somewhat important', 'Very important']],
  ['degrees behind yes and no', ['No, not rude at all', 'Yes, somewhat rude', 'Yes, very rude']],
  ['degrees of different words', ['Not relevant for me', 'Somewhat useful', 'Critical to me']],
  ['frequency in words', ['Never', 'Once in a while', 'About half the time', 'Usually', 'Always']],
  ['frequency as rates', ['Never', 'Once a year or less', 'Once a month or less', 'A few times per month', 'A few times per week', 'Every day']],
  ['never in two shades', ['Never, and not open to it', 'Never, but open to it', 'Rarely', 'Sometimes', 'Often']],
  ['amount', ['Nothing at all', 'Only a little', 'Some', 'A lot']],
  ['quality', ['Poor', 'Fair', 'Good', 'Very good', 'Excellent']],
  ['money, open at both ends', ['Less than $25,000', '$25,000 - $49,999', '$50,000 to $99,999', '$100,000+']],
  ['thousands', ['<30k', '30-60k', '60-90k', '>120k']],
  ['ages', ['18-29', '30-44', '45-60', '> 60']],
  ['durations of mixed units', ['Less than 3 months', '3 months - 1 year', '1 - 3 years', 'More than 3 years']],
  ['heights', ['Under 5 ft.', '5\'4"', '5\'10"', '6\'3"', '6\'6" and above']],
  ['times, with a refusal at the low end', ['It is not okay to get up during flight', 'Once', 'Twice', 'Three times', 'More than five times']],
  ['orders of magnitude', ['Under ten', 'Tens', 'Hundreds', 'Thousands', 'Tens of thousands']],
  ['schooling', ['Less than high school degree', 'High school degree', 'Some college or Associate degree', 'Bachelor degree', 'Graduate degree']],
  ['skill', ['Novice', 'Intermediate', 'Advanced', 'Expert']],
] // biome-ignore format: a table

test.each(ordered)('answers of %s stand in their order, however the file lists them', (_, answers) => {
  const shuffled = [...answers].sort((a, b) => (a < b ? -1 : 1))
  expect(orderOfAnswers(shuffled)?.order).toEqual(answers)
  expect(orderOfAnswers([...shuffled].reverse())?.order).toEqual(answers)
})

test.each([
  [['Married', 'Divorced', 'Never married', 'Widowed', 'Separated']],
  [['Bread-based', 'Rice-based', 'None']],
  [['Han', 'Greedo', 'Nobody']],
  [['Yes', 'No']],
  [['Employed, working full-time', 'Employed, working part-time', 'Not employed-retired']],
  [['Very likely', 'Turkey', 'Never']],
])('names without an order stay without one: %j', (answers) => {
  expect(orderOfAnswers(answers)).toBeNull()
})

test('two answers on the same place are no scale', () => {
  expect(orderOfAnswers(['Never', 'Sometimes', 'Often', 'often'])).toBeNull()
})

test('a band is read with its currency, thousands and open ends', () => {
  expect(parseBand('$1,250,000 or more')).toEqual({ low: 1_250_000, high: Number.POSITIVE_INFINITY })
  expect(parseBand('under 18')).toEqual({ low: Number.NEGATIVE_INFINITY, high: 18 })
  expect(parseBand('10 to 49 employees')).toEqual({ low: 10, high: 49 })
  expect(parseBand('Room 12 in the cellar')).toBeNull()
  expect(bandPosition({ low: 60, high: Number.POSITIVE_INFINITY })).toBeGreaterThan(60)
})
