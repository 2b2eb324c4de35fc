import type { ItemGroups } from './item-groups.ts'
import { passModule } from './simd-assembly.ts'

/** What is used of the engine's WebAssembly, which the types of Node.js leave out. */
declare namespace WebAssembly {
  class Memory {
    constructor(size: { initial: number })
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>)
  }
  class Instance {
    constructor(module: Module, imports: { host: { memory: Memory } })
    readonly exports: Record<string, unknown>
  }
}

/** Look-ups a pattern may have: beyond, the unrolled code grows without a gain. */
const MOST_LOOK_UPS = 48
const PAGE = 65_536

interface Places {
  rows: number
  densities: number
  weights: number
  table: number
  sums: number
  shares: number
  shareSums: number
  end: number
}

interface Views {
  table: Float64Array
  sums: Float64Array
  shares: Float64Array
  densities: Float64Array
  shareSums: Float64Array
}

type Pass = (
  row: number,
  end: number,
  density: number,
  weight: number,
  table: number,
  sums: number,
  shares: number,
  shareSums: number,
) => void

/**
 * The patterns of one model in the memory that the assembled pass works on. All models of a thread share the memory, one at a
 * time: whoever runs next writes its patterns anew.
 */
export class SimdPatterns {
  /** Doubles between two entries of table and sums: the classes, and one unused where their number is odd. */
  readonly stride: number
  private readonly groups: ItemGroups
  private readonly weights: Float64Array
  private readonly lookUps: number
  private readonly places: Places
  private views: Views | undefined

  private constructor(groups: ItemGroups, { classes, weights }: { classes: number; weights: Float64Array }) {
    this.groups = groups
    this.weights = weights
    this.lookUps = groups.groups.length
    this.stride = 2 * Math.ceil(classes / 2)
    this.places = placesFor({ patterns: weights.length, lookUps: this.lookUps, size: groups.size, stride: this.stride })
  }

  /** Null for models whose patterns are too wide for the assembled pass. */
  static of(groups: ItemGroups, model: { classes: number; weights: Float64Array }): SimdPatterns | null {
    return groups.groups.length <= MOST_LOOK_UPS && model.weights.length > 0 ? new SimdPatterns(groups, model) : null
  }

  /**
   * One pass over all patterns.
   * @param shares one per class
   * @param fill   writes the table of the combinations, entries `stride` apart
   * @returns views into the memory, good until the next pass of any model: the density of each pattern, the weighted
   * posteriors summed by combination (entries `stride` apart) and by class
   */
  run(shares: ArrayLike<number>, fill: (table: Float64Array) => void) {
    const { places, stride } = this
    this.enter()
    const views = this.viewsOfMemory(shares.length)
    views.shares.fill(0)
    for (let index = 0; index < shares.length; index++) views.shares[index] = shares[index]!
    fill(views.table)
    views.sums.fill(0)
    passFor(this.lookUps, stride / 2)(
      places.rows,
      places.rows + 4 * this.lookUps * this.weights.length,
      places.densities,
      places.weights,
      places.table,
      places.sums,
      places.shares,
      places.shareSums,
    )
    return views
  }

  private viewsOfMemory(classes: number): Views {
    // A memory that grew has a buffer of its own, and views into the old one see nothing.
    if (this.views?.sums.buffer === memory.buffer) return this.views
    const { places, stride, groups } = this
    const view = (from: number, length: number) => new Float64Array(memory.buffer, from, length)
    this.views = {
      table: view(places.table, groups.size * stride),
      sums: view(places.sums, groups.size * stride),
      shares: view(places.shares, stride),
      densities: view(places.densities, this.weights.length),
      shareSums: view(places.shareSums, classes),
    }
    return this.views
  }

  private enter(): void {
    if (inside === this) return
    const { places, stride, groups } = this
    const missing = places.end - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
    const rows = new Int32Array(memory.buffer, places.rows, groups.rows.length)
    const bytes = 8 * stride
    for (let at = 0; at < rows.length; at++) rows[at] = groups.rows[at]! * bytes
    new Float64Array(memory.buffer, places.weights, this.weights.length).set(this.weights)
    // The lane behind an odd number of classes stays empty: nothing is ever written there but by another model.
    new Float64Array(memory.buffer, places.table, groups.size * stride).fill(0)
    inside = this
  }
}

const memory = new WebAssembly.Memory({ initial: 1 })
let inside: SimdPatterns | null = null
const passes = new Map<string, Pass>()

function passFor(lookUps: number, pairs: number): Pass {
  const key = `${lookUps} ${pairs}`
  let pass = passes.get(key)
  if (!pass) {
    const module = new WebAssembly.Module(passModule(lookUps, pairs))
    pass = new WebAssembly.Instance(module, { host: { memory } }).exports.pass as Pass
    passes.set(key, pass)
  }
  return pass
}

function placesFor({
  patterns,
  lookUps,
  size,
  stride,
}: {
  patterns: number
  lookUps: number
  size: number
  stride: number
}): Places {
  let end = 0
  const take = (bytes: number) => {
    const from = end
    end = Math.ceil((from + bytes) / 64) * 64
    return from
  }
  const table = take(8 * size * stride)
  const sums = take(8 * size * stride)
  const shares = take(8 * stride)
  const shareSums = take(8 * stride)
  const weights = take(8 * patterns)
  const densities = take(8 * patterns)
  const rows = take(4 * lookUps * patterns)
  return { rows, densities, weights, table, sums, shares, shareSums, end }
}
