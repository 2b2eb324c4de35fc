import { facetNames } from '../facets.ts'
import type { FormErrors } from '../http/forms.ts'
import type { Quote } from '../personas/quotes.ts'
import type { Participant, Spoken, SpokenCode } from './participants.ts'
import type { Group } from './store.ts'
import { fewestInGroup } from './view.ts'

/** A group's page: who is in it, what they speak of beside everyone else, in counts, and their own words. */
export function groupView(
  { id, name, studyId }: Group & { studyId: string },
  { participants, codes }: Spoken,
  {
    members,
    quotes,
    errors,
    typedName,
  }: { members: Set<string>; quotes: Map<string, Quote[]>; errors: FormErrors | null; typedName: string },
) {
  const own = participants.filter(({ personId }) => members.has(personId))
  const others = participants.filter(({ personId }) => !members.has(personId))
  const spokenOf = codes
    .map((code) => ({ code, here: countOf(own, code), elsewhere: countOf(others, code) }))
    .filter(({ here }) => here > 0)
    .sort(
      (one, other) =>
        lead(other, own.length, others.length) - lead(one, own.length, others.length) ||
        (one.code.key < other.code.key ? -1 : 1),
    )
  return {
    groupId: id,
    studyId,
    name,
    typedName,
    errors,
    peopleText: `${own.length} of ${participants.length} people`,
    isEmpty: own.length === 0,
    isSketch: own.length > 0 && own.length < fewestInGroup,
    members: own.map(({ label, documents }) => ({
      label,
      interviews: documents.map(({ title, href }) => ({ title, href })),
    })),
    codes: spokenOf.map(({ code, here, elsewhere }) => ({
      name: code.name,
      facet: facetNames[code.facet].name,
      letters: facetNames[code.facet].letters,
      facetClass: `facet-${code.facet}`,
      here: `${here} of ${own.length}`,
      elsewhere: others.length === 0 ? 'nobody else' : `${elsewhere} of ${others.length}`,
      quotes: (quotes.get(code.key) ?? []).map(({ text, source, isInternal }) => ({ text, source, isInternal })),
    })),
  }
}

function countOf(people: Participant[], { key }: SpokenCode): number {
  return people.filter(({ passages }) => passages.has(key)).length
}

/** How much commoner a code is here, pulled towards no difference where few are in the group. */
function lead({ here, elsewhere }: { here: number; elsewhere: number }, own: number, others: number): number {
  return (here + 0.5) / (own + 1) - (elsewhere + 0.5) / (others + 1)
}
