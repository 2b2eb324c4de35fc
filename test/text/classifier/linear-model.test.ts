import { expect, test } from 'vitest'
import { randomFrom } from '../../../server/statistics/random.ts'
import { scoreRow, trainLinear } from '../../../server/text/classifier/linear-model.ts'
import { sparseRows } from '../../../server/text/classifier/sparse-rows.ts'

const random = randomFrom(7)
const points = Array.from({ length: 60 }, (_, index) => ({
  values: [random.normal() + (index % 2 === 0 ? 1 : -1), random.normal(), random.normal()],
  label: index % 2 === 0 ? 1 : -1,
}))
const rows = sparseRows(
  points.map(({ values }) => ({ columns: [0, 1, 2], values })),
  3,
)
const use = points.map((_, index) => index)
const targets = Int8Array.from(points, ({ label }) => label)

test('the weights are the minimum of the squared hinge loss: its gradient vanishes there', () => {
  const cost = 0.5
  const model = trainLinear({
    rows,
    use,
    targets,
    labels: 1,
    cost,
    epochs: 2000,
    tolerance: 1e-7,
    random: randomFrom(1),
  })
  const all = [...model.weights, model.biases[0]!]
  const gradient = [...all]
  for (const { values, label } of points) {
    const own = [...values, 1]
    const score = own.reduce((sum, value, at) => sum + value * all[at]!, 0)
    const slack = Math.max(0, 1 - label * score)
    for (const [at, value] of own.entries()) gradient[at]! -= 2 * cost * slack * label * value
  }
  for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(1e-4)
})

test('a point on each side: the line lies half way and both margins are the ones worked out by hand', () => {
  // With x = ±1 and C = 1 the loss is w²/2 + 2 (1 - w)², smallest at w = 4/5; the bias stays 0.
  const two = sparseRows(
    [
      { columns: [0], values: [1] },
      { columns: [0], values: [-1] },
    ],
    1,
  )
  const model = trainLinear({
    rows: two,
    use: [0, 1],
    targets: Int8Array.of(1, -1),
    labels: 1,
    cost: 1,
    epochs: 500,
    tolerance: 1e-9,
    random: randomFrom(1),
  })
  expect(model.weights[0]).toBeCloseTo(0.8, 5)
  expect(model.biases[0]).toBeCloseTo(0, 5)
})

test('labels trained together get the weights they get alone, and unknown labels take no part', () => {
  const other = Int8Array.from(points, ({ values }) => (values[1]! > 0 ? 1 : -1))
  const both = new Int8Array(points.length * 2)
  for (const index of use) {
    both[index * 2] = targets[index]!
    both[index * 2 + 1] = index < 40 ? other[index]! : 0
  }
  const settings = { rows, cost: 1, epochs: 400, tolerance: 1e-8 }
  const together = trainLinear({ ...settings, use, targets: both, labels: 2, random: randomFrom(1) })
  const first = trainLinear({ ...settings, use, targets, labels: 1, random: randomFrom(2) })
  const second = trainLinear({ ...settings, use: use.slice(0, 40), targets: other, labels: 1, random: randomFrom(3) })
  for (let column = 0; column < 3; column++) {
    expect(together.weights[column * 2]).toBeCloseTo(first.weights[column]!, 3)
    expect(together.weights[column * 2 + 1]).toBeCloseTo(second.weights[column]!, 3)
  }
  const scores = new Float64Array(2)
  scoreRow(together, { columns: [1], values: [2] }, scores)
  expect(scores[1]).toBeGreaterThan(0)
})

test('the same rows and seed give the same bytes', () => {
  const train = () => trainLinear({ rows, use, targets, labels: 1, cost: 1, random: randomFrom(5) })
  expect(train()).toEqual(train())
})
