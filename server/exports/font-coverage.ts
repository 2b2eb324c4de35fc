/** Which characters a font has, read from the two kinds of map that fonts of today carry (OpenType 1.9, "cmap", formats 4 and 12). */
export type Coverage = (codePoint: number) => boolean

/**
 * @param font the bytes of a TrueType or OpenType font
 * @throws {RangeError} when the bytes hold no map of characters
 */
export function coverageOf(font: Uint8Array): Coverage {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  const ranges = bestMap(view, tableAt(view, 'cmap'))
  return (codePoint) => {
    let low = 0
    let high = ranges.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const [first, last] = ranges[middle]!
      if (codePoint < first) high = middle - 1
      else if (codePoint > last) low = middle + 1
      else return true
    }
    return false
  }
}

type Range = [first: number, last: number]

function tableAt(view: DataView, name: string): number {
  const tables = view.byteLength >= 12 ? view.getUint16(4) : 0
  for (let table = 0; table < tables; table++) {
    const at = 12 + table * 16
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(at + byte)))
    if (tag === name) return view.getUint32(at + 8)
  }
  throw new RangeError(`This font has no table ${name}.`)
}

function bestMap(view: DataView, cmap: number): Range[] {
  const maps = Array.from({ length: view.getUint16(cmap + 2) }, (_, place) => {
    const at = cmap + view.getUint32(cmap + 4 + place * 8 + 4)
    return { at, format: view.getUint16(at) }
  })
  const full = maps.find(({ format }) => format === 12)
  if (full) return groups(view, full.at)
  const basic = maps.find(({ format }) => format === 4)
  if (basic) return segments(view, basic.at)
  throw new RangeError('This font maps its characters in no known way.')
}

function groups(view: DataView, at: number): Range[] {
  return Array.from({ length: view.getUint32(at + 12) }, (_, place) => {
    const group = at + 16 + place * 12
    return [view.getUint32(group), view.getUint32(group + 4)] as Range
  })
}

/** A segment may map some of its characters to "no glyph", so each of them is asked. */
function segments(view: DataView, at: number): Range[] {
  const twice = view.getUint16(at + 6)
  const ranges: Range[] = []
  for (let segment = 0; segment < twice; segment += 2) {
    const last = view.getUint16(at + 14 + segment)
    const first = view.getUint16(at + 16 + twice + segment)
    const delta = view.getUint16(at + 16 + 2 * twice + segment)
    const offsetAt = at + 16 + 3 * twice + segment
    const offset = view.getUint16(offsetAt)
    for (let code = first; code <= last && code < 0xffff; code++) {
      const glyph = offset === 0 ? (code + delta) & 0xffff : view.getUint16(offsetAt + offset + 2 * (code - first))
      if (glyph === 0) continue
      const before = ranges.at(-1)
      if (before && before[1] === code - 1) before[1] = code
      else ranges.push([code, code])
    }
  }
  return ranges
}
