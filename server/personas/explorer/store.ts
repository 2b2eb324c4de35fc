import type { Database } from '../../database/connection.ts'
import type { Path } from '../../statistics/model-paths.ts'
import type { PersonaSetKey } from '../store.ts'

/** A model with another number of groups, as it was fitted for the explorer. */
export interface ExploredSize {
  groups: number
  bic: number
  /** Its BIC is the one the search had: it is the same model. */
  isSameModel: boolean
}

export interface Exploration {
  sizes: ExploredSize[]
  /** Answers had not changed since the set was made. */
  isSameData: boolean
  madeAt: Date
}

const rowsPerStatement = 1000

/** Keeps where each person stood in every model, in place of what was kept before. */
export async function saveExploration(
  db: Database,
  { workspaceId, personaSetId }: PersonaSetKey,
  { sizes, isSameData, madeAt }: Exploration,
  assignments: { personId: string; classes: string }[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .deleteFrom('classAssignment')
      .where('workspaceId', '=', workspaceId)
      .where('personaSetId', '=', personaSetId)
      .execute()
    await tx
      .deleteFrom('exploration')
      .where('workspaceId', '=', workspaceId)
      .where('personaSetId', '=', personaSetId)
      .execute()
    await tx
      .insertInto('exploration')
      .values({ personaSetId, workspaceId, sizes: JSON.stringify(sizes), isSameData, madeAt })
      .execute()
    for (let start = 0; start < assignments.length; start += rowsPerStatement) {
      const rows = assignments
        .slice(start, start + rowsPerStatement)
        .map((assignment) => ({ ...assignment, personaSetId, workspaceId }))
      await tx.insertInto('classAssignment').values(rows).execute()
    }
  })
}

export async function findExploration(
  db: Database,
  { workspaceId, personaSetId }: PersonaSetKey,
): Promise<Exploration | undefined> {
  const row = await db
    .selectFrom('exploration')
    .select(['sizes', 'isSameData', 'madeAt'])
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .executeTakeFirst()
  return row && { ...row, sizes: row.sizes as ExploredSize[] }
}

/** People by their groups in all models, counted in the database; who was erased since is in none of them. */
export async function pathsOfSet(db: Database, { workspaceId, personaSetId }: PersonaSetKey): Promise<Path[]> {
  const rows = await db
    .selectFrom('classAssignment')
    .select((select) => ['classes', select.fn.countAll<number>().as('people')])
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .groupBy('classes')
    .orderBy('classes')
    .execute()
  return rows.map(({ classes, people }) => ({ groups: groupsFrom(classes), people: Number(people) }))
}

/** A group a model, as one letter each: a is the first; '-' is none. */
export function classesText(groups: number[]): string {
  return groups.map((group) => (group < 0 ? '-' : String.fromCharCode(97 + group))).join('')
}

function groupsFrom(text: string): number[] {
  return [...text].map((letter) => (letter === '-' ? -1 : letter.charCodeAt(0) - 97))
}
