import fc from 'fast-check'
import { expect, test } from 'vitest'
import { piecesOf } from '../../server/tagging/highlight.ts'

const text = 'Café 😀 first. I need one number, honestly. Nobody makes up a door seal.'
const characters = [...text]

test('overlapping tags are cut into runs that never nest, and each ends where its letters stand', () => {
  // "I need one number" and "one number, honestly." overlap in "one number".
  const start = characters.indexOf('I')
  const marks = [
    { id: 'a', start: 100 + start, end: 100 + start + 17 },
    { id: 'b', start: 100 + start + 7, end: 100 + start + 28 },
  ]
  const pieces = piecesOf(text, 100, marks)
  const marked = pieces.flatMap(({ runs }) => runs).filter((run) => run.marks.length > 0)
  expect(marked.map((run) => [run.text, run.marks.map(({ id }) => id), run.endings.map(({ id }) => id)])).toEqual([
    ['I need ', ['a'], []],
    ['one number', ['a', 'b'], ['a']],
    [', honestly.', ['b'], ['b']],
  ])
  expect(pieces.filter(({ isSentence }) => isSentence).map(({ runs }) => runs.map((run) => run.text).join(''))).toEqual(
    ['Café 😀 first.', 'I need one number, honestly.', 'Nobody makes up a door seal.'],
  )
})

test('a mark that reaches out of the words shown is cut, one that lies outside is left out', () => {
  const pieces = piecesOf('A short one.', 50, [
    { id: 'over', start: 40, end: 57 },
    { id: 'elsewhere', start: 10, end: 50 },
  ])
  expect(pieces[0]?.runs.map((run) => [run.text, run.marks.length, run.endings.length])).toEqual([
    ['A short', 1, 1],
    [' one.', 0, 0],
  ])
})

test('runs put together are the text, and the runs of a mark are exactly its words, whatever the text and the marks', () => {
  const mark = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 20 }))
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(mark, { maxLength: 6 }),
      fc.nat(1000),
      (words, ranges, offset) => {
        const written = words.toWellFormed()
        const marks = ranges.map(([start, length], index) => ({
          id: String(index),
          start: offset + start,
          end: offset + start + length,
        }))
        const runs = piecesOf(written, offset, marks).flatMap((piece) => piece.runs)
        expect(runs.map((run) => run.text).join('')).toBe(written)
        for (const { id, start, end } of marks) {
          const own = runs.filter((run) => run.marks.some((one) => one.id === id)).map((run) => run.text)
          expect(own.join('')).toBe([...written].slice(start - offset, end - offset).join(''))
        }
      },
    ),
  )
})
