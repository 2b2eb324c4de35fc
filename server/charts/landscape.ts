import { type Random, randomFrom, seedOf } from '../statistics/random.ts'
import { contours, type Field, type Point } from './contours.ts'
import { coordinate, picture } from './svg.ts'

export interface LandscapeInput {
  /** The persona's own seed: the same seed and heights give the same bytes. */
  seed: number
  /** One hill each: how far the persona stands from everyone else on an axis, 0 to 2. */
  distances: number[]
  width: number
  height: number
  /** Contour lines from valley to summit. */
  levels?: number
  /** Whose picture it is; the text alternative says that it is no likeness. */
  name: string
}

interface Hill {
  x: number
  y: number
  height: number
  /** Inverse radii along the hill's own two directions. */
  along: number
  across: number
  cosine: number
  sine: number
}

/** Distance between grid points, in chart units. */
const step = 5

/**
 * The picture of a persona: a contour map with one hill per attitude, as high as the persona's distance from everyone else.
 * Abstract on purpose: it shows no age, skin or gender, and it is made of the data alone.
 */
export function landscape({ seed, distances, width, height, levels = 12, name }: LandscapeInput): string {
  const field = heightField({ seed, distances, width, height })
  const lowest = field.lowest
  const rise = field.highest - lowest
  let content = `<rect class="land__ground" width="${width}" height="${height}"/>`
  for (let level = 1; level <= levels; level++) {
    const loops = contours(field, lowest + (rise * level) / (levels + 1))
    const path = loops.map(curveThrough).join('')
    if (path) content += `<path class="land__level${level % 4 === 0 ? ' land__level--index' : ''}" d="${path}"/>`
  }
  for (const { x, y } of summits(field, { width, height })) {
    content += `<path class="land__peak" d="M${coordinate(x - 3)} ${coordinate(y + 2.6)}h6l-3 -5.2z"/>`
  }
  return picture(
    { className: 'land', box: [0, 0, width, height], fit: 'cover' },
    { title: `Abstract landscape of ${name}`, description: 'Drawn from attitudes; not a likeness of anyone.' },
    content,
  )
}

function heightField({ seed, distances, width, height }: Omit<LandscapeInput, 'levels' | 'name'>): Field {
  const random = randomFrom(seedOf(seed, 'landscape'))
  const short = Math.min(width, height)
  const hills: Hill[] = []
  for (const distance of distances.length > 0 ? distances : [0, 0]) {
    const radius = short * (0.16 + 0.2 * random.next())
    const stretch = 0.75 + 0.7 * random.next()
    const angle = Math.PI * random.next()
    hills.push({
      ...placeApart(hills, { width, height, random }),
      height: 0.5 + 1.1 * Math.min(2, Math.abs(distance)),
      along: 1 / (radius * stretch),
      across: stretch / radius,
      cosine: Math.cos(angle),
      sine: Math.sin(angle),
    })
  }
  // A slow ripple, so that no slope is a circle.
  const phases = Array.from({ length: 4 }, () => 2 * Math.PI * random.next())
  const waves = [0.013, 0.021, 0.017, 0.029].map((wave) => wave * (0.8 + 0.5 * random.next()) * (250 / short))

  const columns = Math.ceil(width / step) + 3
  const rows = Math.ceil(height / step) + 3
  const values = new Float64Array(columns * rows)
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = (column - 1) * step
      const y = (row - 1) * step
      const value =
        heightAt(x, y, hills) +
        0.1 *
          (Math.sin(waves[0]! * x + waves[1]! * y + phases[0]!) + Math.sin(waves[2]! * x - waves[3]! * y + phases[1]!))
      values[row * columns + column] = value
      lowest = Math.min(lowest, value)
      highest = Math.max(highest, value)
    }
  }
  return { columns, rows, values, step, originX: -step, originY: -step, lowest, highest }
}

/** Of four drawn places the one furthest from the hills that stand already, so that hills seldom merge into one. */
function placeApart(
  hills: Hill[],
  { width, height, random }: { width: number; height: number; random: Random },
): Point {
  let best: Point = { x: 0, y: 0 }
  let furthest = -1
  for (let draw = 0; draw < 4; draw++) {
    const place = { x: width * (0.12 + 0.76 * random.next()), y: height * (0.12 + 0.76 * random.next()) }
    const nearest = Math.min(...hills.map((hill) => Math.hypot(hill.x - place.x, hill.y - place.y)), Number.MAX_VALUE)
    if (nearest > furthest) {
      best = place
      furthest = nearest
    }
  }
  return best
}

function heightAt(x: number, y: number, hills: Hill[]): number {
  let sum = 0
  for (const hill of hills) {
    const dx = x - hill.x
    const dy = y - hill.y
    const u = (dx * hill.cosine + dy * hill.sine) * hill.along
    const v = (dy * hill.cosine - dx * hill.sine) * hill.across
    sum += hill.height * Math.exp(-0.8 * (u * u + v * v))
  }
  return sum
}

/** Grid points higher than their eight neighbours, well inside the frame and above half the rise. */
function summits(field: Field, { width, height }: { width: number; height: number }): Point[] {
  const { columns, rows, values } = field
  const floor = field.lowest + (field.highest - field.lowest) * 0.5
  const found: Point[] = []
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const here = values[row * columns + column]!
      const x = field.originX + column * step
      const y = field.originY + row * step
      if (here < floor || x < 8 || y < 8 || x > width - 8 || y > height - 8) continue
      let isHighest = true
      for (let near = 0; near < 9 && isHighest; near++) {
        const other = (row + Math.floor(near / 3) - 1) * columns + column + (near % 3) - 1
        if (near !== 4 && values[other]! >= here) isHighest = false
      }
      if (isHighest) found.push({ x, y })
    }
  }
  return found
}

/** A closed loop of quadratic curves through the middles between every second point; straight where it runs along the rim. */
function curveThrough(loop: Point[]): string {
  const points = loop.length > 10 ? loop.filter((point, index) => index % 2 === 0 || point.isCorner) : loop
  if (points.length < 3) return ''
  const pen = relativePen()
  let path = pen.move(middle(points.at(-1)!, points[0]!))
  points.forEach((point, index) => {
    const onward = middle(point, points[(index + 1) % points.length]!)
    path += point.isCorner ? pen.line(point) + pen.line(onward) : pen.curve(point, onward)
  })
  return `${path}z`
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}

/** Writes relative path commands in tenths of a unit, which are shorter; counting in whole tenths keeps them from drifting. */
function relativePen() {
  let x = 0
  let y = 0
  const tenths = (point: Point) => ({ x: Math.round(point.x * 10), y: Math.round(point.y * 10) })
  const pair = (point: { x: number; y: number }) => joined(point.x - x, point.y - y)
  const goTo = (point: { x: number; y: number }) => {
    x = point.x
    y = point.y
  }
  const straight = (command: string) => (to: Point) => {
    const end = tenths(to)
    const text = command + pair(end)
    goTo(end)
    return text
  }
  return {
    move: straight('M'),
    line: straight('l'),
    curve(control: Point, to: Point) {
      const end = tenths(to)
      const first = pair(tenths(control))
      const second = pair(end)
      goTo(end)
      return `q${first}${second.startsWith('-') ? '' : ' '}${second}`
    },
  }
}

function joined(a: number, b: number): string {
  const text = (value: number) => String(value / 10).replace(/^(-?)0\./, '$1.')
  const second = text(b)
  return text(a) + (second.startsWith('-') ? '' : ' ') + second
}
