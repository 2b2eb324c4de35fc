/** RFC 5321: an address of at most 254 characters. */
const longest = 254

/**
 * Whether a text can be the address of one person: one @, a domain with a dot, and no sign by which it could become two
 * addresses or a line of a mail's head. Whether anybody reads it, only a mail can tell.
 */
export function isEmailAddress(text: string): boolean {
  if (text.length > longest || /\p{Cc}/u.test(text)) return false
  return /^[^\s@<>",;:()[\]\\]+@[^\s@<>",;:()[\]\\.]+(\.[^\s@<>",;:()[\]\\.]+)+$/.test(text)
}
