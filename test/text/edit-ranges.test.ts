import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalText } from '../../server/text/canonical-text.ts'
import {
  applyEdits,
  editsBetween,
  inverseEdits,
  madeEdits,
  rangeMover,
  type TextEdit,
} from '../../server/text/edit-ranges.ts'

const slice = (text: string, { start, end }: { start: number; end: number }) => [...text].slice(start, end).join('')

/** Text with everything that trips offsets: emoji and their joins, combining marks, CRLF, right-to-left letters and marks. */
const piece = fc.constantFrom(
  'word',
  'I was',
  ' ',
  '\r\n',
  '\n',
  '😀',
  '👩‍👩‍👧',
  'e\u0301',
  'é',
  'שלום',
  'مرحبا',
  '\u200f',
  '🇩🇪',
  'क्षि',
  '.',
  'ﬁ',
  '\ufe0f',
  '\u0301',
  '',
)
const anyText = fc.array(piece, { maxLength: 30 }).map((pieces) => canonicalText(pieces.join('')))

/** Some edits of a text, in order and apart, and a range of it. */
const editedText = anyText.chain((text) => {
  const length = [...text].length
  const position = fc.nat({ max: length })
  return fc.record({
    text: fc.constant(text),
    edits: fc
      .tuple(fc.array(position, { maxLength: 6 }), fc.array(anyText, { minLength: 3, maxLength: 3 }))
      .map(([places, inserted]): TextEdit[] => {
        const sorted = places.sort((a, b) => a - b)
        const edits: TextEdit[] = []
        for (let index = 0; index + 1 < sorted.length; index += 2)
          edits.push({ start: sorted[index]!, end: sorted[index + 1]!, inserted: inserted[index / 2]! })
        return edits
      }),
    range: fc.tuple(position, position).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) })),
  })
})

describe('ranges through edits', () => {
  test('for any text and any edits a range covers the same words, or says that they changed or went', () => {
    fc.assert(
      fc.property(editedText, ({ text, edits, range }) => {
        const after = applyEdits(text, edits)
        const moved = rangeMover(edits)(range)
        const length = [...after].length
        expect(moved.start).toBeGreaterThanOrEqual(0)
        expect(moved.end).toBeLessThanOrEqual(length)
        if (moved.state === 'same') expect(slice(after, moved)).toBe(slice(text, range))
        if (moved.state === 'changed') expect(moved.end).toBeGreaterThan(moved.start)
        if (moved.state === 'gone') {
          const kept = [...text].some(
            (_, at) => at >= range.start && at < range.end && !edits.some(({ start, end }) => at >= start && at < end),
          )
          expect(kept).toBe(false)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('words of the range that nobody touched are still in it, in their order', () => {
    fc.assert(
      fc.property(editedText, ({ text, edits, range }) => {
        const after = applyEdits(text, edits)
        const moved = rangeMover(edits)(range)
        const kept = [...text].filter(
          (_, at) => at >= range.start && at < range.end && !edits.some(({ start, end }) => at >= start && at < end),
        )
        let at = 0
        const words = [...slice(after, moved)]
        for (const character of words) if (character === kept[at]) at++
        expect(at).toBe(kept.length)
      }),
      { numRuns: 2000 },
    )
  })

  test('two ranges apart stay apart and in order', () => {
    fc.assert(
      fc.property(editedText, ({ text, edits, range }) => {
        const move = rangeMover(edits)
        const first = move({ start: 0, end: range.start })
        const last = move({ start: range.end, end: [...text].length })
        if (first.state !== 'gone' && last.state !== 'gone') expect(first.end).toBeLessThanOrEqual(last.start)
      }),
      { numRuns: 1000 },
    )
  })

  test('taking edits back gives the text before and every untouched range its place', () => {
    fc.assert(
      fc.property(editedText, ({ text, edits, range }) => {
        const after = applyEdits(text, edits)
        const back = inverseEdits(madeEdits(text, edits))
        expect(applyEdits(after, back)).toBe(text)
        const moved = rangeMover(edits)(range)
        if (moved.state === 'same' && range.end > range.start)
          expect(rangeMover(back)(moved)).toMatchObject({ start: range.start, end: range.end })
      }),
      { numRuns: 2000 },
    )
  })

  test('edits between two texts turn the one into the other', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        expect(applyEdits(before, editsBetween(before, after))).toBe(after)
        const shifted = editsBetween(before, after, 2)
        expect(applyEdits(`😀x${before}`, shifted)).toBe(`😀x${after}`)
      }),
      { numRuns: 2000 },
    )
  })

  test('a mended word leaves the sentences around it alone', () => {
    const before = 'It was frustrasing 😀. I want one number. He was kind.'
    const after = 'It was frustrating 😀. I want one number. She was kind.'
    const edits = editsBetween(before, after)
    expect(edits).toEqual([
      { start: 7, end: 18, inserted: 'frustrating' },
      { start: 41, end: 43, inserted: 'She' },
    ])
    const move = rangeMover(edits)
    expect(move({ start: 22, end: 40 })).toEqual({ start: 22, end: 40, state: 'same' })
    expect(move({ start: 7, end: 18 })).toEqual({ start: 7, end: 18, state: 'changed' })
    expect(move({ start: 41, end: 53 })).toEqual({ start: 41, end: 54, state: 'changed' })
  })

  test('a sentence that goes, or comes, is taken whole: its neighbours keep their full stops', () => {
    expect(editsBetween('One. Two. Three.', 'One. Three.')).toEqual([{ start: 4, end: 9, inserted: '' }])
    expect(editsBetween('He. One. Two.', 'She. One.')).toEqual([
      { start: 0, end: 2, inserted: 'She' },
      { start: 8, end: 13, inserted: '' },
    ])
    expect(editsBetween('One. Two.', 'One.')).toEqual([{ start: 4, end: 9, inserted: '' }])
    expect(editsBetween('One. Three.', 'One. Two. Three.')).toEqual([{ start: 4, end: 4, inserted: ' Two.' }])
  })

  test('words put at the edge of a range stay outside it', () => {
    const move = rangeMover([{ start: 4, end: 4, inserted: 'so ' }])
    expect(move({ start: 4, end: 8 })).toEqual({ start: 7, end: 11, state: 'same' })
    expect(move({ start: 0, end: 4 })).toEqual({ start: 0, end: 4, state: 'same' })
    expect(move({ start: 0, end: 5 })).toEqual({ start: 0, end: 8, state: 'changed' })
  })

  test('edits that overlap or reach beyond the text are refused', () => {
    expect(() =>
      applyEdits('abc', [
        { start: 0, end: 2, inserted: '' },
        { start: 1, end: 3, inserted: '' },
      ]),
    ).toThrow(RangeError)
    expect(() => applyEdits('😀', [{ start: 0, end: 2, inserted: '' }])).toThrow(RangeError)
  })

  test('two long texts that have nothing in common are one edit, in no time', () => {
    const started = performance.now()
    const old = Array.from({ length: 20_000 }, (_, index) => `a${index}`).join(' ')
    const fresh = Array.from({ length: 20_000 }, (_, index) => `b${index}`).join(' ')
    const edits = editsBetween(old, fresh)
    expect(applyEdits(old, edits)).toBe(fresh)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
