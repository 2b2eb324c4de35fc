import type { ParsedDocument } from '../../text/document.ts'
import { documentFromTurns, type Turn } from './build-document.ts'
import { clockMs } from './cues.ts'
import { UnreadableFile } from './errors.ts'
import { intercomTalk, zendeskTalk } from './support-exports.ts'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

const speakerKeys = [
  'speaker',
  'speaker_name',
  'speakerName',
  'role',
  'author',
  'from',
  'sender',
  'user',
  'name',
  'participant',
  'id',
]
const wordsKeys = ['content', 'text', 'utterance', 'words', 'body', 'message', 'plain_body', 'value', 'transcript']
const turnsKeys = [
  'meeting_transcripts',
  'turns',
  'utterances',
  'messages',
  'chat_logs',
  'original',
  'transcript',
  'transcripts',
  'dialogue',
  'dialog',
  'conversation',
  'log',
  'segments',
  'results',
  'monologues',
  'comments',
]
const idKeys = [
  'conversation_id',
  'convo_id',
  'dialogue_id',
  'dialog_id',
  'session_id',
  'interview_id',
  'meeting_id',
  'ticket_id',
  'transcript_id',
  'id',
]

/**
 * Conversations from JSON (or one JSON value a line): an array of turns, an object that holds such an array under a usual
 * name, or an array of those. A turn is an object with words and a speaker, or a pair [speaker, words].
 * @throws {UnreadableFile} when it is no JSON, or nothing in it looks like turns of talk
 */
export function parseJsonTurns(text: string, name: string): ParsedDocument[] {
  const value = readJson(text)
  const talks = interleaved(value)
  if (talks) return talks.flatMap(({ id, found }) => (found ? [toDocument(found, `${name} #${id}`)] : []))
  const single = turnsIn(value)
  if (single) return [toDocument(single, name)]
  const items = Array.isArray(value)
    ? value
    : isObject(value)
      ? (Object.values(value).find((item) => Array.isArray(item) && item.some((one) => turnsIn(one))) as
          | Json[]
          | undefined)
      : undefined
  const documents = (items ?? []).flatMap((item, index) => {
    const turns = turnsIn(item)
    return turns ? [toDocument(turns, `${name} #${idOf(item) ?? index + 1}`)] : []
  })
  if (documents.length === 0)
    throw new UnreadableFile('The JSON holds no turns of a conversation (objects with a speaker and words).')
  return documents
}

/** Keys that say which conversation a turn belongs to when turns of several come one a line; never a turn's own id. */
const talkKeys = idKeys.filter((key) => key !== 'id').concat('thread_id', 'chat_id', 'call_id')

/** Turns of several conversations in one list, put together by the id each carries; undefined when none does. */
function interleaved(value: Json): { id: string; found: FoundTurns | undefined }[] | undefined {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) return undefined
  const key = talkKeys.find((one) =>
    value.every((item) => typeof item[one] === 'string' || typeof item[one] === 'number'),
  )
  if (
    key === undefined ||
    value.filter((item) => turnsIn(item) === undefined && turnOf(item)).length < value.length * 0.9
  )
    return undefined
  const talks = new Map<string, Json[]>()
  for (const item of value) {
    const id = String(item[key])
    const items = talks.get(id) ?? []
    items.push(item)
    talks.set(id, items)
  }
  return [...talks].map(([id, items]) => ({ id, found: turnsOf(items) }))
}

interface FoundTurns {
  turns: Turn[]
  hidden: number
}

function toDocument({ turns, hidden }: FoundTurns, name: string): ParsedDocument {
  const warnings = hidden > 0 ? [`${hidden} internal notes are left out.`] : []
  const document = documentFromTurns(turns, { name, format: 'json', kind: 'conversation', warnings })
  return document.speakers.some((speaker) => speaker.role === 'interviewer')
    ? { ...document, kind: 'interview' }
    : document
}

function readJson(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line))
    } catch {
      // Neither one value nor one a line: the same plain answer for both.
    }
    throw new UnreadableFile('The file is not valid JSON.')
  }
}

function turnsIn(value: Json): FoundTurns | undefined {
  if (Array.isArray(value)) return turnsOf(value)
  if (!isObject(value)) return undefined
  const exported = intercomTalk(value) ?? zendeskTalk(value)
  if (exported) return exported
  for (const key of turnsKeys) {
    const inside = value[key]
    const found = Array.isArray(inside) ? turnsOf(inside) : undefined
    if (found) return found
  }
  return undefined
}

/** The items as turns when nearly all of them are such; a turn without words (an empty caption) is left out. */
function turnsOf(items: Json[]): FoundTurns | undefined {
  if (items.length === 0) return undefined
  const read = items.map(turnOf)
  const turns = read.filter((turn): turn is Turn => turn !== undefined)
  if (turns.length < items.length * 0.9 || (turns.length < 2 && !isObject(items[0]!))) return undefined
  const hidden = items.filter((item) => isObject(item) && item['public'] === false).length
  const spoken = turns.filter((turn) => turn.words.trim() !== '')
  return spoken.length > 0 ? { turns: spoken, hidden } : undefined
}

function turnOf(item: Json): Turn | undefined {
  if (Array.isArray(item)) {
    const [speaker, words] = item
    return item.length === 2 && typeof speaker === 'string' && typeof words === 'string' && speaker.length <= 60
      ? { speaker, words }
      : undefined
  }
  if (!isObject(item)) return undefined
  if (item['public'] === false) return { speaker: '', words: '' }
  const wordsKey = wordsKeys.find((key) => typeof item[key] === 'string')
  const speakerKey = speakerKeys.find((key) => key !== wordsKey && nameOf(item[key]) !== undefined)
  if (wordsKey === undefined || speakerKey === undefined) return eventOf(item)
  const turn: Turn = { speaker: nameOf(item[speakerKey])!, words: item[wordsKey] as string }
  const startMs =
    timeOf(item, ['startMs', 'start_ms'], 1) ?? timeOf(item, ['start', 'start_time', 'startTime', 'timestamp'], 1000)
  const endMs = timeOf(item, ['endMs', 'end_ms'], 1) ?? timeOf(item, ['end', 'end_time', 'endTime'], 1000)
  if (startMs !== undefined) turn.startMs = startMs
  if (endMs !== undefined) turn.endMs = endMs
  return turn
}

/** Something that happened in the conversation and that nobody said, such as a transfer: the system's turn. */
function eventOf(item: { [key: string]: Json }): Turn | undefined {
  const event = item.event ?? item.action ?? item.event_type
  if (typeof event !== 'string' || event === '') return undefined
  return { speaker: 'System', words: event.replace(/_/g, ' ') }
}

function nameOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return `Speaker ${value}`
  if (value && isObject(value)) {
    const inner = value['display_name'] ?? value['name'] ?? value['type']
    return typeof inner === 'string' ? inner : undefined
  }
  return undefined
}

/** A time in milliseconds; plain numbers count seconds unless the key says milliseconds. */
function timeOf(item: { [key: string]: Json }, keys: string[], unit: number): number | undefined {
  for (const key of keys) {
    const value = item[key]
    // Seconds since 1970 and the like are moments, not positions in a recording.
    if (typeof value === 'number' && value >= 0 && value < 1e6 * (1000 / unit)) return Math.round(value * unit)
    if (typeof value === 'string') {
      const clock = clockMs(value)
      if (clock !== undefined) return clock
    }
  }
  return undefined
}

function idOf(item: Json): string | undefined {
  if (!isObject(item)) return undefined
  for (const key of idKeys) {
    const value = item[key]
    if (typeof value === 'string' || typeof value === 'number') return String(value)
  }
  return undefined
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
