import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { codedAgreement, type LabelAgreement, type OverallAgreement } from '../statistics/agreement/coded-units.ts'
import { randomFrom } from '../statistics/random.ts'
import { type ReadDocument, readDocuments } from './close-round.ts'
import { type Resolution, resolutionsOfRound } from './resolution-store.ts'
import type { RoundRow } from './round-store.ts'
import { currentLabel } from './settle.ts'
import { asCodedUnit, labelsApart, labelsOn, type ReadUnit } from './units.ts'

/** The same units are drawn for everybody who looks at a round. */
const seed = 1

export interface RoundFigures {
  documents: number
  labels: LabelAgreement[]
  overall: OverallAgreement
  /** Units on which the coders differ, and how many of them somebody has decided. */
  apart: number
  resolved: number
}

/** How well the coders of a closed round agree, from what they said; decisions made afterwards change nothing in it. */
export async function roundFigures(
  db: Database,
  { workspaceId, round }: { workspaceId: string; round: RoundRow },
): Promise<RoundFigures> {
  const resolutions = resolutionsByDocument(await resolutionsOfRound(db, { workspaceId, roundId: round.id }))
  const units: ReturnType<typeof asCodedUnit>[] = []
  let documents = 0
  let apart = 0
  let resolved = 0
  for await (const document of readDocuments(db, { workspaceId, round })) {
    documents++
    for (const unit of document.units) {
      units.push(asCodedUnit(unit))
      if (labelsApart(unit).length === 0) continue
      apart++
      if (resolutionOf(unit, resolutions.get(document.documentId) ?? [])) resolved++
    }
  }
  const codes = await codesOfStudy(db, { workspaceId, studyId: round.studyId })
  // Two codes of a round may be one by now.
  const levels = new Map(round.labels.map(({ label, scale }) => [currentLabel(label, codes), scale?.level]))
  const labels = Array.from(levels, ([label, level]) => ({ label, level }))
  return { documents, ...codedAgreement(units, labels, { random: randomFrom(seed) }), apart, resolved }
}

/** A unit on which the coders differ. */
export interface Disagreement {
  document: ReadDocument
  unit: ReadUnit
  /** Labels that only one of them gave. */
  apart: string[]
  /** Labels that both gave. */
  agreed: string[]
  resolution: Resolution | undefined
}

export interface DisagreementPage {
  rows: Disagreement[]
  /** How many there are with what was asked for. */
  total: number
}

/**
 * Units on which the coders differ, in reading order.
 * @param asked.label only where they differ in this label
 * @param asked.onlyOpen only those that nobody has decided
 */
export async function disagreementsOf(
  db: Database,
  { workspaceId, round }: { workspaceId: string; round: RoundRow },
  asked: { label: string | undefined; onlyOpen: boolean; from: number; limit: number },
): Promise<DisagreementPage> {
  const resolutions = resolutionsByDocument(await resolutionsOfRound(db, { workspaceId, roundId: round.id }))
  const rows: Disagreement[] = []
  let total = 0
  for await (const document of readDocuments(db, { workspaceId, round })) {
    for (const unit of document.units) {
      const apart = labelsApart(unit)
      if (apart.length === 0 || (asked.label !== undefined && !apart.includes(asked.label))) continue
      const resolution = resolutionOf(unit, resolutions.get(document.documentId) ?? [])
      if (asked.onlyOpen && resolution) continue
      if (total >= asked.from && rows.length < asked.limit)
        rows.push({ document, unit, apart, agreed: agreedOn(unit, apart), resolution })
      total++
    }
  }
  return { rows, total }
}

/** Labels that both gave to the unit. */
export function agreedOn({ tags }: ReadUnit, apart: string[]): string[] {
  return labelsOn(tags[0]).filter((label) => !apart.includes(label))
}

function resolutionsByDocument(resolutions: Resolution[]): Map<string, Resolution[]> {
  return Map.groupBy(resolutions, ({ documentId }) => documentId)
}

/** The newest decision on a unit. Words may have been mended since, so that its edges need not be the unit's any more. */
function resolutionOf(unit: { start: number; end: number }, resolutions: Resolution[]): Resolution | undefined {
  return resolutions.findLast(({ start, end }) => {
    const shared = Math.min(unit.end, end) - Math.max(unit.start, start)
    return shared * 2 > Math.max(unit.end - unit.start, end - start)
  })
}
