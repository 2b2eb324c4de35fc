import type { Database } from '../database/connection.ts'
import type { TagActionTable } from '../database/tables.ts'
import { newId } from '../ids.ts'
import { asWritten } from '../interviews/moved-ranges-store.ts'
import type { StudyKey } from '../studies/store.ts'
import { followCodes } from './code-moves-store.ts'
import { NothingToUndo, TagsChangedSince } from './errors.ts'
import type { TagSource } from './store.ts'

export type TagActionKind = TagActionTable['kind']
type StoredTag = Record<string, unknown> & { id: string }

/** Whose steps: each person takes back their own, study by study. */
export type OwnSteps = StudyKey & { accountId: string }

export interface TagAction extends TagSource {
  id: string
  start: number
  kind: TagActionKind
  facet: string
  code: string | null
}

/** So many steps can be taken back; older ones are forgotten. */
const stepsKept = 100

/**
 * Does something to tags of one source and keeps what it changed, so that whoever did it can take it back. A new step ends what
 * could be made again.
 * @param action.range code points of the source that hold every tag the work touches
 */
export async function recordedStep(
  db: Database,
  action: OwnSteps &
    TagSource & {
      kind: TagActionKind
      facet: string
      code: string | null
      range: { start: number; end: number }
      at: Date
    },
  work: (tx: Database) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const before = await tagsIn(tx, action)
    await work(tx)
    const after = await tagsIn(tx, action)
    const changed = (rows: StoredTag[], others: StoredTag[]) =>
      rows.filter(
        (row) =>
          !isSame(
            row,
            others.find(({ id }) => id === row.id),
          ),
      )
    const [lost, made] = [changed(before, after), changed(after, before)]
    if (lost.length === 0 && made.length === 0) return
    await ownActions(tx, action).where('undoneAt', 'is not', null).execute()
    const { workspaceId, studyId, accountId, personId, sourceKind, sourceId, item, kind, facet, code, range } = action
    await tx
      .insertInto('tagAction')
      .values({
        personId,
        id: newId(),
        workspaceId,
        studyId,
        accountId,
        sourceKind,
        sourceId,
        item,
        startCodePoint: range.start,
        kind,
        facet,
        code,
        before: JSON.stringify(lost),
        after: JSON.stringify(made),
        madeAt: action.at,
      })
      .execute()
    const old = await tx
      .selectFrom('tagAction')
      .select('id')
      .where('workspaceId', '=', workspaceId)
      .where('studyId', '=', studyId)
      .where('accountId', '=', accountId)
      .orderBy('id', 'desc')
      .offset(stepsKept)
      .limit(1)
      .executeTakeFirst()
    if (old) await ownActions(tx, action).where('id', '<=', old.id).execute()
  })
}

/** The step that would be taken back next, and the one that would be made again. */
export async function nextSteps(
  db: Database,
  own: OwnSteps,
): Promise<{ undo: TagAction | null; redo: TagAction | null }> {
  const undo = await actions(db, own).where('undoneAt', 'is', null).orderBy('id', 'desc').limit(1).executeTakeFirst()
  const redo = await actions(db, own).where('undoneAt', 'is not', null).orderBy('id').limit(1).executeTakeFirst()
  return { undo: (undo as TagAction | undefined) ?? null, redo: (redo as TagAction | undefined) ?? null }
}

/**
 * Takes this account's newest step back, or makes the one taken back last again.
 * @returns where it was
 * @throws {NothingToUndo} when there is no such step
 * @throws {TagsChangedSince} when somebody changed the same tags since; the step is forgotten then
 */
export async function moveStep(
  db: Database,
  own: OwnSteps & { direction: 'undone' | 'redone'; at: Date },
): Promise<TagAction & { studyId: string }> {
  const { undo, redo } = await nextSteps(db, own)
  const step = own.direction === 'undone' ? undo : redo
  if (!step) throw new NothingToUndo(own.direction)
  const isMoved = await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('tagAction')
      .select(['before', 'after', 'undoneAt'])
      .where('workspaceId', '=', own.workspaceId)
      .where('personId', '=', step.personId)
      .where('id', '=', step.id)
      .forUpdate()
      .executeTakeFirst()
    // A second press came while the first was at it.
    if (!row || (row.undoneAt === null) !== (own.direction === 'undone')) return true
    const [from, to] = (own.direction === 'undone' ? [row.after, row.before] : [row.before, row.after]) as [
      StoredTag[],
      StoredTag[],
    ]
    if (!(await areAsLeft(tx, { ...own, personId: step.personId }, from, to))) {
      await ownActions(tx, own).where('id', '=', step.id).execute()
      return false
    }
    await exchangeTags(tx, { workspaceId: own.workspaceId, personId: step.personId }, from, to)
    // A tag that comes back may carry a code that was merged or moved since.
    await followCodes(tx, { workspaceId: own.workspaceId, personIds: [step.personId], sourceIds: [step.sourceId] })
    await tx
      .updateTable('tagAction')
      .set({ undoneAt: own.direction === 'undone' ? own.at : null })
      .where('workspaceId', '=', own.workspaceId)
      .where('personId', '=', step.personId)
      .where('id', '=', step.id)
      .execute()
    return true
  })
  if (!isMoved) throw new TagsChangedSince()
  return { ...step, studyId: own.studyId }
}

/** Steps on a text end where its words are edited: the ranges they remember are those of the words before. */
export async function forgetSteps(
  tx: Database,
  { workspaceId, personId, sourceId }: { workspaceId: string; personId: string; sourceId: string },
): Promise<void> {
  await tx
    .deleteFrom('tagAction')
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('sourceId', '=', sourceId)
    .execute()
}

async function tagsIn(
  tx: Database,
  {
    workspaceId,
    personId,
    sourceId,
    item,
    range,
  }: { workspaceId: string } & TagSource & {
      range: { start: number; end: number }
    },
): Promise<StoredTag[]> {
  const rows = await tx
    .selectFrom('tag')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('sourceId', '=', sourceId)
    .where('item', '=', item)
    .where('startCodePoint', '<', range.end)
    .where('endCodePoint', '>', range.start)
    .execute()
  return rows as unknown as StoredTag[]
}

/** Whether the tags still are as the step left them, and none that it would bring again is there by another way. */
async function areAsLeft(
  tx: Database,
  { workspaceId, personId }: { workspaceId: string; personId: string },
  left: StoredTag[],
  wanted: StoredTag[],
): Promise<boolean> {
  const ids = [...new Set([...left, ...wanted].map(({ id }) => id))]
  const rows = (await tx
    .selectFrom('tag')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', 'in', ids)
    .execute()) as unknown as StoredTag[]
  return (
    rows.length === left.length &&
    left.every((tag) =>
      isSame(
        tag,
        rows.find(({ id }) => id === tag.id),
      ),
    )
  )
}

async function exchangeTags(
  tx: Database,
  { workspaceId, personId }: { workspaceId: string; personId: string },
  from: StoredTag[],
  to: StoredTag[],
): Promise<void> {
  if (from.length > 0)
    await tx
      .deleteFrom('tag')
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where(
        'id',
        'in',
        from.map(({ id }) => id),
      )
      .execute()
  // Since the step the document may have been joined to whom it belongs: what is put back is theirs.
  for (const tag of to)
    await tx
      .insertInto('tag')
      .values(asWritten({ ...tag, personId }, ['decidedAt', 'createdAt']) as never)
      .execute()
}

/** Whether two rows say the same: dates and JSON as they are written, and whoever the words belong to. */
function isSame(one: StoredTag, other: StoredTag | undefined): boolean {
  if (!other) return false
  return Object.keys(one).every(
    (column) => column === 'personId' || JSON.stringify(one[column]) === JSON.stringify(other[column]),
  )
}

function actions(db: Database, { workspaceId, studyId, accountId }: OwnSteps) {
  return db
    .selectFrom('tagAction')
    .select(['personId', 'id', 'sourceKind', 'sourceId', 'item', 'startCodePoint as start', 'kind', 'facet', 'code'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('accountId', '=', accountId)
}

function ownActions(tx: Database, { workspaceId, studyId, accountId }: OwnSteps) {
  return tx
    .deleteFrom('tagAction')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('accountId', '=', accountId)
}
