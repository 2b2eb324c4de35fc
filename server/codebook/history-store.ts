import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { CodeChangeTable } from '../database/tables.ts'
import type { StudyKey } from '../studies/store.ts'
import { ruleBroken } from './changes.ts'
import { type CodeDifference, differencesBetween, touches, withoutChange } from './differences.ts'
import {
  ChangeNotFound,
  ChangeStays,
  CodebookChangedMeanwhile,
  CodebookRefused,
  CodeChangedMeanwhile,
} from './errors.ts'
import { type CodeRow, codesOfStudy, lockCodebook, writeCodes } from './store.ts'
import { changeText } from './change-text.ts'
import {
  followFacets,
  moveTags,
  type MovedTags,
  tagsCarrying,
  takeTagsBack,
  type TagMove,
} from '../tagging/code-moves-store.ts'

export type CodeChangeKind = CodeChangeTable['kind']

export interface CodeChange {
  number: number
  kind: CodeChangeKind
  /** Name of the code it was about, and of the other one where there were two, as they were called then. */
  about: string
  other: string
  differences: CodeDifference[]
  tagsMoved: number
  tagsJoined: number
  /** Number of the change that it took back. */
  undoes: number | null
  /** Number of the change that took this one back and still stands, or null. */
  undoneBy: number | null
  accountId: string
  madeAt: Date
}

/** What a change makes of a codebook. */
export interface PlannedChange {
  codes: CodeRow[]
  about: string
  other?: string
  tags?: TagMove
}

type ChangeOfCodebook = StudyKey & {
  kind: CodeChangeKind
  accountId: string
  at: Date
  /** Number of the newest change that whoever asks has seen. */
  seen: number
  /** The change needs the whole codebook to be as it was seen, not only the codes it touches. */
  needsAllSeen?: boolean
  plan: (codes: CodeRow[]) => PlannedChange
}

export interface ChangedCodebook extends MovedTags {
  /** Number of the change, or null when nothing was different afterwards and nothing was kept. */
  number: number | null
}

/**
 * Changes a codebook in one transaction, with the tags that go along, and keeps what stood before. Changes of one study go one after
 * the other.
 * @throws {CodeChangedMeanwhile} when somebody else changed a code that this touches
 * @throws {CodebookRefused} when the result breaks a rule of codebooks
 */
export async function changeCodebook(db: Database, change: ChangeOfCodebook): Promise<ChangedCodebook> {
  const { workspaceId, studyId, kind, accountId, at, seen, plan } = change
  const study = { workspaceId, studyId }
  return db.transaction().execute(async (tx) => {
    await lockCodebook(tx, study)
    const before = await codesOfStudy(tx, study)
    const newest = await newestChange(tx, study)
    if (change.needsAllSeen && newest > seen) throw new CodebookChangedMeanwhile()
    const { codes, about, other = '', tags } = plan(before)
    const broken = ruleBroken(codes)
    if (broken) throw new CodebookRefused(broken)
    const differences = differencesBetween(before, codes)
    refuseUnseen(before, differences, seen)
    if (differences.length === 0) return { number: null, moved: 0, joined: 0 }
    const number = newest + 1
    await insertChange(tx, { ...study, number, kind, about, other, differences, undoes: null, accountId, at })
    await writeCodes(tx, { ...study, number }, differences, codes)
    await followFacets(tx, study, differences)
    const moved = tags ? await moveTags(tx, { ...study, number }, tags) : { moved: 0, joined: 0 }
    await countTags(tx, { ...study, number }, moved)
    return { number, ...moved }
  })
}

/**
 * Takes a change back, whichever it was: the fields it changed are again what they were, and tags that it moved and nobody has decided
 * otherwise since carry again what they carried. Taking a change back is a change too, so it can be taken back in turn.
 * @throws {ChangeStays} when a later change, or a tag, stands in the way
 */
export async function undoChange(
  db: Database,
  { workspaceId, studyId, number: undoes, accountId, at }: StudyKey & { number: number; accountId: string; at: Date },
): Promise<ChangedCodebook> {
  const study = { workspaceId, studyId }
  return db.transaction().execute(async (tx) => {
    await lockCodebook(tx, study)
    const changes = await changesOf(tx, study, { from: undoes })
    const change = changes.find(({ number }) => number === undoes)
    if (!change) throw new ChangeNotFound()
    if (change.undoneBy !== null)
      throw new ChangeStays(`Change ${undoes} was taken back already, by change ${change.undoneBy}.`)
    const before = await codesOfStudy(tx, study)
    const codes = withoutChange(before, change.differences)
    if (!Array.isArray(codes)) throw new ChangeStays(whatStandsInTheWay(changes, undoes, codes))
    const broken = ruleBroken(codes)
    if (broken) throw new ChangeStays(`Change ${undoes} can’t be taken back as things stand: ${broken}`)
    const differences = differencesBetween(before, codes)
    const number = changes[0]!.number + 1
    const { about, other } = change
    await insertChange(tx, { ...study, number, kind: 'undone', about, other, differences, undoes, accountId, at })
    const kept = differences.filter(({ after }) => after !== null)
    await writeCodes(tx, { ...study, number }, kept, codes)
    await followFacets(tx, study, kept)
    const moved = await takeTagsBack(tx, { ...study, number, undoes })
    const gone = differences.filter(({ after }) => after === null)
    const carried = await tagsCarrying(
      tx,
      study,
      gone.map(({ key }) => key),
    )
    if (carried.length > 0) {
      const name = before.find(({ key }) => key === carried[0])!.name
      throw new ChangeStays(
        `Tags carry “${name}” by now, so it can’t be taken out of the codebook. Retire it, or merge it, instead.`,
      )
    }
    await writeCodes(tx, { ...study, number }, gone, codes)
    await countTags(tx, { ...study, number }, moved)
    return { number, ...moved }
  })
}

export interface WhichChanges {
  /** Only those that touched this code. */
  touching?: string | undefined
  /** Only those before this one. */
  before?: number | undefined
  /** Only this one and later ones. */
  from?: number | undefined
  limit?: number | undefined
}

/** Changes of a codebook, the newest first, with which of them were taken back. */
export async function changesOf(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  { touching, before, from, limit }: WhichChanges = {},
): Promise<CodeChange[]> {
  const rows = await changesTouching(db, { workspaceId, studyId }, touching)
    .select([
      'number',
      'kind',
      'about',
      'other',
      'differences',
      'tagsMoved',
      'tagsJoined',
      'undoes',
      'accountId',
      'madeAt',
    ])
    .$if(before !== undefined, (query) => query.where('number', '<', before!))
    .$if(from !== undefined, (query) => query.where('number', '>=', from!))
    .$if(limit !== undefined, (query) => query.limit(limit!))
    .orderBy('number', 'desc')
    .execute()
  const undoneBy = await undoneChanges(db, { workspaceId, studyId })
  return rows.map((row) => ({
    ...row,
    differences: row.differences as CodeDifference[],
    undoneBy: undoneBy.get(row.number) ?? null,
  }))
}

/** How many changes touched a code. */
export async function countChanges(db: Database, study: StudyKey, touching: string): Promise<number> {
  const { count } = await changesTouching(db, study, touching)
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Keys of the codes that any change touched. */
export async function changedCodes(db: Database, { workspaceId, studyId }: StudyKey): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select distinct difference ->> 'key' as key from code_change, jsonb_array_elements(differences) as difference
    where workspace_id = ${workspaceId} and study_id = ${studyId}`.execute(db)
  return new Set(rows.map(({ key }) => key))
}

function changesTouching(db: Database, { workspaceId, studyId }: StudyKey, touching: string | undefined) {
  return db
    .selectFrom('codeChange')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .$if(touching !== undefined, (query) =>
      query.where(sql<boolean>`differences @> ${JSON.stringify([{ key: touching }])}::jsonb`),
    )
}

/** Which changes were taken back, and by which change that still stands. */
async function undoneChanges(db: Database, { workspaceId, studyId }: StudyKey): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('codeChange')
    .select(['number', 'undoes'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('undoes', 'is not', null)
    .orderBy('number', 'desc')
    .execute()
  const undoneBy = new Map<number, number>()
  // The newest first: by the time a change is read, it is known whether what took it back still stands.
  for (const { number, undoes } of rows) if (!undoneBy.has(number)) undoneBy.set(undoes!, number)
  return undoneBy
}

/** Number of the newest change of a codebook, 0 while there is none. */
export async function newestChange(db: Database, { workspaceId, studyId }: StudyKey): Promise<number> {
  const row = await db
    .selectFrom('codeChange')
    .select((select) => select.fn.max('number').as('newest'))
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .executeTakeFirst()
  return row?.newest ?? 0
}

function refuseUnseen(before: CodeRow[], differences: CodeDifference[], seen: number): void {
  const rows = new Map(before.map((code) => [code.key, code]))
  for (const { key } of differences) {
    const code = rows.get(key)
    if (code && code.lastChange > seen) throw new CodeChangedMeanwhile(code)
  }
}

function whatStandsInTheWay(changes: CodeChange[], number: number, obstacle: Parameters<typeof touches>[1]): string {
  const later = changes.filter((one) => one.number > number && touches(one.differences, obstacle))
  // One that was taken back, and what took it back, leave nothing behind.
  const standing = later.find(({ undoneBy }) => undoneBy === null)
  return standing
    ? `Change ${number} can’t be taken back while change ${standing.number} stands, which came later: ${changeText(standing)}. Take that back first.`
    : `Change ${number} can’t be taken back: the codebook is no longer as it left it.`
}

async function insertChange(
  tx: Database,
  change: StudyKey &
    Pick<CodeChange, 'number' | 'kind' | 'about' | 'other' | 'differences' | 'undoes' | 'accountId'> & { at: Date },
): Promise<void> {
  const { at, differences, ...columns } = change
  await tx
    .insertInto('codeChange')
    .values({ ...columns, differences: JSON.stringify(differences), madeAt: at })
    .execute()
}

async function countTags(
  tx: Database,
  { workspaceId, studyId, number }: StudyKey & { number: number },
  { moved, joined }: MovedTags,
): Promise<void> {
  await tx
    .updateTable('codeChange')
    .set({ tagsMoved: moved, tagsJoined: joined })
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('number', '=', number)
    .execute()
}
