import type { Database } from '../database/connection.ts'
import { memberLines, membersHeader } from '../exports/members-csv.ts'
import { type Study, studyOf } from '../studies/store.ts'
import type { Claim } from './claim.ts'
import type { PersonaFacts } from './draw-set.ts'
import { PersonaNotFound } from './errors.ts'
import { interpretationOf } from './interpretation-store.ts'
import { onePagerView, type OnePagerView } from './one-pager.ts'
import type { QuotesPolicy } from './quotes.ts'
import { type SegmentsOfPersona, segmentsOfSet } from './segments-of-persona.ts'
import {
  claimsOfSet,
  type MembersWanted,
  membersWithKeys,
  type PersonaSet,
  type PersonaSetKey,
  personaSetOf,
} from './store.ts'
import { storedClaims } from './stored-claims.ts'
import { readSpan, type SpanWords } from './words.ts'

export interface PageOrder extends PersonaSetKey {
  /** Inside the house also words that nobody released may stand; outside only consented ones. */
  policy: QuotesPolicy
  workspaceName: string
  /** Where the product is on the web, without a slash at the end; undefined when nobody said. */
  publicAddress?: string | undefined
}

/**
 * A persona's page, and the study it belongs to, with the words that may stand on it.
 * @throws {PersonaSetNotFound, PersonaNotFound}
 */
export async function readOnePager(
  db: Database,
  { personaKey, ...order }: PageOrder & { personaKey: string },
): Promise<{ view: OnePagerView; study: Study }> {
  const parts = await readSet(db, order)
  const persona = parts.set.personas.find(({ key }) => key === personaKey)
  if (!persona) throw new PersonaNotFound()
  return { view: await pageOf(db, order, { ...parts, persona }), study: parts.study }
}

/** Every persona of a set in its order, with the set itself: what files of the whole set are made of. */
export async function readPages(
  db: Database,
  order: PageOrder,
): Promise<{ set: PersonaSet; claims: Claim[]; study: Study; views: OnePagerView[] }> {
  const parts = await readSet(db, order)
  const views: OnePagerView[] = []
  for (const persona of parts.set.personas) views.push(await pageOf(db, order, { ...parts, persona }))
  return { ...parts, views }
}

interface SetParts {
  set: PersonaSet
  study: Study
  claims: Claim[]
  segments: Map<string, SegmentsOfPersona> | null
}

async function readSet(db: Database, { workspaceId, personaSetId }: PageOrder): Promise<SetParts> {
  const set = await personaSetOf(db, { workspaceId, personaSetId })
  const study = await studyOf(db, { workspaceId, studyId: set.studyId })
  // The page counts and links; the words behind a line are read on its evidence page.
  const claims = storedClaims(await claimsOfSet(db, { workspaceId, personaSetId }), [])
  const { seed } = set
  const segments =
    set.personas.length > 0
      ? await segmentsOfSet(db, { workspaceId, personaSetId, seed, isSimulated: study.isSimulated })
      : null
  return { set, study, claims, segments }
}

async function pageOf(
  db: Database,
  { workspaceId, personaSetId, policy, workspaceName, publicAddress }: PageOrder,
  { set, study, claims, segments, persona }: SetParts & { persona: PersonaSet['personas'][number] },
): Promise<OnePagerView> {
  const facts = persona.view as PersonaFacts
  const words = async (span: PersonaFacts['quote']): Promise<SpanWords | null> => {
    if (!span || (policy === 'consented' && span.quotable !== 'consented')) return null
    return readSpan(db, { workspaceId, studyId: set.studyId }, span)
  }
  const voices: SpanWords[] = []
  for (const span of facts.voices ?? []) {
    const read = await words(span)
    if (read) voices.push(read)
  }
  const jobPlaces: SpanWords[][] = []
  for (const { spans } of facts.jobStories ?? []) {
    const places: SpanWords[] = []
    for (const span of spans) {
      const read = await readSpan(db, { workspaceId, studyId: set.studyId }, span)
      if (read && !places.some(({ source }) => source === read.source)) places.push(read)
    }
    jobPlaces.push(places)
  }
  // Where the best quote may not leave the house, the next one that may stands in its place.
  const quote = (await words(facts.quote)) ?? voices.shift() ?? null
  const counterQuotes: SpanWords[] = []
  for (const span of [facts.counterQuote, ...(facts.moreCounterQuotes ?? [])]) {
    const read = await words(span)
    if (read) counterQuotes.push(read)
  }
  return onePagerView({
    set,
    persona,
    claims,
    quote,
    counterQuotes,
    voices,
    jobPlaces,
    segments: segments?.get(persona.key) ?? null,
    interpretation: await interpretationOf(db, { workspaceId, personaSetId, personaKey: persona.key }),
    address: publicAddress ? `${publicAddress}/personas/${personaSetId}/${persona.key}` : null,
    isInternal: [quote, ...counterQuotes, ...voices].some((voice) => voice !== null && voice.quotable !== 'consented'),
    workspaceName,
    isSimulated: study.isSimulated,
    decision: study.decision,
  })
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
  { status, mark }: { status: MembersWanted['status']; mark: string },
): AsyncGenerator<string> {
  const { studyId, number } = await personaSetOf(db, { workspaceId, personaSetId })
  yield membersHeader
  for await (const member of membersWithKeys(db, { workspaceId, personaSetId, studyId, status })) {
    yield memberLines([member], `set-${number}${mark}`)
  }
}
