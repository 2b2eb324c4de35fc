import type { Facet } from '../facets.ts'
import type { ClaimInput, TagInput } from './claim-input.ts'
import { isInOneBreath, tagsOfPersona } from './nearby-tags.ts'

/** What people spoke of, and how many of them; a code's name is the researcher's, never a respondent's words. */
export interface CodeCount {
  name: string
  people: number
}

export interface JourneyStage {
  stage: string
  /** Distinct people of the persona who spoke of this stage; 0 leaves every cell without evidence. */
  people: number
  doing: CodeCount[]
  thinking: CodeCount[]
  feeling: CodeCount[]
  barrier: CodeCount[]
  wish: CodeCount[]
}

const facetsOfCell: Record<'doing' | 'thinking' | 'feeling' | 'barrier' | 'wish', Facet[]> = {
  doing: ['behaviour'],
  thinking: ['value', 'preference'],
  feeling: ['attitude', 'experience'],
  barrier: ['pain'],
  wish: ['need', 'motivation'],
}
const codesInCell = 2

/** Stages in the codebook's order, each with what the same people said in the same breath; cells nobody filled stay empty. */
export function journeyMapOf(input: ClaimInput, persona: number): JourneyStage[] {
  const tags = tagsOfPersona(input, persona)
  return input.codebook
    .filter(({ facet }) => facet === 'journey')
    .map((code) => {
      const here = tags.filter((tag) => tag.code === code.key)
      const beside = tags.filter((tag) => here.some((stage) => isInOneBreath(stage, tag)))
      const cell = (name: keyof typeof facetsOfCell) =>
        countedCodes(beside.filter(({ codeOf }) => facetsOfCell[name].includes(codeOf.facet))).slice(0, codesInCell)
      return {
        stage: code.name,
        people: peopleOf(here),
        doing: cell('doing'),
        thinking: cell('thinking'),
        feeling: cell('feeling'),
        barrier: cell('barrier'),
        wish: cell('wish'),
      }
    })
}

function countedCodes(tags: ReturnType<typeof tagsOfPersona>): CodeCount[] {
  return [...Map.groupBy(tags, ({ codeOf }) => codeOf.name)]
    .map(([name, own]) => ({ name, people: peopleOf(own) }))
    .sort((one, other) => other.people - one.people || (one.name < other.name ? -1 : 1))
}

function peopleOf(tags: TagInput[]): number {
  return new Set(tags.map(({ personId }) => personId)).size
}
