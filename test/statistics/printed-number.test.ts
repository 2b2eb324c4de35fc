import { expect, test } from 'vitest'
import { fixedBeside, percentBeside } from '../../server/statistics/printed-number.ts'
import { randomFrom } from '../../server/statistics/random.ts'

test('a printed number lies on the same side of the rule as the number itself', () => {
  const random = randomFrom(4)
  for (let draw = 0; draw < 5000; draw++) {
    const limit = [0.05, 0.6, 0.7, 0.75, 0.9, 0, 1][draw % 7]!
    const value = limit + (random.next() - 0.5) * 10 ** -random.integer(5)
    if (Math.abs(value - limit) < 1e-5 || value < 0) continue
    for (const decimals of [0, 2, 3]) {
      const printed = Number(fixedBeside(value, [limit], decimals))
      expect([value, limit, Math.sign(printed - limit)]).toEqual([value, limit, Math.sign(value - limit)])
    }
    const percent = Number(percentBeside(value, [limit]))
    expect([value, Math.sign(percent - 100 * limit)]).toEqual([value, Math.sign(value - limit)])
  }
})

test('no more decimals are printed than that takes, and a number on the limit is printed as the limit', () => {
  expect(percentBeside(0.7455, [0.75])).toBe('74.5')
  expect(percentBeside(0.0491, [0.05])).toBe('4.9')
  expect(percentBeside(0.81, [0.75])).toBe('81')
  expect(percentBeside(0.07, [0.07])).toBe('7')
  expect(fixedBeside(0.0498, [0.05], 2)).toBe('0.0498')
  expect(fixedBeside(0.7, [0.7], 2)).toBe('0.70')
  expect(fixedBeside(0.3 - 1e-12, [0.3], 1)).toBe('0.3')
  expect(fixedBeside(0.748, [0.6, 0.75], 2)).toBe('0.748')
})
