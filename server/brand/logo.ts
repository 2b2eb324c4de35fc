import { canTypeset } from '../exports/typesetter.ts'
import { pictureOf } from '../files/picture.ts'

/** Largest logo, in bytes: it travels in every file. */
export const logoBytes = 256 * 1024
/** Largest side in pixels: a small file can unpack into a very large picture. */
const longestSide = 4000

export interface AcceptedLogo {
  type: 'image/png' | 'image/jpeg'
  width: number
  height: number
}

/**
 * Looks at a logo's own bytes, whatever it is called: PNG or JPEG, of a size that can be drawn. SVG is refused, because it can carry
 * scripts and addresses.
 * @returns what it is, or one sentence that says why it can't be used
 */
export function acceptedLogo(bytes: Uint8Array): AcceptedLogo | string {
  if (bytes.length > logoBytes) return `A logo takes up to ${logoBytes / 1024} KB.`
  const picture = pictureOf(bytes)
  if (!picture || picture.type === 'image/webp')
    return 'This is neither a PNG nor a JPEG picture. SVG is not taken, because it can carry scripts.'
  const { width, height, type } = picture
  if (width < 1 || height < 1 || width > longestSide || height > longestSide)
    return `A logo is at most ${longestSide} pixels wide and high; this one is ${width} × ${height}.`
  if (!canTypeset({ bytes, format: type === 'image/png' ? 'png' : 'jpg' })) return 'This picture is damaged.'
  return { type, width, height }
}
