import { coordinate, picture } from './svg.ts'

/** Words said in one slice of a recording's time. */
export interface TimelineSlice {
  /** Words of those who are studied. */
  participants: number
  /** Words of everybody else. */
  others: number
}

/**
 * Who speaks when: participants' words above the line, everybody else's below it, one bar a slice of time, all on one scale.
 * @param slices in the order of time
 * @param title  the sentence it shows, for somebody who does not see it
 */
export function talkTimeline(slices: TimelineSlice[], title: string): string {
  const most = Math.max(1, ...slices.flatMap(({ participants, others }) => [participants, others]))
  const width = 1000 / Math.max(1, slices.length)
  const half = 30
  const bar = (index: number, words: number, className: string, isUp: boolean) => {
    const height = (words / most) * half
    if (height === 0) return ''
    const y = isUp ? half - height : half + 2
    return `<rect class="${className}" x="${coordinate(index * width + 1)}" y="${coordinate(y)}" width="${coordinate(Math.max(1, width - 2))}" height="${coordinate(height)}"/>`
  }
  const content = slices
    .map(
      ({ participants, others }, index) =>
        bar(index, participants, 'talk__participants', true) + bar(index, others, 'talk__others', false),
    )
    .join('')
  return picture(
    { className: 'chart talk', box: [0, 0, 1000, 2 * half + 2], fit: 'stretch' },
    { title },
    `${content}<path class="talk__line" d="M0 ${half + 1}h1000"/>`,
  )
}
