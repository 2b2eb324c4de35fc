import { clockMs } from './cues.ts'
import type { PlacedTurn } from './build-document.ts'
import { roleFromLabel } from './speakers.ts'

export interface LabelledTurns {
  turns: PlacedTurn[]
  warnings: string[]
}

/** A place where somebody's words may begin: the label, what carries it, and where the words start (UTF-16). */
interface Candidate {
  label: string
  /** Where the label, or the time before it, begins: the words before end here. */
  at: number
  wordsFrom: number
  startMs?: number
}

const name = String.raw`[\p{L}][\p{L}\p{N} .,'\u2019_#/()\-]{0,62}?`
const time = String.raw`\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d{1,3})?`
const bracketedTime = String.raw`[\[({<#]?\s?(${time})\s?[\])}>#]?`

/** [Name] words and {Name} words */
const inBrackets = new RegExp(String.raw`^[ \t]*[\[{](?<label>${name})[\]}][ \t]*:?[ \t]*(?=\S)`, 'gmu')

/** Forms in which a transcript says who speaks; each has the named groups label and, where it has one, time. */
const forms: RegExp[] = [
  // **Name:** words, **Name**: words, **Name (00:05):** words
  new RegExp(
    String.raw`^[ \t]*(?:\*\*|__)(?<label>${name})(?:[ \t]*[\[(](?<time>${time})[\])])?[ \t]*(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*:)[ \t]*`,
    'gmu',
  ),
  // 00:00:05 Name: words, also with a line break after the time; "[00:05] Name:" and "Name (00:05):" too
  new RegExp(
    String.raw`^[ \t]*(?:${bracketedTime.replace('(', '(?<time>')}[ \t]*(?:[-\u2013][ \t]*)?\n?[ \t]*)?[#@]?(?<label>${name})(?:[ \t]*[\[(](?<after>${time})[\])])?[ \t]*:(?=[ \t\n]|$)[ \t]*`,
    'gmu',
  ),
  inBrackets,
  // Name  0:49 (a header line above the words)
  new RegExp(
    String.raw`^[ \t]*(?<label>${name})(?:[ \t]{2,}|\t|[ \t]*\n)(?<time>${time})(?:[ \t]*-->[ \t]*${time})?[ \t]*\n`,
    'gmu',
  ),
  // 00:00:12 Speaker 1 (a header line above the words)
  new RegExp(String.raw`^[ \t]*(?<time>${time})[ \t]+(?<label>${name})[ \t]*\n`, 'gmu'),
  // Name<TAB>words
  new RegExp(String.raw`^(?<label>${name})\t+(?=\S)`, 'gmu'),
]
/** Machine transcripts lose their line breaks: a full clock running into the words, then a label. */
const runIn = new RegExp(String.raw`(?<time>\d{2}:\d{2}:\d{2})(?:[.,]\d{1,3})?\s*(?<label>${name})[ \t]*:[ \t]*`, 'gu')

const neverLabels =
  /^(?:https?|ftp|mailto|note|notes|example|examples|e\.g|i\.e|ps|nb|tip|warning|caution|source|sources|date|time|title|subject|location|duration|transcript|transcribed by|question \d+|pros|cons|tl;dr|edit|update|attendees|participants)$/i

/**
 * Finds who speaks where in a text that is kept as written.
 * @param text canonical text
 * @returns turns in UTF-16 offsets; empty when no label holds
 * A label counts when it recurs, or when it is a usual role word ("Interviewer") and another such word recurs. Blank
 * lines do not end a turn; what stands before the first label is the document's head and is nobody's words.
 */
export function labelledTurns(text: string): LabelledTurns {
  const found = candidates(text)
  const counts = new Map<string, number>()
  for (const candidate of found) counts.set(candidate.label, (counts.get(candidate.label) ?? 0) + 1)
  const accepted = acceptedLabels(counts)
  if (accepted.size === 0) return { turns: [], warnings: [] }
  const starts = [...found.filter((candidate) => accepted.has(candidate.label)), ...bareLabels(text, accepted)]
  starts.sort((a, b) => a.at - b.at || b.wordsFrom - a.wordsFrom)

  const turns: PlacedTurn[] = []
  for (const [index, candidate] of starts.entries()) {
    const previous = starts[index - 1]
    if (previous && candidate.at < previous.wordsFrom) continue
    const end = nextStart(starts, index, text.length)
    const range = spoken(text, candidate.wordsFrom, end)
    const turn: PlacedTurn = { speaker: candidate.label, ...range }
    if (candidate.startMs !== undefined) turn.startMs = candidate.startMs
    turns.push(turn)
  }
  const warnings: string[] = []
  const head = text.slice(0, starts[0]!.at).trim()
  if (head !== '')
    warnings.push('The text before the first speaker is kept as the head of the document; nobody said it.')
  return { turns, warnings }
}

function candidates(text: string): Candidate[] {
  const found: Candidate[] = []
  const taken = new Set<number>()
  for (const form of [...forms, runIn]) {
    for (const match of text.matchAll(form)) {
      const label = match.groups!.label!.trim()
      const labelAt = match.index + match[0].indexOf(label)
      if (taken.has(labelAt) || !plausible(label)) continue
      // Transcribers also put remarks into brackets: "[hidden for the review]" is no speaker.
      if (form === inBrackets && label.split(/\s+/).length > 3) continue
      taken.add(labelAt)
      const candidate: Candidate = { label, at: match.index, wordsFrom: match.index + match[0].length }
      const startMs = clockMs(match.groups!.time ?? match.groups!.after ?? '')
      if (startMs !== undefined) candidate.startMs = startMs
      found.push(candidate)
    }
  }
  return found
}

function plausible(label: string): boolean {
  return (
    label.length <= 63 && label.split(/\s+/).length <= 5 && !neverLabels.test(label) && !/[a-z]{3}[.?!]$/.test(label)
  )
}

function acceptedLabels(counts: Map<string, number>): Set<string> {
  const accepted = new Set<string>()
  const roleWords = [...counts.keys()].filter((label) => roleFromLabel(label) !== undefined)
  const recurringRoles = roleWords.filter((label) => counts.get(label)! >= 2)
  // When role words carry the whole talk, a heading that two of the speaker's lists share is no speaker.
  const needed = new Set(recurringRoles.map(roleFromLabel)).size >= 2 ? 5 : 2
  for (const [label, count] of counts) {
    if (count >= needed || (roleWords.includes(label) && (recurringRoles.length > 0 || roleWords.length >= 2)))
      accepted.add(label)
  }
  return accepted
}

/** "00:00:24 A Sure." where the colon was forgotten: a known label after a time, before a capital. */
function bareLabels(text: string, accepted: Set<string>): Candidate[] {
  const found: Candidate[] = []
  const form = new RegExp(
    String.raw`(?<time>\d{1,2}:\d{2}:\d{2})\s+(?<label>${[...accepted].map(RegExp.escape).join('|')})[ \t]+(?=\p{Lu})`,
    'gu',
  )
  for (const match of text.matchAll(form)) {
    const candidate: Candidate = {
      label: match.groups!.label!,
      at: match.index,
      wordsFrom: match.index + match[0].length,
    }
    const startMs = clockMs(match.groups!.time!)
    if (startMs !== undefined) candidate.startMs = startMs
    found.push(candidate)
  }
  return found
}

function nextStart(starts: Candidate[], index: number, length: number): number {
  for (let next = index + 1; next < starts.length; next++) {
    if (starts[next]!.at >= starts[index]!.wordsFrom) return starts[next]!.at
  }
  return length
}

/** The words between two labels without outer space and without the time that belongs to the next label. */
function spoken(text: string, from: number, to: number): { start: number; end: number } {
  let start = from
  let end = to
  const written = text.slice(start, end)
  const trailing = /\s*[[({<#]?\s?\d{1,2}:\d{2}(?::\d{2})(?:[.,]\d{1,3})?\s?[\])}>#]?\s*$/.exec(written)
  if (trailing && to < text.length) end = start + trailing.index
  while (start < end && /\s/.test(text[start]!)) start++
  while (end > start && /\s/.test(text[end - 1]!)) end--
  return { start, end }
}
