import { createHmac, timingSafeEqual } from 'node:crypto'

/** What an address for opting out names: a workspace and the fingerprint of who wants no mail from it. */
export interface OptOut {
  workspaceId: string
  /** SHA-256 of the address (people-file.ts), base64url. */
  address: string
  proof: string
}

/** The proof that we made the address: nobody else can opt somebody out, or learn from it whether they are known. */
function proofOf(key: Buffer, workspaceId: string, address: string): string {
  return createHmac('sha256', key)
    .update(`opt-out/${workspaceId}/${address}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url')
}

/** Path of the page on which an address ends all mail of a workspace. It works for ever, whatever is erased. */
export function optOutPath(
  key: Buffer,
  { workspaceId, emailHash }: { workspaceId: string; emailHash: Buffer },
): string {
  const address = Buffer.from(emailHash).toString('base64url')
  return `/o/${workspaceId}/${address}/${proofOf(key, workspaceId, address)}`
}

export function isOptOutProven(key: Buffer, { workspaceId, address, proof }: OptOut): boolean {
  const expected = Buffer.from(proofOf(key, workspaceId, address))
  const given = Buffer.from(proof)
  return expected.length === given.length && timingSafeEqual(expected, given)
}
