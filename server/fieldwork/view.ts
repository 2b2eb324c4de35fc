import type { Instrument } from '../../survey-forms/instrument.ts'
import { completionsPerDay } from '../charts/completions-per-day.ts'
import { quotaBar } from '../charts/quota-bar.ts'
import { sizeBar } from '../charts/size-bar.ts'
import { formatCount, formatPercent } from '../http/format.ts'
import { conditionText } from '../surveys/editor/conditions.ts'
import type { QuotaCell } from '../surveys/quota-store.ts'
import type { PageProgress } from './page-progress.ts'
import type { FieldworkCounts, FieldworkDay } from './store.ts'

/** Below 100 effective respondents the verdict is always none; from 300 on shares stand within about six points. */
const fewestForPersonas = 100
const enoughForPersonas = 300

export interface Fieldwork {
  survey: { id: string; title: string; state: string; isAnonymous: boolean }
  definition: Instrument
  counts: FieldworkCounts
  pages: PageProgress[]
  cells: QuotaCell[]
  days: FieldworkDay[]
  at: Date
}

/** What the fieldwork page says: how many came how far, where they stop, and what that is enough for. */
export function fieldworkView({ survey, definition, counts, pages, cells, days, at }: Fieldwork) {
  const { started, completed } = counts
  const withCompletions = days.map(({ day, completed: done }) => ({ day, completed: done }))
  return {
    surveyHref: `/surveys/${survey.id}`,
    title: survey.title,
    headline: headlineOf(counts),
    state: survey.state === 'open' ? 'Open: people can answer.' : 'Not open: nobody can start.',
    readAt: `${at.toISOString().slice(11, 16)} UTC`,
    figures: [
      { name: 'Started', number: started },
      { name: 'Completed', number: completed },
      { name: 'Under way', number: counts.inProgress },
      { name: 'Silent for a day', number: counts.silent },
      { name: 'Left unfinished', number: counts.partial },
      { name: 'Screened out', number: counts.screenedOut },
      { name: 'Over quota', number: counts.overQuota },
    ]
      .filter(({ name, number }) => number > 0 || name === 'Started' || name === 'Completed')
      .map(({ name, number }, index) => ({
        name,
        number: formatCount(number),
        share: index === 0 ? '' : shareOf(number, started),
      })),
    minutes: counts.medianMinutes === null ? null : minutesText(counts.medianMinutes),
    meter: {
      text: meterText(completed),
      bar: sizeBar(completed / enoughForPersonas),
    },
    hasStarted: started > 0,
    chart: days.length > 1 ? completionsPerDay({ perDay: withCompletions, aim: enoughForPersonas }) : null,
    days: days.map(({ day, ...count }) => ({
      day,
      started: formatCount(count.started),
      completed: formatCount(count.completed),
    })),
    isAnonymous: survey.isAnonymous,
    quotas: quotaRows(definition, cells),
    pages: pages.map((page) => ({
      title: page.title,
      isEarlier: page.isEarlier,
      sent: formatCount(page.sent),
      share: shareOf(page.sent, page.started),
      bar: sizeBar(page.started === 0 ? 0 : page.sent / page.started),
      answering: formatCount(page.answering),
      stopped: formatCount(page.stopped),
      seconds: page.medianSeconds === null ? '' : `${Math.round(page.medianSeconds)} s`,
    })),
  }
}

/** The cells of the published version's quotas in the order written, then cells that only earlier versions had and people stand in. */
function quotaRows(definition: Instrument, cells: QuotaCell[]) {
  const counted = new Map(cells.map((cell) => [cell.cell, cell]))
  const most = Math.max(1, ...cells.map(({ places }) => places))
  const written = (definition.quotas ?? []).flatMap((quota) =>
    quota.cells.map((cell) => ({ name: `${quota.code}.${cell.code}`, who: conditionText(definition, cell.when) })),
  )
  const named = new Set(written.map(({ name }) => name))
  const earlier = cells
    .filter(({ cell, placesHeld, placesTaken }) => !named.has(cell) && placesHeld + placesTaken > 0)
    .map(({ cell }) => ({ name: cell, who: 'of an earlier version' }))
  return [...written, ...earlier].flatMap(({ name, who }) => {
    const cell = counted.get(name)
    if (!cell) return []
    const { places, placesHeld, placesTaken } = cell
    const free = Math.max(0, places - placesHeld - placesTaken)
    return [
      {
        name,
        who,
        places: formatCount(places),
        taken: formatCount(placesTaken),
        held: formatCount(placesHeld),
        free: free === 0 ? 'full' : formatCount(free),
        bar: quotaBar({ taken: placesTaken, held: placesHeld, places, most }),
      },
    ]
  })
}

function headlineOf({ started, completed }: FieldworkCounts): string {
  if (started === 0) return 'Nobody has started yet'
  const people = started === 1 ? '1 person' : `${formatCount(started)} people`
  return `${formatCount(completed)} of ${people} who started have finished`
}

function meterText(completed: number): string {
  if (completed < fewestForPersonas)
    return `${formatCount(fewestForPersonas - completed)} more before personas can be looked for at all. ${enoughForPersonas} make shares steady to about six points.`
  if (completed < enoughForPersonas)
    return `Enough to look for personas. ${formatCount(enoughForPersonas - completed)} more make shares steady to about six points.`
  return 'Enough to look for personas, with shares steady to about six points or better.'
}

function shareOf(count: number, of: number): string {
  return of === 0 ? '' : formatPercent(count / of)
}

function minutesText(minutes: number): string {
  if (minutes < 1) return 'under a minute'
  return `${minutes.toFixed(minutes < 10 ? 1 : 0)} min`
}
