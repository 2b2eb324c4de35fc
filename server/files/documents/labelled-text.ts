import type { PlacedTurn } from './build-document.ts'
import { clockMs } from './cues.ts'
import { footer, labelForms, momentMs, plausibleLabel, runInForm, timedNameForm } from './label-forms.ts'
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
  const forms = isNamedAfterTimings(text) ? [timedNameForm] : [...labelForms, runInForm]
  for (const { pattern, mostWords } of forms) {
    for (const match of text.matchAll(pattern)) {
      const label = match.groups!.label!.trim()
      const labelAt = match.index + match[0].indexOf(label)
      if (taken.has(labelAt) || !plausibleLabel(label, mostWords)) continue
      taken.add(labelAt)
      const candidate: Candidate = { label, at: match.index, wordsFrom: match.index + match[0].length }
      const time = match.groups!.time ?? match.groups!.after ?? ''
      const startMs = momentMs(time, { isTimeOfDay: match.groups!.date !== undefined })
      if (startMs !== undefined) candidate.startMs = startMs
      found.push(candidate)
    }
  }
  return found
}

/** Captions saved as text name nobody by a colon: at least four timing lines, nearly each with one of a few names below. */
export function isNamedAfterTimings(text: string): boolean {
  const timings = text.match(/^[ \t]*\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?[ \t]*-->/gm)?.length ?? 0
  const names = [...text.matchAll(timedNameForm.pattern)].map(({ groups }) => groups!.label!.trim())
  return timings >= 4 && names.length >= timings * 0.9 && new Set(names).size <= names.length / 2
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
  const trailing = /\s*[[({<#]?\s?\d{1,2}:\d{2}(?::\d{2})(?:[.,-]\d{1,3})?\s?[\])}>#]?\s*$/.exec(written)
  if (trailing && (to < text.length || trailing[0].includes('#'))) end = start + trailing.index
  for (let cut = footer.exec(text.slice(start, end)); cut; cut = footer.exec(text.slice(start, end)))
    end = start + cut.index
  while (start < end && /\s/.test(text[start]!)) start++
  while (end > start && /\s/.test(text[end - 1]!)) end--
  return { start, end }
}
