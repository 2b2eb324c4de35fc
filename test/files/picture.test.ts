import { expect, test } from 'vitest'
import { pictureOf } from '../../server/files/picture.ts'
import { onePixel } from '../support/whole-study.ts'

/** A WebP file of one chunk, as RFC 9649 lays it out. */
function webp(chunk: 'VP8X' | 'VP8L' | 'VP8 ', write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(40)
  bytes.write('RIFF', 0, 'latin1')
  bytes.write('WEBP', 8, 'latin1')
  bytes.write(chunk, 12, 'latin1')
  write(bytes)
  return bytes
}

const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b08012c019001011100ffd9', 'hex')

test.each([
  ['PNG', onePixel, { type: 'image/png', width: 1, height: 1 }],
  ['JPEG', jpeg, { type: 'image/jpeg', width: 400, height: 300 }],
  [
    'extended WebP',
    webp('VP8X', (bytes) => {
      bytes.writeUIntLE(399, 24, 3)
      bytes.writeUIntLE(70_000, 27, 3)
    }),
    { type: 'image/webp', width: 400, height: 70_001 },
  ],
  [
    'lossless WebP',
    webp('VP8L', (bytes) => bytes.writeUInt32LE((299 << 14) | 399, 21)),
    { type: 'image/webp', width: 400, height: 300 },
  ],
  [
    'lossy WebP',
    webp('VP8 ', (bytes) => {
      bytes.writeUInt16LE(400, 26)
      bytes.writeUInt16LE(300, 28)
    }),
    { type: 'image/webp', width: 400, height: 300 },
  ],
])('a %s is known by its bytes, with its size', (_, bytes, picture) => {
  expect(pictureOf(bytes)).toEqual(picture)
})

test.each([
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['a web page that begins like a PNG', Buffer.from('\x89PNG<html>')],
  ['a WebP of an unknown chunk', webp('VP8X', (bytes) => bytes.write('ANIM', 12, 'latin1'))],
  ['nothing', Buffer.alloc(0)],
  ['a JPEG cut before its size', jpeg.subarray(0, 22)],
])('%s is no picture', (_, bytes) => {
  expect(pictureOf(bytes)).toBeNull()
})
