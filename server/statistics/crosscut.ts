import {
  adjustedResiduals,
  association,
  type Association,
  type Counts,
  groupsHolding,
  lifts,
  margins,
  type Residual,
  uncertainty,
} from './crosstab.ts'

export interface Crosscut extends Association {
  table: {
    personas: string[]
    segments: string[]
    /** People, personas × segments. */
    counts: Counts
    rowTotals: number[]
    columnTotals: number[]
  }
  residuals: Residual[][]
  theilsU: { personaGivenSegment: number; segmentGivenPersona: number }
  /** Effective number of segments that each persona crosses. */
  spans: { persona: string; span: number }[]
  /** How mixed over personas each segment is, 0 … 1. */
  mixes: { segment: string; mix: number }[]
  lift: number[][]
  /** Groups that hold 80 % of the people. */
  holding80: { segments: number; personas: number }
  /** Personas that are mostly a segment wearing a name: four fifths of them stand in one segment. */
  costumes: { persona: string; segment: string; share: number }[]
  sentence: string
}

/**
 * How personas and segments cut across each other, from one pair of labels a person. Labels are put in the order of
 * their size, equal sizes by name.
 */
export function crosscut(pairs: { persona: string; segment: string }[], { seed }: { seed: number }): Crosscut {
  const personas = labelsBySize(pairs.map((pair) => pair.persona))
  const segments = labelsBySize(pairs.map((pair) => pair.segment))
  const personaPlace = new Map(personas.map((label, index) => [label, index]))
  const segmentPlace = new Map(segments.map((label, index) => [label, index]))
  const counts: Counts = personas.map(() => new Array<number>(segments.length).fill(0))
  for (const { persona, segment } of pairs) counts[personaPlace.get(persona)!]![segmentPlace.get(segment)!]!++

  const { rows, columns } = margins(counts)
  const about = association(counts, { seed })
  const known = uncertainty(counts)
  const holding80 = { segments: groupsHolding(columns, 0.8), personas: groupsHolding(rows, 0.8) }
  const costumes = counts.flatMap((row, i) => {
    const largest = Math.max(...row)
    const share = largest / rows[i]!
    return share > 0.8 && segments.length > 1
      ? [{ persona: personas[i]!, segment: segments[row.indexOf(largest)]!, share }]
      : []
  })
  return {
    ...about,
    table: { personas, segments, counts, rowTotals: rows, columnTotals: columns },
    residuals: adjustedResiduals(counts),
    theilsU: { personaGivenSegment: known.rowGivenColumn, segmentGivenPersona: known.columnGivenRow },
    spans: personas.map((persona, i) => ({ persona, span: known.spans[i]! })),
    mixes: segments.map((segment, j) => ({ segment, mix: known.mixes[j]! })),
    lift: lifts(counts),
    holding80,
    costumes,
    sentence: sentenceOf(about, {
      ...holding80,
      toldBySegment: known.rowGivenColumn,
      personaCount: personas.length,
      segmentCount: segments.length,
      costumes: costumes.length,
    }),
  }
}

function sentenceOf(
  about: Association,
  facts: {
    segments: number
    personas: number
    toldBySegment: number
    personaCount: number
    segmentCount: number
    costumes: number
  },
): string {
  const hold = `80 % of these ${about.n} people are held by ${counted(facts.segments, 'segment')} and by ${counted(facts.personas, 'persona')}`
  const told = `knowing a person's segment removes ${Math.round(100 * facts.toldBySegment)} % of the doubt about their persona`
  let meaning: string
  if (facts.personaCount < 2 || facts.segmentCount < 2)
    meaning = 'with a single group on one side there is nothing to cross'
  else if (facts.costumes > 0 || facts.toldBySegment > 0.5)
    meaning = 'these personas are mostly segments wearing a name'
  else if (about.strength === 'none to speak of')
    meaning = 'personas cut across the segments, which therefore cannot be used to reach them'
  else
    meaning = `personas cut across the segments, with ${article(about.strength)} ${about.strength} association (V ${about.cramersVCorrected.toFixed(2)})`
  return `${hold}: ${meaning}; ${told}.`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? 'an' : 'a'
}

function labelsBySize(labels: string[]): string[] {
  const sizes = new Map<string, number>()
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1)
  return [...sizes.keys()].sort((one, other) => {
    const difference = sizes.get(other)! - sizes.get(one)!
    return difference !== 0 ? difference : one < other ? -1 : 1
  })
}
