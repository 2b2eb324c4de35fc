import type { Random } from '../random.ts'
import type { Observations } from './observations.ts'
import { layoutOf } from './parameters.ts'

/**
 * Random parameters from which EM sets out: category probabilities halfway between the margin and a uniform draw on the
 * simplex, numbers placed at the answers of people drawn at random, shares near equal.
 */
export function startingValues(observations: Observations, classes: number, random: Random): Float64Array {
  const layout = layoutOf(observations.items, classes)
  const parameters = new Float64Array(layout.length)
  let total = 0
  for (let index = 0; index < classes; index++) {
    parameters[index] = 0.5 + random.next()
    total += parameters[index]!
  }
  for (let index = 0; index < classes; index++) parameters[index]! /= total

  const width = observations.items.length
  for (let index = 0; index < classes; index++) {
    const example = random.integer(Math.max(1, observations.patterns))
    observations.items.forEach((item, place) => {
      const offset = layout.offsets[place]!
      if (item.kind === 'categorical') {
        const draws = Array.from({ length: item.rows }, () => -Math.log(1 - random.next()))
        const sum = draws.reduce((all, draw) => all + draw, 0)
        for (let row = 0; row < item.rows; row++) {
          parameters[offset + row * classes + index] = 0.5 * item.marginal[row]! + (0.5 * draws[row]!) / sum
        }
        return
      }
      const row = observations.rows[example * width + place]!
      const answer = row < observations.valueRows ? item.values![row - item.firstRow]! : item.mean
      if (item.kind === 'count') parameters[offset + index] = 0.5 * (answer + item.mean) + 1e-3
      else {
        parameters[offset + index] = answer
        parameters[offset + classes + index] = item.variance || 1
      }
    })
  }
  return parameters
}
