import type { ParsedDocument } from '../../text/document.ts'
import { documentFromTurns, type Turn } from './build-document.ts'
import { UnreadableFile } from './errors.ts'
import type { RoleHints } from './speakers.ts'

const asking = /^(?:investigator|interviewer|experimenter|researcher)$/i
const silentRoles = /^(?:media|environment|narrator)$/i

/** Whether a text is a CHAT transcript: it says so on its first lines. */
export function looksLikeChat(text: string): boolean {
  return /^@(?:UTF8|Begin)\b/.test(text) && /^\*[A-Z0-9]{1,8}:\t/m.test(text)
}

/**
 * A CHAT transcript (CHILDES, TalkBank): main tiers `*CODE:<tab>words`, carried on by lines that begin with a tab; other
 * tiers are analysis, not speech. Roles come from `@Participants`, times from media bullets.
 * @throws {UnreadableFile} when no tier carries words
 * Source: MacWhinney, The CHILDES Project: Tools for Analyzing Talk, part 1 (CHAT manual).
 */
export function parseChat(text: string, name: string): ParsedDocument {
  const turns: Turn[] = []
  const people = participants(text)
  for (const line of text.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const tier = /^\*([A-Z0-9]{1,8}):\s*(.*)$/.exec(line)
    if (!tier) continue
    const times = [...tier[2]!.matchAll(/\u0015(\d+)_(\d+)\u0015/g)]
    const words = tier[2]!
      .replace(/\u0015[^\u0015]*\u0015/g, '')
      .replace(/\s+/g, ' ')
      .trim()
    if (words === '') continue
    const turn: Turn = { speaker: tier[1]!, words }
    if (times.length > 0) {
      turn.startMs = Number(times[0]![1])
      turn.endMs = Number(times.at(-1)![2])
    }
    turns.push(turn)
  }
  if (turns.length === 0) throw new UnreadableFile('The CHAT transcript has no lines of speech.')
  const hints: RoleHints = {}
  for (const [code, role] of people) {
    if (asking.test(role)) hints[code] = { role: 'interviewer', reason: `The file says: ${role}.` }
    else if (silentRoles.test(role)) hints[code] = { role: 'system', reason: `The file says: ${role}.` }
    else hints[code] = { role: 'participant', reason: `The file says: ${role}.` }
  }
  return documentFromTurns(turns, { name, format: 'chat', kind: 'interview', hints })
}

/** Code and role of each person: the last word of each entry is the role, what stands between is a name. */
function participants(text: string): Map<string, string> {
  const line = /^@Participants:\s*(.*)$/m.exec(text.replace(/\n[ \t]+/g, ' '))?.[1] ?? ''
  return new Map(
    line.split(',').flatMap((entry): [string, string][] => {
      const words = entry.trim().split(/\s+/)
      return words.length >= 2 ? [[words[0]!, words.at(-1)!]] : []
    }),
  )
}
