import { canonicalText } from '../../text/canonical-text.ts'
import { codePointLength, offsetMap } from '../../text/code-points.ts'
import type { DocumentFormat, ParsedDocument, Utterance } from '../../text/document.ts'
import { proposeRoles, type RoleHints } from './speakers.ts'

/** What somebody said, before it has a place in a document. */
export interface Turn {
  speaker: string
  words: string
  startMs?: number
  endMs?: number
  asNoted?: boolean
}

/** Where somebody's words stand in a text that is kept as written: UTF-16, half-open. */
export interface PlacedTurn {
  speaker: string
  start: number
  end: number
  startMs?: number
  endMs?: number
  asNoted?: boolean
}

export interface DocumentDetails {
  name: string
  format: DocumentFormat
  kind: ParsedDocument['kind']
  personKey?: string
  warnings?: string[]
  hints?: RoleHints
}

/**
 * A document from turns whose source had mark-up or timings between the words (captions, JSON, table rows): its text
 * is one line a turn, "Speaker: words", so that a sentence spoken over three captions is contiguous.
 */
export function documentFromTurns(turns: Turn[], details: DocumentDetails): ParsedDocument {
  const parts: string[] = []
  const utterances: Utterance[] = []
  let at = 0
  const push = (part: string) => {
    parts.push(part)
    at += codePointLength(part)
  }
  for (const turn of turns) {
    const words = canonicalText(turn.words).trim()
    if (parts.length > 0) push('\n')
    const speaker = canonicalText(turn.speaker).trim()
    if (speaker !== '') push(`${speaker}: `)
    const start = at
    push(words)
    utterances.push(
      withoutUndefined({ speaker, start, end: at, startMs: turn.startMs, endMs: turn.endMs, asNoted: turn.asNoted }),
    )
  }
  return finish(parts.join(''), utterances, details)
}

/** A document that keeps its text as written; turns say where the spoken words stand in it. */
export function documentFromText(text: string, turns: PlacedTurn[], details: DocumentDetails): ParsedDocument {
  const map = offsetMap(text)
  const utterances = turns.map((turn) =>
    withoutUndefined({
      speaker: turn.speaker,
      start: map.toCodePoint(turn.start),
      end: map.toCodePoint(turn.end),
      startMs: turn.startMs,
      endMs: turn.endMs,
      asNoted: turn.asNoted,
    }),
  )
  return finish(text, utterances, details)
}

function finish(text: string, utterances: Utterance[], details: DocumentDetails): ParsedDocument {
  const document: ParsedDocument = {
    name: details.name,
    format: details.format,
    kind: details.kind,
    text,
    utterances,
    speakers: proposeRoles(text, utterances, details.hints),
    warnings: details.warnings ?? [],
  }
  if (details.personKey !== undefined) document.personKey = details.personKey
  return document
}

function withoutUndefined(utterance: { [Key in keyof Utterance]: Utterance[Key] | undefined }): Utterance {
  for (const key of ['startMs', 'endMs', 'asNoted'] as const) if (utterance[key] === undefined) delete utterance[key]
  return utterance as Utterance
}
