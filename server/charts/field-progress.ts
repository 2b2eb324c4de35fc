import { coordinate, picture } from './svg.ts'

/** Fieldwork against its aim: completed (filled), in progress (outlined), and a tick where enough has been reached to say anything. */
export function fieldProgress({
  completed,
  inProgress,
  aim,
  enough,
}: {
  completed: number
  inProgress: number
  aim: number
  /** Responses from which personas can be looked for at all. */
  enough: number
}): string {
  const scale = 1000 / Math.max(aim, completed + inProgress, enough, 1)
  const done = completed * scale
  const open = inProgress * scale
  const stroke =
    open > 0
      ? `<path class="field__open" d="M${coordinate(done)} 5H${coordinate(done + open)}V13H${coordinate(done)}z"/>`
      : ''
  return picture(
    { className: 'chart field-progress', box: [0, 0, 1000, 22], fit: 'stretch' },
    {
      title: `${completed} of ${aim} responses completed`,
      description: `${inProgress} in progress. Personas can be looked for from ${enough}.`,
    },
    `<path class="chart__axis" d="M0 13H1000"/><path class="ruler__fill" d="M0 5H${coordinate(done)}V13H0z"/>${stroke}` +
      `<path class="ruler__range" d="M${coordinate(enough * scale)} 2V17"/><path class="chart__axis" d="M${coordinate(aim * scale)} 9V21"/>`,
  )
}
