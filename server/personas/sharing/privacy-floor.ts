import type { Claim, Estimate } from '../claim.ts'

/** People behind anything that leaves the house: below, somebody could be picked out. */
export const privacyFloor = 10

/** Whether a number of people may be told: nobody, or enough of them. */
export function isTellable(people: number): boolean {
  return people === 0 || people >= privacyFloor
}

/** Whether a share may be told: those who hold, and those who do not, are each nobody or enough. */
export function isShareTellable({ share, base }: { share: number; base: number }): boolean {
  const holding = Math.round(share * base)
  return base >= privacyFloor && isTellable(holding) && isTellable(base - holding)
}

export function isEstimateTellable({ share, base }: Pick<Estimate, 'share' | 'base'>): boolean {
  return share === null ? base >= privacyFloor : isShareTellable({ share, base })
}

/**
 * Whether a line may leave the house at all: it rests on a share of enough people, or on the words of enough people.
 * Guesses of the team rest on nobody.
 */
export function isLineTellable({ grade, evidence: { survey, interviews } }: Claim): boolean {
  if (grade === 'H') return false
  if (survey) return isEstimateTellable(survey.these)
  return interviews !== null && interviews.mentions >= privacyFloor
}

export interface GroupOfPeople {
  people: number
}

/**
 * Groups that may be told by size, and the rest taken together. What is left over is told only when it is large enough itself:
 * otherwise it could be had by taking the told ones from everyone, so shares are then of the told groups alone.
 */
export function tellableGroups<Group extends GroupOfPeople>(
  groups: Group[],
  others: number,
): { told: Group[]; hidden: number; rest: number | null; base: number } {
  const told = groups.filter(({ people }) => people >= privacyFloor)
  const inTold = told.reduce((sum, { people }) => sum + people, 0)
  const everyone = groups.reduce((sum, { people }) => sum + people, 0) + others
  const rest = everyone - inTold
  return {
    told,
    hidden: groups.length - told.length,
    rest: isTellable(rest) ? rest : null,
    base: isTellable(rest) ? everyone : inTold,
  }
}
