import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { type DocumentToTag, documentsToTag } from '../interviews/store.ts'
import { settleTags, tagsBetween } from '../tagging/store.ts'
import { codePointLength } from '../text/code-points.ts'
import type { ParsedDocument } from '../text/document.ts'
import { saidInDocuments } from './coding-store.ts'
import { closeRound, documentsOfRound, type RoundRow } from './round-store.ts'
import { currentLabel, leftByCoders, type SettledUnit, settlementOf } from './settle.ts'
import { readUnits, type ReadUnit, unitsOf } from './units.ts'

const documentsAtOnce = 20

/** A document that both coders finished, with its units as they read them. */
export interface ReadDocument {
  personId: string
  documentId: string
  number: number
  kind: ParsedDocument['kind']
  text: DocumentToTag['text']
  units: ReadUnit[]
}

/**
 * The documents of a round that both coders are done with: of the others nobody can say whether they agree. Some at a time.
 * @param only one of them alone
 */
export async function* readDocuments(
  db: Database,
  { workspaceId, round, only }: { workspaceId: string; round: RoundRow; only?: string },
): AsyncGenerator<ReadDocument> {
  const key = { workspaceId, roundId: round.id }
  const codes = await codesOfStudy(db, { workspaceId, studyId: round.studyId })
  const done = (await documentsOfRound(db, key)).filter(
    ({ documentId, doneAt }) => doneAt[0] !== null && doneAt[1] !== null && (only === undefined || only === documentId),
  )
  for (let from = 0; from < done.length; from += documentsAtOnce) {
    const portion = done.slice(from, from + documentsAtOnce)
    const texts = new Map((await documentsToTag(db, { workspaceId }, portion)).map((text) => [text.documentId, text]))
    const tags = (await saidInDocuments(db, key, portion)).map((tag) => ({
      ...tag,
      label: currentLabel(tag.label, codes),
    }))
    const said = Map.groupBy(tags, ({ documentId }) => documentId)
    for (const { personId, documentId, number, kind } of portion) {
      const document = texts.get(documentId)
      if (!document) continue
      const units = readUnits(unitsOf(document, round.unit), said.get(documentId) ?? [])
      yield { personId, documentId, number, kind, text: document.text, units }
    }
  }
}

/**
 * Closes a round and lets the study's tags say what both coders agreed on; what only one of them said waits for a decision.
 * Returns false when it was closed before.
 */
export async function closeAndSettle(
  db: Database,
  { workspaceId, round, accountId, at }: { workspaceId: string; round: RoundRow; accountId: string; at: Date },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    if (!(await closeRound(tx, { workspaceId, roundId: round.id, accountId, at }))) return false
    for await (const { units, ...document } of readDocuments(tx, { workspaceId, round }))
      await settleUnits(tx, { workspaceId, round, accountId, at, document }, units.map(leftByCoders))
    return true
  })
}

/** Makes the study's tags on a document say what these units were found to say. */
export async function settleUnits(
  tx: Database,
  {
    workspaceId,
    round,
    accountId,
    at,
    document,
  }: {
    workspaceId: string
    round: RoundRow
    accountId: string
    at: Date
    document: Pick<ReadDocument, 'personId' | 'documentId' | 'text'>
  },
  units: SettledUnit[],
): Promise<void> {
  const { personId, documentId, text } = document
  const study = { workspaceId, studyId: round.studyId }
  const codes = await codesOfStudy(tx, study)
  const settlement = settlementOf(units, {
    tags: await tagsBetween(tx, { workspaceId, personId, documentId, start: 0, end: codePointLength(text) }),
    labels: new Set(round.labels.map(({ label }) => currentLabel(label, codes))),
    codes,
  })
  const reason = `Settled in coding round ${round.number}.`
  await settleTags(tx, { ...study, personId, documentId, accountId, at, reason }, settlement)
}
