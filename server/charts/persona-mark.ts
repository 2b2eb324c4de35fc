import { coordinate } from './svg.ts'

/** Shapes in a box of 10 × 10, in order of use: a persona keeps its shape for life, so colour never stands alone. */
const shapes = [
  'M5 .6a4.4 4.4 0 1 0 0 8.8a4.4 4.4 0 1 0 0 -8.8z', // circle
  'M5 .2L9.8 5L5 9.8L.2 5z', // diamond
  'M.9 .9h8.2v8.2h-8.2z', // square
  'M5 .5L9.8 9.2H.2z', // triangle
  'M5 9.5L.2 .8H9.8z', // triangle, point down
  'M3.4 .4h3.2v3h3v3.2h-3v3h-3.2v-3h-3v-3.2h3z', // cross
  'M2.6 .8h4.8L9.8 5L7.4 9.2h-4.8L.2 5z', // hexagon
  'M5 .3L9.8 3.8L8 9.4H2L.2 3.8z', // pentagon
]

/** How many personas can be told apart by shape and colour; a ninth would repeat the first. */
export const personaMarkCount = shapes.length

/** Path of persona `number`'s shape (1 to 8) in a box of 10 × 10. */
export function markPath(number: number): string {
  return shapes[(number - 1) % shapes.length]!
}

/** The mark alone, to stand before a name; decoration, because the name says the same. */
export function personaMark(number: number): string {
  return `<svg class="mark" viewBox="0 0 10 10" aria-hidden="true"><path d="${markPath(number)}"/></svg>`
}

/** The mark as part of a chart, centred on (x, y), `size` chart units wide. */
export function markAt(number: number, { x, y, size }: { x: number; y: number; size: number }): string {
  const scale = size / 10
  const place = `translate(${coordinate(x - size / 2)} ${coordinate(y - size / 2)}) scale(${scale})`
  return `<path class="chart__these" transform="${place}" d="${markPath(number)}"/>`
}
