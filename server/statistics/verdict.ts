import { DECISIVE_POWER } from './decisive-items.ts'
import { fixedBeside } from './printed-number.ts'
import { adviceFor, cautionsFor } from './verdict-advice.ts'
import {
  countOf,
  isContinuum,
  isScaleInParts,
  limits,
  percent,
  quoted,
  rounded,
  rounded2,
  type Verdict,
  type VerdictFacts,
  type VerdictReason,
} from './verdict-facts.ts'

export type { NullOutcome, StudyKind, Verdict, VerdictFacts, VerdictReason, VerdictWord } from './verdict-facts.ts'

/** The word, by the first group of rules that fires: none, constructive, reproducible or natural. */
export function verdictOf(facts: VerdictFacts): Verdict {
  const against = reasonsAgainst(facts)
  if (against.length > 0) return { word: 'none', reasons: against, advice: adviceFor(against, facts) }
  const weak = reasonsForCare(facts)
  if (weak.length > 0) {
    return {
      word: 'constructive',
      reasons: weak,
      advice: [
        'A useful cut through a cloud: say so when you use it.',
        ...adviceFor(weak, facts),
        ...cautionsFor(facts),
      ],
    }
  }
  const carried = reasonsThatCarry(facts)
  const cautions = cautionsFor(facts)
  const isNatural =
    (facts.splitHalf ?? 0) >= limits.splitHalf &&
    facts.replicated === true &&
    (facts.entropyR2 ?? 0) >= limits.entropyR2
  if (isNatural) return { word: 'natural', reasons: carried, advice: cautions }
  return {
    word: 'reproducible',
    reasons: carried,
    advice: ['The same groups return; the edges are ours. People between two personas are marked.', ...cautions],
  }
}

function reasonsAgainst(facts: VerdictFacts): VerdictReason[] {
  const reasons: VerdictReason[] = []
  const add = (rule: string, value: number, text: string) => reasons.push({ rule, value, text })
  if (facts.usableIndicators < limits.indicators) {
    add(
      'too_few_indicators',
      facts.usableIndicators,
      `${countOf(facts.usableIndicators, 'question')} can carry a persona; at least ${limits.indicators} are needed.`,
    )
  }
  if (facts.effectiveSize < limits.effectiveSize) {
    add(
      'too_few_people',
      facts.effectiveSize,
      `${peopleText(Math.floor(facts.effectiveSize))} ${isWeighted(facts) ? 'count after weighting' : facts.study?.isFromWords ? 'said enough to count' : 'answered enough to count'}; at least ${limits.effectiveSize} are needed.`,
    )
  }
  if (facts.chosenClasses === 1) {
    add(
      'one_class',
      facts.bicGain,
      `One group describes these ${rounded(facts.fitted)} people best; every split costs more than it explains.`,
    )
  }
  if (facts.chosenClasses < 2) return reasons

  if (facts.n0 && !facts.n0.beaten) {
    add(
      'n0_not_beaten',
      facts.bicGain,
      `Shuffled answers group as well as the real ones (gain ${rounded(facts.bicGain)}, copy ${facts.n0.copies} reached it).`,
    )
  }
  const middle = median(facts.jaccards)
  if (facts.jaccards.length > 0 && middle < limits.medianJaccard) {
    add(
      'groups_do_not_return',
      middle,
      `Drawn again, half of the groups keep at most ${percent(middle, limits.medianJaccard)} of their people; ${percent(limits.medianJaccard)} is the least.`,
    )
  }
  const isExplained = isContinuum(facts)
  const asWell = facts.n1?.beaten ? 'nearly as well' : 'as well'
  if (isExplained && facts.chosenClasses >= 3 && facts.slices?.isScale) {
    add(
      'slices_of_one_scale',
      facts.slices.share,
      `The groups are more and less of one thing: they stand in the same order on ${percent(facts.slices.share, limits.slices)} of ${facts.slices.items} questions, and correlated answers without groups split ${asWell}.`,
    )
  }
  const isReliable = (facts.omega ?? 0) >= limits.omega
  const isOneDirection = facts.directions !== undefined && facts.directions <= 1
  if (isExplained && facts.chosenClasses === 2 && isReliable) {
    add(
      'one_scale',
      facts.omega!,
      `The questions form one scale (omega ${rounded2(facts.omega!, limits.omega)}); two groups would only be its upper and lower half.`,
    )
  } else if (isExplained && isOneDirection && (facts.chosenClasses === 2 || !facts.slices?.isScale)) {
    add('one_direction', facts.directions!, oneDirectionText(facts.chosenClasses, asWell))
  }
  return reasons
}

function oneDirectionText(classes: number, asWell: string): string {
  const parts = classes === 2 ? 'two groups would only be its two ends' : `${classes} groups would only be parts of it`
  return `All that these questions share is one direction, and correlated answers without groups split ${asWell}: ${parts}.`
}

function reasonsForCare(facts: VerdictFacts): VerdictReason[] {
  const reasons: VerdictReason[] = []
  const add = (rule: string, value: number, text: string) => reasons.push({ rule, value, text })
  if (facts.n1 && !facts.n1.beaten) {
    add(
      'n1_not_beaten',
      facts.bicGain,
      `Answers that merely go together, without groups, split as well as the real ones (gain ${rounded(facts.bicGain)}).`,
    )
  }
  facts.jaccards.forEach((jaccard, index) => {
    if (jaccard < limits.jaccard) {
      add(
        'group_wavers',
        jaccard,
        `Group ${index + 1} keeps ${percent(jaccard, limits.jaccard)} of its people when the sample is drawn again; ${percent(limits.jaccard)} is firm.`,
      )
    }
  })
  if (isScaleInParts(facts)) {
    add(
      'parts_of_one_scale',
      facts.slices!.share,
      `The groups stand in the same order on ${percent(facts.slices!.share, limits.slices)} of ${facts.slices!.items} questions, and these share one direction (omega ${rounded2(facts.omega ?? 0, limits.omega)}): more and less of one thing.`,
    )
  }
  const { decisive } = facts
  if (decisive && decisive.power >= DECISIVE_POWER && decisive.agreement < limits.agreementWithout) {
    add(
      'one_question_is_the_persona',
      decisive.power,
      `${quoted(decisive.items)} alone ${decisive.items.length === 1 ? 'tells' : 'tell'} ${percent(decisive.power, DECISIVE_POWER)} of who belongs where, and without ${decisive.items.length === 1 ? 'it' : 'them'} other groups come out (agreement ${rounded2(decisive.agreement, limits.agreementWithout)}; ${limits.agreementWithout} is wanted).`,
    )
  }
  if ((facts.spreadR2 ?? 0) >= limits.spreadR2) {
    add(
      'answering_habit',
      facts.spreadR2!,
      `The groups are told apart by how near the ends of the scales people answer (${percent(facts.spreadR2!, limits.spreadR2)} of it), which is a habit more than an opinion.`,
    )
  }
  if (typeof facts.entropyR2 === 'number' && facts.entropyR2 < limits.leastEntropyR2) {
    add(
      'loosely_placed',
      facts.entropyR2,
      `Most people could belong to more than one group (entropy R² ${rounded2(facts.entropyR2, limits.leastEntropyR2)}; ${limits.leastEntropyR2} is wanted).`,
    )
  }
  if (facts.replicated === false) {
    add('not_replicated', 1, 'The best solution was found from one start only; another run may find a better one.')
  }
  if (facts.identified === false) {
    add(
      'not_identified',
      facts.chosenClasses,
      'The answers do not settle these groups: quite other groups would fit exactly as well.',
    )
  }
  if ((facts.smallestShare ?? 1) < limits.smallestShare) {
    add(
      'small_group',
      facts.smallestShare!,
      `The smallest group holds ${percent(facts.smallestShare!, limits.smallestShare)} of the people; under ${percent(limits.smallestShare)} a group is hard to tell from chance.`,
    )
  } else if ((facts.smallestEffective ?? Number.POSITIVE_INFINITY) < limits.smallestEffective) {
    add(
      'small_group',
      facts.smallestEffective!,
      `The smallest group counts as ${fixedBeside(facts.smallestEffective!, [limits.smallestEffective], 0)} people; ${limits.smallestEffective} are wanted.`,
    )
  }
  return reasons
}

function reasonsThatCarry(facts: VerdictFacts): VerdictReason[] {
  const lowest = Math.min(...facts.jaccards)
  const reasons: VerdictReason[] = [
    {
      rule: 'n1_beaten',
      value: facts.bicGain,
      text: `None of ${facts.n1?.copies ?? 0} copies without groups, with the same correlations and the same habits of answering, split as well (gain ${rounded(facts.bicGain)}).`,
    },
    {
      rule: 'groups_return',
      value: lowest,
      text: `Drawn again, every group keeps at least ${percent(floored(lowest))} of its people.`,
    },
  ]
  if (facts.splitHalf !== undefined) {
    reasons.push({
      rule: 'split_half',
      value: facts.splitHalf,
      text:
        facts.splitHalf >= limits.splitHalf
          ? `Profiles found in one half of the people return in the other (r = ${rounded2(facts.splitHalf, limits.splitHalf)}).`
          : `Profiles found in one half of the people return in the other only in part (r = ${rounded2(facts.splitHalf, limits.splitHalf)}; ${limits.splitHalf} is wanted for natural groups).`,
    })
  }
  if (facts.predictionStrength !== undefined) {
    reasons.push({
      rule: 'prediction_strength',
      value: facts.predictionStrength,
      text: `Of two people whom one half puts together, the other half does so too in at least ${percent(floored(facts.predictionStrength))}.`,
    })
  }
  if (typeof facts.entropyR2 === 'number') {
    reasons.push({
      rule: 'placing',
      value: facts.entropyR2,
      text: `People are placed with an entropy R² of ${rounded2(facts.entropyR2, limits.entropyR2)}.`,
    })
  }
  return reasons
}

function peopleText(count: number): string {
  return count === 1 ? '1 person' : `${rounded(count)} people`
}

/** Equal weights leave as many effective people as there are. */
function isWeighted({ fitted, effectiveSize }: VerdictFacts): boolean {
  return effectiveSize < 0.995 * fitted
}

/** To whole percent downwards: "at least" must stay true. */
function floored(share: number): number {
  return Math.floor(share * 100 + 1e-9) / 100
}

function median(values: number[]): number {
  if (values.length === 0) return 0
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
