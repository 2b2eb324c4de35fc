import { createHash } from 'node:crypto'
import { newSecret } from '../ids.ts'

/** How long a link can be gone on with, in days from the first page. */
export const linkDays = 30

/** Who starts: ids and secret that the same start always gives, so that pressing the button twice starts once. */
export interface Start {
  key: string
  /** Random, with no time in it: the person of an anonymous survey. */
  personId: string
  secret: string
  seed: number
}

/**
 * The start that a welcome page offers. The key is 128 random bits, made by us and sent back by the form; person,
 * secret and seed follow from it. A page with a key of its own making gets a fresh one.
 */
export function startOf(surveyId: string, given: unknown): Start {
  const key = typeof given === 'string' && /^[A-Za-z0-9_-]{22}$/.test(given) ? given : newSecret()
  const derived = (purpose: string) => createHash('sha256').update(`${purpose}/${surveyId}/${key}`).digest()
  return {
    key,
    personId: randomUuid(derived('person')),
    secret: derived('secret').subarray(0, 16).toString('base64url'),
    seed: derived('seed').readUInt32BE(0),
  }
}

/** RFC 9562 version 8: our own bits, no time. */
function randomUuid(bytes: Buffer): string {
  bytes[6] = (bytes[6] & 0x0f) | 0x80
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = bytes.subarray(0, 16).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

export function linkExpiry(startedAt: Date): Date {
  return new Date(startedAt.getTime() + linkDays * 24 * 60 * 60 * 1000)
}

/** Path of a response's own link: the person's id first, so that a distributed database knows where to look. */
export function linkPath(link: { personId: string; secret: string }): string {
  return `/r/${link.personId}/${link.secret}`
}
