import { markAt } from './persona-mark.ts'
import { coordinate, picture, type TextAlternative } from './svg.ts'

export interface MembershipMap {
  /** Where each persona's corner is, in a square of side 1, with its number. */
  corners: { x: number; y: number; number: number }[]
  /** How many people stand where, and the number of the persona most of them belong to; null between personas. */
  cells: { x: number; y: number; people: number; number: number | null }[]
}

/** People between the corners of their personas: a disc a place, its area the people there. */
export function membershipMap({ corners, cells }: MembershipMap, alternative: TextAlternative): string {
  const isLine = corners.length <= 2
  const [width, height] = [300, isLine ? 110 : 300]
  const at = ({ x, y }: { x: number; y: number }) => ({
    x: 28 + x * (width - 56),
    y: isLine ? height / 2 : 28 + y * (height - 56),
  })
  const most = Math.max(1, ...cells.map(({ people }) => people))
  const largest = isLine ? 22 : 12
  const discs = cells
    .toSorted((one, other) => other.people - one.people)
    .map((cell) => {
      const place = at(cell)
      const radius = Math.max(0.8, largest * Math.sqrt(cell.people / most))
      const className = cell.number === null ? 'nearness__between' : `nearness__disc persona-${cell.number}`
      return `<circle class="${className}" cx="${coordinate(place.x)}" cy="${coordinate(place.y)}" r="${coordinate(radius)}"/>`
    })
    .join('')
  const edge = corners.map((corner, index) => {
    const place = at(corner)
    return `${index ? 'L' : 'M'}${coordinate(place.x)} ${coordinate(place.y)}`
  })
  const marks = corners
    .map((corner) => {
      const place = at(corner)
      const outside = isLine
        ? { x: place.x, y: place.y - 34 }
        : { x: place.x + (corner.x - 0.5) * 30, y: place.y + (corner.y - 0.5) * 30 }
      return `<g class="persona-${corner.number}">${markAt(corner.number, { ...outside, size: 13 })}</g>`
    })
    .join('')
  return picture(
    { className: 'chart nearness', box: [0, 0, width, height] },
    alternative,
    `<path class="chart__grid" d="${edge.join('')}z"/>${discs}${marks}`,
  )
}
