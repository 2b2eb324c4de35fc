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
