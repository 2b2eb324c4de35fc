import type { ParsedDocument } from '../../text/document.ts'
import { documentFromTurns } from './build-document.ts'
import { type Cue, nameFromPrefixes, otherVoice, timingLine, turnsFromCues } from './cues.ts'
import { UnreadableFile } from './errors.ts'
import { decodeEntities } from './entities.ts'

/**
 * WebVTT as Zoom, Teams, YouTube and editors write it.
 * @param text canonical text of the file
 * @throws {UnreadableFile} when no cue carries words
 * Source: W3C WebVTT; where files in the wild break it (one-digit hours, comma decimals, no blank line between cues,
 * unterminated voice tags) the wild is followed.
 */
export function parseVtt(text: string, name: string): ParsedDocument {
  const cues = vttCues(text)
  if (!cues.some((cue) => cue.parts.some((part) => part.words.trim() !== ''))) {
    throw new UnreadableFile('The caption file has no captions with words.')
  }
  const voiced = cues.some((cue) => cue.parts.some((part) => part.speaker !== undefined))
  if (!voiced && nameFromPrefixes(cues) === 0) nameFromIds(cues)
  const { turns, warnings } = turnsFromCues(cues)
  return documentFromTurns(turns, { name, format: 'vtt', kind: 'interview', warnings })
}

function vttCues(text: string): Cue[] {
  const lines = text.split('\n')
  const cues: Cue[] = []
  let current: { cue: Cue; lines: string[] } | undefined
  let skipping = false
  let blank = true
  const close = () => {
    if (current) {
      current.cue.parts = voices(current.lines)
      cues.push(current.cue)
    }
    current = undefined
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    const timed = timingLine(line)
    if (timed) {
      close()
      const id = isId(lines, at - 1) ? lines[at - 1]!.trim() : undefined
      current = { cue: { ...timed, parts: [], id }, lines: [] }
      skipping = false
    } else if (line.trim() === '') {
      // Some converters put blank lines inside a cue: the cue only ends at the next timing line or block.
      skipping = false
    } else if (
      blank &&
      /^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/.test(line) &&
      !(cues.length > 0 && !line.startsWith('NOTE'))
    ) {
      close()
      skipping = true
    } else if (!skipping && current && !isId(lines, at)) {
      current.lines.push(line)
    }
    blank = line.trim() === ''
  }
  close()
  return cues
}

/** A line right above a timing line is an id when it follows a blank line, or is a bare number (some files lack the blank line). */
function isId(lines: string[], at: number): boolean {
  const line = lines[at] ?? ''
  if (line.trim() === '' || timingLine(line) || !timingLine(lines[at + 1] ?? '')) return false
  return (lines[at - 1] ?? '').trim() === '' || /^\s*\d+\s*$/.test(line)
}

/** The words of a cue by voice: `<v Name>` tags divide, all other tags vanish, entities are decoded last. */
function voices(lines: string[]): Cue['parts'] {
  const parts: Cue['parts'] = []
  const whole = lines.join('\n')
  const tag = /<v(?:\.[^\s>]+)?(?:[ \t]+([^>]*))?>/g
  let from = 0
  let speaker: string | undefined
  for (const match of whole.matchAll(tag)) {
    addLines(parts, speaker, whole.slice(from, match.index))
    speaker = decodeEntities(match[1] ?? '').trim()
    from = match.index + match[0].length
  }
  addLines(parts, speaker, whole.slice(from))
  return parts
}

function addLines(parts: Cue['parts'], speaker: string | undefined, marked: string): void {
  for (const line of marked.split('\n')) {
    const words = decodeEntities(line.replace(/<\/?[a-zA-Z][^>]*>|<\/?>|<\d[\d:.]*>/g, '')).trim()
    if (words !== '') parts.push(speaker === undefined ? otherVoice(words) : { speaker, words })
  }
}

/** Some diarisers put the speaker where the id stands; ids that repeat and are no numbers are taken as names. */
function nameFromIds(cues: Cue[]): void {
  const ids = cues.map((cue) => cue.id ?? '')
  const distinct = new Set(ids.filter((id) => id !== ''))
  const repeats = ids.filter((id) => id !== '').length
  if (distinct.size === 0 || repeats < 2 * distinct.size || [...distinct].some((id) => /^[\d\W]+$/.test(id))) return
  for (const [index, cue] of cues.entries()) for (const part of cue.parts) part.speaker = ids[index] || undefined
}
