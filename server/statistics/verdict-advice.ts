import { isScaleInParts, percent, type VerdictFacts, type VerdictReason } from './verdict-facts.ts'

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
      `There is more to estimate (${facts.parameters} numbers) than people answered (${facts.fitted}): fewer questions would draw the groups more surely.`,
    )
  }
  if (facts.slices?.isScale && !isScaleInParts(facts)) {
    cautions.push(
      `The groups stand in the same order on ${percent(facts.slices.share)} of ${facts.slices.items} questions: show them beside one scale (omega ${(facts.omega ?? 0).toFixed(2)}), as more and less of it.`,
    )
  }
  return cautions
}

/** What can help where these rules fired. */
export function adviceFor(reasons: VerdictReason[], facts: VerdictFacts): string[] {
  const fired = new Set(reasons.map((reason) => reason.rule))
  const advice: string[] = []
  if (fired.has('slices_of_one_scale') || fired.has('one_scale') || fired.has('one_direction')) {
    advice.push(
      `Report one scale instead: the questions measure it with a reliability (omega) of ${(facts.omega ?? 0).toFixed(2)}.`,
    )
    advice.push(
      'Add questions where people must trade one thing for another: agreement alone orders people, it does not part them.',
    )
  }
  if (fired.has('too_few_people') || fired.has('small_group'))
    advice.push('Ask more people: about 70 for each question is a good measure.')
  if (fired.has('too_few_indicators'))
    advice.push('Mark more questions about attitudes, needs or behaviour as indicators.')
  if (fired.has('one_class') || fired.has('n0_not_beaten') || fired.has('groups_do_not_return')) {
    advice.push('Sharper trade-offs, or other questions, may show differences that these do not.')
    advice.push('Eight more interviews can show why people act, without shares. The segments still stand.')
  }
  if (fired.has('one_question_is_the_persona'))
    advice.push('Report that question by itself, or leave it out and look what the others say.')
  if (fired.has('parts_of_one_scale'))
    advice.push('Show the groups beside one scale, and say in the report that they are parts of it.')
  if (fired.has('answering_habit'))
    advice.push('Trade-offs and rankings leave no room for that habit; ask the same things that way.')
  if (fired.has('loosely_placed')) advice.push('More questions on the same matters would place people more surely.')
  if (fired.has('group_wavers')) advice.push('Fewer personas may hold better: compare with one group less.')
  return advice
}
