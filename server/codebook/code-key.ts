import type { Facet } from '../facets.ts'

/** Key of a new code: its facet, a dot and the name in plain letters; a number is added while the key is taken. */
export function codeKeyFor(facet: Facet, name: string, taken: ReadonlySet<string>): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  const key = `${facet}.${slug || 'code'}`
  if (!taken.has(key)) return key
  let number = 2
  while (taken.has(`${key}-${number}`)) number++
  return `${key}-${number}`
}
