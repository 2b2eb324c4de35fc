import type { DocumentToTag } from '../interviews/store.ts'
import type { CodedUnit } from '../statistics/agreement/coded-units.ts'
import { offsetMap, type Range } from '../text/code-points.ts'
import { sentences } from '../text/sentences.ts'

export type UnitKind = 'sentence' | 'turn'

/** A stretch of a participant's words on which coders decide, in code points of its document. */
export interface Unit extends Range {
  speaker: string
}

/** One coder's decision on words, as it was made. */
export interface CoderTag extends Range {
  id: string
  /** 0 for the first coder, 1 for the second. */
  coder: 0 | 1
  /** A code's key, or "facet:need". */
  label: string
  value: number | null
}

/** What the two said of one unit. */
export interface ReadUnit extends Unit {
  tags: [CoderTag[], CoderTag[]]
}

/**
 * The units of a document in reading order: each turn of a participant, or each of its sentences. Stretches without a letter or a
 * digit are none: nobody can say anything of a dash.
 */
export function unitsOf({ text, ranges }: Pick<DocumentToTag, 'text' | 'ranges'>, kind: UnitKind): Unit[] {
  const map = offsetMap(text)
  return ranges.flatMap(({ speaker, start, end }) => {
    const turn = { start: map.toUtf16(start), end: map.toUtf16(end) }
    const stretches = kind === 'turn' ? [turn] : sentences(text, turn)
    return stretches
      .filter((stretch) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text.slice(stretch.start, stretch.end)))
      .map((stretch) => ({ speaker, start: map.toCodePoint(stretch.start), end: map.toCodePoint(stretch.end) }))
  })
}

/** A tag says something of a unit when it covers half of it, or when half of the tag lies in it: a slip over an edge says nothing. */
export function isSaidOf(unit: Range, tag: Range): boolean {
  const shared = Math.min(unit.end, tag.end) - Math.max(unit.start, tag.start)
  return shared > 0 && (shared * 2 >= unit.end - unit.start || shared * 2 >= tag.end - tag.start)
}

/** Units with the tags that speak of them, coder by coder. */
export function readUnits(units: Unit[], tags: CoderTag[]): ReadUnit[] {
  const inOrder = [...tags].sort((a, b) => a.start - b.start)
  let from = 0
  return units.map((unit) => {
    // A tag that ended before this unit can speak of no later one, but a longer one that began earlier may.
    while (from < inOrder.length && inOrder[from]!.end <= unit.start) from++
    const own: CoderTag[] = []
    for (let index = from; index < inOrder.length && inOrder[index]!.start < unit.end; index++) {
      if (isSaidOf(unit, inOrder[index]!)) own.push(inOrder[index]!)
    }
    return { ...unit, tags: [own.filter(({ coder }) => coder === 0), own.filter(({ coder }) => coder === 1)] }
  })
}

/** The labels of one coder on a unit, each once, in the order they stand. */
export function labelsOn(tags: CoderTag[]): string[] {
  return [...new Set(tags.map(({ label }) => label))]
}

/** A unit as the figures take it. Of several values for one label the highest counts. */
export function asCodedUnit({ tags }: ReadUnit): CodedUnit {
  return { labels: [labelsOn(tags[0]), labelsOn(tags[1])], values: [valuesOn(tags[0]), valuesOn(tags[1])] }
}

/** Labels that one of the two gave and the other did not. */
export function labelsApart({ tags }: ReadUnit): string[] {
  const [first, second] = [labelsOn(tags[0]), labelsOn(tags[1])]
  return [...first.filter((label) => !second.includes(label)), ...second.filter((label) => !first.includes(label))]
}

function valuesOn(tags: CoderTag[]): Map<string, number> {
  const values = new Map<string, number>()
  for (const { label, value } of tags)
    if (value !== null) values.set(label, Math.max(value, values.get(label) ?? Number.NEGATIVE_INFINITY))
  return values
}
