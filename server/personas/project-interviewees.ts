import { indicatorsFrom } from '../responses/build-indicators.ts'
import type { Variable } from '../responses/variable.ts'
import type { PersonaAnalysis } from '../statistics/analysis.ts'
import { placeByProfile } from '../statistics/placing.ts'
import { mentionModel, placeByMentions, type PlacingCheck } from '../statistics/placing-by-mentions.ts'
import { MINIMUM_ANSWERED } from '../statistics/usable-indicators.ts'
import { personaKey } from './analysed-personas.ts'
import type { AnsweringPerson } from './gather.ts'
import type { MembershipRow } from './store.ts'

/** What became of the people known only from interviews. */
export interface Projection {
  interviewees: number
  placed: number
  /** How many were placed in each persona, by its key. */
  perPersona: Record<string, number>
  /** By the tags the personas were built on, or by which codes each persona's people speak of. */
  by: 'indicators' | 'words' | 'nothing'
  /** Whether words alone tell where people belong whose place is known; null where that was not needed or not possible. */
  check: PlacingCheck | null
  /** The same in one plain sentence. */
  text: string
}

interface Placed {
  analysis: PersonaAnalysis
  /** The indicators that were offered to the analysis. */
  chosen: Variable[]
  tagVariables: Variable[]
  /** People of the analysis, in the order of its posteriors. */
  people: AnsweringPerson[]
  interviewees: AnsweringPerson[]
}

/**
 * Places people known only from interviews after the fit. They are marked as projected and enter no share, no test and no count:
 * whoever is placed by what they say would otherwise confirm what it was placed by.
 * @returns null when there is nobody to place or nothing to place them in
 */
export function projectInterviewees(placed: Placed): { rows: MembershipRow[]; projection: Projection } | null {
  const { analysis, interviewees } = placed
  if (interviewees.length === 0 || analysis.chosenClasses < 2 || analysis.verdict.word === 'none') return null
  const byIndicators = placeByTags(placed)
  if (byIndicators.some((posterior) => posterior !== null)) {
    const text = (count: number) =>
      `${ofInterviewees(count, interviewees.length)} placed by the codes the personas were built on.`
    return projected(interviewees, byIndicators, { by: 'indicators', check: null, text })
  }
  const known = mentionsOf(placed.people, placed.tagVariables)
  const found = mentionModel(known, analysis.posteriors, analysis.chosenClasses)
  const nobody = interviewees.map(() => null)
  if (!found) {
    const text = () =>
      `${countOf(interviewees.length)} known only from interviews could not be placed: too few respondents wrote in their own words to learn what each persona speaks of.`
    return projected(interviewees, nobody, { by: 'nothing', check: null, text })
  }
  const { model, check } = found
  if (!check.isBetter) {
    const text = () =>
      `${countOf(interviewees.length)} known only from interviews were not placed: by words alone ${percent(check.right)} of ${check.people} respondents land in their own persona, and naming the largest every time would reach ${percent(check.chance)}.`
    return projected(interviewees, nobody, { by: 'nothing', check, text })
  }
  const { spoken } = mentionsOf(interviewees, placed.tagVariables)
  const text = (count: number) =>
    `${ofInterviewees(count, interviewees.length)} placed by which codes they speak of. By words alone ${percent(check.right)} of ${check.people} respondents land in their own persona; naming the largest every time would reach ${percent(check.chance)}.`
  return projected(
    interviewees,
    spoken.map((codes) => placeByMentions(model, codes)),
    { by: 'words', check, text },
  )
}

/** Posteriors by the fitted model, where the tags a person is known by are at least half of its items. */
function placeByTags({ analysis, chosen, interviewees }: Placed): (number[] | null)[] {
  const { model, chosenClasses } = analysis
  if (!model) return interviewees.map(() => null)
  const data = indicatorsFrom(
    chosen.filter(({ tag }) => tag !== undefined),
    interviewees.map(({ answers }) => answers),
  )
  const posteriors = placeByProfile(model, data, { minimumAnswered: MINIMUM_ANSWERED })
  return interviewees.map((_, index) => {
    const own = [...posteriors.subarray(index * chosenClasses, (index + 1) * chosenClasses)]
    return Number.isNaN(own[0]!) ? null : own
  })
}

function mentionsOf(people: AnsweringPerson[], tagVariables: Variable[]) {
  const codes = tagVariables.filter(({ tag }) => tag!.code !== null)
  const spoken = people.map(({ answers }) =>
    codes.flatMap(({ name }, code) => (answers[name] === 'said' ? [code] : [])),
  )
  return { codes: codes.length, spoken }
}

function projected(
  interviewees: AnsweringPerson[],
  posteriors: (number[] | null)[],
  { by, check, text }: Pick<Projection, 'by' | 'check'> & { text: (placed: number) => string },
) {
  const rows = interviewees.flatMap(({ personId }, index) => {
    const posterior = posteriors[index]
    return posterior ? [projectedRow(personId, posterior)] : []
  })
  const projection: Projection = {
    interviewees: interviewees.length,
    placed: rows.length,
    perPersona: countPerPersona(rows),
    by,
    check,
    text: text(rows.length),
  }
  return { rows, projection }
}

/** How many of these rows were placed afterwards, by persona. */
export function countPerPersona(rows: MembershipRow[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status, personaKey: key } of rows) {
    if (status === 'projected' && key !== null) counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

function projectedRow(personId: string, posterior: number[]): MembershipRow {
  const order = [...posterior.keys()].sort((one, other) => posterior[other]! - posterior[one]! || one - other)
  const probability = posterior[order[0]!]!
  return {
    personId,
    personaKey: personaKey(order[0]!),
    probability,
    margin: probability - posterior[order[1]!]!,
    posterior,
    weight: 0,
    status: 'projected',
  }
}

function countOf(people: number): string {
  return people === 1 ? '1 person' : `${people} people`
}

function ofInterviewees(placed: number, all: number): string {
  const verb = placed === 1 ? 'was' : 'were'
  return `${placed} of ${countOf(all)} known only from interviews ${verb}`
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
