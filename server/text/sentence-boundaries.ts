/**
 * Where sentences end by Unicode's rules (UAX 29, sentence boundaries): UTF-16 indexes, rising, the end of the text last.
 * Text of Latin letters and common marks is divided here, as Intl.Segmenter would and many times faster; anything else
 * (combining marks, other scripts, emoji, a carriage return) is left to Intl.Segmenter. A test holds the two together.
 */
export function sentenceBoundaries(text: string): number[] {
  const classes = classesOf(text)
  return classes ? boundariesOf(classes, text.length) : Array.from(segmenter.segment(text), endOf)
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

function endOf({ segment, index }: { segment: string; index: number }): number {
  return index + segment.length
}

// Values of the property Sentence_Break; 0 stands for a character that is not in the table.
const [other, lower, upper, numeric, aTerm, sTerm, sContinue, close, space, separator] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const
const table = new Uint8Array(0x2040)
const put = (value: number, characters: string) => {
  for (let index = 0; index < characters.length; index++) table[characters.charCodeAt(index)] = value
}
for (let code = 0x20; code < 0x7f; code++) table[code] = other
for (let code = 0x61; code <= 0x7a; code++) table[code] = lower
for (let code = 0x41; code <= 0x5a; code++) table[code] = upper
for (let code = 0x30; code <= 0x39; code++) table[code] = numeric
for (let code = 0xc0; code <= 0xde; code++) table[code] = upper
for (let code = 0xdf; code <= 0xff; code++) table[code] = lower
put(other, '\u00d7\u00f7\u2026\u2022\u00a3\u20ac\u00a7\u00a9\u00ae\u00b0\u00b7\u00bf\u00a1')
put(aTerm, '.')
put(sTerm, '!?')
put(sContinue, ',:-;\u2013\u2014')
put(close, '"\'()[]{}\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e\u2039\u203a')
put(space, ' \t\u000b\u000c\u00a0')
put(separator, '\n\u0085\u2028\u2029')

/** Room for the classes of one text, which grows with the longest: nothing of it is read after the call that filled it. */
let room = new Uint8Array(4096)

/** The class of each character, then a 0, which is no class; undefined when a character is not in the table. */
function classesOf(text: string): Uint8Array | undefined {
  const { length } = text
  if (length >= room.length) room = new Uint8Array(2 * length)
  const classes = room
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    const value = code < table.length ? table[code]! : 0
    if (value === 0) return undefined
    classes[index] = value
  }
  classes[length] = 0
  return classes
}

/** The rules SB3 to SB11, in their order. */
function boundariesOf(classes: Uint8Array, length: number): number[] {
  const found: number[] = []
  let index = 0
  while (index < length) {
    const value = classes[index]!
    if (value === separator) {
      index++
      if (index < length) found.push(index)
      continue
    }
    if (value !== aTerm && value !== sTerm) {
      index++
      continue
    }
    const next = classes[index + 1]
    const before = index > 0 ? classes[index - 1] : 0
    if (value === aTerm && (next === numeric || (next === upper && (before === upper || before === lower)))) {
      index++
      continue
    }
    let end = index + 1
    while (classes[end] === close) end++
    while (classes[end] === space) end++
    if (goesOnSmall(classes, value, end) || goesOnMarked(classes[end])) {
      index = Math.max(index + 1, end)
      continue
    }
    if (classes[end] === separator) end++
    if (end < length) found.push(end)
    index = end
  }
  if (length > 0) found.push(length)
  return found
}

/** SB8: after a full stop, what follows goes on when its first letter is small. */
function goesOnSmall(classes: Uint8Array, term: number, from: number): boolean {
  if (term !== aTerm) return false
  let index = from
  for (; classes[index] !== 0; index++) {
    const value = classes[index]!
    if (value === lower) return true
    if (value === upper || value === separator || value === aTerm || value === sTerm) break
  }
  return false
}

/** SB8a: a comma, a dash or another full stop goes on. */
function goesOnMarked(value: number | undefined): boolean {
  return value === sContinue || value === aTerm || value === sTerm
}
