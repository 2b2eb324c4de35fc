import { canTypeset } from '../exports/typesetter.ts'

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
  const size = pngSize(bytes) ?? jpegSize(bytes)
  if (!size) return 'This is neither a PNG nor a JPEG picture. SVG is not taken, because it can carry scripts.'
  const { width, height, type } = size
  if (width < 1 || height < 1 || width > longestSide || height > longestSide)
    return `A logo is at most ${longestSide} pixels wide and high; this one is ${width} × ${height}.`
  if (!canTypeset({ bytes, format: type === 'image/png' ? 'png' : 'jpg' })) return 'This picture is damaged.'
  return size
}

function pngSize(bytes: Uint8Array): AcceptedLogo | null {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  if (bytes.length < 24 || signature.some((byte, place) => bytes[place] !== byte)) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
}

/** Walks the segments to the frame header, which holds the size. */
function jpegSize(bytes: Uint8Array): AcceptedLogo | null {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 2
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + view.getUint16(at + 2)
  }
  return null
}
