import { formatCount } from '../http/format.ts'
import { indicatorsFrom } from '../responses/build-indicators.ts'
import { choiceRules } from '../responses/choose-indicators.ts'
import { association } from '../responses/near-duplicates.ts'
import type { Answers, Variable } from '../responses/variable.ts'
import type { CategoricalIndicator, Indicator } from '../statistics/indicator.ts'
import { percentBeside } from '../statistics/printed-number.ts'
import { MINIMUM_ASKED } from '../statistics/usable-indicators.ts'

/** What became of one code or facet that people's words carry, with the counts behind it. */
export interface TagReport {
  name: string
  label: string
  entered: boolean
  /** Why it entered or did not, in plain words. */
  reason: string
  /** People of the base who said it, spoke enough without saying it, and of whom it is not known. */
  said: number
  unsaid: number
  unknown: number
}

/** A tag that nearly nobody or nearly everybody carries tells nobody apart. */
export const prevalenceLimits = { least: 0.05, most: 0.95 }

/**
 * Which tags may build personas among the people of the base.
 * Codes come first; a facet as a whole only where none of its codes entered, since it would say the same twice.
 * @param room  so many more indicators the base can carry
 * @param beside indicators already chosen, one value a row: a tag that says the same as one of them stays out
 */
export function chooseTags(
  candidates: Variable[],
  rows: Answers[],
  { base, room, beside }: { base: number[]; room: number; beside: Indicator[] },
): { chosen: Variable[]; reports: TagReport[] } {
  const inBase = new Uint8Array(rows.length)
  for (const index of base) inBase[index] = 1
  const built = new Map(indicatorsFrom(candidates, rows).indicators.map((indicator) => [indicator.name, indicator]))
  const reports = new Map(candidates.map((variable) => [variable.name, countTag(variable, rows, base)]))

  const passing = (variable: Variable) => {
    const report = reports.get(variable.name)!
    report.reason = unfit(report) ?? ''
    return report.reason === ''
  }
  const codes = candidates.filter(({ tag }) => tag!.code !== null).filter(passing)
  const facetsOfCodes = new Set(codes.map(({ tag }) => tag!.facet))
  const facets = candidates
    .filter(({ tag }) => tag!.code === null)
    .filter((variable) => {
      if (!facetsOfCodes.has(variable.tag!.facet)) return passing(variable)
      reports.get(variable.name)!.reason = 'Codes of this kind can enter by themselves, and it would repeat them.'
      return false
    })

  const ranked = [...codes, ...facets].sort(
    (one, other) =>
      evenness(reports.get(other.name)!) - evenness(reports.get(one.name)!) || (one.name < other.name ? -1 : 1),
  )
  const taken: Indicator[] = [...beside]
  const entered = new Set<string>()
  for (const variable of ranked) {
    const report = reports.get(variable.name)!
    const own = built.get(variable.name) as CategoricalIndicator
    const twin = taken.find((other) => association(other, own, inBase) >= choiceRules.duplicate)
    if (twin) report.reason = `It says nearly the same as “${twin.name}”.`
    else if (entered.size >= room)
      report.reason = `${formatCount(base.length)} people carry no more indicators, and others tell them apart better.`
    else {
      entered.add(variable.name)
      taken.push(own)
      report.entered = true
      report.reason = `${variable.reason} ${percent(report.said / (report.said + report.unsaid))} of those known say it.`
    }
  }
  return { chosen: candidates.filter(({ name }) => entered.has(name)), reports: [...reports.values()] }
}

/** The rules for a tag that a plan names: those of a proposed one, but for room and likeness. */
export function reportPlannedTag(variable: Variable, rows: Answers[], base: number[]): TagReport {
  const report = countTag(variable, rows, base)
  const reason = unfit(report)
  return { ...report, entered: reason === undefined, reason: reason ?? `The plan names it. ${variable.reason}` }
}

function countTag({ name, label }: Variable, rows: Answers[], base: number[]): TagReport {
  const report: TagReport = { name, label, entered: false, reason: '', said: 0, unsaid: 0, unknown: 0 }
  for (const index of base) {
    const answer = rows[index]![name]
    if (answer === 'said') report.said++
    else if (answer === 'unsaid') report.unsaid++
    else report.unknown++
  }
  return report
}

function unfit({ said, unsaid, unknown }: TagReport): string | undefined {
  const known = said + unsaid
  const people = known + unknown
  if (people === 0) return 'Nobody of the base spoke or wrote enough.'
  if (known < MINIMUM_ASKED * people) {
    return `It is known of ${percent(known / people, MINIMUM_ASKED)} of people only: ${formatCount(unknown)} said too little for silence to be a no, or have suggestions nobody has decided on. ${percent(MINIMUM_ASKED)} are needed.`
  }
  if (said < prevalenceLimits.least * known) {
    return `${percent(said / known, prevalenceLimits.least)} say it; under ${percent(prevalenceLimits.least)} a tag tells hardly anybody apart.`
  }
  if (said > prevalenceLimits.most * known) {
    return `${percent(said / known, prevalenceLimits.most)} say it; over ${percent(prevalenceLimits.most)} a tag tells hardly anybody apart.`
  }
  return undefined
}

/** Largest where half of the people say it. */
function evenness({ said, unsaid }: TagReport): number {
  const share = said / Math.max(1, said + unsaid)
  return share * (1 - share)
}

/** With decimals where a whole number would hide on which side of a limit the share lies, or that it is not nothing. */
function percent(share: number, ...limits: number[]): string {
  return `${percentBeside(share, [...limits, 0])} %`
}
