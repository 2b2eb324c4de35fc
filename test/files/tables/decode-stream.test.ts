import { expect, test } from 'vitest'
import { decodedText, type Encoding, findEncoding } from '../../../server/files/tables/decode-stream.ts'
import { memorySource, type TableSource } from '../../../server/files/tables/table-source.ts'

async function textOf(source: TableSource): Promise<{ encoding: Encoding; text: string }> {
  const { encoding } = await findEncoding(source)
  let text = ''
  for await (const part of decodedText(source, encoding)) text += part
  return { encoding, text }
}

/** The source in chunks of a few bytes, so that characters and line ends are cut in two. */
function inPieces(bytes: Uint8Array, size: number): TableSource {
  return {
    name: 'pieces',
    async *open() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    },
  }
}

// The row of the WHATWG Encoding Standard for bytes 0x80 to 0x9F.
const specials =
  '20AC 0081 201A 0192 201E 2026 2020 2021 02C6 2030 0160 2039 0152 008D 017D 008F 0090 2018 2019 201C 201D 2022 2013 2014 02DC 2122 0161 203A 0153 009D 017E 0178'

test('all 32 special bytes of windows-1252 become the right characters', async () => {
  const expected = specials.split(' ').map((code) => String.fromCharCode(Number.parseInt(code, 16)))
  for (const [index, character] of expected.entries()) {
    let text = ''
    for await (const part of decodedText(memorySource(Uint8Array.of(0x61, 0x80 + index, 0x62)), 'windows-1252'))
      text += part
    expect(text, `byte ${(0x80 + index).toString(16)}`).toBe(`a${character}b`)
  }
})

test('a file of curly quotes and accents in windows-1252 is found and read', async () => {
  const bytes = Buffer.from('It\x92s \x93fine\x94, Ren\xe9 \x96 \x80 5', 'latin1')
  expect(await textOf(memorySource(bytes))).toEqual({ encoding: 'windows-1252', text: 'It’s “fine”, René – € 5' })
})

test('accents and hard spaces as old Excel for the Mac wrote them are found and read', async () => {
  const bytes = Buffer.from('Not much\xca,caf\x8e,don\xd5t\n', 'latin1')
  expect(await textOf(memorySource(bytes))).toEqual({ encoding: 'macintosh', text: 'Not much\u00a0,café,don’t\n' })
})

test('UTF-8 stays whole when a chunk ends inside a character', async () => {
  const bytes = Buffer.from('名前,答え\nJürgen,„schön“ 🙂\n', 'utf8')
  expect(await textOf(inPieces(bytes, 1))).toEqual({ encoding: 'utf-8', text: '名前,答え\nJürgen,„schön“ 🙂\n' })
})

test('a byte-order mark is recognised and never part of the text', async () => {
  const utf8 = await textOf(memorySource(Buffer.from('\ufeffa,b\n', 'utf8')))
  expect(utf8).toEqual({ encoding: 'utf-8', text: 'a,b\n' })
  const utf16 = await textOf(memorySource(Buffer.from('\ufeffa,b\n', 'utf16le')))
  expect(utf16).toEqual({ encoding: 'utf-16le', text: 'a,b\n' })
})

test('UTF-16 without a mark is recognised in both byte orders', async () => {
  const little = Buffer.from('id,answer\n1,sí\n', 'utf16le')
  const big = Buffer.from(little).swap16()
  expect(await textOf(memorySource(little))).toEqual({ encoding: 'utf-16le', text: 'id,answer\n1,sí\n' })
  expect(await textOf(memorySource(big))).toEqual({ encoding: 'utf-16be', text: 'id,answer\n1,sí\n' })
})

test('every kind of line end becomes one newline, also when a chunk ends between its two bytes', async () => {
  const bytes = Buffer.from('a\r\nb\rc\nd\r\n\r\ne\r', 'latin1')
  for (const size of [1, 2, 3, 100]) expect((await textOf(inPieces(bytes, size))).text).toBe('a\nb\nc\nd\n\ne\n')
})

test('a character that the file had already lost is shown as a question mark', async () => {
  expect((await textOf(memorySource('souffl\ufffd'))).text).toBe('souffl?')
})
