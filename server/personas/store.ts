import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import { PersonaSetNotFound } from './errors.ts'

export interface PersonaSetKey {
  workspaceId: string
  personaSetId: string
}

export type Word = 'natural' | 'reproducible' | 'constructive' | 'none'

export interface NewPersonaSet extends StudyKey {
  personaSetId: string
  seed: number
  dataHash: string
  softwareVersion: string
  settings: object
  word: Word
  analysis: object
  /** The newest answer that counted: what the files' dates say. */
  dataUntil: Date | null
  at: Date
}

export interface PersonaRow {
  key: string
  number: number
  name: string
  tagline: string
  view: object
}

export interface ClaimRow {
  id: string
  personaKey: string
  position: number
  zone: string
  kind: string
  facet: string | null
  text: string
  grade: 'A' | 'B' | 'C' | 'H' | 'X'
  survey: object | null
  interviews: object | null
  /** What else the page needs: the words without numbers, which side is silent, the axis, the stage. */
  detail: object
}

/** A claim as it stands in its set: as it was drawn, with what people made of it since. */
export interface StoredClaimRow extends ClaimRow {
  /** Words a person gave it, and the drawn words they stood for. */
  editedWords: string | null
  editedFrom: string | null
  reviewBy: Date | null
}

export interface ClaimSpanRow {
  claimId: string
  personId: string
  position: number
  sourceKind: 'document' | 'answer'
  sourceId: string
  item: string
  startCodePoint: number
  endCodePoint: number
  isCounter: boolean
  quotable: 'consented' | 'internal' | 'noted' | 'refused'
}

export interface StoredClaimSpanRow extends ClaimSpanRow {
  /** The speaker was placed afterwards. */
  isProjected: boolean
}

export interface MembershipRow {
  personId: string
  personaKey: string | null
  probability: number | null
  margin: number | null
  posterior: number[]
  /** Survey weight; 1 where there are none. */
  weight: number
  status: 'member' | 'between' | 'unassigned' | 'projected'
}

/** Whether a person was among those the personas were found in: the only ones that shares and tests count. */
export function isInFit(row: MembershipRow | undefined): row is MembershipRow {
  return row !== undefined && row.posterior.length > 0 && row.status !== 'projected'
}

const rowsPerStatement = 500

/** Writes the set itself with who belongs where; the next number of the study. */
export async function insertPersonaSet(db: Database, set: NewPersonaSet, memberships: MembershipRow[]): Promise<void> {
  const { workspaceId, studyId, personaSetId } = set
  const last = await db
    .selectFrom('personaSet')
    .select((select) => select.fn.max('number').as('number'))
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .executeTakeFirst()
  await db
    .insertInto('personaSet')
    .values({
      id: personaSetId,
      workspaceId,
      studyId,
      number: (last?.number ?? 0) + 1,
      seed: set.seed,
      dataHash: set.dataHash,
      softwareVersion: set.softwareVersion,
      settings: JSON.stringify(set.settings),
      word: set.word,
      analysis: JSON.stringify(set.analysis),
      dataUntil: set.dataUntil,
      createdAt: set.at,
    })
    .execute()
  await insertMemberships(db, { workspaceId, personaSetId }, memberships)
}

/** Writes who belongs where in a set that has nobody yet. */
export async function insertMemberships(
  db: Database,
  { workspaceId, personaSetId }: PersonaSetKey,
  memberships: MembershipRow[],
): Promise<void> {
  for (let start = 0; start < memberships.length; start += rowsPerStatement) {
    const rows = memberships.slice(start, start + rowsPerStatement).map((row) => ({
      ...row,
      personaSetId,
      workspaceId,
      posterior: JSON.stringify(row.posterior),
    }))
    await db.insertInto('personaMembership').values(rows).execute()
  }
}

/**
 * Writes the pages of a set and what they claim, in place of what was there: a recount draws the same set again.
 * What people made of it stays: names, words given to a line that is drawn again, dates, and statements written by hand.
 */
export async function replacePages(
  db: Database,
  { workspaceId, personaSetId }: PersonaSetKey,
  pages: { personas: PersonaRow[]; claims: ClaimRow[]; spans: ClaimSpanRow[] },
): Promise<void> {
  const kept = await db
    .selectFrom('persona')
    .select(['key', 'name', 'tagline'])
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .where('isNameEdited', '=', true)
    .execute()
  const editedNames = new Map(kept.map((row) => [row.key, row]))
  const { madeOf, statements } = await claimsByHand(db, { workspaceId, personaSetId })
  await db
    .deleteFrom('persona')
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .execute()
  if (pages.personas.length === 0) return
  await db
    .insertInto('persona')
    .values(
      pages.personas.map((persona) => ({
        personaSetId,
        workspaceId,
        key: persona.key,
        number: persona.number,
        name: editedNames.get(persona.key)?.name ?? persona.name,
        tagline: editedNames.get(persona.key)?.tagline ?? persona.tagline,
        isNameEdited: editedNames.has(persona.key),
        view: JSON.stringify(persona.view),
      })),
    )
    .execute()
  const keys = new Set(pages.personas.map(({ key }) => key))
  const claims = [...pages.claims, ...statements.filter(({ personaKey }) => keys.has(personaKey))]
  for (let start = 0; start < claims.length; start += rowsPerStatement) {
    const rows = claims.slice(start, start + rowsPerStatement).map((claim) => ({
      ...(madeOf.get(claim.id) ?? { editedWords: null, editedFrom: null, reviewBy: null }),
      ...claim,
      personaSetId,
      workspaceId,
      survey: claim.survey === null ? null : JSON.stringify(claim.survey),
      interviews: claim.interviews === null ? null : JSON.stringify(claim.interviews),
      detail: JSON.stringify(claim.detail),
    }))
    await db.insertInto('claim').values(rows).execute()
  }
  for (let start = 0; start < pages.spans.length; start += rowsPerStatement) {
    const rows = pages.spans
      .slice(start, start + rowsPerStatement)
      .map((span) => ({ ...span, personaSetId, workspaceId }))
    await db.insertInto('claimSpan').values(rows).execute()
  }
}

/** What people made of a set's claims: words and dates by the claim's id, and the statements they wrote themselves. */
async function claimsByHand(db: Database, key: PersonaSetKey) {
  const rows = await claimsOfSet(db, key)
  const madeOf = new Map(
    rows
      .filter(({ editedWords, reviewBy }) => editedWords !== null || reviewBy !== null)
      .map(({ id, editedWords, editedFrom, reviewBy }) => [id, { editedWords, editedFrom, reviewBy }]),
  )
  return { madeOf, statements: rows.filter(({ kind }) => kind === 'belief') }
}

export type PersonaSet = Awaited<ReturnType<typeof personaSetOf>>

/** @throws {PersonaSetNotFound} */
export async function personaSetOf(db: Database, { workspaceId, personaSetId }: PersonaSetKey) {
  const set = await sets(db).where('workspaceId', '=', workspaceId).where('id', '=', personaSetId).executeTakeFirst()
  if (!set) throw new PersonaSetNotFound()
  return { ...set, personas: await personasOfSet(db, { workspaceId, personaSetId }) }
}

/** The newest set of a study with its personas, or undefined when none was ever drawn. */
export async function newestPersonaSet(
  db: Database,
  { workspaceId, studyId }: StudyKey,
): Promise<PersonaSet | undefined> {
  const set = await sets(db)
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!set) return undefined
  return { ...set, personas: await personasOfSet(db, { workspaceId, personaSetId: set.id }) }
}

/** In the order of the analysis' classes: p1, p2 … p10. Numbers are colours, and may be kept from an earlier set. */
export function personasOfSet(db: Database, { workspaceId, personaSetId }: PersonaSetKey) {
  return db
    .selectFrom('persona')
    .select(['key', 'number', 'name', 'tagline', 'isNameEdited', 'view'])
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .orderBy(sql`length(key)`)
    .orderBy('key')
    .execute()
}

export async function claimsOfSet(
  db: Database,
  { workspaceId, personaSetId }: PersonaSetKey,
): Promise<StoredClaimRow[]> {
  const rows = await claims(db)
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows as StoredClaimRow[]
}

export async function findClaim(
  db: Database,
  { workspaceId, personaSetId, claimId }: PersonaSetKey & { claimId: string },
): Promise<StoredClaimRow | undefined> {
  const row = await claims(db)
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .where('id', '=', claimId)
    .executeTakeFirst()
  return row as StoredClaimRow | undefined
}

export async function spansOfSet(
  db: Database,
  { workspaceId, personaSetId }: PersonaSetKey,
): Promise<StoredClaimSpanRow[]> {
  return spans(db)
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .orderBy('claimId')
    .orderBy('position')
    .execute()
}

export async function spansOfClaim(
  db: Database,
  { workspaceId, personaSetId, claimId }: PersonaSetKey & { claimId: string },
): Promise<StoredClaimSpanRow[]> {
  return spans(db)
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .where('claimId', '=', claimId)
    .orderBy('position')
    .execute()
}

/** Who belongs where, page by page in the order of persons. */
export async function* membershipsOfSet(
  db: Database,
  { workspaceId, personaSetId }: PersonaSetKey,
): AsyncGenerator<MembershipRow> {
  let after: string | null = null
  for (;;) {
    const page: MembershipRow[] = (await db
      .selectFrom('personaMembership')
      .select(['personId', 'personaKey', 'probability', 'margin', 'posterior', 'weight', 'status'])
      .where('workspaceId', '=', workspaceId)
      .where('personaSetId', '=', personaSetId)
      .$if(after !== null, (query) => query.where('personId', '>', after!))
      .orderBy('personId')
      .limit(1000)
      .execute()) as MembershipRow[]
    yield* page
    if (page.length < 1000) return
    after = page.at(-1)!.personId
  }
}

/** Whose members, and of which standing: those who count, or those who were placed afterwards. */
export interface MembersWanted extends PersonaSetKey {
  studyId: string
  status: 'member' | 'projected'
}

export type KeyedMember = Awaited<ReturnType<typeof membersAfter>>[number]

/** Members by the key other tools know them by (a person without one by their respondent number), page by page. */
export async function* membersWithKeys(db: Database, wanted: MembersWanted): AsyncGenerator<KeyedMember> {
  let after: string | null = null
  for (;;) {
    const page: KeyedMember[] = await membersAfter(db, wanted, { after, limit: 1000 })
    yield* page
    if (page.length < 1000) return
    after = page.at(-1)!.personId
  }
}

/** The next members behind a person, in the order of persons. */
export async function membersAfter(
  db: Database,
  { workspaceId, personaSetId, studyId, status }: MembersWanted,
  { after, limit }: { after: string | null; limit: number },
) {
  const rows = await db
    .selectFrom('personaMembership')
    .leftJoin('personKey', (join) =>
      join
        .onRef('personKey.personId', '=', 'personaMembership.personId')
        .onRef('personKey.workspaceId', '=', 'personaMembership.workspaceId'),
    )
    .leftJoin('respondent', (join) =>
      join.onRef('respondent.personId', '=', 'personaMembership.personId').on('respondent.studyId', '=', studyId),
    )
    .select([
      'personaMembership.personId',
      'personaMembership.personaKey',
      'personaMembership.probability',
      'personaMembership.margin',
      'personKey.key',
      'respondent.label',
    ])
    .where('personaMembership.workspaceId', '=', workspaceId)
    .where('personaMembership.personaSetId', '=', personaSetId)
    .where('personaMembership.status', '=', status)
    .where('personaMembership.personaKey', 'is not', null)
    .$if(after !== null, (query) => query.where('personaMembership.personId', '>', after!))
    .orderBy('personaMembership.personId')
    .limit(limit)
    .execute()
  return rows.map(({ personId, personaKey, probability, margin, key, label }) => ({
    personId,
    key: key ?? label ?? '',
    persona: personaKey!,
    probability: probability ?? 0,
    margin: margin ?? 0,
  }))
}

export async function renamePersona(
  db: Database,
  persona: PersonaSetKey & { key: string; name: string; tagline: string },
): Promise<boolean> {
  const row = await db
    .updateTable('persona')
    .set({ name: persona.name, tagline: persona.tagline, isNameEdited: true })
    .where('workspaceId', '=', persona.workspaceId)
    .where('personaSetId', '=', persona.personaSetId)
    .where('key', '=', persona.key)
    .returning('key')
    .executeTakeFirst()
  return row !== undefined
}

export async function saveAnalysis(
  db: Database,
  { workspaceId, personaSetId, analysis }: PersonaSetKey & { analysis: object },
): Promise<void> {
  await db
    .updateTable('personaSet')
    .set({ analysis: JSON.stringify(analysis) })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', personaSetId)
    .execute()
}

export async function markRecounted(
  db: Database,
  { workspaceId, personaSetId, at }: PersonaSetKey & { at: Date },
): Promise<void> {
  await db
    .updateTable('personaSet')
    .set({ recountedAt: at })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', personaSetId)
    .execute()
}

function sets(db: Database) {
  return db
    .selectFrom('personaSet')
    .select([
      'id',
      'studyId',
      'number',
      'seed',
      'dataHash',
      'softwareVersion',
      'settings',
      'word',
      'analysis',
      'dataUntil',
      'recountedAt',
      'createdAt',
    ])
}

function claims(db: Database) {
  return db
    .selectFrom('claim')
    .select([
      'id',
      'personaKey',
      'position',
      'zone',
      'kind',
      'facet',
      'text',
      'grade',
      'survey',
      'interviews',
      'detail',
      'editedWords',
      'editedFrom',
      'reviewBy',
    ])
}

function spans(db: Database) {
  return db.selectFrom('claimSpan').select([
    'claimId',
    'personId',
    'position',
    'sourceKind',
    'sourceId',
    'item',
    'startCodePoint',
    'endCodePoint',
    'isCounter',
    'quotable',
    sql<boolean>`exists (select 1 from persona_membership as placed
        where placed.person_id = claim_span.person_id and placed.persona_set_id = claim_span.persona_set_id
          and placed.workspace_id = claim_span.workspace_id and placed.status = 'projected')`.as('isProjected'),
  ])
}
