import { type CalendarDay, dateOfDay } from './calendar-day.ts'
import { familyFromMembers, notKnown, type SegmentFamily } from './segment-family.ts'

const steps: { name: string; upToDays: number }[] = [
  { name: "Today's visitors", upToDays: 0 },
  { name: "Yesterday's visitors", upToDays: 1 },
  { name: 'Visited 2 to 7 days ago', upToDays: 7 },
  { name: 'Visited 8 to 30 days ago', upToDays: 30 },
  { name: 'Visited 31 to 90 days ago', upToDays: 90 },
  { name: 'Visited 91 to 365 days ago', upToDays: 365 },
  { name: 'Visited more than a year ago', upToDays: Number.POSITIVE_INFINITY },
]

/**
 * People by the day of their latest visit. Someone who came yesterday and today stands with today's visitors, so that each stands once.
 * @param lastVisits day of the latest visit by person's key, in the given time zone, none after `asOf`
 * @param everyone   keys of people who may have no visit; they become “Not known”
 */
export function recencyOfVisit(
  lastVisits: Map<string, CalendarDay>,
  { asOf, timeZone, everyone = [] }: { asOf: CalendarDay; timeZone: string; everyone?: Iterable<string> },
): SegmentFamily {
  const members = new Map<string, string>()
  for (const [key, day] of lastVisits) members.set(key, steps.find((step) => asOf - day <= step.upToDays)!.name)
  for (const key of everyone) if (!members.has(key)) members.set(key, notKnown)
  const date = dateOfDay(asOf)
  const about = {
    name: 'Recency of visit',
    kind: 'recency-of-visit' as const,
    description: `Days since the latest visit, as of ${date} in the time zone ${timeZone}.`,
    asOf: date,
    timeZone,
  }
  const order = steps.map((step) => step.name)
  return familyFromMembers(about, members, order)
}
