/**
 * The one form in which words are stored and counted: LF newlines, no byte order mark, no NUL, composed letters (NFC),
 * lone surrogates replaced by U+FFFD. Nothing is trimmed, re-wrapped or collapsed, so a quote stays what was written.
 */
export function canonicalText(raw: string): string {
  const unmarked = raw.charCodeAt(0) === 0xfeff ? raw.slice(1) : raw
  return unmarked
    .replace(/\r\n?/g, '\n')
    .replace(/\u0000/g, '')
    .toWellFormed()
    .normalize('NFC')
}
