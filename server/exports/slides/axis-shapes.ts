import { ink, markShape, straightLine, wash } from './slide-frame.ts'
import type { Slide } from './slide-library.ts'

/** A line from −1 to +1, the middle 80 % of members as a wash, everyone else as a tick, the persona's own mark at its mean. */
export function axisShapes(
  slide: Slide,
  {
    x,
    y,
    w,
    mean,
    restMean,
    band,
    name,
    view,
  }: {
    x: number
    y: number
    w: number
    mean: number
    restMean: number
    band: { low: number; high: number }
    name: string
    view: { number: number; className: string }
  },
): void {
  const at = (value: number) => x + ((Math.min(1, Math.max(-1, value)) + 1) / 2) * w
  slide.addShape('rect', {
    x: at(band.low),
    y: y - 0.035,
    w: Math.max(0.02, at(band.high) - at(band.low)),
    h: 0.07,
    fill: { color: wash(view.className, 32) },
    objectName: `${name}, middle 80 %`,
  })
  straightLine(slide, { x, y, w, colour: ink('border-control'), name: `${name}, line` })
  for (const tick of [-1, 0, 1])
    straightLine(slide, { x: at(tick), y: y - 0.04, h: 0.08, colour: ink('border-control'), name: `${name}, ${tick}` })
  straightLine(slide, {
    x: at(restMean),
    y: y - 0.09,
    h: 0.18,
    colour: ink('elsewhere'),
    width: 2,
    name: `${name}, everyone else`,
  })
  slide.addShape(markShape(view.number), {
    x: at(mean) - 0.075,
    y: y - 0.075,
    w: 0.15,
    h: 0.15,
    fill: { color: ink(view.className) },
    objectName: `${name}, members`,
  })
}
