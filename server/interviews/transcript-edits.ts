import { codePointLength, offsetMap, sliceCodePoints } from '../text/code-points.ts'
import { canonicalText } from '../text/canonical-text.ts'
import { editsBetween, rangeMover, type TextEdit } from '../text/edit-ranges.ts'
import { EditRefused } from './errors.ts'

/** One turn of a transcript as it is stored, in order. */
export interface TranscriptTurn {
  speaker: string
  /** Code points of the text, half-open, the words only. */
  start: number
  end: number
  startMilliseconds: number | null
  isAsNoted: boolean
}

export interface Transcript {
  text: string
  turns: TranscriptTurn[]
}

/** What an edit does to a transcript: to its text, and to a stretch of its turns. */
export interface TranscriptChange {
  /** In code points of the text before, in order. */
  edits: TextEdit[]
  /** First turn that is exchanged, how many are, and what stands there afterwards (in code points of the text after). */
  at: number
  replaced: number
  turns: TranscriptTurn[]
  /** A label that has another name from now on. */
  renamed?: { from: string; to: string }
}

/** Other words for a turn: those that did not change keep their tags. */
export function mendWords(transcript: Transcript, at: number, typed: string): TranscriptChange {
  const turn = turnAt(transcript, at)
  const words = canonicalText(typed).trim()
  if (words === '')
    throw new EditRefused('A turn needs words. To take it away, join it with the turn before and mend that.')
  const edits = editsBetween(wordsOf(transcript, turn), words, turn.start)
  if (edits.length === 0) throw new EditRefused('These are the words that stand there already.')
  return { edits, at, replaced: 1, turns: [{ ...turn, end: turn.start + codePointLength(words) }] }
}

/** One turn out of a turn and the one before it: what stands between them, a label and a time, goes. */
export function joinWithBefore(transcript: Transcript, at: number): TranscriptChange {
  if (at === 0) throw new EditRefused('There is no turn before the first.')
  const before = turnAt(transcript, at - 1)
  const turn = turnAt(transcript, at)
  if (turn.start < before.end) throw new EditRefused('These turns do not stand one after the other.')
  const edit: TextEdit = { start: before.end, end: turn.start, inserted: before.end > before.start ? ' ' : '' }
  const shift = codePointLength(edit.inserted) - (edit.end - edit.start)
  return { edits: [edit], at: at - 1, replaced: 2, turns: [{ ...before, end: turn.end + shift }] }
}

/** Two turns out of one, the second from a code point on and by whoever is said to speak. */
export function divideTurn(transcript: Transcript, at: number, where: number, speaker: string): TranscriptChange {
  const turn = turnAt(transcript, at)
  const label = newLabel(speaker)
  if (where <= turn.start || where >= turn.end) throw new EditRefused('A turn is divided between its own words.')
  const characters = [...wordsOf(transcript, turn)]
  let end = where - turn.start
  let start = end
  while (end > 0 && /\s/.test(characters[end - 1]!)) end--
  while (start < characters.length && /\s/.test(characters[start]!)) start++
  if (end === 0 || start === characters.length) throw new EditRefused('A turn is divided between its own words.')
  const inserted = label === '' ? '\n\n' : `\n${label}: `
  const edit: TextEdit = { start: turn.start + end, end: turn.start + start, inserted }
  const shift = codePointLength(inserted) - (start - end)
  return {
    edits: [edit],
    at,
    replaced: 1,
    turns: [
      { ...turn, end: edit.start },
      { ...turn, speaker: label, start: edit.end + shift, end: turn.end + shift, startMilliseconds: null },
    ],
  }
}

/** Another speaker for one turn; the label in the text follows where it stands before the words. */
export function setSpeaker(transcript: Transcript, at: number, speaker: string): TranscriptChange {
  const turn = turnAt(transcript, at)
  const label = newLabel(speaker)
  if (label === turn.speaker) throw new EditRefused('This turn is theirs already.')
  const edits = labelEdit(transcript, at, label)
  const move = rangeMover(edits)
  return { edits, at, replaced: 1, turns: [{ ...turn, ...placeOf(move(turn)), speaker: label }] }
}

/** Another name for a speaker everywhere; the name of somebody else makes the two one. */
export function renameSpeaker(transcript: Transcript, from: string, typed: string): TranscriptChange {
  const to = newLabel(typed)
  if (to === '') throw new EditRefused('A speaker needs a name.')
  if (to === from) throw new EditRefused('That is their name already.')
  const theirs = transcript.turns.flatMap((turn, index) => (turn.speaker === from ? [index] : []))
  if (theirs.length === 0) throw new EditRefused('Nobody of this name speaks here.')
  const edits = theirs.flatMap((index) => labelEdit(transcript, index, to))
  const move = rangeMover(edits)
  const at = theirs[0]!
  const replaced = theirs.at(-1)! - at + 1
  const turns = transcript.turns
    .slice(at, at + replaced)
    .map((turn) => ({ ...turn, ...placeOf(move(turn)), speaker: turn.speaker === from ? to : turn.speaker }))
  return { edits, at, replaced, turns, renamed: { from, to } }
}

/** All turns after a change: those outside the exchanged stretch move with the text. */
export function turnsAfter(turns: TranscriptTurn[], change: TranscriptChange): TranscriptTurn[] {
  const move = rangeMover(change.edits)
  const moved = (turn: TranscriptTurn) => ({ ...turn, ...placeOf(move(turn)) })
  return [
    ...turns.slice(0, change.at).map(moved),
    ...change.turns,
    ...turns.slice(change.at + change.replaced).map(moved),
  ]
}

function placeOf({ start, end }: { start: number; end: number }) {
  return { start, end }
}

/** The edit that exchanges the label before a turn's words; none where the text names nobody there. */
function labelEdit(transcript: Transcript, at: number, label: string): TextEdit[] {
  const turn = transcript.turns[at]!
  if (turn.speaker === '') return []
  const from = transcript.turns[at - 1]?.end ?? 0
  if (from > turn.start) return []
  const gap = wordsOf(transcript, { start: from, end: turn.start })
  const found = gap.lastIndexOf(turn.speaker)
  if (found < 0) return []
  const start = from + codePointLength(gap.slice(0, found))
  return [{ start, end: start + codePointLength(turn.speaker), inserted: label }]
}

function turnAt({ turns }: Transcript, at: number): TranscriptTurn {
  const turn = turns[at]
  if (!turn) throw new EditRefused('There is no such turn any more.')
  return turn
}

function wordsOf({ text }: Transcript, range: { start: number; end: number }): string {
  return sliceCodePoints(text, offsetMap(text), range)
}

function newLabel(typed: string): string {
  const label = canonicalText(typed).replace(/\s+/g, ' ').trim()
  if ([...label].length > 60) throw new EditRefused('A speaker\u2019s name has at most 60 characters.')
  return label
}
