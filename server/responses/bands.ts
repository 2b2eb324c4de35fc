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
 * "Twice", `5'4"` as a range of numbers. Durations become years. Returns null when words are left that belong to no number.
 */
export function parseBand(answer: string): Band | null {
  let text = answer
    .toLowerCase()
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"')
    .trim()
  text = text.replace(/(\d)\s*'\s*(\d{1,2})?\s*"?/g, (_, feet, inches) =>
    String(Number(feet) * 12 + Number(inches ?? 0)),
  )
  text = text.replace(/(\d)\s*(?:ft|feet)\b\.?/g, (_, feet) => String(Number(feet) * 12))
  text = text.replace(/[$€£¥]/g, '').replace(/(\d)[,'\u00a0 ](?=\d{3}(?!\d))/g, '$1')
  text = text.replace(/\b(tens|hundreds) of thousands\b/g, (_, many) => (many === 'tens' ? '20000' : '200000'))
  text = text.replace(/\b[a-z]+\b/g, (word) => (word in numberWords ? String(numberWords[word]) : word))

  const numbers: number[] = []
  let hasThousands = false
  const rest = text.replace(
    /(-?\d+(?:\.\d+)?)\s*(k\b|m\b|million\b|[a-z]+)?/g,
    (whole, digits: string, unit: string | undefined) => {
      let value = Number(digits.replace(/^-/, ''))
      const singular = unit?.replace(/s$/, '')
      if (unit === 'k') hasThousands = true
      if (unit === 'm' || unit === 'million') value *= 1e6
      if (singular && singular in unitsInYears) value *= unitsInYears[singular]!
      if (singular && singular in sizeUnits) value *= sizeUnits[singular]!
      numbers.push(value)
      const isKnown = unit === undefined || unit === 'k' || unit === 'm' || unit === 'million'
      return ` # ${isKnown ? '' : unit} ${whole.startsWith('-') ? '' : ''}`
    },
  )
  if (numbers.length === 0 || numbers.length > 2) return null
  // "1 - 3 years": the unit of the last number is that of both.
  const trailing = /(\d+(?:\.\d+)?)\s*(?:-|–|to)\s*\d+(?:\.\d+)?\s*([a-z]+)/.exec(text)?.[2]?.replace(/s$/, '')
  if (numbers.length === 2 && trailing && trailing in unitsInYears) numbers[0]! *= unitsInYears[trailing]!
  if (hasThousands)
    numbers.forEach((value, index) => {
      numbers[index] = value * 1000
    })

  const isAtMost =
    /\b(under|less than|fewer than|below|up to|at most|younger than)\b|<|#.*\b(or|and) (less|under|fewer|below|younger|lower)\b/.test(
      rest,
    )
  const isAtLeast =
    /\b(over|more than|above|at least|greater than|older than|longer than)\b|>|\+|#.*\b(or|and) (more|over|up|above|older|longer|higher|greater|beyond)\b/.test(
      rest,
    )
  const left = rest
    .replace(
      /\b(under|less|than|fewer|below|up|at|most|younger|over|more|above|least|greater|older|longer|higher|lower|beyond)\b/g,
      '',
    )
    .replace(filler, '')
    .replace(/[#<>+=\-–—.,()%\s/]/g, '')
  if (left !== '') return null
  const [first, second] = numbers as [number, number | undefined]
  if (second !== undefined) return second < first ? null : { low: first, high: second }
  if (isAtMost) return { low: Number.NEGATIVE_INFINITY, high: first }
  if (isAtLeast) return { low: first, high: Number.POSITIVE_INFINITY }
  return { low: first, high: first }
}

/** A number by which bands sort: the middle, or just beyond the closed end of an open band. */
export function bandPosition({ low, high }: Band): number {
  if (low === Number.NEGATIVE_INFINITY) return high - Math.abs(high) * 1e-6 - 1e-9
  if (high === Number.POSITIVE_INFINITY) return low + Math.abs(low) * 1e-6 + 1e-9
  return (low + high) / 2
}
