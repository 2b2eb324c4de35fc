import type { ParsedDocument } from '../../text/document.ts'
import { documentFromText, type PlacedTurn } from './build-document.ts'

const answered =
  /^(?<lead>\s*(?:[-\u2013\u2022]|\d+[.)])?\s*)(?<question>[^*]*[^*\s])\s*\*(?!\*)\s*(?<answer>\S.*?)\s*$/
const unanswered = /^(?<lead>\s*(?:[-\u2013\u2022]|\d+[.)])?\s*)(?<question>[^*]*\?)\s*(?<answer>[^*]*?)\s*$/
const bullet = /^\s*(?:[-\u2013\u2022]|\d+[.)])/

/** Whether the text is a filled-in interview guide: at least two questions with the answer after an asterisk. */
export function looksLikeNotes(text: string): boolean {
  return (text.match(/^[^*\n]*[?:][ \t]*\*(?!\*)[ \t]*[^\s*][^*\n]*$/gm)?.length ?? 0) >= 2
}

/**
 * A note-taker's record: guide questions, each with the answer after an asterisk. Answers are kept "as noted": they are
 * the note-taker's words about an answer, never a verbatim quote. Unanswered questions stay, without an answer.
 * @param text canonical text, kept as written
 */
export function parseNotes(text: string, name: string): ParsedDocument {
  const turns: PlacedTurn[] = []
  let at = 0
  let open = 0
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    const match = answered.exec(line) ?? (line.includes('*') ? null : unanswered.exec(line))
    if (match) {
      const { lead, question, answer } = match.groups as { lead: string; question: string; answer: string }
      turns.push({ speaker: 'Question', start: at + lead.length, end: at + lead.length + question.length })
      const from = at + line.trimEnd().length - answer.length
      if (answer !== '') turns.push({ speaker: 'Answer', start: from, end: from + answer.length, asNoted: true })
      else open++
    } else if (
      line.trim() !== '' &&
      turns.at(-1)?.speaker === 'Answer' &&
      !bullet.test(line) &&
      !isHeading(lines, index)
    ) {
      const last = turns.at(-1)!
      const lead = line.length - line.trimStart().length
      const gap = text.slice(last.end, at)
      // A line that carries the answer on: one range when only a line break lies between.
      if (/^\s*\n\s*$/.test(gap) && !/\n\s*\n/.test(gap)) last.end = at + line.trimEnd().length
      else turns.push({ speaker: 'Answer', start: at + lead, end: at + line.trimEnd().length, asNoted: true })
    }
    at += line.length + 1
  }
  const warnings = ['Notes: answers are kept as noted and are never shown as verbatim quotes.']
  if (open > 0) warnings.push(`${open} guide questions have no answer.`)
  return documentFromText(text, turns, {
    name,
    format: 'notes',
    kind: 'notes',
    warnings,
    hints: {
      Question: { role: 'interviewer', reason: 'A question of the interview guide.' },
      Answer: { role: 'participant', reason: 'What was noted as the answer to a question of the guide.' },
    },
  })
}

function isHeading(lines: string[], index: number): boolean {
  const line = lines[index]!.trim()
  const next = lines.slice(index + 1).find((other) => other.trim() !== '')
  return (
    line.split(/\s+/).length <= 6 &&
    !/[.!?,;]$/.test(line) &&
    (next === undefined || bullet.test(next) || answered.test(next))
  )
}
