import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import type { Answers, Variable } from './variable.ts'

/** One imported respondent, with the ids made by the caller. */
export interface NewResponse {
  personId: string
  responseId: string
  /** What the person is called elsewhere: joins customers, interviews and answers of one human. */
  key: string | null
  answers: Answers
  outcome: 'completed' | 'partial'
  completedAt: Date | null
}

/** The study's variables in their order, from survey versions and imported files alike. */
export async function variablesOfStudy(db: Database, { workspaceId, studyId }: StudyKey): Promise<Variable[]> {
  const rows = await db
    .selectFrom('studyVariable')
    .select('definition')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('position')
    .execute()
  return rows.map((row) => row.definition as Variable)
}

/** Adds variables, or replaces those of the same name: the newest file or version says what a name means. */
export async function saveVariables(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  variables: Variable[],
): Promise<void> {
  for (let start = 0; start < variables.length; start += 200) {
    const rows = variables.slice(start, start + 200).map((variable, index) => ({
      studyId,
      name: variable.name,
      workspaceId,
      position: start + index,
      definition: JSON.stringify(variable),
    }))
    await db
      .insertInto('studyVariable')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['studyId', 'name']).doUpdateSet((set) => ({
          position: set.ref('excluded.position'),
          definition: set.ref('excluded.definition'),
        })),
      )
      .execute()
  }
}

/** Writes what one variable has become, in its place. */
export async function saveVariable(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  variable: Variable,
): Promise<void> {
  await db
    .updateTable('studyVariable')
    .set({ definition: JSON.stringify(variable) })
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('name', '=', variable.name)
    .execute()
}

/** People already known by these keys, so that an import joins instead of doubling. */
export async function personsByKey(
  db: Database,
  { workspaceId, keys }: { workspaceId: string; keys: string[] },
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const rows = await db
    .selectFrom('personKey')
    .select(['key', 'personId'])
    .where('workspaceId', '=', workspaceId)
    .where('key', 'in', keys)
    .execute()
  return new Map(rows.map((row) => [row.key, row.personId]))
}

/** Takes the next `count` respondent numbers of the study; returns the first. One statement: two imports never share one. */
export async function takeRespondentNumbers(
  db: Database,
  { workspaceId, studyId, count }: StudyKey & { count: number },
): Promise<number> {
  const row = await db
    .insertInto('respondentCounter')
    .values({ studyId, workspaceId, lastNumber: count })
    .onConflict((conflict) =>
      conflict.column('studyId').doUpdateSet({ lastNumber: sql`respondent_counter.last_number + ${count}` }),
    )
    .returning('lastNumber')
    .executeTakeFirstOrThrow()
  return row.lastNumber - count + 1
}

/**
 * Writes imported respondents in a few statements: persons (unless known by their key), respondents with labels,
 * responses, and the basis the researcher declared for quoting.
 */
export async function insertResponses(
  db: Database,
  study: StudyKey & { importId: string; at: Date; basis: string; mayQuote: boolean },
  responses: NewResponse[],
): Promise<void> {
  if (responses.length === 0) return
  const { workspaceId, studyId, importId, at } = study
  await db.transaction().execute(async (tx) => {
    const known = await personsByKey(tx, {
      workspaceId,
      keys: responses.flatMap(({ key }) => (key === null ? [] : [key])),
    })
    const placed = responses.map((response) => {
      const personId = response.key === null ? response.personId : (known.get(response.key) ?? response.personId)
      // Whoever stands twice in one batch is one person from their second line on.
      const isNew = response.key === null || !known.has(response.key)
      if (response.key !== null) known.set(response.key, personId)
      return { ...response, personId, isNew }
    })

    const fresh = placed.filter(({ isNew }) => isNew)
    if (fresh.length > 0)
      await tx
        .insertInto('person')
        .values(fresh.map(({ personId }) => ({ id: personId, workspaceId, createdAt: at })))
        .execute()
    const keyed = fresh.flatMap(({ personId, key }) => (key === null ? [] : [{ workspaceId, key, personId }]))
    if (keyed.length > 0) await tx.insertInto('personKey').values(keyed).execute()

    const first = await takeRespondentNumbers(tx, { workspaceId, studyId, count: placed.length })
    await tx
      .insertInto('respondent')
      .values(
        placed.map(({ personId }, index) => ({
          personId,
          studyId,
          workspaceId,
          label: respondentLabel(first + index),
        })),
      )
      .onConflict((conflict) => conflict.columns(['personId', 'studyId']).doNothing())
      .execute()
    await tx
      .insertInto('response')
      .values(
        placed.map(({ personId, responseId, answers, outcome, completedAt }) => ({
          personId,
          id: responseId,
          workspaceId,
          studyId,
          importId,
          outcome,
          answers: JSON.stringify(answers),
          completedAt,
        })),
      )
      .execute()
    // Nothing is written about quoting unless the researcher declared it: an unknown basis keeps words inside, a refusal would too,
    // but only the person can refuse.
    const purposes = study.mayQuote ? (['analysis', 'quoting'] as const) : (['analysis'] as const)
    await tx
      .insertInto('consent')
      .values(
        placed.flatMap(({ personId }) =>
          purposes.map((purpose) => ({
            personId,
            purpose,
            at,
            workspaceId,
            studyId,
            isGranted: true,
            wording: 'Declared by the researcher at import',
            basis: study.basis,
          })),
        ),
      )
      .onConflict((conflict) => conflict.columns(['personId', 'studyId', 'purpose', 'at']).doNothing())
      .execute()
  })
}

/** Makes these people respondents of the study, each with the next number; who is one already keeps theirs. */
export async function labelRespondents(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  personIds: string[],
): Promise<void> {
  const there = await db
    .selectFrom('respondent')
    .select('personId')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('personId', 'in', personIds)
    .execute()
  const labelled = new Set(there.map((row) => row.personId))
  const missing = [...new Set(personIds)].filter((personId) => !labelled.has(personId))
  if (missing.length === 0) return
  const first = await takeRespondentNumbers(db, { workspaceId, studyId, count: missing.length })
  await db
    .insertInto('respondent')
    .values(
      missing.map((personId, index) => ({ personId, studyId, workspaceId, label: respondentLabel(first + index) })),
    )
    .execute()
}

/** R-0213: what a respondent is called wherever their words appear. */
export function respondentLabel(number: number): string {
  return `R-${String(number).padStart(4, '0')}`
}

export type ResponseRow = Awaited<ReturnType<typeof responsePage>>[number]

/** One page of a study's answers in id order; interviews of the same people are elsewhere. Those in progress are left out. */
export function responsePage(
  db: Database,
  { workspaceId, studyId, after, limit }: StudyKey & { after: string | null; limit: number },
) {
  return db
    .selectFrom('response')
    .innerJoin('respondent', (join) =>
      join.onRef('respondent.personId', '=', 'response.personId').onRef('respondent.studyId', '=', 'response.studyId'),
    )
    .select([
      'response.personId',
      'response.id',
      'response.answers',
      'response.outcome',
      'response.completedAt',
      'respondent.label',
    ])
    .where('response.workspaceId', '=', workspaceId)
    .where('response.studyId', '=', studyId)
    .where('response.outcome', 'in', ['completed', 'partial'])
    .$if(after !== null, (query) => query.where('response.id', '>', after!))
    .orderBy('response.id')
    .limit(limit)
    .execute()
}

/** Every finished response of a study, page by page: streaming cursors fail on the embedded database. */
export async function* responsesOfStudy(db: Database, key: StudyKey): AsyncGenerator<ResponseRow> {
  let after: string | null = null
  for (;;) {
    const page: ResponseRow[] = await responsePage(db, { ...key, after, limit: 1000 })
    yield* page
    if (page.length < 1000) return
    after = page.at(-1)!.id
  }
}

export interface ImportRow {
  id: string
  fileId: string | null
  fileName: string
  state: 'proposed' | 'importing' | 'done' | 'failed'
  proposal: ImportProposal
  basis: string
  readCount: number
  keptCount: number
  refused: { line: number; reason: string }[]
  message: string | null
  createdAt: Date
}

/** What was recognised in a file, and what the researcher changed. */
export interface ImportProposal {
  variables: Variable[]
  /** Per variable, a few values as they stand in the file. */
  samples: Record<string, string[]>
  /** Plain sentences: encoding, delimiter, header shape. */
  notes: string[]
  /** Why this file's lines may not be respondents, or '' when they seem to be. */
  doubt: string
}

export async function insertImport(
  db: Database,
  row: StudyKey & { importId: string; fileId: string | null; fileName: string; proposal: ImportProposal; at: Date },
): Promise<void> {
  await db
    .insertInto('responseImport')
    .values({
      id: row.importId,
      workspaceId: row.workspaceId,
      studyId: row.studyId,
      fileId: row.fileId,
      fileName: row.fileName,
      state: 'proposed',
      proposal: JSON.stringify(row.proposal),
      createdAt: row.at,
    })
    .execute()
}

export async function findImport(
  db: Database,
  { workspaceId, studyId, importId }: StudyKey & { importId: string },
): Promise<ImportRow | undefined> {
  const row = await imports(db)
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('id', '=', importId)
    .executeTakeFirst()
  return row as ImportRow | undefined
}

export async function importsOfStudy(db: Database, { workspaceId, studyId }: StudyKey): Promise<ImportRow[]> {
  const rows = await imports(db)
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('id', 'desc')
    .limit(50)
    .execute()
  return rows as ImportRow[]
}

export async function confirmImport(
  db: Database,
  {
    workspaceId,
    studyId,
    importId,
    proposal,
    basis,
  }: StudyKey & { importId: string; proposal: ImportProposal; basis: string },
): Promise<boolean> {
  const row = await db
    .updateTable('responseImport')
    .set({ proposal: JSON.stringify(proposal), basis, state: 'importing' })
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('id', '=', importId)
    .where('state', '=', 'proposed')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function finishImport(
  db: Database,
  end: StudyKey & {
    importId: string
    state: 'done' | 'failed'
    read: number
    kept: number
    refused: { line: number; reason: string }[]
    message: string
  },
): Promise<void> {
  await db
    .updateTable('responseImport')
    .set({
      state: end.state,
      // Samples are people's answers: of no use once the columns are settled, and out of an erasure's reach.
      proposal: sql`jsonb_set(proposal, '{samples}', '{}')`,
      readCount: end.read,
      keptCount: end.kept,
      refused: JSON.stringify(end.refused),
      message: end.message,
    })
    .where('workspaceId', '=', end.workspaceId)
    .where('studyId', '=', end.studyId)
    .where('id', '=', end.importId)
    .execute()
}

/** Takes back what an unfinished import wrote, so that the queue may run it again from the start. */
export async function deleteImportedPeople(
  db: Database,
  { workspaceId, studyId, importId }: StudyKey & { importId: string },
): Promise<void> {
  await db
    .deleteFrom('response')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('importId', '=', importId)
    .execute()
}

function imports(db: Database) {
  return db
    .selectFrom('responseImport')
    .select([
      'id',
      'fileId',
      'fileName',
      'state',
      'proposal',
      'basis',
      'readCount',
      'keptCount',
      'refused',
      'message',
      'createdAt',
    ])
}

/** R-0213 of a person in a study, or '' when they are no respondent of it. */
export async function labelOf(
  db: Database,
  { workspaceId, studyId, personId }: StudyKey & { personId: string },
): Promise<string> {
  const row = await db
    .selectFrom('respondent')
    .select('label')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  return row?.label ?? ''
}
