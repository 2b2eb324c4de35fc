import type { Facet } from '../facets.ts'
import type { Claim, ClaimZone, SpanReference, SpokenEvidence, SurveyEvidence } from './claim.ts'
import type { ClaimDetail } from './draw-set.ts'
import { numbersOf } from './claim-words.ts'
import type { StoredClaimRow, StoredClaimSpanRow } from './store.ts'

/**
 * Claims from their rows, in the words that people gave them: the numbers are the drawn ones whatever the words are. An edit of words
 * that a recount has changed no longer applies. The spans of people erased since are gone.
 */
export function storedClaims(rows: StoredClaimRow[], spans: StoredClaimSpanRow[]): Claim[] {
  const spansOf = Map.groupBy(spans, ({ claimId }) => claimId)
  return rows.map((row) => {
    const { words: drawnWords, silent, axis, stage } = row.detail as ClaimDetail
    const survey = row.survey as SurveyEvidence | null
    const interviews = row.interviews as SpokenEvidence | null
    const edited = row.editedFrom === drawnWords ? row.editedWords : null
    const numbers = numbersOf({ survey, interviews }, row.grade)
    const own = (spansOf.get(row.id) ?? []).toSorted((one, other) => one.position - other.position)
    return {
      id: row.id,
      personaKey: row.personaKey,
      zone: row.zone as ClaimZone,
      kind: row.kind as Claim['kind'],
      facet: row.facet as Facet,
      text: edited === null ? row.text : numbers ? `${edited}: ${numbers}` : edited,
      words: edited ?? drawnWords,
      grade: row.grade,
      evidence: {
        survey,
        interviews,
        spans: own.filter(({ isCounter }) => !isCounter).map(reference),
        counter: own.filter(({ isCounter }) => isCounter).map(reference),
      },
      silent,
      axis,
      stage,
      ...(edited === null ? {} : { drawnWords }),
      ...(row.reviewBy ? { reviewBy: row.reviewBy } : {}),
    }
  })
}

function reference({
  personId,
  sourceKind,
  sourceId,
  item,
  startCodePoint,
  endCodePoint,
  quotable,
  isProjected,
}: StoredClaimSpanRow): SpanReference {
  const place = { personId, sourceKind, sourceId, item, startCodePoint, endCodePoint, quotable }
  return isProjected ? { ...place, isProjected } : place
}
