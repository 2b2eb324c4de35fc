import { coordinate, escapeMarkup, picture } from './svg.ts'

export interface CriterionLine {
  name: string
  /** Value by number of groups, smaller is better. */
  points: { groups: number; value: number }[]
  /** The number of groups that was chosen. */
  chosen: number
}

/** How a criterion falls and rises with the number of groups: its smallest value is filled, the chosen number has a line. */
export function criterionLine({ name, points, chosen }: CriterionLine): string {
  const values = points.map(({ value }) => value)
  const [lowest, highest] = [Math.min(...values), Math.max(...values)]
  const x = (groups: number) =>
    12 + ((groups - points[0]!.groups) * 216) / Math.max(1, points.at(-1)!.groups - points[0]!.groups)
  const y = (value: number) => 68 - (highest > lowest ? ((value - lowest) / (highest - lowest)) * 56 : 28)
  const best = points.find(({ value }) => value === lowest)!
  const line = points
    .map(({ groups, value }, index) => `${index ? 'L' : 'M'}${coordinate(x(groups))} ${coordinate(y(value))}`)
    .join('')
  const marks = points
    .map(({ groups, value }) => {
      const className = groups === best.groups ? 'chart__these' : 'chart__else'
      return `<circle class="${className}" cx="${coordinate(x(groups))}" cy="${coordinate(y(value))}" r="4"/>`
    })
    .join('')
  const labels = points
    .map(
      ({ groups }) =>
        `<text class="criterion__label" x="${coordinate(x(groups))}" y="92" text-anchor="middle">${escapeMarkup(String(groups))}</text>`,
    )
    .join('')
  const content =
    `<path class="criterion__chosen" d="M${coordinate(x(chosen))} 4V76"/><path class="chart__axis" d="M4 76H236"/>` +
    `<path class="criterion__line" d="${line}"/>${marks}${labels}`
  return picture(
    { className: 'chart criterion', box: [0, 0, 240, 98] },
    { title: `${name} is smallest with ${best.groups} groups`, description: `${chosen} were chosen.` },
    content,
  )
}
