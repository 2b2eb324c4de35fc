import type { ClaimInput, CodeInput, TagInput } from './claim-input.ts'
import { isMember, placeOf } from './membership.ts'

/** Words this many code points apart, in one document or answer, belong to one breath: about two sentences. */
const breathCodePoints = 240

/** Tags of those who belong to a persona, with their codes. */
export function tagsOfPersona(input: ClaimInput, persona: number): (TagInput & { codeOf: CodeInput })[] {
  const people = new Map(input.people.map((person) => [person.id, person]))
  const codes = new Map(input.codebook.map((code) => [code.key, code]))
  return input.tags.flatMap((tag) => {
    const person = people.get(tag.personId)
    const codeOf = tag.code === null ? undefined : codes.get(tag.code)
    return person && codeOf && placeOf(person) !== null && isMember(person, persona) ? [{ ...tag, codeOf }] : []
  })
}

/** Whether two tags stand in one breath of one person. */
export function isInOneBreath(one: TagInput, other: TagInput): boolean {
  return (
    one.personId === other.personId &&
    one.sourceId === other.sourceId &&
    one.item === other.item &&
    one.start < other.end + breathCodePoints &&
    other.start < one.end + breathCodePoints
  )
}
