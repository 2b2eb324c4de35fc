const numberWords: Record<string, number> = {
  zero: 0, half: 0.5, once: 1, one: 1, twice: 2, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10,
  eleven: 11, twelve: 12, fifteen: 15, twenty: 20, tens: 20, dozens: 30, hundreds: 200, thousands: 2000, millions: 2_000_000,
} // biome-ignore format: a table

const unitsInYears: Record<string, number> = {
  minute: 1 / 525_600, hour: 1 / 8760, day: 1 / 365, week: 1 / 52, month: 1 / 12, year: 1, yr: 1, decade: 10,
} // biome-ignore format: a table

const sizeUnits: Record<string, number> = { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, pb: 1e15 }

const filler =
  /\b(years?|yrs?|months?|weeks?|days?|hours?|minutes?|decades?|old|times?|people|persons?|employees?|staff|items?|ft|feet|foot|in|inches|percent|usd|eur|gbp|dollars?|euros?|per|or|and|of|the|about|around|approximately|between|from|to|a|an|kbs?|mbs?|gbs?|tbs?|pbs?|age|aged)\b/g

export interface Band {
  /** −Infinity and Infinity for open ends. */
  low: number
  high: number
}

/**
 * Reads an answer such as "$25,000 - $49,999", "30-44", "> 60", "65 and up", "Less than 1 year", "3 months - 1 year", "Under ten",
 * "Twice", `5'4"` as a range of numbers. Durations become years, heights inches. Returns null when words are left that belong to no number.
 */
export function parseBand(answer: string): Band | null {
  const text = inPlainNumbers(answer)
  const { numbers, words } = takeNumbers(text)
  const [first, second] = numbers
  if (first === undefined || numbers.length > 2) return null
  const isAtMost =
    /\b(under|less than|fewer than|below|up to|at most|younger than)\b|<|#.*\b(or|and) (less|under|fewer|below|younger|lower)\b/.test(
      words,
    )
  const isAtLeast =
    /\b(over|more than|above|at least|greater than|older than|longer than)\b|>|\+|#.*\b(or|and) (more|over|up|above|older|longer|higher|greater|beyond)\b/.test(
      words,
    )
  if (
    words
      .replace(boundWords, '')
      .replace(filler, '')
      .replace(/[#<>+=\-–—.,()%\s/]/g, '') !== ''
  )
    return null
  if (second !== undefined) return second < first ? null : { low: first, high: second }
  if (isAtMost) return { low: Number.NEGATIVE_INFINITY, high: first }
  return { low: first, high: isAtLeast ? Number.POSITIVE_INFINITY : first }
}

const boundWords =
  /\b(under|less|than|fewer|below|up|at|most|younger|over|more|above|least|greater|older|longer|higher|lower|beyond)\b/g

/** Lower case, without currency signs and thousands marks; heights in inches; number words as digits. */
function inPlainNumbers(answer: string): string {
  return answer
    .toLowerCase()
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"')
    .trim()
    .replace(/(\d)\s*'\s*(\d{1,2})?\s*"?/g, (_, feet, inches) => String(Number(feet) * 12 + Number(inches ?? 0)))
    .replace(/(\d)\s*(?:ft|feet)\b\.?/g, (_, feet) => String(Number(feet) * 12))
    .replace(/[$€£¥]/g, '')
    .replace(/(\d)[,'\u00a0 ](?=\d{3}(?!\d))/g, '$1')
    .replace(/\b(tens|hundreds) of thousands\b/g, (_, many) => (many === 'tens' ? '20000' : '200000'))
    .replace(/\b[a-z]+\b/g, (word) => (word in numberWords ? String(numberWords[word]) : word))
}

/** The numbers of a text in its units, and the text with "#" in their place. */
function takeNumbers(text: string): { numbers: number[]; words: string } {
  const found: { value: number; unit: string | undefined }[] = []
  const words = text
    .replace(/(\d+(?:\.\d+)?)\s*(k\b|m\b|million\b|[a-z]+)?/g, (_, digits: string, unit: string | undefined) => {
      found.push({ value: Number(digits), unit: unit?.replace(/s$/, '') })
      return unit !== undefined && !(unit in multiples) ? ` # ${unit} ` : ' # '
    })
    .replace(/\s+/g, ' ')
  // "1 - 3 years", "30-60k": what stands behind the last number holds for both.
  const last = found.at(-1)?.unit
  const isShared = found.length === 2 && /# ?(-|–|—|to) ?#/.test(words)
  const numbers = found.map(({ value, unit }) => value * (unitOf(unit) ?? (isShared ? unitOf(last) : undefined) ?? 1))
  return { numbers, words }
}

const multiples: Record<string, number> = { k: 1e3, m: 1e6, million: 1e6 }

function unitOf(unit: string | undefined): number | undefined {
  return unit === undefined ? undefined : (multiples[unit] ?? unitsInYears[unit] ?? sizeUnits[unit])
}

/** A number by which bands sort: the middle, or just beyond the closed end of an open band. */
export function bandPosition({ low, high }: Band): number {
  if (low === Number.NEGATIVE_INFINITY) return high - Math.abs(high) * 1e-6 - 1e-9
  if (high === Number.POSITIVE_INFINITY) return low + Math.abs(low) * 1e-6 + 1e-9
  return (low + high) / 2
}
