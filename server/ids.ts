import { createHash, randomBytes } from 'node:crypto'

let lastMillisecond = 0
let sequence = 0

/**
 * A UUIDv7 (RFC 9562, method 1): id order is arrival order, so keyset pages need no other column. Node's own counts
 * milliseconds only, and a batch of rows is made within one; here 12 bits count within the millisecond.
 */
export function newId(): string {
  const now = Date.now()
  if (now > lastMillisecond) {
    lastMillisecond = now
    sequence = 0
  } else if (++sequence > 0xfff) {
    lastMillisecond++
    sequence = 0
  }
  const bytes = randomBytes(16)
  bytes.writeUIntBE(lastMillisecond, 0, 6)
  bytes.writeUInt16BE(0x7000 | sequence, 6)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** 128 random bits as 22 URL-safe characters: links and tokens. Only its hash is stored. */
export function newSecret(): string {
  return randomBytes(16).toString('base64url')
}

export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
