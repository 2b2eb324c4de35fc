import { facetNames, type Facet } from '../facets.ts'
import type { Answers, Variable } from '../responses/variable.ts'
import { countsUnseen, qualityText } from './tag-quality.ts'

/** Words from which on not having said something means something. */
export const defaultMinimumWords = 150

/** What is needed of a tag to know who said what. */
export interface SpokenTag {
  personId: string
  facet: Facet
  code: string | null
  strength: number | null
  state: 'suggested' | 'accepted'
}

export interface SpokenCode {
  key: string
  name: string
  facet: Facet
  /** Key of the code that says the opposite: which of the two was meant is not what was measured. */
  opposite?: string | null
  /** Key of the code it stands under. */
  parent?: string | null
}

export interface TagAnswers {
  /** One variable for each code, and each facet, that somebody is known to have spoken of; in the order of the codebook. */
  variables: Variable[]
  /** By person: 'said' or 'unsaid' by the variable's name; what is not known is absent. */
  answersOf: Map<string, Answers>
}

/**
 * Tags as answers to the unasked question "does this person speak of …?".
 * - said: a tag that a person accepted, or a suggestion at or above the study's threshold where suggestions of its facet were measured
 *   and hold (of codes with an opposite only an accepted one, since which way such words lean was never measured);
 * - unsaid: the person spoke or wrote at least `minimumWords` and no tag of this kind, not even an undecided one, nor one of a code under it,
 *   stands on their words;
 * - otherwise not known: silence is not a no.
 */
export function tagsAsAnswers({
  tags,
  words,
  codebook,
  threshold,
  minimumWords = defaultMinimumWords,
}: {
  tags: Iterable<SpokenTag>
  /** Words spoken and written, by person. */
  words: ReadonlyMap<string, number>
  codebook: SpokenCode[]
  threshold: number
  minimumWords?: number
}): TagAnswers {
  const said = new Map<string, Set<string>>()
  const undecided = new Map<string, Set<string>>()
  const leaning = new Set(codebook.filter(({ opposite }) => opposite).map(({ key }) => key))
  const parents = new Map(codebook.map(({ key, parent }) => [key, parent ?? null]))
  for (const tag of tags) {
    // Who speaks of the special case does not speak of the general one by its name, but is not silent on it either.
    for (const above of codesAbove(tag.code, parents)) addTo(undecided, tagName(tag.facet, above), tag.personId)
    const counts =
      tag.state === 'accepted' || (countsUnseen(tag.facet) && tag.strength !== null && tag.strength >= threshold)
    const countsAsCode = counts && (tag.state === 'accepted' || tag.code === null || !leaning.has(tag.code))
    if (tag.code !== null) addTo(countsAsCode ? said : undecided, tagName(tag.facet, tag.code), tag.personId)
    addTo(counts ? said : undecided, tagName(tag.facet, null), tag.personId)
  }
  const variables = candidates(codebook).filter(({ name }) => said.has(name))
  const people = new Set([...words.keys(), ...[...said.values()].flatMap((own) => [...own])])
  const answersOf = new Map<string, Answers>()
  for (const personId of people) {
    const spokeEnough = (words.get(personId) ?? 0) >= minimumWords
    const answers: Answers = {}
    for (const { name } of variables) {
      if (said.get(name)!.has(personId)) answers[name] = 'said'
      else if (spokeEnough && !undecided.get(name)?.has(personId)) answers[name] = 'unsaid'
    }
    answersOf.set(personId, answers)
  }
  return { variables, answersOf }
}

export function tagName(facet: Facet, code: string | null): string {
  return `tag:${code ?? facet}`
}

function codesAbove(code: string | null, parents: ReadonlyMap<string, string | null>): string[] {
  const above: string[] = []
  for (let at = code && parents.get(code); at && !above.includes(at); at = parents.get(at)) above.push(at)
  return above
}

function addTo(index: Map<string, Set<string>>, name: string, personId: string): void {
  const known = index.get(name)
  if (known) known.add(personId)
  else index.set(name, new Set([personId]))
}

function candidates(codebook: SpokenCode[]): Variable[] {
  const facetsOfCodes = [...new Set(codebook.map(({ facet }) => facet))]
  return [
    ...codebook.map(({ key, name, facet, opposite }) =>
      tagVariable(
        { facet, code: key },
        { label: `Speaks of: ${name}`, reason: opposite ? leaningText : qualityText(facet) },
      ),
    ),
    ...facetsOfCodes.map((facet) =>
      tagVariable(
        { facet, code: null },
        { label: `Speaks of any ${facetNames[facet].name.toLowerCase()}`, reason: qualityText(facet) },
      ),
    ),
  ]
}

const leaningText = 'Which way such words lean was not measured, so only accepted tags count.'

function tagVariable(
  { facet, code }: { facet: Facet; code: string | null },
  { label, reason }: { label: string; reason: string },
): Variable {
  return {
    name: tagName(facet, code),
    label,
    kind: 'nominal',
    role: 'indicator',
    reason,
    options: [
      { code: 'unsaid', label: 'Not said' },
      { code: 'said', label: 'Said' },
    ],
    facet,
    tag: { facet, code },
  }
}
