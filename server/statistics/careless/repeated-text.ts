/** Letters and digits only, folded: what makes two answers the same words. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

const shortestRepeated = 40

/**
 * What two texts share when they are the same words whatever their case, spacing and punctuation; null for short ones
 * (“no”, “price”), which are the same by nature.
 */
export function sameWordsKey(text: string): string | null {
  const key = folded(text)
  return key.length < shortestRepeated ? null : key
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
