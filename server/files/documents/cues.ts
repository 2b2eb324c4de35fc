import type { Turn } from './build-document.ts'

/** One caption as a subtitle file holds it, its lines divided where another voice begins. */
export interface Cue {
  startMs: number
  endMs: number
  /** undefined: the file names nobody here; '' : the file says the voice is unknown. */
  parts: { speaker: string | undefined; words: string }[]
  id?: string
}

const clock = String.raw`(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})`
const timing = new RegExp(String.raw`^\s*${clock}\s*-->\s*${clock}(?:[ \t].*)?$`)

/** Start and end in milliseconds when the whole line is a timing line, hours optional, comma or point before the fraction. */
export function timingLine(line: string): { startMs: number; endMs: number } | undefined {
  const match = timing.exec(line)
  if (!match) return undefined
  return { startMs: milliseconds(match, 1), endMs: milliseconds(match, 5) }
}

function milliseconds(match: RegExpExecArray, group: number): number {
  const [hours, minutes, seconds, fraction] = [
    match[group] ?? '0',
    match[group + 1]!,
    match[group + 2]!,
    match[group + 3]!,
  ]
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'))
}

/** A clock such as 1:02:03, 00:49 or 00:00:05.790, in milliseconds; undefined when it is none. */
export function clockMs(written: string): number | undefined {
  const match = /^(?:(\d{1,3})[:.])?(\d{1,2})[:.](\d{2})(?:[.,](\d{1,3}))?$/.exec(written.trim())
  if (!match) return undefined
  const fraction = (match[4] ?? '').padEnd(3, '0')
  return ((Number(match[1] ?? 0) * 60 + Number(match[2])) * 60 + Number(match[3])) * 1000 + Number(fraction)
}

/** Subtitles mark a change of voice, without a name, by a dash before the line. */
export function otherVoice(line: string): Cue['parts'][number] {
  const dash = /^[-\u2013]\s+(?=\S)/.exec(line)
  return dash ? { speaker: '', words: line.slice(dash[0].length) } : { speaker: undefined, words: line }
}

const namePrefix = /^\s*([\p{L}][\p{L}\p{N} .'\u2019_()-]{0,60}?):\s+(?=\S)/u

/**
 * Gives cues their speakers from "Name: words" when the file has no voice tags. A prefix counts as a name when it opens
 * at least two cues, so that a colon inside speech is left alone.
 * @returns how many cues open with a name
 */
export function nameFromPrefixes(cues: Cue[]): number {
  const counts = new Map<string, number>()
  for (const cue of cues) {
    for (const part of cue.parts) {
      const match = namePrefix.exec(part.words)
      if (match && match[1]!.split(/\s+/).length <= 5) counts.set(match[1]!, (counts.get(match[1]!) ?? 0) + 1)
    }
  }
  let named = 0
  for (const cue of cues) {
    for (const part of cue.parts) {
      const match = part.speaker === undefined ? namePrefix.exec(part.words) : null
      if (!match || (counts.get(match[1]!) ?? 0) < 2) continue
      part.speaker = match[1]!
      part.words = part.words.slice(match[0].length)
      named++
    }
  }
  return named
}

/** A pause after which words of nobody in particular start a new utterance. */
const pauseMs = 2000

/**
 * Turns from cues: consecutive cues of one speaker are one turn (captions cut speech by seconds, not by meaning), and a
 * cue that names nobody goes on with the speaker before it. Captions that roll, repeating the line before, are said once.
 * @returns the turns, and plain warnings about what was guessed
 */
export function turnsFromCues(cues: Cue[]): { turns: Turn[]; warnings: string[] } {
  const turns: Turn[] = []
  let continued = 0
  let rolled = 0
  const anyNamed = cues.some((cue) => cue.parts.some((part) => part.speaker !== undefined && part.speaker !== ''))
  for (const cue of cues) {
    for (const part of cue.parts) {
      const last = turns.at(-1)
      const carriedOn = part.speaker === undefined && anyNamed && last !== undefined
      const speaker = part.speaker ?? (carriedOn ? last.speaker : '')
      const words = unrolled(part.words.replace(/\s+/g, ' ').trim(), last && last.speaker === speaker ? last.words : '')
      if (words.length < part.words.replace(/\s+/g, ' ').trim().length) rolled++
      if (words === '') continue
      if (carriedOn) continued++
      // A dash says that another voice begins, so it never joins what came before.
      const joins =
        last &&
        last.speaker === speaker &&
        part.speaker !== '' &&
        (speaker !== '' || cue.startMs - (last.endMs ?? cue.startMs) <= pauseMs)
      if (joins) {
        last.words = `${last.words} ${words}`
        last.endMs = Math.max(last.endMs ?? 0, cue.endMs)
      } else {
        turns.push({ speaker, words, startMs: cue.startMs, endMs: cue.endMs })
      }
    }
  }
  const warnings: string[] = []
  if (continued > 0) warnings.push(`${continued} captions name nobody: they go on with the speaker before them.`)
  if (rolled > 0)
    warnings.push(`${rolled} captions repeat words of the caption before (rolling captions): said once here.`)
  return { turns, warnings }
}

/** Words without the beginning that the turn so far already ends in; only repeats of three words or more count. */
function unrolled(words: string, before: string): string {
  if (before === '' || words === '') return words
  if (before === words || before.endsWith(` ${words}`)) return words.split(' ').length >= 3 ? '' : words
  const said = before.split(' ')
  const now = words.split(' ')
  for (let length = Math.min(said.length, now.length - 1); length >= 3; length--) {
    if (said.slice(-length).join(' ') === now.slice(0, length).join(' ')) return now.slice(length).join(' ')
  }
  return words
}
