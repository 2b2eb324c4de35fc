import { scaleLinear } from 'd3-scale'
import { coordinate, picture } from './svg.ts'

const width = 380
const height = 170

export interface DayCount {
  /** YYYY-MM-DD */
  day: string
  completed: number
}

/**
 * Fieldwork over time: bars for the day, a line for all so far, a dashed line for the aim.
 * Days without a completed response are part of the axis. Text alternative: first day, last day, total, whether the aim was reached.
 */
export function completionsPerDay({ perDay, aim }: { perDay: DayCount[]; aim: number }): string {
  const days = withEmptyDays(perDay)
  let total = 0
  const sofar = days.map(({ completed }) => (total += completed))
  const top = Math.max(aim, total) * 1.08
  const y = scaleLinear([0, top], [height, 0])
  const x = scaleLinear([0, Math.max(1, days.length - 1)], [0, width])
  const barWidth = Math.max(1, Math.min(10, (width / days.length) * 0.6))
  const grid = y
    .ticks(4)
    .map(
      (tick) =>
        `<path class="chart__grid" d="M0 ${coordinate(y(tick))}H${width}"/><text class="field__y" x="-8" y="${coordinate(y(tick) + 5)}">${tick}</text>`,
    )
  const bars = days.map(
    ({ completed }, index) =>
      `<path class="field__day" d="M${coordinate(x(index) - barWidth / 2)} ${height}V${coordinate(y(completed))}h${coordinate(barWidth)}V${height}z"/>`,
  )
  const line = sofar
    .map((count, index) => `${index === 0 ? 'M' : 'L'}${coordinate(x(index))} ${coordinate(y(count))}`)
    .join('')
  const first = spoken(days[0]!.day)
  const last = spoken(days.at(-1)!.day)
  const alternative = {
    title: `${total} responses completed from ${first} to ${last}`,
    description: `The aim of ${aim} was ${total >= aim ? '' : 'not yet '}reached. At most ${Math.max(...days.map(({ completed }) => completed))} came in one day.`,
  }
  return picture(
    { className: 'chart field', box: [-36, -14, 470, 214] },
    alternative,
    `${grid.join('')}<path class="field__aim" d="M0 ${coordinate(y(aim))}H${width}"/><text class="field__aim-word" x="4" y="${coordinate(y(aim) - 6)}">Aim ${aim}</text>` +
      `${bars.join('')}<path class="field__line" d="${line}"/><circle class="field__end" cx="${coordinate(x(days.length - 1))}" cy="${coordinate(y(total))}" r="5"/>` +
      `<text class="field__end-word" x="${width + 10}" y="${coordinate(y(total) + 5)}">${total}</text><path class="chart__axis" d="M0 ${height}H${width}"/>` +
      `<text class="field__x" x="0" y="196">${first}</text><text class="field__x" x="${width}" y="196">${last}</text>`,
  )
}

function withEmptyDays(perDay: DayCount[]): DayCount[] {
  const counts = new Map(perDay.map(({ day, completed }) => [day, completed]))
  const first = Date.parse(perDay[0]!.day)
  const last = Date.parse(perDay.at(-1)!.day)
  const days: DayCount[] = []
  for (let at = first; at <= last; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    days.push({ day, completed: counts.get(day) ?? 0 })
  }
  return days
}

function spoken(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })
}
