import { facetNames } from '../facets.ts'
import { formatCount } from '../http/format.ts'
import type { FormErrors } from '../http/forms.ts'
import { randomFrom } from '../statistics/random.ts'
import { saturation } from '../statistics/saturation.ts'
import type { Participant, Spoken, SpokenCode } from './participants.ts'
import type { Group } from './store.ts'

/** With fewer people a group is a sketch: five are the least that are commonly asked for. */
export const fewestInGroup = 5
/** The same orders every time the page is opened. */
const seedOfOrders = 20_260_301

export interface GroupsOfStudy {
  spoken: Spoken
  groups: Group[]
  groupOf: Map<string, string>
}

/** Participants by codes, the groups they are in, and how fast new codes stop turning up. */
export function groupsView(
  studyId: string,
  { spoken, groups, groupOf }: GroupsOfStudy,
  { errors, typedName }: { errors: FormErrors | null; typedName: string },
) {
  const { participants, codes } = spoken
  const place = new Map(groups.map(({ id }, index) => [id, index]))
  const rank = (person: Participant) => place.get(groupOf.get(person.personId) ?? '') ?? groups.length
  const inOrder = participants.map((person, index) => ({ person, index }))
  inOrder.sort((one, other) => rank(one.person) - rank(other.person) || one.index - other.index)
  return {
    studyId,
    errors,
    typedName,
    heading: headingOf(participants.length, groups.length),
    hasParticipants: participants.length > 0,
    hasCodes: codes.length > 0,
    hasGroups: groups.length > 0,
    groups: groups.map((group) => groupRow(group, participants, groupOf)),
    codes: codes.map((code) => ({ ...codeHead(code), peopleText: `${code.people} of ${participants.length}` })),
    rows: inOrder.map(({ person }) => ({
      personId: person.personId,
      label: person.label,
      interviews: person.documents.map(({ title, href }) => ({ title, href })),
      words: formatCount(person.words),
      choices: [
        { value: '', name: 'In no group', isChosen: !groupOf.has(person.personId) },
        ...groups.map(({ id, name }) => ({ value: id, name, isChosen: groupOf.get(person.personId) === id })),
      ],
      cells: codes.map((code) => cellOf(person, code)),
    })),
    saturation: saturationRows(participants),
    saturationSays: saturationSays(participants),
  }
}

function headingOf(people: number, groups: number): string {
  if (people === 0) return 'Nobody is heard in an interview yet'
  const who = people === 1 ? '1 person' : `${people} people`
  return groups === 0
    ? `${who} by what they speak of`
    : `${who} in ${groups === 1 ? '1 group' : `${groups} groups`}, by what they speak of`
}

function groupRow({ id, name }: Group, participants: Participant[], groupOf: Map<string, string>) {
  const people = participants.filter(({ personId }) => groupOf.get(personId) === id).length
  return {
    href: `/groups/${id}`,
    name,
    peopleText: `${people} of ${participants.length}`,
    isSketch: people < fewestInGroup,
  }
}

function codeHead({ name, facet }: SpokenCode) {
  return { name, letters: facetNames[facet].letters, facetName: facetNames[facet].name, facetClass: `facet-${facet}` }
}

/** How many passages, in brackets as long as nobody has accepted one of them. */
function cellOf({ passages }: Participant, { key }: SpokenCode) {
  const found = passages.get(key)
  if (!found) return { text: '', isAccepted: false, isSuggested: false }
  const count = found.accepted + found.suggested
  const isAccepted = found.accepted > 0
  return { text: isAccepted ? String(count) : `(${count})`, isAccepted, isSuggested: !isAccepted }
}

function saturationRows(participants: Participant[]) {
  if (participants.length < 2) return []
  return pointsOf(participants).map(({ newCodes, codes, mean, low, high }, index) => ({
    interview: participants[index]!.documents.map(({ title }) => title).join(', '),
    newCodes,
    codes,
    mean: mean.toFixed(1),
    range: `${low} to ${high}`,
  }))
}

/** What the end of the line says, and what it does not. */
function saturationSays(participants: Participant[]): string {
  if (participants.length < 2) return ''
  const points = pointsOf(participants)
  const last = points.at(-1)!
  const before = points.at(-4)
  if (!before) return `${last.codes} codes in ${participants.length} interviews: too few to see new ones stop.`
  const gained = (last.mean - before.mean).toFixed(1)
  return `In whatever order they are read, the last three people bring ${gained} new codes on average, of ${last.codes}. That these people say little new does not mean that others would not.`
}

function pointsOf(participants: Participant[]) {
  const sources = participants.map(({ passages }) => new Set(passages.keys()))
  return saturation(sources, { random: randomFrom(seedOfOrders) })
}
