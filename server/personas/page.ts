import type { Database } from '../database/connection.ts'
import { memberLines, membersHeader } from '../exports/members-csv.ts'
import { type Study, studyOf } from '../studies/store.ts'
import type { PersonaFacts } from './draw-set.ts'
import { PersonaNotFound } from './errors.ts'
import { onePagerView, type OnePagerView } from './one-pager.ts'
import { claimsOfSet, membersWithKeys, type PersonaSetKey, personaSetOf } from './store.ts'
import { storedClaims } from './stored-claims.ts'
import { readSpan, type SpanWords } from './words.ts'
import type { QuotesPolicy } from './quotes.ts'

/**
 * A persona's page, and the study it belongs to, with the words that may stand on it: inside the house also those nobody released, outside only consented ones.
 * @throws {PersonaSetNotFound, PersonaNotFound}
 */
export async function readOnePager(
  db: Database,
  {
    workspaceId,
    personaSetId,
    personaKey,
    policy,
    workspaceName,
  }: PersonaSetKey & { personaKey: string; policy: QuotesPolicy; workspaceName: string },
): Promise<{ view: OnePagerView; study: Study }> {
  const set = await personaSetOf(db, { workspaceId, personaSetId })
  const persona = set.personas.find(({ key }) => key === personaKey)
  if (!persona) throw new PersonaNotFound()
  const study = await studyOf(db, { workspaceId, studyId: set.studyId })
  // The page counts and links; the words behind a line are read on its evidence page.
  const claims = storedClaims(await claimsOfSet(db, { workspaceId, personaSetId }), [])
  const facts = persona.view as PersonaFacts
  const words = async (span: PersonaFacts['quote']): Promise<SpanWords | null> => {
    if (!span || (policy === 'consented' && span.quotable !== 'consented')) return null
    return readSpan(db, { workspaceId, studyId: set.studyId }, span)
  }
  const [quote, counterQuote] = [await words(facts.quote), await words(facts.counterQuote)]
  const view = onePagerView({ set, persona, claims, quote, counterQuote, workspaceName, decision: study.decision })
  return { view, study }
}

/** members.csv in pieces: everyone who counts for a persona, by the key other tools know them by. */
export function membersCsv(db: Database, key: PersonaSetKey): AsyncGenerator<string> {
  return peopleCsv(db, key, { status: 'member', mark: '' })
}

/** projected.csv, the same columns: people placed afterwards, who are in no share, marked in the version. */
export function projectedCsv(db: Database, key: PersonaSetKey): AsyncGenerator<string> {
  return peopleCsv(db, key, { status: 'projected', mark: '-projected' })
}

async function* peopleCsv(
  db: Database,
  { workspaceId, personaSetId }: PersonaSetKey,
  { status: wanted, mark }: { status: 'member' | 'projected'; mark: string },
): AsyncGenerator<string> {
  const set = await personaSetOf(db, { workspaceId, personaSetId })
  yield membersHeader
  for await (const { key, label, personaKey, probability, margin, status } of membersWithKeys(db, {
    workspaceId,
    personaSetId,
    studyId: set.studyId,
  })) {
    if (status !== wanted || personaKey === null) continue
    yield memberLines(
      [{ key: key ?? label ?? '', persona: personaKey, probability: probability ?? 0, margin: margin ?? 0 }],
      `set-${set.number}${mark}`,
    )
  }
}
