import type { CodeRow } from '../codebook/store.ts'
import { facetNames } from '../facets.ts'
import { formatCount, formatDate, formatPercent } from '../http/format.ts'
import type { FormErrors } from '../http/forms.ts'
import { documentTitle } from '../interviews/document-title.ts'
import { type Estimate, fewestSaid, fewestUnits, type LabelAgreement } from '../statistics/agreement/coded-units.ts'
import { codeOptions } from '../tagging/choose-code.ts'
import type { RoundFigures } from './figures.ts'
import type { RoundDocument, RoundRow } from './round-store.ts'
import { scalesAtMost } from './schema.ts'
import { meaningOf } from './settle.ts'

type Names = ReadonlyMap<string, string>

/** The rounds of a study, and the form for the next one. */
export function roundsView(
  studyId: string,
  parts: {
    rounds: RoundRow[]
    names: Names
    codes: CodeRow[]
    /** Accounts that may code, and who is looking. */
    coders: { id: string; name: string }[]
    accountId: string
    documents: number
    errors: FormErrors | null
    typed: Record<string, unknown>
  },
) {
  const { rounds, names, codes, coders, accountId, typed } = parts
  const text = (field: string, otherwise = '') =>
    typeof typed[field] === 'string' ? (typed[field] as string) : otherwise
  const ticked = new Set([typed.label].flat())
  const choose = (chosen: string) => [
    { value: '', name: 'Choose a person', isChosen: chosen === '' },
    ...coders.map(({ id, name }) => ({ value: id, name, isChosen: id === chosen })),
  ]
  const which = text('which', 'all')
  return {
    studyId,
    hasSeveral: coders.length > 1,
    hasDocuments: parts.documents > 0,
    documentsText: `${formatCount(parts.documents)} ${parts.documents === 1 ? 'document' : 'documents'}`,
    rounds: rounds.map((round) => ({
      href: `/coding-rounds/${round.id}`,
      title: `Coding round ${round.number}`,
      coders: codersText(round, names),
      sampling: round.sampling,
      state: round.closedAt === null ? 'Open' : `Closed ${formatDate(round.closedAt)}`,
      started: formatDate(round.startedAt),
    })),
    firstCoder: choose(text('firstCoder', accountId)),
    secondCoder: choose(text('secondCoder')),
    which: [
      { value: 'all', name: 'All documents' },
      { value: 'sample', name: 'A random sample' },
      { value: 'numbers', name: 'Some, by their numbers' },
    ].map((choice) => ({ ...choice, isChosen: choice.value === which })),
    sampleSize: text('sampleSize'),
    numbers: text('numbers'),
    isTurn: text('unit', 'sentence') === 'turn',
    showsSuggestions: text('showsSuggestions') === 'yes',
    beginsFromOwn: text('beginsFromOwn') === 'yes',
    groups: codeOptions(codes, '').map(({ facet, name, options }) => ({
      facet,
      name,
      letters: facetNames[facet].letters,
      options: options.map((option, index) => ({
        ...option,
        id: `label-${facet}-${index}`,
        isTicked: ticked.has(option.value),
      })),
    })),
    scales: Array.from({ length: scalesAtMost }, (_, row) => ({
      row: row + 1,
      groups: codeOptions(codes, String([typed.scaleLabel].flat()[row] ?? '')),
      levels: [
        { value: 'ordinal', name: 'Ordinal: an order, no distances' },
        { value: 'interval', name: 'Interval: equal steps' },
        { value: 'ratio', name: 'Ratio: equal steps from 0' },
      ].map((level) => ({ ...level, isChosen: [typed.scaleLevel].flat()[row] === level.value })),
      low: String([typed.scaleLow].flat()[row] ?? ''),
      high: String([typed.scaleHigh].flat()[row] ?? ''),
    })),
    errors: parts.errors,
  }
}

/** One round: who codes what and how far they are; once it is closed, how well they agree. */
export function roundView(
  round: RoundRow,
  parts: {
    names: Names
    documents: RoundDocument[]
    codes: CodeRow[]
    /** Which coder is looking, null when it is neither. */
    coder: 0 | 1 | null
    tags: { coder: number; origin: string; count: number }[]
    /** Null while the round is open. */
    figures: RoundFigures | null
  },
) {
  const { names, documents, coder, figures } = parts
  const href = `/coding-rounds/${round.id}`
  const isOpen = round.closedAt === null
  const fromSuggestions = parts.tags
    .filter(({ origin }) => origin === 'suggestion')
    .reduce((sum, { count }) => sum + count, 0)
  return {
    href,
    studyId: round.studyId,
    title: `Coding round ${round.number}`,
    isOpen,
    facts: `${round.sampling}, ${round.unit === 'turn' ? 'turn by turn' : 'sentence by sentence'}, ${formatCount(round.labels.length)} codes. Started ${formatDate(round.startedAt)} by ${names.get(round.startedBy) ?? 'a colleague'}${round.closedAt === null ? '' : `, closed ${formatDate(round.closedAt)} by ${names.get(round.closedBy ?? '') ?? 'a colleague'}`}.`,
    suggestionsText: round.showsSuggestions
      ? `Suggestions were shown to both: ${formatCount(fromSuggestions)} of their tags were taken from one. Whoever agrees with a proposal has not read on their own.`
      : 'Neither coder saw suggestions.',
    progress: ([0, 1] as const).map((position) => ({
      name: coderName(round, names, position),
      isYou: coder === position,
      done: formatCount(documents.filter(({ doneAt }) => doneAt[position] !== null).length),
      total: formatCount(documents.length),
    })),
    isCoder: coder !== null,
    documents: documents.map((document) => ({
      title: documentTitle(document),
      href: coder === null ? '' : `${href}/documents/${document.personId}/${document.documentId}`,
      state: coder === null ? '' : document.doneAt[coder] === null ? 'Open' : 'Done',
      isBoth: document.doneAt[0] !== null && document.doneAt[1] !== null,
    })),
    hasOpen: coder !== null && documents.some(({ doneAt }) => doneAt[coder] === null),
    bothDone: formatCount(documents.filter(({ doneAt }) => doneAt[0] !== null && doneAt[1] !== null).length),
    firstName: coderName(round, names, 0),
    secondName: coderName(round, names, 1),
    figures: figures && figuresView(figures, parts.codes),
  }
}

function figuresView(figures: RoundFigures, codes: CodeRow[]) {
  const { labels, overall, apart, resolved } = figures
  const said = labels.filter(({ counts }) => counts.both + counts.firstOnly + counts.secondOnly > 0)
  return {
    units: formatCount(overall.units),
    documents: formatCount(figures.documents),
    isTooFew: overall.percent === null,
    fewest: fewestUnits,
    fewestSaid,
    alike: percentText(overall.percent),
    kappa: estimateText(overall.kappa, 'only one value was used'),
    alpha: estimateText(overall.alpha, 'only one value was used'),
    reading: readingOf(overall.alpha),
    apart: formatCount(apart),
    resolved: formatCount(resolved),
    left: apart - resolved,
    unsaid: labels.length - said.length,
    labels: said.map((row) => labelView(row, codes)),
    scales: labels.flatMap(({ label, scale }) =>
      scale === null
        ? []
        : [
            {
              name: labelName(label, codes),
              level: scale.level,
              pairs: formatCount(scale.pairs),
              alpha: scale.alpha
                ? estimateText(scale.alpha, '')
                : scale.pairs < fewestSaid
                  ? `Too few values: ${scale.pairs} of ${fewestSaid} pairs needed`
                  : 'Not computable: only one value was used',
            },
          ],
    ),
  }
}

function labelView({ label, counts, isTooFew, percent, kappa, alpha }: LabelAgreement, codes: CodeRow[]) {
  const { both, firstOnly, secondOnly } = counts
  const said = both + firstOnly + secondOnly
  const meaning = meaningOf(label, codes)
  return {
    name: labelName(label, codes),
    facet: meaning?.facet ?? '',
    letters: meaning ? facetNames[meaning.facet].letters : '',
    label,
    both: formatCount(both),
    firstOnly: formatCount(firstOnly),
    secondOnly: formatCount(secondOnly),
    isApart: firstOnly + secondOnly > 0,
    tooFew: isTooFew ? `Too few units said it: ${formatCount(said)} of ${fewestSaid} needed` : '',
    alike: percentText(percent),
    kappa: estimateText(kappa, 'only one value was used'),
    alpha: estimateText(alpha, 'only one value was used'),
    reading: readingOf(alpha),
  }
}

/** A coefficient with two places and its interval; a figure that can’t be computed says why. */
function estimateText(estimate: Estimate | null, why: string): string {
  if (estimate === null) return `Not computable: ${why}`
  return `${minus(estimate.value)} (${minus(estimate.low)} to ${minus(estimate.high)})`
}

function percentText(estimate: Estimate | null): string {
  if (estimate === null) return ''
  return `${formatPercent(estimate.value)} (${formatPercent(estimate.low)} to ${formatPercent(estimate.high)})`
}

function minus(value: number): string {
  return value
    .toFixed(2)
    .replace(/^-(0\.00)$/, '$1')
    .replace('-', '\u2212')
}

/** What is customarily said of an alpha. Source: Krippendorff (2004), Content Analysis, 2nd edition, 241. */
function readingOf(alpha: Estimate | null): string {
  if (alpha === null) return ''
  if (alpha.value >= 0.8) return 'Reliable'
  return alpha.value >= 0.667 ? 'For tentative conclusions only' : 'Too low to conclude from'
}

/** The name of a label for a page. */
export function labelName(label: string, codes: CodeRow[]): string {
  const meaning = meaningOf(label, codes)
  if (!meaning) return 'A code that is no longer in the codebook'
  if (meaning.code === null) return `${facetNames[meaning.facet].name}, no code`
  return codes.find(({ key }) => key === meaning.code)!.name
}

export function coderName({ coders }: RoundRow, names: Names, position: 0 | 1): string {
  return names.get(coders[position]) ?? (position === 0 ? 'The first coder' : 'The second coder')
}

function codersText(round: RoundRow, names: Names): string {
  return `${coderName(round, names, 0)} and ${coderName(round, names, 1)}`
}
