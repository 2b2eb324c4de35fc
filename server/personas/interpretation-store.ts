import type { Database } from '../database/connection.ts'
import type { PersonaSetKey } from './store.ts'

/** A line of "What we make of it": a conclusion of people, never of the data. */
export interface InterpretationLine {
  kind: 'do' | 'dont'
  text: string
  /** Who wrote this line last, by the name the page shows. */
  author: string
  writtenAt: Date
}

type PersonaOfSet = PersonaSetKey & { personaKey: string }

/** What the team makes of a persona: first what to do, then what not, each in its order. */
export async function interpretationOf(
  db: Database,
  { workspaceId, personaSetId, personaKey }: PersonaOfSet,
): Promise<InterpretationLine[]> {
  return db
    .selectFrom('personaInterpretation')
    .select(['kind', 'text', 'author', 'writtenAt'])
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .where('personaKey', '=', personaKey)
    .orderBy('kind')
    .orderBy('position')
    .execute()
}

/** Puts these lines in place of what stood there; a line whose words stay keeps its author and day. */
export async function replaceInterpretation(
  db: Database,
  { workspaceId, personaSetId, personaKey, lines, author, at }: PersonaOfSet & NewInterpretation,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const before = await interpretationOf(tx, { workspaceId, personaSetId, personaKey })
    await tx
      .deleteFrom('personaInterpretation')
      .where('workspaceId', '=', workspaceId)
      .where('personaSetId', '=', personaSetId)
      .where('personaKey', '=', personaKey)
      .execute()
    if (lines.length === 0) return
    const rows = lines.map(({ kind, text }, position) => {
      const kept = before.find((line) => line.kind === kind && line.text === text)
      return {
        personaSetId,
        personaKey,
        kind,
        position,
        workspaceId,
        text,
        author: kept?.author ?? author,
        writtenAt: kept?.writtenAt ?? at,
      }
    })
    await tx.insertInto('personaInterpretation').values(rows).execute()
  })
}

interface NewInterpretation {
  lines: Pick<InterpretationLine, 'kind' | 'text'>[]
  author: string
  at: Date
}
