import type { Facet } from '../facets.ts'
import type { Claim, ClaimZone, SpanReference, SpokenEvidence, SurveyEvidence } from './claim.ts'
import type { ClaimDetail } from './draw-set.ts'
import type { ClaimRow, ClaimSpanRow } from './store.ts'

/** Claims as they were drawn, from their rows; the spans of people erased since are gone from them. */
export function storedClaims(rows: ClaimRow[], spans: ClaimSpanRow[]): Claim[] {
  const spansOf = Map.groupBy(spans, ({ claimId }) => claimId)
  return rows.map((row) => {
    const { words, silent, axis, stage } = row.detail as ClaimDetail
    const own = (spansOf.get(row.id) ?? []).toSorted((one, other) => one.position - other.position)
    return {
      id: row.id,
      personaKey: row.personaKey,
      zone: row.zone as ClaimZone,
      kind: row.kind as Claim['kind'],
      facet: row.facet as Facet,
      text: row.text,
      words,
      grade: row.grade,
      evidence: {
        survey: row.survey as SurveyEvidence | null,
        interviews: row.interviews as SpokenEvidence | null,
        spans: own.filter(({ isCounter }) => !isCounter).map(reference),
        counter: own.filter(({ isCounter }) => isCounter).map(reference),
      },
      silent,
      axis,
      stage,
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
}: ClaimSpanRow): SpanReference {
  return { personId, sourceKind, sourceId, item, startCodePoint, endCodePoint, quotable }
}
