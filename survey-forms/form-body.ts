/** A posted form as the parser gives it: a name that came once is a string, one that came several times an array. */
export type FormBody = Record<string, unknown>

/** Values as typed, kept for the fields that could not be read, so that nothing typed is lost. */
export type Drafts = Record<string, string | string[]>

/** The value of a field that a form sends once. A field that came twice was forged and counts as empty. */
export function oneValue(body: FormBody, name: string): string {
  const value = Object.hasOwn(body, name) ? body[name] : ''
  return typeof value === 'string' ? storable(value) : ''
}

/** The value of a field of one line: line breaks, which such a field cannot send, become blanks. */
export function oneLine(body: FormBody, name: string): string {
  return oneValue(body, name).replaceAll('\n', ' ')
}

/** Every value of a field that may come several times, in the order sent. */
export function everyValue(body: FormBody, name: string): string[] {
  const value = Object.hasOwn(body, name) ? body[name] : []
  const values = Array.isArray(value) ? value : [value]
  return values.filter((one): one is string => typeof one === 'string' && one !== '').map(storable)
}

/**
 * The text as written: nothing trimmed, nothing re-cased, because quotes point into it by offset.
 * Browsers send line ends as CR LF; stored texts have LF. PostgreSQL cannot hold NUL or half a surrogate pair.
 */
function storable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\u0000', '').toWellFormed()
}

/** Length as people count characters: code points, not UTF-16 units. */
export function codePointCount(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
