import { hexOf, mixed, type OkLab, oklabOf } from './colour.ts'

/** The light values of the colour tokens, for print, pictures and slides, which know no custom properties. */
export interface Tokens {
  /** The token's colour as #rrggbb, "surface" for --surface. @throws when tokens.css has no such colour */
  colour(name: string): string
  /** `percent` of the first token over the second, as color-mix(in oklab, …) gives it. */
  mix(top: string, percent: number, over: string): string
}

/** Reads the custom properties of `templates/styles/tokens.css`; anything that is no colour is passed over. */
export function readTokens(css: string): Tokens {
  const declared = new Map<string, string>()
  for (const [, name, value] of css.matchAll(/--([\w-]+):\s*([^;]+);/g)) {
    if (!declared.has(name!)) declared.set(name!, value!.trim())
  }
  const known = new Map<string, OkLab>()

  function find(name: string): OkLab {
    const seen = known.get(name)
    if (seen) return seen
    const value = declared.get(name)
    const colour = value === undefined ? null : read(value)
    if (!colour) throw new RangeError(`tokens.css has no colour --${name}.`)
    known.set(name, colour)
    return colour
  }

  function read(value: string): OkLab | null {
    const light = /^light-dark\((.*)\)$/s.exec(value)
    if (light) return read(firstArgument(light[1]!))
    const reference = /^var\(--([\w-]+)\)$/.exec(value)
    if (reference) return find(reference[1]!)
    const oklch = /^oklch\(\s*([\d.]+)%\s+([\d.]+)\s+([\d.]+)\s*\)$/.exec(value)
    if (!oklch) return null
    return oklabOf({ lightness: Number(oklch[1]) / 100, chroma: Number(oklch[2]), hue: Number(oklch[3]) })
  }

  return {
    colour: (name) => hexOf(find(name)),
    mix: (top, percent, over) => hexOf(mixed(find(top), find(over), percent / 100)),
  }
}

function firstArgument(list: string): string {
  let depth = 0
  for (let index = 0; index < list.length; index++) {
    if (list[index] === '(') depth++
    if (list[index] === ')') depth--
    if (list[index] === ',' && depth === 0) return list.slice(0, index).trim()
  }
  return list.trim()
}
