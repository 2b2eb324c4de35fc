import {
  isScaleInParts,
  limits,
  percent,
  rounded,
  rounded2,
  type VerdictFacts,
  type VerdictReason,
} from './verdict-facts.ts'

/** What a reader must know although it does not change the word. */
export function cautionsFor(facts: VerdictFacts): string[] {
  const cautions: string[] = []
  if (facts.atCap) {
    cautions.push(
      `At the cap: more groups would still fit better, and ${facts.chosenClasses} were kept as the most that can be told apart from chance.`,
    )
  }
  if ((facts.parameters ?? 0) > facts.fitted) {
    cautions.push(
      `There is more to estimate (${rounded(facts.parameters!)} numbers) than people answered (${rounded(facts.fitted)}): fewer questions would draw the groups more surely.`,
    )
  }
  if (facts.slices?.isScale && !isScaleInParts(facts)) {
    const order = `The groups stand in the same order on ${percent(facts.slices.share, limits.slices)} of ${facts.slices.items} questions`
    cautions.push(
      isReliableScale(facts)
        ? `${order}: show them beside one scale (omega ${omegaText(facts)}), as more and less of it.`
        : `${order}, as more and less of one thing, though these do not measure it well enough to be a scale (omega ${omegaText(facts)}; ${limits.omega} is wanted).`,
    )
  }
  return cautions
}

/** Whether the questions measure one thing well enough that their sum may be reported in place of groups. */
function isReliableScale({ omega }: VerdictFacts): boolean {
  return (omega ?? 0) >= limits.omega
}

function omegaText({ omega }: VerdictFacts): string {
  return rounded2(omega ?? 0, limits.omega)
}

/** What can help where these rules fired, in a study of this kind. */
export function adviceFor(reasons: VerdictReason[], facts: VerdictFacts): string[] {
  const fired = new Set(reasons.map((reason) => reason.rule))
  const isFromWords = facts.study?.isFromWords ?? false
  const advice: string[] = []
  if (fired.has('slices_of_one_scale') || fired.has('one_scale') || fired.has('one_direction')) {
    advice.push(
      isReliableScale(facts)
        ? `Report one scale instead: the questions measure it with a reliability (omega) of ${omegaText(facts)}.`
        : `Do not build a scale either: what the questions share, they measure too loosely (omega ${omegaText(facts)}; ${limits.omega} is wanted). Report them one by one.`,
    )
    if (!isFromWords)
      advice.push(
        'Add questions where people must trade one thing for another: agreement alone orders people, it does not part them.',
      )
  }
  if (fired.has('too_few_people'))
    advice.push(
      isFromWords
        ? 'Groups by hand, with counts and without shares, need no more people than you have.'
        : 'Ask more people: about 70 for each question is a good measure.',
    )
  if (fired.has('small_group')) advice.push('Ask more people: about 70 for each question is a good measure.')
  if (fired.has('too_few_indicators'))
    advice.push(
      isFromWords
        ? 'Decide on more of the suggested tags: a code counts once it is known of enough people whether they say it.'
        : 'Mark more questions about attitudes, needs or behaviour as indicators.',
    )
  if (fired.has('one_class') || fired.has('n0_not_beaten') || fired.has('groups_do_not_return'))
    advice.push(...instead(facts))
  if (fired.has('one_question_is_the_persona'))
    advice.push('Report that question by itself, or leave it out and look what the others say.')
  if (fired.has('parts_of_one_scale'))
    advice.push(
      isReliableScale(facts)
        ? 'Show the groups beside one scale, and say in the report that they are parts of it.'
        : `Say in the report that the groups are more and less of one thing; as a scale these questions are too loose (omega ${omegaText(facts)}; ${limits.omega} is wanted).`,
    )
  if (fired.has('answering_habit'))
    advice.push('Trade-offs and rankings leave no room for that habit; ask the same things that way.')
  if (fired.has('loosely_placed'))
    advice.push(
      isFromWords
        ? 'More said on the same matters would place people more surely.'
        : 'More questions on the same matters would place people more surely.',
    )
  if (fired.has('group_wavers')) advice.push('Fewer personas may hold better: compare with one group less.')
  return advice
}

/** What is left where no groups were found, by what the study has. */
function instead({ study }: VerdictFacts): string[] {
  const segments = study?.hasSegments ? ['Your segments stand as before: they do not rest on these answers.'] : []
  if (study?.isFromWords) {
    return [
      'Decide on the suggested tags first: what people say but no rule hears counts as not said.',
      'Groups by hand show who speaks of what, with counts and without shares.',
      ...segments,
    ]
  }
  const interviews =
    study?.hasInterviews === true
      ? 'The interviews can be grouped by hand: counts and words, without shares.'
      : 'A handful of interviews can show why people act, without shares.'
  return ['Sharper trade-offs, or other questions, may show differences that these do not.', interviews, ...segments]
}
