/** Only a path of our own: an address that a stranger put into a link or a form must not become where an answer leads. */
export function ownPath(path: string | undefined): string {
  return path?.startsWith('/') && !path.startsWith('//') && !path.includes('\\') ? path : '/'
}
