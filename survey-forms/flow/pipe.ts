import { mapText } from '../languages/foreign-text.ts'

/** `{code|fallback}`: the answer to an earlier question in its words, or the fallback where there is none. */
const pipes = /\{([A-Za-z][A-Za-z0-9_]*)\|([^{}|]*)\}/g

/** The longest piece of an answer that is put into a text, in characters. */
const longestPiece = 200

export function isPiped(text: string): boolean {
  return new RegExp(pipes.source).test(text)
}

/** Whether any text of an item takes words from elsewhere. */
export function hasPipe(item: object): boolean {
  return isPiped(JSON.stringify(item))
}

/** Names a text takes words from. */
export function pipedNames(text: string): string[] {
  return [...text.matchAll(pipes)].map(([, name]) => name)
}

/**
 * Puts answers into a text. What comes out is a plain text of one line a piece: whoever prints it escapes it for where
 * it is printed, as they escape the author's own words.
 * @param wordsOf the words of an answer, '' where there is none
 */
export function piped(text: string, wordsOf: (name: string) => string): string {
  if (!isPiped(String(text))) return text
  return mapText(text, (whole) =>
    whole.replace(pipes, (_, name: string, fallback: string) => oneLine(wordsOf(name)) || fallback),
  )
}

function oneLine(words: string): string {
  const line = words.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  const signs = [...line]
  return signs.length > longestPiece ? `${signs.slice(0, longestPiece).join('')}…` : line
}
