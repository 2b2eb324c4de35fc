import { hashSecret } from '../ids.ts'
import type { OpenResponse } from './respondent-store.ts'

interface LinkSecret {
  personId: string
  secret: string
}

/**
 * What this process last read or wrote of a response, so that saving a page needs no reading first. It may be out of
 * date: whoever writes names its revision, and where that is no longer the stored one nothing is written.
 */
export function rememberedResponse(link: LinkSecret): OpenResponse | undefined {
  return remembered.get(nameOf(link))
}

export function remember(link: LinkSecret, response: OpenResponse): void {
  const name = nameOf(link)
  remembered.delete(name)
  if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value!)
  remembered.set(name, response)
}

export function forget(link: LinkSecret): void {
  remembered.delete(nameOf(link))
}

/** Where a response that was cut from its link has gone, for a button that was pressed twice: kept here alone, for a minute. */
export function rememberMove(from: LinkSecret, to: LinkSecret, at: Date): void {
  moves.set(nameOf(from), { to, until: at.getTime() + 60_000 })
  if (moves.size > 200) moves.delete(moves.keys().next().value!)
}

export function moveOf(link: LinkSecret, at: Date): LinkSecret | undefined {
  for (const [name, move] of moves) if (move.until < at.getTime()) moves.delete(name)
  return moves.get(nameOf(link))?.to
}

const moves = new Map<string, { to: LinkSecret; until: number }>()

/** Respondents at one time; each takes a few kilobytes. */
const mostRemembered = 1000
const remembered = new Map<string, OpenResponse>()

/** Links are keys: only what the database has of them is kept. */
function nameOf({ personId, secret }: LinkSecret): string {
  return `${personId}/${hashSecret(secret).toString('base64')}`
}
