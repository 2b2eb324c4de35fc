import { createHash } from 'node:crypto'
import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import { offsetMap, sliceCodePoints } from '../text/code-points.ts'
import { proposeRedactions } from '../text/redaction.ts'
import { folded, type RedactionKind } from '../text/redaction-hit.ts'
import { isName } from '../text/redaction-names.ts'
import { type DocumentKey, pseudonymHashes, type RedactionRow, redactionsOf, speakerLabels, termsOf } from './store.ts'

/** Words of a document that mean the same, with everywhere they stand. */
export interface RedactionGroup {
  kind: RedactionKind
  wordsHash: string
  /** As they are written first. */
  words: string
  reason: string
  isCertain: boolean
  ranges: { start: number; end: number }[]
  /** What was decided in this document; null when nobody has yet. */
  state: 'accepted' | 'rejected' | null
  /** The number these words have in the study, null before anybody accepted them anywhere. */
  number: number | null
}

/** The hash under which a study knows words: another study has another, so that lists can't be laid side by side. */
export function wordsHash(studyId: string, kind: RedactionKind, identity: string): string {
  return createHash('sha256')
    .update(`${studyId} ${kind} ${folded(identity)}`)
    .digest('hex')
}

/** What the study knows that helps to find people in a text. */
export async function knownWords(db: Database, study: StudyKey): Promise<{ names: string[]; terms: string[] }> {
  const labels = await speakerLabels(db, study)
  return { names: labels.filter(isName), terms: (await termsOf(db, study)).map(({ words }) => words) }
}

/**
 * The groups of words of a document that may point at people: what is proposed and what was decided, decided ranges as
 * they stand in the text now.
 */
export async function groupsOf(
  db: Database,
  document: DocumentKey & StudyKey & { text: string },
): Promise<RedactionGroup[]> {
  const { studyId, text } = document
  const decided = await redactionsOf(db, document)
  const numbers = await pseudonymHashes(db, document)
  const map = offsetMap(text)
  const groups = new Map<string, RedactionGroup>()
  const add = (one: Omit<RedactionGroup, 'ranges' | 'words'>, range: { start: number; end: number }) => {
    const key = `${one.kind} ${one.wordsHash}`
    const group = groups.get(key) ?? { ...one, words: sliceCodePoints(text, map, range), ranges: [] }
    groups.set(key, group)
    // The same words at a new place: the group is open again until somebody looks.
    if (group.state !== one.state) group.state = null
    if (!group.ranges.some(({ start, end }) => start < range.end && end > range.start)) group.ranges.push(range)
  }
  for (const { start, end, kind, wordsHash: hash, number, state } of decided)
    add({ kind, wordsHash: hash, reason: 'Decided before.', isCertain: true, state, number }, { start, end })
  for (const { start, end, kind, identity, reason, isCertain } of proposeRedactions(
    text,
    await knownWords(db, document),
  )) {
    if (overlapsOther(decided, { start, end })) continue
    const hash = wordsHash(studyId, kind, identity)
    const number = numbers.get(`${kind} ${hash}`) ?? null
    add({ kind, wordsHash: hash, reason, isCertain: isCertain || number !== null, state: null, number }, { start, end })
  }
  const found = [...groups.values()]
  for (const group of found) group.ranges.sort((a, b) => a.start - b.start)
  return found.sort((a, b) => a.ranges[0]!.start - b.ranges[0]!.start)
}

/** Words within a range that somebody decided on are not asked about again. */
function overlapsOther(decided: RedactionRow[], range: { start: number; end: number }): boolean {
  return decided.some(({ start, end }) => start < range.end && end > range.start)
}
