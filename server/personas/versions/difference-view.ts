import { alluvial, type AlluvialGroup } from '../../charts/alluvial.ts'
import { personaMark } from '../../charts/persona-mark.ts'
import { formatCount, formatDate, formatPercent } from '../../http/format.ts'
import type { ShareEstimate } from '../../statistics/persona-profile.ts'
import { zoneNames } from '../claim-editing/view.ts'
import type { StoredAnalysis } from '../find-personas.ts'
import type { PersonaSet } from '../store.ts'
import {
  type AxisMove,
  differenceOf,
  type LineChange,
  type PersonaChange,
  type PersonaSide,
  type SetSide,
} from './difference.ts'
import type { Movement, Place } from './match-personas.ts'
import { setName } from './view.ts'

export interface SetToCompare {
  set: PersonaSet
  claims: SetSide['claims']
}

const otherPlaces: { place: Place; name: string; who: AlluvialGroup['who'] }[] = [
  { place: 'between', name: 'Between personas', who: 'between' },
  { place: 'unassigned', name: 'Unassigned', who: 'unassigned' },
  { place: 'absent', name: 'Not in this set', who: 'absent' },
]

/** What became of the earlier set in the later one, in sentences, tables and one picture. */
export function differenceView(before: SetToCompare, after: SetToCompare, movements: Movement[]) {
  const [one, other] = [sideOf(before), sideOf(after)]
  const difference = differenceOf(one, other, movements)
  const kept = difference.changes.filter(({ match }) => match.isKept).length
  const { moved, members, inBoth, by } = difference
  return {
    studyId: after.set.studyId,
    before: { ...sideHead(before.set), name: setName(before.set) },
    after: { ...sideHead(after.set), name: setName(after.set) },
    isSameData: before.set.dataHash === after.set.dataHash,
    title: titleOf({
      kept,
      before: one.personas.length,
      gone: difference.gone.length,
      arrived: difference.arrived.length,
    }),
    people:
      one.personas.length === 0 || other.personas.length === 0
        ? 'There is nothing to match: one of the two sets holds no personas.'
        : by === 'people'
          ? `${formatCount(inBoth)} people are in both sets. Of the ${formatCount(members)} who belong to a persona in each, ${formatCount(moved)} (${formatPercent(members > 0 ? moved / members : 0)}) are in another one now.`
          : `Only ${formatCount(inBoth)} people are in both sets, so personas are matched by what they answer, not by who is in them.`,
    changes: difference.changes.map((change) => changeView(change, after.set.id)),
    gone: difference.gone.map(personaLine),
    arrived: difference.arrived.map(personaLine),
    ...movementsView(one, other, movements),
  }
}

function sideOf({ set, claims }: SetToCompare): SetSide {
  const { classes } = set.analysis as StoredAnalysis
  return {
    claims,
    personas: set.personas.map(({ key, number, name }, index) => ({
      key,
      number,
      name,
      share: classes[index]!.share,
      profile: classes[index]!.profile,
    })),
  }
}

function sideHead(set: PersonaSet) {
  return {
    id: set.id,
    word: set.word,
    recounted: set.recountedAt ? `Recounted ${formatDate(set.recountedAt)}: somebody asked to be erased.` : '',
    data: set.dataHash.slice(0, 12),
    seed: set.seed,
  }
}

function titleOf(count: { kept: number; before: number; gone: number; arrived: number }): string {
  if (count.before === 0)
    return count.arrived === 0 ? 'No personas in either set' : `No personas before, ${count.arrived} now`
  const parts = [`${count.kept} of ${count.before} personas kept`]
  if (count.gone > 0) parts.push(`${count.gone} gone`)
  if (count.arrived > 0) parts.push(`${count.arrived} new`)
  return parts.join(', ')
}

function changeView(change: PersonaChange, afterSetId: string) {
  const { match, before, after } = change
  const line = (from: LineChange) => ({ words: from.words, grade: from.grade, gradeClass: from.grade.toLowerCase() })
  const isNeed = ({ zone }: LineChange) => zone === 'needs'
  return {
    before: personaLine(before),
    after: personaLine(after),
    href: `/personas/${afterSetId}/${after.key}`,
    isKept: match.isKept,
    likeness:
      match.by === 'people'
        ? `Members in common ${match.likeness.toFixed(2)} (Jaccard)`
        : `Answers alike ${match.likeness.toFixed(2)}`,
    shareBefore: shareText(before.share),
    shareAfter: shareText(after.share),
    shareVerdict: change.hasShareMoved
      ? 'The two intervals do not meet: the share has changed.'
      : 'The two intervals meet: no change that could be told from chance.',
    moved: change.axes.filter(({ hasMoved }) => hasMoved).map(axisView),
    unmoved: change.axes.filter(({ hasMoved }) => !hasMoved).map(axisView),
    axesText: axesText(change.axes),
    needsIn: change.linesIn.filter(isNeed).map(line),
    needsOut: change.linesOut.filter(isNeed).map(line),
    linesIn: change.linesIn.filter((one) => !isNeed(one)).map((one) => ({ ...line(one), zone: zoneNames[one.zone] })),
    linesOut: change.linesOut.filter((one) => !isNeed(one)).map((one) => ({ ...line(one), zone: zoneNames[one.zone] })),
    grades: change.grades,
  }
}

function axisView({ topic, left, right, before, after }: AxisMove) {
  return { topic: topic ?? '', left, right, before: signed(before), after: signed(after) }
}

function axesText(axes: AxisMove[]): string {
  const moved = axes.filter(({ hasMoved }) => hasMoved).length
  if (axes.length === 0) return 'No axis tells this persona from everyone else in both sets.'
  if (moved === 0) return `None of the ${axes.length} axes has moved.`
  return `${moved} of ${axes.length} axes ${moved === 1 ? 'has' : 'have'} moved: the two 95\u202f% intervals do not meet.`
}

function personaLine({ number, name, share }: PersonaSide) {
  return { name, className: `persona-${number}`, mark: personaMark(number), share: formatPercent(share.share) }
}

function shareText({ share, low, high, base }: ShareEstimate): string {
  return `${formatPercent(share)} [${Math.round(low * 100)}–${Math.round(high * 100)}], n ${formatCount(base)}`
}

/** People from place to place: a table that holds the numbers, and the picture beside it. */
function movementsView(before: SetSide, after: SetSide, movements: Movement[]) {
  const people = new Map(movements.map((move) => [`${move.before}|${move.after}`, move.people]))
  const places = ({ personas }: SetSide, side: 'before' | 'after') => [
    ...personas.map(({ key, name, number }) => ({ place: key, name, who: number as AlluvialGroup['who'] })),
    ...otherPlaces.filter(({ place }) => movements.some((move) => move[side] === place)),
  ]
  const rows = places(before, 'before')
  const columns = places(after, 'after')
  const count = (from: Place, to: Place) => people.get(`${from}|${to}`) ?? 0
  const sum = (counts: number[]) => counts.reduce((total, one) => total + one, 0)
  const groupsOf = (own: typeof rows, size: (place: Place) => number) =>
    own.map(({ place, who }) => ({ who, people: size(place) }))
  const chart = alluvial(
    [
      { heading: 'Before', groups: groupsOf(rows, (from) => sum(columns.map(({ place }) => count(from, place)))) },
      { heading: 'After', groups: groupsOf(columns, (to) => sum(rows.map(({ place }) => count(place, to)))) },
    ],
    rows.flatMap((row, from) =>
      columns.flatMap((column, to) => {
        const moving = count(row.place, column.place)
        return moving > 0 ? [{ column: 0, from, to, people: moving }] : []
      }),
    ),
    {
      title: 'Where people stood before and stand after',
      description: 'The table beside it holds the numbers.',
    },
  )
  return {
    chart,
    columns: columns.map(({ name }) => name),
    rows: rows.map((row) => ({
      name: row.name,
      className: typeof row.who === 'number' ? `persona-${row.who}` : '',
      mark: typeof row.who === 'number' ? personaMark(row.who) : '',
      counts: columns.map((column) => formatCount(count(row.place, column.place))),
    })),
  }
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
}
