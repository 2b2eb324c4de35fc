import { createHash, randomBytes, randomUUIDv7, timingSafeEqual } from 'node:crypto'

/** A UUIDv7: id order is arrival order, so keyset pages need no other column. */
export function newId(): string {
  return randomUUIDv7()
}

/** 128 random bits as 22 URL-safe characters: links and tokens. Only its hash is stored. */
export function newSecret(): string {
  return randomBytes(16).toString('base64url')
}

export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Compares in constant time, so that an answer's delay tells nothing about the hash. */
export function secretMatches(secret: string, hash: Uint8Array | null): boolean {
  if (hash === null) return false
  const given = hashSecret(secret)
  return given.length === hash.length && timingSafeEqual(given, hash)
}
