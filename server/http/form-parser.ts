import { parse } from 'node:querystring'

/** More fields than any page of ours has, and few enough to be read at once. */
const mostFields = 20_000

/**
 * The fields of a form or of an address: a name that came once has a string, one that came several times an array.
 * NUL goes: no keyboard types it, and PostgreSQL cannot hold it. Half surrogate pairs cannot come: UTF-8 has none.
 */
export function parseForm(text: string): Record<string, string | string[]> {
  return { ...parse(text.replaceAll('%00', '').replaceAll('\u0000', ''), '&', '=', { maxKeys: mostFields }) } as Record<
    string,
    string | string[]
  >
}
