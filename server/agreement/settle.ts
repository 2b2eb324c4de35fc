import type { CodeRow } from '../codebook/store.ts'
import { type Facet, facets } from '../facets.ts'
import type { TagRow, TagSettlement } from '../tagging/store.ts'
import type { Range } from '../text/code-points.ts'
import { isSaidOf, labelsApart, labelsOn, type ReadUnit } from './units.ts'

/** What a unit says, as far as it is decided. */
export interface SettledUnit {
  unit: ReadUnit
  /** Labels that the unit has. */
  kept: string[]
  /** Labels that a coder gave it and that were decided against. */
  dropped: string[]
  /** Labels on which the coders differ and nobody has decided. */
  waiting: string[]
}

/** A unit as both coders leave it: what both said holds, what one of them said waits for a decision. */
export function leftByCoders(unit: ReadUnit): SettledUnit {
  const waiting = labelsApart(unit)
  return { unit, kept: labelsOn(unit.tags[0]).filter((label) => !waiting.includes(label)), dropped: [], waiting }
}

/** A unit after a decision on what its coders differ in. */
export function asResolved(unit: ReadUnit, labels: string[]): SettledUnit {
  return { unit, kept: labels, dropped: labelsApart(unit).filter((label) => !labels.includes(label)), waiting: [] }
}

/**
 * What has to become of the study's tags so that they say what the coders agreed on:
 * - a label that is kept becomes a tag on the words of the coder who gave it, unless a tag says so already;
 * - a suggestion that is kept is accepted; one on words that both coders read and did not give that label is rejected;
 * - a tag whose label was decided against goes.
 * @param tags   the study's tags on the document, rejected ones included
 * @param labels what the coders of the round could give: nothing is said of any other
 */
export function settlementOf(
  units: SettledUnit[],
  { tags, labels, codes }: { tags: TagRow[]; labels: ReadonlySet<string>; codes: CodeRow[] },
): TagSettlement {
  const insert = new Map<string, TagSettlement['insert'][number]>()
  const accept = new Set<string>()
  const reject = new Set<string>()
  const remove = new Set<string>()
  for (const { unit, kept, dropped, waiting } of units) {
    const here = tags.filter((tag) => tag.state !== 'rejected' && isSaidOf(unit, tag))
    for (const tag of here) {
      const label = labelOf(tag)
      if (!isMostlyIn(unit, tag) || !labels.has(label) || waiting.includes(label)) continue
      if (kept.includes(label)) {
        if (tag.state === 'suggested') accept.add(tag.id)
      } else if (tag.state === 'suggested') reject.add(tag.id)
      else if (dropped.includes(label)) (tag.rules === '' ? remove : reject).add(tag.id)
    }
    for (const label of kept) {
      const meaning = meaningOf(label, codes)
      if (!meaning || here.some((tag) => labelOf(tag) === label && (tag.state === 'accepted' || isMostlyIn(unit, tag))))
        continue
      const given = [...unit.tags[0], ...unit.tags[1]].find((tag) => tag.label === label) ?? unit
      const range = { start: given.start, end: given.end }
      insert.set(`${range.start}-${range.end}-${label}`, { ...range, ...meaning, speaker: unit.speaker })
    }
  }
  return { insert: [...insert.values()], accept: [...accept], reject: [...reject], remove: [...remove] }
}

/** A tag's label, as rounds name it. */
export function labelOf({ facet, code }: { facet: string; code: string | null }): string {
  return code ?? `facet:${facet}`
}

/** The label that lives on: a code that was merged into another since a round began counts as the other. */
export function currentLabel(label: string, codes: CodeRow[]): string {
  return codes.find(({ key }) => key === label)?.mergedInto ?? label
}

/** Facet and code of a label, retired codes too; undefined when the codebook no longer has it. */
export function meaningOf(label: string, codes: CodeRow[]): { facet: Facet; code: string | null } | undefined {
  const facet = facets.find((one) => label === `facet:${one}`)
  if (facet) return { facet, code: null }
  const code = codes.find(({ key }) => key === label)
  return code && { facet: code.facet, code: code.key }
}

function isMostlyIn(unit: Range, tag: Range): boolean {
  return (Math.min(unit.end, tag.end) - Math.max(unit.start, tag.start)) * 2 > tag.end - tag.start
}
