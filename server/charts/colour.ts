/** OKLab: lightness 0 to 1, then green–red and blue–yellow. */
export interface OkLab {
  lightness: number
  a: number
  b: number
}

/**
 * OKLCH to OKLab.
 * @param colour lightness 0 to 1, chroma from 0, hue in degrees
 */
export function oklabOf({ lightness, chroma, hue }: { lightness: number; chroma: number; hue: number }): OkLab {
  const angle = (hue * Math.PI) / 180
  return { lightness, a: chroma * Math.cos(angle), b: chroma * Math.sin(angle) }
}

/**
 * OKLab to sRGB as #rrggbb. A colour outside sRGB gives up chroma, in steps of a thousandth, until it fits; lightness and hue stay.
 * Source: B. Ottosson, "A perceptual color space for image processing" (2020), matrices of 2021-01-25; sRGB transfer: IEC 61966-2-1.
 */
export function hexOf(colour: OkLab): string {
  for (let kept = 1000; kept > 0; kept--) {
    const part = kept / 1000
    const channels = linearRgb({ lightness: colour.lightness, a: colour.a * part, b: colour.b * part })
    if (channels.every((channel) => channel > -0.0005 && channel < 1.0005)) return hexOfLinear(channels)
  }
  return hexOfLinear(linearRgb({ lightness: Math.min(1, Math.max(0, colour.lightness)), a: 0, b: 0 }))
}

/** The colour `part` of the way from `over` to `top` (0 to 1), mixed in OKLab as CSS color-mix does. */
export function mixed(top: OkLab, over: OkLab, part: number): OkLab {
  const between = (a: number, b: number) => a * part + b * (1 - part)
  return { lightness: between(top.lightness, over.lightness), a: between(top.a, over.a), b: between(top.b, over.b) }
}

function linearRgb({ lightness, a, b }: OkLab): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

function hexOfLinear(channels: number[]): string {
  return `#${channels
    .map((channel) => {
      const light = Math.min(1, Math.max(0, channel))
      const encoded = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055
      return Math.round(encoded * 255)
        .toString(16)
        .padStart(2, '0')
    })
    .join('')}`
}

/**
 * Contrast of two colours, 1 (the same) to 21 (black on white); words need 4.5, marks 3.
 * @param one and other as #rrggbb
 * Source: WCAG 2.2, definitions of contrast ratio and relative luminance; criteria 1.4.3 and 1.4.11.
 */
export function contrastRatio(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(hex: string): number {
  const [red, green, blue] = channelsOf(hex)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Linear light of the three channels of #rrggbb, 0 to 1. @throws {RangeError} when the text is no such colour */
function channelsOf(hex: string): [number, number, number] {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)
  if (!found) throw new RangeError(`A colour is #rrggbb, not “${hex}”.`)
  return found.slice(1).map((pair) => {
    const encoded = Number.parseInt(pair, 16) / 255
    return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
}

/** sRGB as OKLab, the way back of `hexOf`. @throws {RangeError} when the text is no #rrggbb */
export function oklabOfHex(hex: string): OkLab {
  const [red, green, blue] = channelsOf(hex)
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  }
}

/** The same hue, only as much darker as `least` contrast on the other colour asks for. */
export function readableOn(hex: string, ground: string, least = 4.5): string {
  const colour = oklabOfHex(hex)
  for (let step = 0; step < 100; step++) {
    const tried = hexOf({ ...colour, lightness: colour.lightness * (1 - step / 100) })
    if (contrastRatio(tried, ground) >= least) return step === 0 ? hex : tried
  }
  return '#000000'
}
