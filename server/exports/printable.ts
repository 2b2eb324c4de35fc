import type { Coverage } from './font-coverage.ts'

/** Fields that are drawn as pictures or read aloud, and need no letters of ours. */
const notTypeset = new Set(['svg', 'alt', 'mark', 'icon'])
/** Spaces, and characters that break lines or join letters: they have no shape, so no font need have them. */
const shapeless = /^[\p{Cf}\p{Cc}\p{Variation_Selector}\p{Z}]$/u
/** Longer than this without a place to break, a word would run out of its column. */
const longestRun = 28

const scripts = [
  'Arabic',
  'Armenian',
  'Bengali',
  'Cyrillic',
  'Devanagari',
  'Georgian',
  'Greek',
  'Gujarati',
  'Hangul',
  'Hebrew',
  'Hiragana',
  'Katakana',
  'Han',
  'Khmer',
  'Tamil',
  'Telugu',
  'Thai',
].map((name) => ({
  name: { Han: 'Chinese', Hiragana: 'Japanese', Katakana: 'Japanese', Hangul: 'Korean' }[name] ?? name,
  of: new RegExp(`\\p{Script=${name}}`, 'u'),
}))

export interface Printable<T> {
  data: T
  /** What the fonts lack, in words; empty where every character can be printed. */
  lacking: string[]
}

/**
 * The same data with every character printed or named: a run that no font has becomes "[Arabic]" or "[emoji]", because an empty box says
 * neither that something is missing nor what. Words without a place to break get one.
 */
export function printable<T>(data: T, covers: Coverage): Printable<T> {
  const lacking = new Set<string>()
  const typeset = (value: unknown, field: string): unknown => {
    if (typeof value === 'string') return notTypeset.has(field) ? value : breakable(named(value, covers, lacking))
    if (Array.isArray(value)) return typeof value[0] === 'number' ? value : value.map((one) => typeset(one, field))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typeset(inner, name)]))
  }
  return { data: typeset(data, '') as T, lacking: [...lacking].sort() }
}

/** Letters that hang together are named together: a word, and the spaces between words of one script. */
function named(text: string, covers: Coverage, lacking: Set<string>): string {
  let out = ''
  let run = ''
  let isAnyLost = false
  for (const { segment } of graphemes.segment(text)) {
    const kind = kindOf(segment, covers)
    if (kind === '') {
      // Between two words of one script a space belongs to them.
      out += segment
      if (/\S/.test(segment)) run = ''
      continue
    }
    isAnyLost = true
    lacking.add(kind)
    if (run === kind) out = out.replace(/\s+$/, '')
    else out += `[${kind}]`
    run = kind
  }
  return isAnyLost ? out : text
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** '' where the fonts have all of it. */
function kindOf(grapheme: string, covers: Coverage): string {
  const lost = [...grapheme].filter((character) => !shapeless.test(character) && !covers(character.codePointAt(0)!))
  if (lost.length === 0) return ''
  if (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(grapheme)) return 'emoji'
  const script = scripts.find(({ of }) => lost.some((character) => of.test(character)))
  return script?.name ?? (/\p{L}/u.test(grapheme) ? 'letters' : 'sign')
}

/** Zero-width spaces in what has no space for too long, such as an address; letters of a language are hyphenated by the typesetter. */
function breakable(text: string): string {
  return text.replace(/\S{29,}/g, (run) =>
    /^\p{L}+\P{L}?$/u.test(run) && run.length < 3 * longestRun
      ? run
      : (run.match(/[\s\S]{1,14}/gu) ?? []).join('\u200b'),
  )
}
