import { markAt } from './persona-mark.ts'
import { coordinate, picture } from './svg.ts'

export interface JourneyPoint {
  name: string
  /** People who spoke of this stage; 0 leaves it grey. */
  people: number
  /** Share of them who named a pain in the same breath; null when nobody spoke. */
  painShare: number | null
}

/** Stages from left to right: the higher the dot, the fewer named a pain there. A dashed ring is a stage nobody spoke of. */
export function journeyStrip(points: JourneyPoint[], { personaNumber }: { personaNumber: number }): string {
  const width = 310
  const step = width / points.length
  const place = points.map(({ painShare }, index) => ({
    x: step * (index + 0.5),
    y: painShare === null ? 31 : 10 + painShare * 42,
  }))
  const heard = place.filter((_, index) => points[index]!.painShare !== null)
  const line =
    heard.length > 1
      ? `<path class="journey__line" d="M${heard.map(({ x, y }) => `${coordinate(x)} ${coordinate(y)}`).join('L')}"/>`
      : ''
  const marks = place.map(({ x, y }, index) =>
    points[index]!.painShare === null
      ? `<circle class="chart__none" cx="${coordinate(x)}" cy="${coordinate(y)}" r="5.5"/>`
      : markAt(personaNumber, { x, y, size: 12 }),
  )
  return picture(
    { className: 'chart journey', box: [0, 0, width, 62] },
    {
      title: 'Stages people spoke of, lower where more of them named a pain',
      description: points.map(inWords).join(' '),
    },
    `<path class="chart__grid" d="M0 10H${width}M0 31H${width}M0 52H${width}"/>${line}${marks.join('')}`,
  )
}

function inWords({ name, people, painShare }: JourneyPoint): string {
  if (painShare === null) return `${name}: no evidence.`
  return `${name}: ${people} spoke of it, ${Math.round(painShare * people)} with a pain.`
}
