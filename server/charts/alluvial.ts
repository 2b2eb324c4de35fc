import { markAt } from './persona-mark.ts'
import { coordinate, escapeMarkup, picture, type TextAlternative } from './svg.ts'

export interface AlluvialGroup {
  people: number
  /** A persona's number (1 to 8), or what the group is where it is no persona. */
  who: number | 'group' | 'between' | 'unassigned' | 'absent'
}

export interface AlluvialColumn {
  /** Stands above the column. */
  heading: string
  /** From top to bottom. */
  groups: AlluvialGroup[]
}

/** People who go from a group of one column to a group of the next; places are positions in their columns. */
export interface AlluvialFlow {
  column: number
  from: number
  to: number
  people: number
}

const frame = { width: 720, height: 300, top: 30, gap: 7, block: 12 }

/**
 * The same people sorted in several ways, one column each, with ribbons as wide as the people who go along. A ribbon has the colour of
 * the persona at either of its ends; between groups that are no personas it is grey.
 */
export function alluvial(columns: AlluvialColumn[], flows: AlluvialFlow[], alternative: TextAlternative): string {
  const scale = scaleOf(columns)
  const last = Math.max(1, columns.length - 1)
  const left = (column: number) => (column * (frame.width - frame.block)) / last
  const tops = columns.map(({ groups }) => topsOf(groups, scale))
  const leaving = columns.map(({ groups }) => groups.map(() => 0))
  const arriving = columns.map(({ groups }) => groups.map(() => 0))

  let ribbons = ''
  const inOrder = flows.toSorted(
    (one, other) => one.column - other.column || one.from - other.from || one.to - other.to,
  )
  for (const { column, from, to, people } of inOrder) {
    const height = people * scale
    const start = tops[column]![from]! + leaving[column]![from]!
    const end = tops[column + 1]![to]! + arriving[column + 1]![to]!
    leaving[column]![from]! += height
    arriving[column + 1]![to]! += height
    if (height < 0.3) continue
    const ends = [columns[column]!.groups[from]!.who, columns[column + 1]!.groups[to]!.who]
    const persona = ends.find((who) => typeof who === 'number')
    const [x, next] = [left(column) + frame.block, left(column + 1)]
    ribbons += `<path class="alluvial__flow${persona === undefined ? '' : ` persona-${persona}`}" d="${ribbon({ x, next, start, end, height })}"/>`
  }
  const blocks = columns
    .map(({ heading, groups }, column) => {
      const x = left(column)
      const anchor = column === 0 ? 'start' : column === columns.length - 1 ? 'end' : 'middle'
      const at = anchor === 'start' ? x : anchor === 'end' ? x + frame.block : x + frame.block / 2
      const drawn = groups.map((group, place) => block(group, { x, y: tops[column]![place]!, scale })).join('')
      return `<text class="alluvial__heading" x="${coordinate(at)}" y="18" text-anchor="${anchor}">${escapeMarkup(heading)}</text>${drawn}`
    })
    .join('')
  return picture(
    { className: 'chart alluvial', box: [-8, 0, frame.width + 16, frame.height + 4] },
    alternative,
    ribbons + blocks,
  )
}

function scaleOf(columns: AlluvialColumn[]): number {
  const scales = columns.map(({ groups }) => {
    const people = groups.reduce((sum, group) => sum + group.people, 0)
    const room = frame.height - frame.top - frame.gap * Math.max(0, groups.length - 1)
    return people > 0 ? room / people : Number.POSITIVE_INFINITY
  })
  return Math.min(...scales, 1000)
}

function topsOf(groups: AlluvialGroup[], scale: number): number[] {
  let y = frame.top
  return groups.map(({ people }) => {
    const top = y
    y += people * scale + frame.gap
    return top
  })
}

function block({ people, who }: AlluvialGroup, { x, y, scale }: { x: number; y: number; scale: number }): string {
  const height = Math.max(1, people * scale)
  const className =
    typeof who === 'number' ? `alluvial__group persona-${who}` : `alluvial__group alluvial__group--${who}`
  const rectangle = `<rect class="${className}" x="${coordinate(x)}" y="${coordinate(y)}" width="${frame.block}" height="${coordinate(height)}"/>`
  if (typeof who !== 'number' || height < 14) return rectangle
  const mark = markAt(who, { x: x + frame.block / 2, y: y + height / 2, size: 18 })
  return `${rectangle}<g class="persona-${who} alluvial__mark">${mark}</g>`
}

function ribbon(at: { x: number; next: number; start: number; end: number; height: number }): string {
  const bend = coordinate((at.x + at.next) / 2)
  const [x, next] = [coordinate(at.x), coordinate(at.next)]
  const [start, end] = [coordinate(at.start), coordinate(at.end)]
  const [startFoot, endFoot] = [coordinate(at.start + at.height), coordinate(at.end + at.height)]
  return `M${x} ${start}C${bend} ${start} ${bend} ${end} ${next} ${end}V${endFoot}C${bend} ${endFoot} ${bend} ${startFoot} ${x} ${startFoot}z`
}
