import { cohenH } from '../statistics/proportions.ts'
import type { SpanReference, SpokenEvidence, StageEvidence } from './claim.ts'
import type { ClaimInput, CodeInput, PersonInput, TagInput, Voice } from './claim-input.ts'
import { isMember, placeOf } from './membership.ts'

/** What people's own words say of a persona under one code. */
export interface SpokenFinding {
  code: CodeInput
  evidence: SpokenEvidence
  spans: SpanReference[]
  /** Words of members that say the opposite. */
  counter: SpanReference[]
  opposing: number
}

/** From this many speakers on, a code must be commoner here than elsewhere; fewer say only that it was heard. */
const comparableSpeakers = 20

/** Codes that members speak of, most telling first; a code that everyone else speaks of as much is no finding. */
export function spokenFindings(input: ClaimInput, persona: number): SpokenFinding[] {
  const people = new Map(input.people.map((person) => [person.id, person]))
  const belongs = (personId: string) => isSpeakerOf(people.get(personId), persona)
  // Whoever was placed by what they say would only confirm it: they are named beside the counts and are in none.
  const isCounted = (personId: string) => !people.get(personId)?.isProjected
  const speakers = groupSpeakers(
    input.voices.filter(({ personId }) => isCounted(personId)),
    belongs,
  )
  const findings: SpokenFinding[] = []
  for (const code of input.codebook) {
    const everyTag = input.tags.filter((tag) => tag.code === code.key)
    const tags = everyTag.filter((tag) => isCounted(tag.personId))
    const own = tags.filter((tag) => belongs(tag.personId))
    if (own.length === 0) continue
    const placedAfterwards = everyTag.filter((tag) => !isCounted(tag.personId) && belongs(tag.personId))
    const mentions = distinctPeople(own)
    const evidence: SpokenEvidence = {
      mentions: mentions.length,
      of: speakers.own.size,
      others: { mentions: distinctPeople(tags).length - mentions.length, of: speakers.others.size },
      participants: mentions,
      channel: speakers.channel,
      ...(placedAfterwards.length > 0 ? { projected: distinctPeople(placedAfterwards).length } : {}),
      ...(code.defining ? { defining: true } : {}),
    }
    if (!isTelling(evidence)) continue
    const opposing = code.opposite
      ? input.tags.filter((tag) => tag.code === code.opposite && belongs(tag.personId) && isCounted(tag.personId))
      : []
    findings.push({
      code,
      evidence,
      spans: [...strongestFirst(own), ...strongestFirst(placedAfterwards)].map(referenceTo),
      counter: strongestFirst(opposing).map(referenceTo),
      opposing: distinctPeople(opposing).length,
    })
  }
  return findings.sort((a, b) => telling(b.evidence) - telling(a.evidence) || (a.code.key < b.code.key ? -1 : 1))
}

/** Journey stages in the codebook's order, also those that nobody of the persona spoke of. */
export function journeyStages(
  input: ClaimInput,
  persona: number,
): { code: CodeInput; stage: StageEvidence; tags: TagInput[] }[] {
  const people = new Map(input.people.map((person) => [person.id, person]))
  const belongs = (tag: TagInput) => {
    const person = people.get(tag.personId)
    return !person?.isProjected && isSpeakerOf(person, persona)
  }
  const pains = input.tags.filter((tag) => tag.facet === 'pain' && belongs(tag))
  const stages = input.codebook.filter((code) => code.facet === 'journey')
  const path = stages.map(({ name }) => name)
  return stages.map((code) => {
    const tags = input.tags.filter((tag) => tag.code === code.key && belongs(tag))
    const speakers = distinctPeople(tags)
    const inPain = distinctPeople(tags.filter((tag) => pains.some((pain) => overlaps(pain, tag))))
    const painShare = speakers.length === 0 ? null : inPain.length / speakers.length
    return { code, stage: { name: code.name, people: speakers.length, painShare, path }, tags: strongestFirst(tags) }
  })
}

export function referenceTo(tag: TagInput): SpanReference {
  return {
    personId: tag.personId,
    sourceKind: tag.sourceKind,
    sourceId: tag.sourceId,
    item: tag.item,
    startCodePoint: tag.start,
    endCodePoint: tag.end,
    quotable: tag.quotable,
    ...(tag.isProjected ? { isProjected: true } : {}),
  }
}

export function strongestFirst(tags: TagInput[]): TagInput[] {
  return [...tags].sort((a, b) => b.strength - a.strength || compareText(a.sourceId, b.sourceId) || a.start - b.start)
}

function isSpeakerOf(person: PersonInput | undefined, persona: number): boolean {
  return person !== undefined && placeOf(person) !== null && isMember(person, persona)
}

function groupSpeakers(voices: Voice[], belongs: (personId: string) => boolean) {
  const own = new Set<string>()
  const others = new Set<string>()
  const channels = new Set<string>()
  for (const { personId, channel } of voices) {
    if (belongs(personId)) {
      own.add(personId)
      channels.add(channel)
    } else others.add(personId)
  }
  const channel: SpokenEvidence['channel'] =
    channels.size > 1 ? 'both' : channels.has('answer') ? 'answers' : 'interviews'
  return { own, others, channel }
}

function isTelling(evidence: SpokenEvidence): boolean {
  if (evidence.of < comparableSpeakers || evidence.others.of < comparableSpeakers) return true
  const own = evidence.mentions / evidence.of
  const elsewhere = evidence.others.mentions / evidence.others.of
  return own > elsewhere && (own - elsewhere >= 0.1 || cohenH(own, elsewhere) >= 0.2)
}

/** How much commoner a code is here than elsewhere, pulled towards no difference where few speak. */
function telling({ mentions, of, others }: SpokenEvidence): number {
  return (mentions + 0.5) / (of + 1) - (others.mentions + 0.5) / (others.of + 1) + Math.min(mentions, 3) / 10
}

function distinctPeople(tags: TagInput[]): string[] {
  return [...new Set(tags.map((tag) => tag.personId))].sort(compareText)
}

function overlaps(a: TagInput, b: TagInput): boolean {
  return a.sourceId === b.sourceId && a.item === b.item && a.start < b.end && b.start < a.end
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
