import type { ParsedDocument } from '../../text/document.ts'
import { documentFromTurns } from './build-document.ts'
import { type Cue, clockMs, nameFromPrefixes, otherVoice, timingLine, turnsFromCues } from './cues.ts'
import { decodeEntities } from './entities.ts'
import { UnreadableFile } from './errors.ts'

/**
 * SubRip captions: the index line is optional and may lie, blank lines may stand inside the words, so a caption ends only
 * where the next timing line begins.
 * @throws {UnreadableFile} when no caption carries words
 */
export function parseSrt(text: string, name: string): ParsedDocument {
  const cues: Cue[] = []
  let spoken: string[] = []
  let open: Cue | undefined
  const lines = text.split('\n')
  const close = () => {
    if (open) {
      open.parts = parts(spoken)
      cues.push(open)
    }
    spoken = []
  }
  for (const line of lines) {
    const timed = timingLine(line)
    if (timed) {
      if (/^\s*\d+\s*$/.test(lastWritten(spoken))) spoken = withoutLastWritten(spoken)
      close()
      open = { ...timed, parts: [] }
    } else if (open) spoken.push(line)
  }
  close()
  return fromCues(cues, name, 'srt')
}

/**
 * SBV captions (YouTube's own form): "0:00:00.378,0:00:11.378", the words, a blank line.
 * @throws {UnreadableFile} when no caption carries words
 */
export function parseSbv(text: string, name: string): ParsedDocument {
  const cues: Cue[] = []
  for (const block of text.split(/\n[ \t]*\n/)) {
    const [first, ...rest] = block.replace(/^\n+/, '').split('\n')
    const times = /^\s*([\d:.]+),([\d:.]+)\s*$/.exec(first ?? '')
    const startMs = clockMs(times?.[1] ?? '')
    const endMs = clockMs(times?.[2] ?? '')
    if (startMs !== undefined && endMs !== undefined)
      cues.push({ startMs, endMs: Math.max(startMs, endMs), parts: parts(rest) })
  }
  return fromCues(cues, name, 'sbv')
}

function fromCues(cues: Cue[], name: string, format: 'srt' | 'sbv'): ParsedDocument {
  if (!cues.some((cue) => cue.parts.length > 0))
    throw new UnreadableFile('The caption file has no captions with words.')
  nameFromPrefixes(cues)
  const { turns, warnings } = turnsFromCues(cues)
  return documentFromTurns(turns, { name, format, kind: 'interview', warnings })
}

/** Lines of a caption; mark-up removed, a leading dash (another voice, not named) kept out of the words. */
function parts(lines: string[]): Cue['parts'] {
  return lines
    .map((line) => decodeEntities(line.replace(/<\/?[a-z][^>]*>/gi, '').replace(/\{\\[^}]*\}/g, '')).trim())
    .filter((line) => line !== '')
    .map(otherVoice)
}

function lastWritten(lines: string[]): string {
  return lines.findLast((line) => line.trim() !== '') ?? ''
}

function withoutLastWritten(lines: string[]): string[] {
  const at = lines.findLastIndex((line) => line.trim() !== '')
  return lines.slice(0, Math.max(0, at))
}
