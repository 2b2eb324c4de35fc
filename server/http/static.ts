/** Of templates/ only style sheets, scripts, fonts and the mark are public; the templates themselves are not. */
export function qualifiesAsPublicFile(path: string): boolean {
  return /^\/(styles\/[\w-]+\.css|scripts\/[\w-]+\.js|fonts\/[\w-]+\.woff2|mark\.svg)$/.test(path)
}
