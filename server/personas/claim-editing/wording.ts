/** Characters of a line at most. */
export const longestWords = 160

/** Words in a row that are taken for somebody's own. */
const wordsOfSomebody = 6

/**
 * Why these words may not stand as a line, in one sentence; null when they may.
 * Numbers come from answers and stand beside the words, so none can be typed; and what a person said stands as a quote, which falls
 * with them, never inside a line, which would keep it.
 * @param drawn the words the line was drawn with: numbers that stand in them (an answer "2 or 3") may stay
 * @param heard texts of the spans behind the line
 */
export function refusalOf(words: string, { drawn, heard }: { drawn: string; heard: string[] }): string | null {
  const known = new Set(numbersIn(drawn))
  const typed = numbersIn(words).find((number) => !known.has(number))
  if (typed !== undefined)
    return `Numbers come from the answers and stand beside the words by themselves: leave “${typed}” out.`
  const own = plainWords(words)
  for (const text of heard) {
    const said = ` ${plainWords(text).join(' ')} `
    for (let start = 0; start + wordsOfSomebody <= own.length; start++) {
      if (said.includes(` ${own.slice(start, start + wordsOfSomebody).join(' ')} `))
        return 'These are a respondent’s own words. They stand as a quote, which goes when the person asks to be erased; a line needs words of yours.'
    }
  }
  return null
}

function numbersIn(text: string): string[] {
  return text.match(/\d+(?:[.,]\d+)*\s*%?|%/g)?.map((number) => number.replace(/\s/g, '')) ?? []
}

function plainWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}’']+/gu) ?? []
}
