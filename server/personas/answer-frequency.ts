/**
 * How often an answer is given, in words that are true of its share and not only of the comparison: *most* give it; *more* than
 * elsewhere, though fewer than half; *few*, and fewer than elsewhere; *fewer* than elsewhere, though not few.
 */
export type Frequency = 'most' | 'more' | 'few' | 'fewer'

/** An answer of fewer than a fifth is seldom; one of half or more is what these people say. */
const bounds = { seldom: 0.2, most: 0.5 }

/** @param these share of these people who give the answer; isMore whether that is more than everyone else */
export function frequencyOf({ these, isMore }: { these: number; isMore: boolean }): Frequency {
  if (isMore) return these >= bounds.most ? 'most' : 'more'
  return these < bounds.seldom ? 'few' : 'fewer'
}

/** A sentence about what people do: "Choose “Price”", "Seldom choose “Price”", "Choose “Price” less often than others". */
export function oftenOrSeldom(frequency: Frequency, verb: string, what: string): string {
  const capital = verb.charAt(0).toUpperCase() + verb.slice(1)
  switch (frequency) {
    case 'most':
      return `${capital} ${what}`
    case 'more':
      return `${capital} ${what} more often than others`
    case 'few':
      return `Seldom ${verb} ${what}`
    case 'fewer':
      return `${capital} ${what} less often than others`
  }
}

/** The same before an answer where the question stands already: '', "more often ", "seldom ", "less often ". */
export const frequencyPrefix: Record<Frequency, string> = {
  most: '',
  more: 'more often ',
  few: 'seldom ',
  fewer: 'less often ',
}
