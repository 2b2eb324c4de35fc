/** Letters and digits only, folded: what makes two answers the same words. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

const shortestRepeated = 20

/**
 * How many other people wrote the same text, by person's index. Short answers (“no”, “price”) are the same by nature: 0.
 * @param texts one a person, '' for none
 */
export function sameTextElsewhere(texts: string[]): number[] {
  const keys = texts.map((text) => {
    const key = folded(text)
    return key.length < shortestRepeated ? '' : key
  })
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return keys.map((key) => (key === '' ? 0 : counts.get(key)! - 1))
}

/**
 * Why a text is no language, or null: one character or group held down, or a row of consonants no word of a Latin script has.
 * Says nothing of short texts or other scripts, so that nobody is flagged for the language they write in.
 */
export function gibberishIn(text: string): 'one group of letters repeated' | 'letters that form no words' | null {
  const letters = folded(text)
  if (letters.length < 6) return null
  if (/^(.{1,4})\1{2,}.{0,3}$/su.test(letters)) return 'one group of letters repeated'
  if (!/^[\p{Script=Latin}\p{N}]+$/u.test(letters)) return null
  const words =
    text
      .normalize('NFKD')
      .toLowerCase()
      .match(/\p{Script=Latin}+/gu) ?? []
  const long = words.filter((word) => word.length >= 5)
  const unsayable = long.filter((word) => !/[aeiouyæøœ]/.test(word) || /[^aeiouyæøœ]{6,}/.test(word))
  return long.length > 0 && unsayable.length / long.length > 0.5 ? 'letters that form no words' : null
}
