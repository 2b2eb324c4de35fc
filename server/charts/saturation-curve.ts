import { scaleLinear } from 'd3-scale'
import { line, area } from 'd3-shape'
import type { SaturationPoint } from '../statistics/saturation.ts'
import { coordinate, picture } from './svg.ts'

const width = 380
const height = 170

/** Distinct codes against sources: as collected (line), and over random orders (mean and the middle nine tenths as a wash). */
export function saturationCurve(points: SaturationPoint[]): string {
  const last = points.at(-1)!
  const x = scaleLinear([1, Math.max(2, points.length)], [0, width])
  const y = scaleLinear([0, Math.max(1, last.codes) * 1.05], [height, 0])
  const along = (value: (point: SaturationPoint) => number) =>
    line<SaturationPoint>()
      .x((point) => x(point.sources))
      .y((point) => y(value(point)))
      .digits(1)(points)!
  const spread = area<SaturationPoint>()
    .x((point) => x(point.sources))
    .y0((point) => y(point.low))
    .y1((point) => y(point.high))
    .digits(1)(points)!
  const grid = y
    .ticks(4)
    .filter(Number.isInteger)
    .map(
      (tick) =>
        `<path class="chart__grid" d="M0 ${coordinate(y(tick))}H${width}"/><text class="field__y" x="-8" y="${coordinate(y(tick) + 5)}">${tick}</text>`,
    )
  const tenth = points.at(-Math.ceil(points.length / 3)) ?? last
  return picture(
    { className: 'chart field saturation', box: [-36, -14, 470, 214] },
    {
      title: `${last.codes} codes in ${last.sources} sources`,
      description: `The last third of the sources, in any order, brought ${(last.mean - tenth.mean).toFixed(1)} codes on average.`,
    },
    `${grid.join('')}<path class="saturation__spread" d="${spread}"/><path class="saturation__mean" d="${along((point) => point.mean)}"/>` +
      `<path class="field__line" d="${along((point) => point.codes)}"/><circle class="field__end" cx="${coordinate(x(last.sources))}" cy="${coordinate(y(last.codes))}" r="5"/>` +
      `<text class="field__end-word" x="${width + 10}" y="${coordinate(y(last.codes) + 5)}">${last.codes}</text><path class="chart__axis" d="M0 ${height}H${width}"/>` +
      `<text class="field__x" x="0" y="196">1 source</text><text class="field__x" x="${width}" y="196">${last.sources} sources</text>`,
  )
}
