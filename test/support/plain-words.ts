import type { LightMyRequestResponse } from 'fastify'

/** What only a programmer would read on a page: file and line, names of errors, the database's own words. */
const machineWords =
  /\.[cm]?[jt]s:\d+|node_modules|\b\w*(Type|Range|Syntax|Zod|Reference)Error\b|violates|invalid input syntax|undefined|\[object Object\]/

/** Why this answer is no page in plain words; '' when it is one. */
export function notPlain(reply: Pick<LightMyRequestResponse, 'headers' | 'body'>): string {
  if (!String(reply.headers['content-type']).startsWith('text/html')) return 'It is no page.'
  const found = machineWords.exec(reply.body)
  return found ? `It says “${found[0]}”.` : ''
}
