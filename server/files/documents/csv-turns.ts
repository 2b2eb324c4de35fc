import type { ParsedDocument, SpeakerRole } from '../../text/document.ts'
import { documentFromTurns, type Turn } from './build-document.ts'
import { clockMs } from './cues.ts'
import type { Table } from './csv-table.ts'
import type { RoleHints } from './speakers.ts'

const speakerTitle =
  /^(?:speaker|speaker[_ ]?name|role|author|author[_ ]?(?:type|role|name)|sender|sender[_ ]?type|from|participant|name|who|party|user)$/i
const wordsTitle =
  /^(?:text|utterance|message|msg|body|plain[_ ]?body|content|words|speech|transcript|comment|feedback|review|response|answer|query|question|verbatim)$/i
const conversationTitle =
  /(?:^|[_ ])(?:conversation|convo|dialogue|dialog|session|interview|ticket|chat|thread|document|transcript|call)(?:[_ ]?(?:id|no|nr|number|key))?$/i
const timeTitle = /^(?:start|start[_ ]?time|time|timestamp|created[_ ]?at)$/i
const publicTitle = /^(?:public|is[_ ]?public)$/i

export interface TurnColumns {
  words: number
  speaker: number
  conversation: number
  time: number
  isPublic: number
}

/** Columns of a table with one turn a row, or undefined when there is no column of words. -1 stands for no such column. */
export function turnColumns({ header }: Table): TurnColumns | undefined {
  const find = (pattern: RegExp) => header.findIndex((title) => pattern.test(title))
  const words = find(wordsTitle)
  if (words < 0) return undefined
  const except = (index: number) => (index === words ? -1 : index)
  return {
    words,
    speaker: except(find(speakerTitle)),
    conversation: except(find(conversationTitle)),
    time: except(find(timeTitle)),
    isPublic: except(find(publicTitle)),
  }
}

/**
 * Conversations from one turn a row. Rows of one conversation need not stand together; their order in the file is the
 * order of the talk. Internal notes (public = false) are left out, with a warning.
 */
export function conversationsFromTable(table: Table, columns: TurnColumns, name: string): ParsedDocument[] {
  const talks = new Map<string, { turns: Turn[]; hidden: number }>()
  for (const row of table.rows) {
    const key = columns.conversation >= 0 ? (row[columns.conversation] ?? '').trim() : ''
    const talk = talks.get(key) ?? { turns: [], hidden: 0 }
    talks.set(key, talk)
    const words = row[columns.words] ?? ''
    if (words.trim() === '') continue
    if (columns.isPublic >= 0 && /^(?:false|0|no)$/i.test((row[columns.isPublic] ?? '').trim())) {
      talk.hidden++
      continue
    }
    const turn: Turn = { speaker: columns.speaker >= 0 ? (row[columns.speaker] ?? '').trim() : '', words }
    const startMs = columns.time >= 0 ? clockMs(row[columns.time] ?? '') : undefined
    if (startMs !== undefined) turn.startMs = startMs
    talk.turns.push(turn)
  }
  return [...talks].flatMap(([key, { turns, hidden }], index) => {
    if (turns.length === 0) return []
    const warnings = hidden > 0 ? [`${hidden} internal notes are left out.`] : []
    const many = talks.size > 1
    return documentFromTurns(turns, {
      name: many ? `${name} #${key || index + 1}` : name,
      format: 'csv-turns',
      kind: 'conversation',
      warnings,
    })
  })
}

/** Single messages, one a row: each is a conversation of one turn, the customer's. */
export function messagesFromTable(table: Table, words: number, name: string): ParsedDocument[] {
  const role: SpeakerRole = 'participant'
  const hints: RoleHints = {
    Customer: { role, reason: 'The table holds one message a row and names nobody: taken as the customer\u2019s.' },
  }
  return table.rows.flatMap((row, index) => {
    const message = row[words] ?? ''
    if (message.trim() === '') return []
    return documentFromTurns([{ speaker: 'Customer', words: message }], {
      name: `${name} #${index + 1}`,
      format: 'csv-turns',
      kind: 'conversation',
      hints,
    })
  })
}
