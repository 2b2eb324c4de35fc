import { coordinate, escapeMarkup, picture } from './svg.ts'

const width = 240
const height = 44

export interface Distribution {
  /** What is spread, for those who do not see it. */
  title: string
  description: string
  /** Counts of bins of the same width from left to right. */
  bins: number[]
  /** Where the line is, as a part of the width; null where there is none. Beyond an end it is drawn at that end. */
  cut: number | null
  /** On which side of the line people are flagged. */
  flaggedSide: 'left' | 'right'
  /** What stands at the left and the right end of the axis. */
  ends: [string, string]
}

/** How values spread over people, as bars of counts by square root so that few are seen beside many, with a line and a filled side. */
export function distribution({ title, description, bins, cut, flaggedSide, ends }: Distribution): string {
  const most = Math.sqrt(Math.max(1, ...bins))
  const step = width / bins.length
  const at = cut === null ? null : Math.max(0, Math.min(1, cut)) * width
  const bars = bins.map((count, index) => {
    if (count === 0) return ''
    const middle = (index + 0.5) * step
    const isFlagged = at !== null && (flaggedSide === 'left' ? middle < at : middle > at)
    const top = height - Math.max(1.5, (Math.sqrt(count) / most) * (height - 4))
    const left = coordinate(index * step + 0.5)
    return `<path class="${isFlagged ? 'spread__flagged' : 'spread__rest'}" d="M${left} ${height}V${coordinate(top)}h${coordinate(Math.max(1, step - 1))}V${height}z"/>`
  })
  const line = at === null ? '' : `<path class="spread__cut" d="M${coordinate(at)} 0V${height + 5}"/>`
  const [left, right] = ends.map(escapeMarkup)
  return picture(
    { className: 'chart spread', box: [-4, -2, width + 8, height + 24] },
    { title, description },
    `${bars.join('')}<path class="chart__axis" d="M0 ${height}H${width}"/>${line}` +
      `<text x="0" y="${height + 18}">${left}</text><text x="${width}" y="${height + 18}" text-anchor="end">${right}</text>`,
  )
}
