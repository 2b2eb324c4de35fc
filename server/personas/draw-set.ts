import type { Database } from '../database/connection.ts'
import { studyOf } from '../studies/store.ts'
import { personaKey } from './analysed-personas.ts'
import type { Claim, SpanReference } from './claim.ts'
import { makeClaims } from './claims.ts'
import type { StoredAnalysis } from './find-personas.ts'
import { gatherEvidence } from './gather-evidence.ts'
import { namePersonas } from './naming.ts'
import { chooseQuotes } from './quotes.ts'
import { type ClaimRow, type ClaimSpanRow, type PersonaSetKey, personaSetOf, replacePages } from './store.ts'
import { type ToldFacts, toldBy } from './told.ts'
import { keptNumbers } from './versions/kept-numbers.ts'
import { neighbourOf, type Neighbour, prevalenceOf, type Prevalence } from './traits.ts'

/** What a persona's page needs besides its claims: figures and references, never a copy of anybody's words. */
export interface PersonaFacts extends Partial<ToldFacts> {
  quote: SpanReference | null
  counterQuote: SpanReference | null
  /** Further voices to the contrary; absent in sets drawn before there were any. */
  moreCounterQuotes?: SpanReference[]
  prevalence: Prevalence | null
  neighbour: Neighbour | null
  namedBy: 'motive' | 'answers'
  /** False where personas overlap too much for questions outside the fit to describe them. */
  isSortingUndone?: boolean
}

/** What a claim keeps besides its evidence. */
export type ClaimDetail = Pick<Claim, 'words' | 'silent' | 'axis' | 'stage'>

/**
 * Makes the claims, names and quotes of a set from what is there now, in place of what was drawn before.
 * @returns the number of personas: 0 when the word is none
 */
export async function drawSet(db: Database, { workspaceId, personaSetId }: PersonaSetKey): Promise<number> {
  const set = await personaSetOf(db, { workspaceId, personaSetId })
  const analysis = set.analysis as StoredAnalysis
  if (set.word === 'none') {
    // A record may take personas back that were drawn before.
    await replacePages(db, { workspaceId, personaSetId }, { personas: [], claims: [], spans: [] })
    return 0
  }
  const study = await studyOf(db, { workspaceId, studyId: set.studyId })
  const gathered = await gatherEvidence(db, { workspaceId, study, set: { id: set.id, analysis } })
  const { input: evidence, sources, isSortingUndone } = gathered
  const keys = evidence.personas.map(({ key }) => key)
  const numbers = await keptNumbers(db, set, keys, workspaceId)
  const personasOf = evidence.personas.map((persona) => ({ ...persona, number: numbers.get(persona.key)! }))
  const input = { ...evidence, personas: personasOf }
  const circumstances = new Set(input.variables.filter(({ role }) => role === 'covariate').map(({ name }) => name))
  const claims = makeClaims(input).map((own) => own.map((claim) => inItsZone(claim, circumstances)))
  // A persona is named, told and counted by its reasons; circumstances only describe it.
  const reasons = claims.map((own) => own.filter(({ zone }) => zone !== 'context'))
  const names = namePersonas(input, reasons)
  const quotes = chooseQuotes(input, { claims: reasons, sources, policy: 'internal' })
  const drawn = claims.flat()

  const personas = input.personas.map((persona, index) => {
    const facts: PersonaFacts = {
      quote: quotes[index]!.quote?.span ?? null,
      counterQuote: quotes[index]!.counter?.span ?? null,
      moreCounterQuotes: quotes[index]!.moreCounter.map(({ span }) => span),
      prevalence: prevalenceOf(input, { persona: index, claims: reasons[index]! }),
      neighbour: neighbourOf(input, index),
      namedBy: names[index]!.by,
      isSortingUndone,
      ...toldBy(input, {
        persona: index,
        claims: reasons[index]!,
        sources,
        quoted: [quotes[index]!.quote, quotes[index]!.counter, ...quotes[index]!.moreCounter],
      }),
    }
    return {
      key: personaKey(index),
      number: persona.number,
      name: names[index]!.name,
      tagline: names[index]!.tagline,
      view: facts,
    }
  })
  await db
    .transaction()
    .execute((tx) =>
      replacePages(
        tx,
        { workspaceId, personaSetId },
        { personas, claims: drawn.map(claimRow), spans: drawn.flatMap(spanRows) },
      ),
    )
  return personas.length
}

function inItsZone(claim: Claim, circumstances: Set<string>): Claim {
  return claim.evidence.survey && circumstances.has(claim.evidence.survey.variable)
    ? { ...claim, zone: 'context' }
    : claim
}

function claimRow(claim: Claim, position: number): ClaimRow {
  const { survey, interviews } = claim.evidence
  const detail: ClaimDetail = { words: claim.words, silent: claim.silent, axis: claim.axis, stage: claim.stage }
  return {
    id: claim.id,
    personaKey: claim.personaKey,
    position,
    zone: claim.zone,
    kind: claim.kind,
    facet: claim.facet,
    text: claim.text,
    grade: claim.grade,
    survey,
    // Who said it stands in the spans, which fall with the person; here only how many did.
    interviews: interviews ? { ...interviews, participants: [] } : null,
    detail,
  }
}

function spanRows(claim: Claim): ClaimSpanRow[] {
  const row =
    (isCounter: boolean, offset: number) =>
    (span: SpanReference, index: number): ClaimSpanRow => ({
      claimId: claim.id,
      personId: span.personId,
      position: offset + index,
      sourceKind: span.sourceKind,
      sourceId: span.sourceId,
      item: span.item,
      startCodePoint: span.startCodePoint,
      endCodePoint: span.endCodePoint,
      isCounter,
      quotable: span.quotable,
    })
  const { spans, counter } = claim.evidence
  return [...spans.map(row(false, 0)), ...counter.map(row(true, spans.length))]
}
