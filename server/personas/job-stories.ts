import type { Facet } from '../facets.ts'
import { gradeOf, type Grade, type SpanReference } from './claim.ts'
import type { ClaimInput } from './claim-input.ts'
import { isInOneBreath, tagsOfPersona } from './nearby-tags.ts'
import { referenceTo } from './spoken-claims.ts'

/** When …, I want …, so I can …: each part the name of a code, joined because the same people said them in one breath. */
export interface JobStory {
  when: string
  want: string
  /** Null when nobody said what for. */
  so: string | null
  /** People who said when and want in one breath. */
  people: number
  grade: Grade
  /** Where they said it, the needs first. */
  spans: SpanReference[]
}

const situations: Facet[] = ['pain', 'journey', 'behaviour', 'experience']
const aims: Facet[] = ['motivation', 'value']
const storiesKept = 3
const spansKept = 6

/**
 * The jobs that people of a persona describe, most told first, one a need. Nothing is made up: a story stands only where people
 * tagged with the need were tagged with the situation beside it; the wording between is ours and is to be marked so.
 */
export function jobStoriesOf(input: ClaimInput, persona: number): JobStory[] {
  const tags = tagsOfPersona(input, persona)
  const needs = tags.filter(({ codeOf }) => codeOf.facet === 'need')
  const stories: JobStory[] = []
  for (const [want, own] of Map.groupBy(needs, ({ codeOf }) => codeOf.name)) {
    const beside = (facets: Facet[]) =>
      strongestCode(
        own.flatMap((need) =>
          tags
            .filter((tag) => facets.includes(tag.codeOf.facet) && isInOneBreath(need, tag))
            .map((tag) => ({ name: tag.codeOf.name, tag, need })),
        ),
      )
    const when = beside(situations)
    if (!when) continue
    const grade = gradeOf('silent', { supporting: when.people, opposing: 0 })
    if (!grade) continue
    const places = when.pairs.flatMap(({ need, tag }) => [need, tag]).map(referenceTo)
    const spans = [...new Map(places.map((span) => [JSON.stringify(span), span])).values()].slice(0, spansKept)
    stories.push({ when: when.name, want, so: beside(aims)?.name ?? null, people: when.people, grade, spans })
  }
  return stories
    .sort((one, other) => other.people - one.people || (one.want < other.want ? -1 : 1))
    .slice(0, storiesKept)
}

function strongestCode<T extends { name: string; tag: { personId: string } }>(pairs: T[]) {
  const counted = [...Map.groupBy(pairs, ({ name }) => name)].map(([name, own]) => ({
    name,
    pairs: own,
    people: new Set(own.map(({ tag }) => tag.personId)).size,
  }))
  counted.sort((one, other) => other.people - one.people || (one.name < other.name ? -1 : 1))
  return counted[0] ?? null
}
