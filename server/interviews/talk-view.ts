import { talkTimeline } from '../charts/talk-timeline.ts'
import { formatCount, formatPercent } from '../http/format.ts'
import type { SpeakerRow } from './store.ts'
import type { TalkShare, TalkSlice } from './talk-store.ts'
import { clockTime, roleNames, speakerName } from './view.ts'

export const timelineSlices = 60
const marks = 6

/** Who speaks how much: words and their share, most first. */
export function talkView(shares: TalkShare[], speakers: SpeakerRow[], { isReadable }: { isReadable: boolean }) {
  const total = shares.reduce((sum, { words }) => sum + words, 0)
  return [...shares]
    .sort((a, b) => b.words - a.words)
    .map(({ speaker, turns, words }) => ({
      name: isReadable ? speakerName(speaker, speakers, { isReadable }) : speaker || 'Nobody is named',
      role: roleNames[speakers.find(({ label }) => label === speaker)?.role ?? 'unknown'],
      turns: formatCount(turns),
      words: formatCount(words),
      share: total === 0 ? '' : formatPercent(words / total),
      width: total === 0 ? 0 : Math.round((100 * words) / total),
    }))
}

/** The recording's time as a strip of bars, with a few moments to go to; null when the words have no times. */
export function timelineView(
  slices: TalkSlice[],
  parts: { href: string; speakers: SpeakerRow[]; from: number | null; to: number | null; turnsAtOnce: number },
) {
  const { href, speakers, from, to, turnsAtOnce } = parts
  if (from === null || to === null || to <= from || slices.length === 0) return null
  const heard = new Set(speakers.filter(({ role }) => role === 'participant').map(({ label }) => label))
  const bars = Array.from({ length: timelineSlices }, (_, slice) => {
    const here = slices.filter((one) => one.slice === slice)
    const words = (isHeard: boolean) =>
      here.filter(({ speaker }) => heard.has(speaker) === isHeard).reduce((sum, one) => sum + one.words, 0)
    return { participants: words(true), others: words(false) }
  })
  const width = Math.max(1, Math.ceil((to - from + 1) / timelineSlices))
  const moments = Array.from({ length: marks }, (_, mark) => {
    const slice = Math.floor((mark * timelineSlices) / marks)
    const next = slices
      .filter((one) => one.slice >= slice)
      .sort((a, b) => a.slice - b.slice || a.firstTurn - b.firstTurn)
    const turn =
      next.length > 0 ? Math.min(...next.filter((one) => one.slice === next[0]!.slice).map((one) => one.firstTurn)) : 0
    return {
      time: clockTime(from + slice * width),
      href: `${href}?from=${turn - (turn % turnsAtOnce)}#u${turn}`,
    }
  })
  const title = `Who speaks when, from ${clockTime(from)} to ${clockTime(to)}: participants above the line, everybody else below`
  return { chart: talkTimeline(bars, title), moments, from: clockTime(from), to: clockTime(to) }
}
