import type { Turn } from './build-document.ts'
import { htmlText } from './html.ts'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type JsonObject = { [key: string]: Json }

/** What was said in one exported conversation, and how many internal notes and events of the team were left out. */
export interface SupportTalk {
  turns: Turn[]
  hidden: number
}

/**
 * An Intercom conversation: its first message (`source`) and the comments among its parts. Notes are internal, and
 * assignments and closings are no speech. Undefined when the value has another shape.
 */
export function intercomTalk(value: JsonObject): SupportTalk | undefined {
  const inside = objectAt(value, 'conversation_parts')?.conversation_parts
  const source = objectAt(value, 'source')
  if (!Array.isArray(inside) || !source) return undefined
  const talk: SupportTalk = { turns: [], hidden: 0 }
  for (const part of [source, ...inside]) {
    if (!isObject(part)) continue
    const kind = part.part_type
    if (kind === 'note') talk.hidden++
    const body = typeof part.body === 'string' ? htmlText(part.body) : ''
    if (body === '' || (kind !== undefined && kind !== 'comment')) continue
    talk.turns.push({ speaker: intercomSpeaker(objectAt(part, 'author')), words: body })
  }
  return talk.turns.length > 0 ? talk : undefined
}

function intercomSpeaker(author: JsonObject | undefined): string {
  if (author?.type === 'bot' || author?.from_ai_agent === true) return 'Bot'
  if (author?.type === 'admin' || author?.type === 'team') return 'Agent'
  return 'Customer'
}

/**
 * A Zendesk ticket with its comments: who asked is the customer, everybody else the agent; comments that are not public
 * are internal. Undefined when the value has another shape.
 */
export function zendeskTalk(value: JsonObject): SupportTalk | undefined {
  const ticket = objectAt(value, 'ticket') ?? value
  const requester = ticket.requester_id
  const comments = commentsOf(value) ?? commentsOf(ticket)
  if (requester === undefined || !comments) return undefined
  const talk: SupportTalk = { turns: [], hidden: 0 }
  for (const comment of comments) {
    if (comment.public === false) {
      talk.hidden++
      continue
    }
    const words = [comment.plain_body, comment.body].find((body) => typeof body === 'string' && body.trim() !== '')
    if (typeof words !== 'string') continue
    talk.turns.push({ speaker: comment.author_id === requester ? 'Customer' : 'Agent', words: withoutHistory(words) })
  }
  return talk.turns.length > 0 ? talk : undefined
}

function commentsOf(value: JsonObject): JsonObject[] | undefined {
  if (Array.isArray(value.comments)) return value.comments.filter(isObject)
  if (!Array.isArray(value.audits)) return undefined
  return value.audits.filter(isObject).flatMap(({ author_id, events }) =>
    (Array.isArray(events) ? events : [])
      .filter(isObject)
      .filter(({ type }) => type === 'Comment')
      .map((event): JsonObject => ({ author_id: author_id ?? null, ...event })),
  )
}

/** An e-mail without the mails it answers, which were said before: from "On … wrote:" or the first quoted lines on. */
function withoutHistory(words: string): string {
  const cut =
    /\n+(?:On [^\n]{5,120}wrote:|-{2,}\s*Original Message\s*-{2,}|Am [^\n]{5,120}schrieb[^\n]*:|>[^\n]*\n>)/.exec(words)
  const kept = cut ? words.slice(0, cut.index).trim() : words
  return kept === '' ? words : kept
}

function objectAt(value: JsonObject, key: string): JsonObject | undefined {
  const inside = value[key]
  return isObject(inside) ? inside : undefined
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
