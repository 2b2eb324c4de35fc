import type { Instrument } from '../../survey-forms/instrument.ts'
import { completionsPerDay } from '../charts/completions-per-day.ts'
import { sizeBar } from '../charts/size-bar.ts'
import { formatCount, formatPercent } from '../http/format.ts'
import type { FieldworkCounts, FieldworkDay, PageProgress } from './store.ts'

/** Below 100 effective respondents the verdict is always none; from 300 on shares stand within about six points. */
const fewestForPersonas = 100
const enoughForPersonas = 300

export interface Fieldwork {
  survey: { id: string; title: string; state: string }
  definition: Instrument
  counts: FieldworkCounts
  pages: PageProgress[]
  days: FieldworkDay[]
  at: Date
}

/** What the fieldwork page says: how many came how far, where they stop, and what that is enough for. */
export function fieldworkView({ survey, definition, counts, pages, days, at }: Fieldwork) {
  const { started, completed } = counts
  const progress = new Map(pages.map((page) => [page.pageCode, page]))
  const rows = definition.pages.map((page, index) => {
    const { sent = 0, medianSeconds = null } = progress.get(page.code) ?? {}
    return { index, title: page.title || `Page ${index + 1}`, sent, medianSeconds }
  })
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
    pages: rows.map(({ title, sent, medianSeconds, index }) => ({
      title,
      sent: formatCount(sent),
      share: shareOf(sent, started),
      bar: sizeBar(started === 0 ? 0 : sent / started),
      lost: index === 0 ? formatCount(started - sent) : formatCount(Math.max(0, rows[index - 1]!.sent - sent)),
      seconds: medianSeconds === null ? '' : `${Math.round(medianSeconds)} s`,
    })),
  }
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
