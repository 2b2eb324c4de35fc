/**
 * The two inner loops of the EM step, written out for one to four classes at a time so that the running products stay in
 * registers. Five classes are a block of three and a block of two. Arrays are class-fastest: entry = row × classes + class.
 */
export interface Tile {
  /** patterns × items value rows, see Observations. */
  rows: Int32Array
  /** Items a pattern has. */
  width: number
  /** Patterns [first, end) are worked on; the buffer holds them from its beginning. */
  first: number
  end: number
  /** Number of classes: the stride of `table`, `sums` and `buffer`. */
  classes: number
  buffer: Float64Array
}

/** Widths of the blocks that cover the classes, each 1–4, none lonely when it can be avoided. */
export function blocksOf(classes: number): number[] {
  if (classes <= 4) return [classes]
  if (classes === 5) return [3, 2]
  if (classes === 6) return [3, 3]
  const rest = classes - 4
  return [4, ...blocksOf(rest)]
}

/** Multiplies each pattern's buffer entries by the table rows of its items [from, to). */
export function multiplyItems(tile: Tile, table: Float64Array, from: number, to: number, blocks: number[]): void {
  let offset = 0
  for (const block of blocks) {
    if (block === 4) multiplyFour(tile, table, from, to, offset)
    else if (block === 3) multiplyThree(tile, table, from, to, offset)
    else if (block === 2) multiplyTwo(tile, table, from, to, offset)
    else multiplyOne(tile, table, from, to, offset)
    offset += block
  }
}

/** Adds each pattern's buffer entries (weighted posteriors) to the sums of the value rows it holds. */
export function accumulateItems(tile: Tile, sums: Float64Array, blocks: number[]): void {
  let offset = 0
  for (const block of blocks) {
    if (block === 4) accumulateFour(tile, sums, offset)
    else if (block === 3) accumulateThree(tile, sums, offset)
    else if (block === 2) accumulateTwo(tile, sums, offset)
    else accumulateOne(tile, sums, offset)
    offset += block
  }
}

function multiplyFour(tile: Tile, table: Float64Array, from: number, to: number, offset: number): void {
  const { rows, width, first, end, classes, buffer } = tile
  for (let pattern = first, out = offset; pattern < end; pattern++, out += classes) {
    let a = buffer[out]!
    let b = buffer[out + 1]!
    let c = buffer[out + 2]!
    let d = buffer[out + 3]!
    const last = pattern * width + to
    for (let at = pattern * width + from; at < last; at++) {
      const entry = rows[at]! * classes + offset
      a *= table[entry]!
      b *= table[entry + 1]!
      c *= table[entry + 2]!
      d *= table[entry + 3]!
    }
    buffer[out] = a
    buffer[out + 1] = b
    buffer[out + 2] = c
    buffer[out + 3] = d
  }
}

function multiplyThree(tile: Tile, table: Float64Array, from: number, to: number, offset: number): void {
  const { rows, width, first, end, classes, buffer } = tile
  for (let pattern = first, out = offset; pattern < end; pattern++, out += classes) {
    let a = buffer[out]!
    let b = buffer[out + 1]!
    let c = buffer[out + 2]!
    const last = pattern * width + to
    for (let at = pattern * width + from; at < last; at++) {
      const entry = rows[at]! * classes + offset
      a *= table[entry]!
      b *= table[entry + 1]!
      c *= table[entry + 2]!
    }
    buffer[out] = a
    buffer[out + 1] = b
    buffer[out + 2] = c
  }
}

function multiplyTwo(tile: Tile, table: Float64Array, from: number, to: number, offset: number): void {
  const { rows, width, first, end, classes, buffer } = tile
  for (let pattern = first, out = offset; pattern < end; pattern++, out += classes) {
    let a = buffer[out]!
    let b = buffer[out + 1]!
    const last = pattern * width + to
    for (let at = pattern * width + from; at < last; at++) {
      const entry = rows[at]! * classes + offset
      a *= table[entry]!
      b *= table[entry + 1]!
    }
    buffer[out] = a
    buffer[out + 1] = b
  }
}

function multiplyOne(tile: Tile, table: Float64Array, from: number, to: number, offset: number): void {
  const { rows, width, first, end, classes, buffer } = tile
  for (let pattern = first, out = offset; pattern < end; pattern++, out += classes) {
    let a = buffer[out]!
    const last = pattern * width + to
    for (let at = pattern * width + from; at < last; at++) a *= table[rows[at]! * classes + offset]!
    buffer[out] = a
  }
}

function accumulateFour(tile: Tile, sums: Float64Array, offset: number): void {
  const { rows, width, first, end, classes, buffer } = tile
  for (let pattern = first, out = offset; pattern < end; pattern++, out += classes) {
    const a = buffer[out]!
    const b = buffer[out + 1]!
    const c = buffer[out + 2]!
    const d = buffer[out + 3]!
    const last = pattern * width + width
    for (let at = pattern * width; at < last; at++) {
      const entry = rows[at]! * classes + offset
      sums[entry]! += a
      sums[entry + 1]! += b
      sums[entry + 2]! += c
      sums[entry + 3]! += d
    }
  }
}

function accumulateThree(tile: Tile, sums: Float64Array, offset: number): void {
  const { rows, width, first, end, classes, buffer } = tile
  for (let pattern = first, out = offset; pattern < end; pattern++, out += classes) {
    const a = buffer[out]!
    const b = buffer[out + 1]!
    const c = buffer[out + 2]!
    const last = pattern * width + width
    for (let at = pattern * width; at < last; at++) {
      const entry = rows[at]! * classes + offset
      sums[entry]! += a
      sums[entry + 1]! += b
      sums[entry + 2]! += c
    }
  }
}

function accumulateTwo(tile: Tile, sums: Float64Array, offset: number): void {
  const { rows, width, first, end, classes, buffer } = tile
  for (let pattern = first, out = offset; pattern < end; pattern++, out += classes) {
    const a = buffer[out]!
    const b = buffer[out + 1]!
    const last = pattern * width + width
    for (let at = pattern * width; at < last; at++) {
      const entry = rows[at]! * classes + offset
      sums[entry]! += a
      sums[entry + 1]! += b
    }
  }
}

function accumulateOne(tile: Tile, sums: Float64Array, offset: number): void {
  const { rows, width, first, end, classes, buffer } = tile
  for (let pattern = first, out = offset; pattern < end; pattern++, out += classes) {
    const a = buffer[out]!
    const last = pattern * width + width
    for (let at = pattern * width; at < last; at++) sums[rows[at]! * classes + offset]! += a
  }
}
