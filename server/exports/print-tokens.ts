import { readFileSync } from 'node:fs'
import { readTokens } from '../charts/tokens.ts'

/** The colours of the pages in their light values, for files, which have no dark. */
export const printTokens = readTokens(
  readFileSync(new URL('../../templates/styles/tokens.css', import.meta.url), 'utf8'),
)
