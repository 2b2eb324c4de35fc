import type { ShareEstimate } from '../../statistics/persona-profile.ts'
import type { Claim, Grade } from '../claim.ts'
import { type Match, matchPersonas, type Movement, type PersonaToMatch } from './match-personas.ts'

export interface PersonaSide extends PersonaToMatch {
  number: number
  name: string
  share: ShareEstimate
}

export interface SetSide {
  personas: PersonaSide[]
  claims: Claim[]
}

export interface AxisMove {
  variable: string
  /** The question, where the two ends do not say what they are ends of. */
  topic: string | null
  left: string
  right: string
  before: number
  after: number
  /** The two intervals do not meet; where one side has none, the means are at least .2 apart. */
  hasMoved: boolean
}

export interface LineChange {
  claimId: string
  words: string
  zone: Claim['zone']
  grade: Grade
}

export interface PersonaChange {
  match: Match
  before: PersonaSide
  after: PersonaSide
  /** The two 95 % intervals of the share do not meet. */
  hasShareMoved: boolean
  axes: AxisMove[]
  linesIn: LineChange[]
  linesOut: LineChange[]
  grades: { claimId: string; words: string; before: Grade; after: Grade }[]
}

export interface SetDifference {
  by: Match['by']
  inBoth: number
  changes: PersonaChange[]
  gone: PersonaSide[]
  arrived: PersonaSide[]
  /** People in both sets who are members before and after, and those of them who are in a persona that is not the match of theirs. */
  members: number
  moved: number
}

/** What became of one set in another: personas matched, their shares, axes and lines side by side, and who moved. */
export function differenceOf(before: SetSide, after: SetSide, movements: Movement[]): SetDifference {
  const { matches, by, inBoth } = matchPersonas(before.personas, after.personas, movements)
  const changes = matches.map((match) => changeOf(match, before, after))
  const home = new Map(matches.map((match) => [match.before, match.after]))
  const keys = { before: keysOf(before), after: keysOf(after) }
  const asMembers = movements.filter((move) => keys.before.has(move.before) && keys.after.has(move.after))
  const count = (list: Movement[]) => list.reduce((sum, { people }) => sum + people, 0)
  return {
    by,
    inBoth,
    changes,
    gone: before.personas.filter(({ key }) => !matches.some((match) => match.before === key)),
    arrived: after.personas.filter(({ key }) => !matches.some((match) => match.after === key)),
    members: count(asMembers),
    moved: count(asMembers.filter((move) => home.get(move.before) !== move.after)),
  }
}

function keysOf({ personas }: SetSide): Set<string> {
  return new Set(personas.map(({ key }) => key))
}

function changeOf(match: Match, before: SetSide, after: SetSide): PersonaChange {
  const one = before.personas.find(({ key }) => key === match.before)!
  const other = after.personas.find(({ key }) => key === match.after)!
  const earlier = linesOf(before, match.before)
  const later = linesOf(after, match.after)
  return {
    match,
    before: one,
    after: other,
    hasShareMoved: one.share.high < other.share.low || other.share.high < one.share.low,
    axes: [...earlier].flatMap(([about, claim]) => axisMove(claim, later.get(about))),
    linesIn: [...later].flatMap(([about, claim]) => (earlier.has(about) ? [] : [lineChange(claim)])),
    linesOut: [...earlier].flatMap(([about, claim]) => (later.has(about) ? [] : [lineChange(claim)])),
    grades: [...earlier].flatMap(([about, claim]) => {
      const now = later.get(about)
      return now && now.grade !== claim.grade
        ? [{ claimId: now.id, words: now.words, before: claim.grade, after: now.grade }]
        : []
    }),
  }
}

/** Lines that rest on something, by what they are about: the id without its persona, which may have another key in the other set. */
function linesOf({ claims }: SetSide, personaKey: string): Map<string, Claim> {
  return new Map(
    claims
      .filter((claim) => claim.personaKey === personaKey && claim.kind !== 'belief')
      .map((claim) => [claim.id.slice(personaKey.length + 1), claim]),
  )
}

function lineChange({ id, words, zone, grade }: Claim): LineChange {
  return { claimId: id, words, zone, grade }
}

function axisMove(before: Claim, after: Claim | undefined): AxisMove[] {
  if (!before.axis || !after?.axis) return []
  const interval = ({ evidence: { survey } }: Claim) => (survey?.answer === null ? survey.these : null)
  const [one, other] = [interval(before), interval(after)]
  const hasMoved =
    one && other ? one.high < other.low || other.high < one.low : Math.abs(before.axis.mean - after.axis.mean) >= 0.2
  return [
    {
      variable: before.evidence.survey?.variable ?? '',
      topic: before.axis.topic,
      left: before.axis.left,
      right: before.axis.right,
      before: before.axis.mean,
      after: after.axis.mean,
      hasMoved,
    },
  ]
}
