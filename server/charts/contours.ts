/** Heights on a regular grid, row by row. */
export interface Field {
  columns: number
  rows: number
  values: Float64Array
  step: number
  originX: number
  originY: number
  lowest: number
  highest: number
}

export interface Point {
  x: number
  y: number
  /** On the rim, where the loop turns: must survive thinning. */
  isCorner?: boolean
}

/**
 * Outlines of everything at or above `level`, as closed loops in grid order; around the grid lies a rim below every level,
 * so that land that leaves the frame is closed outside it.
 * Marching squares (Lorensen & Cline's cubes in the plane); saddles are joined by the mean of their four corners.
 */
export function contours(field: Field, level: number): Point[][] {
  const { columns, rows } = field
  const next = new Map<number, number>()
  for (let row = -1; row < rows; row++) {
    for (let column = -1; column < columns; column++) addCell(field, level, { row, column }, next)
  }
  const loops: Point[][] = []
  for (const start of next.keys()) {
    const loop: Point[] = []
    let edge: number | undefined = start
    while (edge !== undefined && next.has(edge)) {
      const following: number = next.get(edge)!
      next.delete(edge)
      loop.push(pointOn(field, level, edge))
      edge = following
    }
    if (loop.length > 2) loops.push(withoutStraights(loop))
  }
  return loops
}

/** Height of a grid point, −Infinity on the rim. */
function at({ columns, rows, values }: Field, row: number, column: number): number {
  if (row < 0 || column < 0 || row >= rows || column >= columns) return Number.NEGATIVE_INFINITY
  return values[row * columns + column]!
}

/** Every grid edge has one number: that of its upper or left end, doubled, plus 1 for vertical ones. */
function edgeNumber({ columns }: Field, row: number, column: number, isVertical: boolean): number {
  return ((row + 1) * (columns + 2) + column + 1) * 2 + (isVertical ? 1 : 0)
}

/** Adds the cell's directed pieces, high ground on the right, from the edge they enter by to the edge they leave by. */
function addCell(
  field: Field,
  level: number,
  { row, column }: { row: number; column: number },
  next: Map<number, number>,
): void {
  const corners = [
    at(field, row, column),
    at(field, row, column + 1),
    at(field, row + 1, column + 1),
    at(field, row + 1, column),
  ]
  const pattern = corners.reduce((sum, value, index) => sum + (value >= level ? 1 << index : 0), 0)
  if (pattern === 0 || pattern === 15) return
  const top = edgeNumber(field, row, column, false)
  const right = edgeNumber(field, row, column + 1, true)
  const bottom = edgeNumber(field, row + 1, column, false)
  const left = edgeNumber(field, row, column, true)
  const isJoined = corners.every(Number.isFinite) && corners.reduce((sum, value) => sum + value, 0) / 4 >= level
  const pieces: Record<number, [number, number][]> = {
    1: [[left, top]],
    2: [[top, right]],
    3: [[left, right]],
    4: [[right, bottom]],
    5: isJoined
      ? [
          [right, top],
          [left, bottom],
        ]
      : [
          [left, top],
          [right, bottom],
        ],
    6: [[top, bottom]],
    7: [[left, bottom]],
    8: [[bottom, left]],
    9: [[bottom, top]],
    10: isJoined
      ? [
          [top, left],
          [bottom, right],
        ]
      : [
          [top, right],
          [bottom, left],
        ],
    11: [[bottom, right]],
    12: [[right, left]],
    13: [[right, top]],
    14: [[top, left]],
  }
  for (const [from, to] of pieces[pattern]!) next.set(from, to)
}

function pointOn(field: Field, level: number, edge: number): Point {
  const isVertical = edge % 2 === 1
  const cell = (edge - (isVertical ? 1 : 0)) / 2
  const row = Math.floor(cell / (field.columns + 2)) - 1
  const column = (cell % (field.columns + 2)) - 1
  const from = at(field, row, column)
  const to = isVertical ? at(field, row + 1, column) : at(field, row, column + 1)
  const part = Number.isFinite(from) && Number.isFinite(to) ? (level - from) / (to - from) : 0.5
  return {
    x: field.originX + (column + (isVertical ? 0 : part)) * field.step,
    y: field.originY + (row + (isVertical ? part : 0)) * field.step,
  }
}

/** Points on a straight line add bytes and no shape; along the rim there are many. */
function withoutStraights(loop: Point[]): Point[] {
  const count = loop.length
  return loop
    .map((point, index) => {
      const before = loop[(index + count - 1) % count]!
      const after = loop[(index + 1) % count]!
      const turn = (point.x - before.x) * (after.y - point.y) - (point.y - before.y) * (after.x - point.x)
      const isStraight = Math.abs(turn) < 1e-9
      const isBeside = Math.abs(before.x - point.x) > 4.9 || Math.abs(before.y - point.y) > 4.9
      return { ...point, isStraight, isCorner: !isStraight && isBeside && isAxisParallel(before, point) }
    })
    .filter(({ isStraight }) => !isStraight)
    .map(({ x, y, isCorner }) => (isCorner ? { x, y, isCorner } : { x, y }))
}

function isAxisParallel(a: Point, b: Point): boolean {
  return a.x === b.x || a.y === b.y
}
