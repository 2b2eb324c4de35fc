import { distribution } from '../charts/distribution.ts'
import { formatCount, formatDate, formatPercent } from '../http/format.ts'
import type { FormErrors } from '../http/forms.ts'
import type { Variable } from '../responses/variable.ts'
import { lineOf, type Measures, type QualitySettings, type Rule, type RuleName, ruleNames, rules } from './rules.ts'
import type { ListedResponse, ListedState, QualityCounts, RuleCount, StudyQuality } from './store.ts'

export const responsesOnPage = 25

export interface QualityPage {
  studyId: string
  quality: StudyQuality
  counts: QualityCounts
  finished: number
  byRule: Map<RuleName, RuleCount>
  listed: ListedResponse[]
  /** Whether more stand behind the listed ones. */
  hasMore: boolean
  chosen: { state: ListedState; rule: RuleName | null; isFirst: boolean }
  variables: Variable[]
  /** The question that is being made an attention check. */
  checking: Variable | null
  /** What was typed into the settings and could not be read, with why. */
  refused: { typed: Record<string, string>; errors: FormErrors } | null
}

/** The page on how carefully people answered: rules with their spread, who is flagged and why, what was decided, and the lines. */
export function qualityView(page: QualityPage) {
  const { studyId, quality, counts, finished, chosen, variables, checking } = page
  const base = `/studies/${studyId}/quality`
  const unchecked = Math.max(0, finished - counts.checked)
  return {
    studyId,
    base,
    headline: headlineOf(page),
    isChecked: quality.checkedAt !== null,
    hasResponses: finished > 0,
    checkedText: quality.checkedAt === null ? '' : `Last looked at on ${formatDate(quality.checkedAt)}.`,
    uncheckedText: unchecked === 0 || quality.checkedAt === null ? '' : uncheckedText(unchecked),
    carelessText: carelessText(counts, quality.settings),
    ruleRows: ruleNames.map((name) => ruleRow(name, page)),
    states: stateLinks(base, page),
    byRuleTitle: chosen.rule === null ? '' : rules[chosen.rule].title,
    allRulesHref: `${base}?state=${chosen.state}#people`,
    listed: page.listed.map((one) => listedView(one, quality.settings)),
    returnTo: `${base}?state=${chosen.state}${chosen.rule ? `&rule=${chosen.rule}` : ''}`,
    nextHref: page.hasMore
      ? `${base}?state=${chosen.state}${chosen.rule ? `&rule=${chosen.rule}` : ''}&after=${page.listed.at(-1)!.responseId}#people`
      : '',
    isFirst: chosen.isFirst,
    ...settingsView(quality.settings, page.refused),
    checks: variables
      .filter(({ role }) => role === 'check')
      .map(({ name, label, options, rightAnswer }) => ({
        name,
        label,
        right: options.find(({ code }) => code === rightAnswer)?.label ?? '',
      })),
    candidates: attentionCandidates(variables).map(({ name, label }) => ({
      name,
      label,
      isChosen: name === checking?.name,
    })),
    checking: checking && {
      name: checking.name,
      label: checking.label,
      answers: checking.options.map(({ code, label }) => ({ code, label, isChosen: code === checking.rightAnswer })),
    },
  }
}

/** Closed questions with one answer, which can tell people what to answer. */
export function attentionCandidates(variables: Variable[]): Variable[] {
  return variables.filter(
    ({ kind, options, source, tag }) =>
      ['nominal', 'ordinal', 'grid'].includes(kind) && options.length >= 2 && options.length <= 60 && !source && !tag,
  )
}

function headlineOf({ counts, finished, quality }: QualityPage): string {
  if (finished === 0) return 'No responses yet'
  if (quality.checkedAt === null) return 'How carefully did people answer?'
  if (counts.careless === 0) return `Nobody’s answers look careless`
  const verb = counts.careless === 1 ? 'looks' : 'look'
  return `${formatCount(counts.careless)} of ${formatCount(Math.max(counts.checked, counts.careless))} responses ${verb} careless`
}

function uncheckedText(unchecked: number): string {
  return unchecked === 1
    ? 'One response came since and is not looked at yet.'
    : `${formatCount(unchecked)} responses came since and are not looked at yet.`
}

function carelessText({ flagged, suspect, kept, setAside }: QualityCounts, { needed }: QualitySettings): string {
  const rule = needed === 1 ? 'One rule' : `${needed} rules`
  const decided = [
    kept > 0 ? `${formatCount(kept)} kept by you` : '',
    setAside > 0 ? `${formatCount(setAside)} set aside by you` : '',
  ].filter(Boolean)
  return [
    `${formatCount(flagged)} break at least one rule, ${formatCount(suspect)} are suspect. ${rule} make a response suspect, or one that is enough alone.`,
    decided.length > 0 ? `${decided.join(', ')}.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

function ruleRow(name: RuleName, { studyId, quality, byRule }: QualityPage) {
  const rule = rules[name]
  const { threshold, isEnough } = lineOf(name, quality.settings)
  const count = byRule.get(name)
  const [measured, flagged] = [count?.measured ?? 0, count?.flagged ?? 0]
  return {
    title: rule.title,
    about: rule.about,
    source: rule.source,
    line: threshold === null ? 'off' : lineText(rule, threshold),
    isEnough: isEnough && threshold !== null,
    measured: formatCount(measured),
    flagged: formatCount(flagged),
    share: measured === 0 ? '' : formatPercent(flagged / measured),
    href: flagged === 0 ? '' : `/studies/${studyId}/quality?rule=${name}#people`,
    note: quality.notes[name] ?? '',
    chart: count ? chartOf(rule, count, threshold) : '',
  }
}

/** “under 2”, “12 or more”: where a rule begins to flag. */
function lineText({ flags }: Rule, threshold: number): string {
  const number = numberText(threshold)
  if (flags === 'under') return `under ${number}`
  return flags === 'at least' ? `${number} or more` : `${number} or less`
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(4))).replace('-', '−')
}

function chartOf(rule: Rule, { measured, flagged, bins }: RuleCount, threshold: number | null): string {
  const { from, to, isLogarithmic = false } = rule.axis
  const bin = (to - from) / bins.length
  const line = threshold === null ? null : isLogarithmic ? -Math.log10(Math.max(threshold, 1e-12)) : threshold
  // What is flagged up to a value stands in the bin that begins with it.
  const edge = line === null ? null : rule.flags === 'at most' ? line + bin : line
  const isLow = rule.flags !== 'at least'
  return distribution({
    title: `${rule.title}: ${formatCount(flagged)} of ${formatCount(measured)} flagged`,
    description: threshold === null ? 'This rule is off.' : `Flagged is ${lineText(rule, threshold)}.`,
    bins,
    cut: edge === null ? null : (edge - from) / (to - from),
    flaggedSide: isLow !== isLogarithmic ? 'left' : 'right',
    ends: isLogarithmic ? ['p 1', `p 10⁻${to} or less`] : [numberText(from), lastText(rule, bin)],
  })
}

/** What the right end of a picture's axis holds: the last whole number and what is beyond it, where values are counts. */
function lastText({ axis: { to }, range }: Rule, bin: number): string {
  if (range.to === to) return numberText(to)
  return `${numberText(bin === 1 ? to - 1 : to)} or more`
}

const stateWords: Record<ListedState, string> = {
  flagged: 'Flagged by any rule',
  suspect: 'Suspect',
  careless: 'Left out where careless answers are',
  kept: 'Kept by you',
  set_aside: 'Set aside by you',
}

function stateLinks(base: string, { chosen, counts }: QualityPage) {
  const numbers: Record<ListedState, number> = {
    flagged: counts.flagged,
    suspect: counts.suspect,
    careless: counts.careless,
    kept: counts.kept,
    set_aside: counts.setAside,
  }
  return (Object.keys(stateWords) as ListedState[]).map((state) => ({
    name: stateWords[state],
    number: formatCount(numbers[state]),
    href: `${base}?state=${state}${chosen.rule ? `&rule=${chosen.rule}` : ''}#people`,
    isChosen: state === chosen.state,
  }))
}

function listedView(one: ListedResponse, settings: QualitySettings) {
  return {
    label: one.label,
    href: `/responses/${one.personId}/${one.responseId}/quality`,
    action: `/responses/${one.personId}/${one.responseId}/decisions`,
    id: one.responseId,
    completed: one.completedAt === null ? '' : formatDate(one.completedAt),
    isSuspect: one.isSuspect,
    reasons: one.flags.map(({ rule, value, threshold }) => ({
      title: rules[rule].title,
      value: rules[rule].say(value, one.measures),
      line: lineText(rules[rule], threshold),
      isEnough: lineOf(rule, settings).isEnough,
    })),
    ...decisionView(one),
  }
}

export function decisionView(one: Pick<ListedResponse, 'decision' | 'reason' | 'accountName' | 'decidedAt'>) {
  return {
    decision: one.decision === null ? '' : one.decision === 'kept' ? 'Kept' : 'Set aside',
    decidedBy: one.decidedAt === null ? '' : `${one.accountName}, ${formatDate(one.decidedAt)}`,
    reason: one.reason ?? '',
  }
}

function settingsView(settings: QualitySettings, refused: QualityPage['refused']) {
  const typed = refused?.typed
  return {
    needed: typed?.needed ?? String(settings.needed),
    lines: ruleNames.map((name) => {
      const rule = rules[name]
      const { threshold, isEnough } = lineOf(name, settings)
      return {
        name,
        title: rule.title,
        side: rule.flags,
        proposed: lineText(rule, rule.threshold),
        isOn: typed ? typed[`on-${name}`] === 'yes' : threshold !== null,
        isEnough: typed ? typed[`enough-${name}`] === 'yes' : isEnough,
        threshold: typed?.[`threshold-${name}`] ?? String(threshold ?? rule.threshold),
        isWrong: refused?.errors.of[`threshold-${name}`] !== undefined,
      }
    }),
  }
}

/** All that was measured of one response, flagged or not. */
export function measuredView(measures: Measures, settings: QualitySettings, flags: { rule: RuleName }[]) {
  return ruleNames.map((name) => {
    const rule = rules[name]
    const value = measures[name]
    const { threshold } = lineOf(name, settings)
    return {
      title: rule.title,
      value: value === undefined ? 'not measured' : rule.say(value, measures),
      line: threshold === null ? 'off' : lineText(rule, threshold),
      isFlagged: flags.some((flag) => flag.rule === name),
    }
  })
}
