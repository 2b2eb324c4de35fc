import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

// OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane.
const cost = { memory: 19 * 1024, passes: 2, parallelism: 1, tagLength: 32 }

/** argon2id with a fresh salt, as `argon2id$salt$tag` in base64. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive('argon2id', { message: Buffer.from(password), nonce, ...cost })
  return `argon2id$${nonce.toString('base64')}$${tag.toString('base64')}`
}

export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [, nonce = '', tag = ''] = stored.split('$')
  const expected = Buffer.from(tag, 'base64')
  const actual = await derive('argon2id', {
    message: Buffer.from(password),
    nonce: Buffer.from(nonce, 'base64'),
    ...cost,
  })
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** Checked when nobody has this address, so that a stranger can't tell from the delay which addresses exist. */
export const nobodysPassword = `argon2id$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(32).toString('base64')}`
