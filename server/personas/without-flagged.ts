import { formatCount } from '../http/format.ts'
import type { PersonaAnalysis } from '../statistics/analysis.ts'
import { adjustedRand, overlapTable } from '../statistics/agreement-of-partitions.ts'
import { fixedBeside } from '../statistics/printed-number.ts'
import type { Word } from './store.ts'

/** The search without the people whose answers look careless beside the one with them. */
export interface WithoutFlagged extends FlaggedCounts {
  /** What the other search came to; null when they were too few to matter and nothing was fitted again. */
  word: Word | null
  chosenClasses: number
  /** Adjusted Rand index of both groupings over the people in both; null where one of them has no groups. */
  agreement: number | null
  differs: boolean
  /** What a reader should know, in one or two plain sentences. */
  text: string
}

export interface FlaggedCounts {
  flagged: number
  /** Everybody, the flagged among them. */
  base: number
  /** Whether the set itself leaves them out, and the other search has them in. */
  isLeftOut: boolean
}

/** Under this part of the people, flagged ones cannot make a persona and are only counted. */
export const fewestFlagged = 0.01
/** From here on two groupings of the same people are the same one. */
const sameGroups = 0.9

/** @param kept positions, among the people of `whole`, of those in `without` */
export function compareWithout(
  whole: PersonaAnalysis,
  without: PersonaAnalysis,
  { kept, ...counts }: FlaggedCounts & { kept: number[] },
): WithoutFlagged {
  const agreement = agreementOf(whole, without, kept)
  const [word, wordWithout] = [whole.verdict.word, without.verdict.word]
  const differs =
    word !== wordWithout ||
    whole.chosenClasses !== without.chosenClasses ||
    (agreement !== null && word !== 'none' && agreement < sameGroups)
  const other = counts.isLeftOut ? whole : without
  const result = { ...counts, word: other.verdict.word, chosenClasses: other.chosenClasses, agreement, differs }
  return { ...result, text: `${flaggedText(counts)} ${outcomeText(whole, without, result)}` }
}

/** When too few are flagged to fit again; null when nobody is. */
export function onlyCounted(counts: FlaggedCounts): WithoutFlagged | null {
  if (counts.flagged === 0) return null
  const fate = counts.isLeftOut ? '' : ' They are under 1 % of the people and were left in.'
  const text = `${flaggedText(counts)}${fate}`
  return { ...counts, word: null, chosenClasses: 0, agreement: null, differs: false, text }
}

function flaggedText({ flagged, base, isLeftOut }: FlaggedCounts): string {
  const answers = flagged === 1 ? 'person’s answers look' : 'people’s answers look'
  const fate = isLeftOut ? ' This set is made without them.' : ''
  return `${formatCount(flagged)} of ${formatCount(base)} ${answers} careless.${fate}`
}

function outcomeText(
  whole: PersonaAnalysis,
  without: PersonaAnalysis,
  { differs, agreement, isLeftOut }: Omit<WithoutFlagged, 'text'>,
): string {
  if (!differs) return isLeftOut ? 'With them the result is the same.' : 'Without them the result is the same.'
  if (whole.verdict.word !== without.verdict.word) {
    return `With them the word is ${whole.verdict.word}, without them ${without.verdict.word}: read both before you use either.`
  }
  if (whole.chosenClasses !== without.chosenClasses) {
    return `With them there are ${whole.chosenClasses} groups, without them ${without.chosenClasses}.`
  }
  return `${isLeftOut ? 'With' : 'Without'} them the groups are other ones (adjusted Rand ${fixedBeside(agreement!, [sameGroups], 2)}).`
}

function agreementOf(whole: PersonaAnalysis, without: PersonaAnalysis, kept: number[]): number | null {
  if (whole.chosenClasses < 2 || without.chosenClasses < 2) return null
  const size = { rows: whole.chosenClasses, columns: without.chosenClasses }
  const one = Int32Array.from(kept, (person) => likeliest(whole, person))
  const other = Int32Array.from(kept, (_, place) => likeliest(without, place))
  return adjustedRand(overlapTable(one, other, size), size)
}

/** Likeliest class of a person, −1 for someone not placed. */
function likeliest({ posteriors, chosenClasses }: PersonaAnalysis, person: number): number {
  const own = posteriors.subarray(person * chosenClasses, (person + 1) * chosenClasses)
  if (Number.isNaN(own[0]!)) return -1
  return own.reduce((best, probability, index) => (probability > own[best]! ? index : best), 0)
}
