import { saturationCurve } from '../charts/saturation-curve.ts'
import { sizeBar } from '../charts/size-bar.ts'
import type { CodeRow } from '../codebook/store.ts'
import { pathOf } from '../codebook/tree.ts'
import { facetNames } from '../facets.ts'
import { formatCount, formatPercent } from '../http/format.ts'
import type { SaturationPoint } from '../statistics/saturation.ts'
import type { CodeFrequency, CodeInGroup, CodePair, Counted } from './store.ts'

/** In a smaller group a count stands alone: a percentage of nine people says more than nine people can. */
const fewestForPercent = 30
const groupsShown = 10
const codesBesideGroups = 20
const fewestForSaturation = 3

export interface CodingAnalysis {
  studyId: string
  counted: Counted
  /** A tag counts for the codes above its own too. */
  isWithin: boolean
  codes: CodeRow[]
  frequencies: CodeFrequency[]
  /** People who said or wrote anything. */
  base: number
  pairs: CodePair[]
  saturation: SaturationPoint[]
  choices: { families: { id: string; name: string }[]; items: { name: string; label: string }[] }
  groups: Groups | null
}

/** Codes by the segments of a family, or by the answers to a question. */
export interface Groups {
  kind: 'family' | 'item'
  id: string
  title: string
  /** In the order they are shown in. */
  bases: { group: string; name: string; people: number }[]
  counts: CodeInGroup[]
}

/** Everything the page of coded words shows: counts of people, never of mentions alone. */
export function codingAnalysisView(analysis: CodingAnalysis) {
  const { studyId, counted, isWithin, base, codes } = analysis
  const named = new Map(codes.map((code) => [code.key, code]))
  const frequencies = analysis.frequencies
    .filter(({ code }) => named.has(code))
    .sort((a, b) => b.people - a.people || (a.code < b.code ? -1 : 1))
  const address = `/studies/${studyId}/analysis`
  const within = isWithin ? 'yes' : 'no'
  const { kind = '', id = '' } = analysis.groups ?? {}
  return {
    interviewsHref: `/studies/${studyId}/interviews`,
    address,
    headline: headlineOf(frequencies, named, base),
    isEmpty: frequencies.length === 0,
    isAll: counted === 'all',
    isWithin,
    within,
    hasBranches: codes.some(({ parent, retiredAt }) => parent !== null && retiredAt === null),
    counted,
    base: formatCount(base),
    people: base === 1 ? 'person' : 'people',
    frequencies: frequencies.map(({ code, people, mentions }) => ({
      ...codeName(named.get(code)!, codes),
      href: `/studies/${studyId}/codes/${encodeURIComponent(code)}`,
      people: formatCount(people),
      share: base >= fewestForPercent ? formatPercent(people / base) : '',
      bar: sizeBar(base === 0 ? 0 : people / base),
      mentions: formatCount(mentions),
    })),
    pairs: analysis.pairs
      .filter(({ one, other }) => named.has(one) && named.has(other))
      .map((pair) => pairView(pair, { named, codes, frequencies, base })),
    saturation: saturationView(analysis.saturation),
    families: analysis.choices.families.map((family) => ({
      ...family,
      isChosen: kind === 'family' && family.id === id,
    })),
    items: analysis.choices.items.map((item) => ({ ...item, isChosen: kind === 'item' && item.name === id })),
    groups: analysis.groups ? groupsView(analysis.groups, frequencies, { named, codes }) : null,
    downloads: (['csv', 'xlsx', 'docx'] as const).map((format) => ({
      name: format.toUpperCase(),
      href: `/studies/${studyId}/quotations.${format}?counted=${counted}`,
      internalHref: `/studies/${studyId}/quotations.${format}?counted=${counted}&which=internal`,
    })),
  }
}

function headlineOf(frequencies: CodeFrequency[], named: Map<string, CodeRow>, base: number): string {
  const [first] = frequencies
  if (!first) return 'Nothing is coded yet'
  return `${named.get(first.code)!.name}: ${formatCount(first.people)} of ${formatCount(base)} people`
}

/** A code that stands under another is told with it, since both may be called alike elsewhere. */
function codeName(code: CodeRow, codes: CodeRow[]) {
  return { name: pathOf(code.key, codes), facet: code.facet, letters: facetNames[code.facet].letters }
}

/** Both codes of a pair, with how many would carry both if one told nothing of the other. */
function pairView(
  { one, other, people }: CodePair,
  {
    named,
    codes,
    frequencies,
    base,
  }: { named: Map<string, CodeRow>; codes: CodeRow[]; frequencies: CodeFrequency[]; base: number },
) {
  const peopleOf = (code: string) => frequencies.find((frequency) => frequency.code === code)?.people ?? 0
  const either = peopleOf(one) + peopleOf(other) - people
  return {
    one: codeName(named.get(one)!, codes),
    other: codeName(named.get(other)!, codes),
    people: formatCount(people),
    atLeastOne: formatCount(either),
    expected: base === 0 ? '' : ((peopleOf(one) * peopleOf(other)) / base).toFixed(1),
  }
}

function saturationView(points: SaturationPoint[]) {
  if (points.length < fewestForSaturation) return null
  const last = points.at(-1)!
  const since = points.findLast(({ newCodes }) => newCodes > 0)!
  const quiet = last.sources - since.sources
  return {
    chart: saturationCurve(points),
    sentence:
      quiet === 0
        ? `The latest source still brought ${last.newCodes === 1 ? 'a new code' : `${last.newCodes} new codes`}: more may be to come.`
        : `The last ${quiet === 1 ? 'source' : `${quiet} sources`} brought no new code. That speaks for these people, not for those nobody asked.`,
    points: points.map((point) => ({
      sources: point.sources,
      newCodes: point.newCodes,
      codes: point.codes,
      mean: point.mean.toFixed(1),
      range: `${point.low} to ${point.high}`,
    })),
  }
}

function groupsView(
  { title, bases, counts }: Groups,
  frequencies: CodeFrequency[],
  { named, codes }: { named: Map<string, CodeRow>; codes: CodeRow[] },
) {
  const shown = bases.slice(0, groupsShown)
  const countOf = new Map(counts.map(({ group, code, people }) => [`${group}\u0001${code}`, people]))
  return {
    title,
    left: bases.length - shown.length,
    columns: shown.map(({ name, people }) => ({ name, people: formatCount(people) })),
    rows: frequencies.slice(0, codesBesideGroups).map(({ code }) => ({
      ...codeName(named.get(code)!, codes),
      cells: shown.map(({ group, people }) => {
        const count = countOf.get(`${group}\u0001${code}`) ?? 0
        return {
          people: formatCount(count),
          share: people >= fewestForPercent ? formatPercent(count / people) : '',
          isNone: count === 0,
        }
      }),
    })),
  }
}
