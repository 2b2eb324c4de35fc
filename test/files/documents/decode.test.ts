import { describe, expect, test } from 'vitest'
import { decode, decodeWindows1252 } from '../../../server/files/documents/decode.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const utf16 = (text: string, littleEndian: boolean) => {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), littleEndian)
  return new Uint8Array(view.buffer)
}

test('all 32 bytes from 0x80 to 0x9F are right in windows-1252', () => {
  const row = decodeWindows1252(Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index))
  expect(row).toBe('€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ')
})

test('every other byte of windows-1252 is its Latin-1 place', () => {
  for (const byte of [...Array(0x80).keys(), ...Array.from({ length: 0x60 }, (_, index) => 0xa0 + index)]) {
    expect(decodeWindows1252(bytes(byte)).charCodeAt(0)).toBe(byte)
  }
})

describe('which encoding', () => {
  const text = 'P1: It’s café – fine.\nQ: Why?\n'
  test.each([
    ['UTF-8', new TextEncoder().encode(text), 'utf-8', false],
    ['UTF-8 with a mark', new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(text)]), 'utf-8', false],
    ['UTF-16LE with a mark', new Uint8Array([0xff, 0xfe, ...utf16(text, true)]), 'utf-16le', false],
    ['UTF-16BE with a mark', new Uint8Array([0xfe, 0xff, ...utf16(text, false)]), 'utf-16be', false],
    ['UTF-16LE without a mark', utf16(text, true), 'utf-16le', true],
    ['UTF-16BE without a mark', utf16(text, false), 'utf-16be', true],
  ] as const)('%s', (_, file, encoding, guessed) => {
    expect(decode(file)).toEqual({ text, encoding, guessed })
  })

  test('windows-1252 keeps its curly apostrophe', () => {
    const file = Uint8Array.from('P1: It\u0092s caf\u00e9.\r\nQ: Why?\r\n', (character) => character.charCodeAt(0))
    expect(decode(file)).toEqual({ text: 'P1: It’s café.\r\nQ: Why?\r\n', encoding: 'windows-1252', guessed: true })
  })

  test('a classic Mac file with bare returns keeps its apostrophe', () => {
    const file = Uint8Array.from('P1: It\u00d5s late.\rQ: Why?\r', (character) => character.charCodeAt(0))
    expect(decode(file)).toEqual({ text: 'P1: It’s late.\rQ: Why?\r', encoding: 'macintosh', guessed: true })
  })

  test('random bytes are no text', () => {
    let state = 1
    const noise = Uint8Array.from({ length: 4000 }, () => {
      state = (state * 1103515245 + 12345) % 2147483648
      return (state >> 16) & 255
    })
    expect(() => decode(noise)).toThrow('no text')
  })
})
