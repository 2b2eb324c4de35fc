export type RedactionKind = 'person' | 'email' | 'phone' | 'address' | 'card' | 'link' | 'number' | 'term'

/** A hit in UTF-16 offsets, before overlaps are settled. */
export interface RedactionHit {
  start: number
  end: number
  kind: RedactionKind
  identity: string
  reason: string
  isCertain: boolean
}

/** A pattern for words as whole words, any white space between them; undefined when there is nothing to look for. */
export function wholeWords(words: string): string | undefined {
  const parts = words.trim().split(/\s+/).filter(Boolean).map(RegExp.escape)
  if (parts.length === 0) return undefined
  return String.raw`(?<![\p{L}\p{M}\p{N}])${parts.join(String.raw`\s+`)}(?![\p{L}\p{M}\p{N}])`
}

/** Letter case and white space make no other person. */
export function folded(words: string): string {
  return words.trim().replace(/\s+/g, ' ').normalize('NFC').toLowerCase()
}
