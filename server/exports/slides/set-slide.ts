import type { OnePagerView } from '../../personas/one-pager.ts'
import type { SetSummary } from '../../personas/set-summary.ts'
import type { PrintBrand } from '../print-page.ts'
import { axisShapes } from './axis-shapes.ts'
import { addFitted, addLogo, faces, hex, ink, lineTable, markShape, plainText } from './slide-frame.ts'
import type { Deck, Slide } from './slide-library.ts'
import { fittingSize } from './text-width.ts'

const left = 0.55
const width = 12.23
/** Inches from the top: where the columns of personas begin, and what stands in each of them. */
const rows = { names: 2.92, shares: 3.52, axes: 4.12, foot: 7.08 }
/** Inches of one axis with its words. */
const axisHeight = 0.54
/** Axes on the slide at most, and how many leave room for answers below them. */
const axesShown = 5

/** All personas of a set on one slide: shares on one bar, the same axes under each name, what sets each apart below. */
export function addSetSlide({
  deck,
  set,
  views,
  brand,
}: {
  deck: Deck
  set: SetSummary
  views: OnePagerView[]
  brand?: PrintBrand
}): void {
  const slide = deck.addSlide()
  const internal = views.some(({ isInternal }) => isInternal) ? ['Internal: holds words nobody released'] : []
  const facts = [...set.facts, ...internal].join('   ')
  addFitted(slide, facts, { x: left, y: 0.42, w: 8.4, h: 0.24, color: ink('text-soft'), objectName: 'Facts' })
  const size = fittingSize([26, 24, 22, 20], {
    width: 8.4,
    // One line, if any of the sizes has room for it.
    height: 0.45,
    runs: (points) => [{ text: set.title, size: points, isWords: true }],
  })
  const titleBox = { x: left, y: 0.68, w: 8.4, h: 0.9 }
  addFitted(slide, set.title, { ...titleBox, fontFace: faces.words, fontSize: size, objectName: 'Title' })
  slide.addText(
    [
      { text: `${set.word}. `, options: { bold: true } },
      { text: set.meaning, options: { color: ink('text-soft') } },
    ],
    plainText({ x: 9.3, y: 0.68, w: 3.48, h: 0.8, objectName: 'Verdict' }),
  )
  addShares(slide, set, brand?.accentInk ? hex(brand.accentInk) : ink('text'))
  addColumns(slide, set, views)
  const foot =
    'Mark: mean of members. Tick: everyone else. Wash: middle 80 % of members. Figures: members / everyone else, %.'
  addFitted(slide, foot, {
    x: left,
    y: rows.foot,
    w: brand?.logo ? 10.5 : width,
    h: 0.2,
    fontSize: 10.5,
    color: ink('text-soft'),
    objectName: 'Key',
  })
  addLogo(slide, brand?.logo ?? null, { x: 11.38, y: 6.9, w: 1.4, h: 0.45 })
  slide.addNotes([`Why this word: ${set.word}`, ...set.reasons, `The decision it serves: ${set.decision}`].join('\n'))
}

function addShares(slide: Slide, { shares, people, shareNote }: SetSummary, colour: string): void {
  const heading = { x: left, y: 1.72, w: 4, h: 0.24, bold: true, color: colour, objectName: 'Shares' }
  slide.addText(`Share of ${people} respondents`, plainText(heading))
  let x = left
  for (const { name, share, text, who } of shares) {
    const w = Math.max(0.01, share * width)
    const isPersona = typeof who === 'number'
    slide.addShape('rect', {
      x,
      y: 2,
      w,
      h: 0.3,
      fill: { color: isPersona ? ink(`persona-${who}`) : ink(who === 'between' ? 'surface-sunk' : 'surface') },
      line: {
        color: isPersona ? ink('surface') : ink('border-control'),
        width: 0.75,
        dashType: who === 'unassigned' ? 'dash' : 'solid',
      },
      objectName: `${name}, ${text}`,
    })
    x += w
  }
  const others = shares.filter(({ who }) => typeof who !== 'number').map(({ name, text }) => `${name} ${text}`)
  addFitted(slide, [shareNote, others.join('   ')].filter(Boolean).join('   '), {
    x: left,
    y: 2.36,
    w: width,
    h: 0.22,
    fontSize: 11,
    align: 'right',
    color: ink('text-soft'),
    objectName: 'Others',
  })
}

function addColumns(slide: Slide, set: SetSummary, views: OnePagerView[]): void {
  const { personas } = set
  const count = Math.max(1, personas.length)
  const gap = count > 5 ? 0.18 : 0.3
  const w = (width - gap * (count - 1)) / count
  personas.forEach((_, place) => {
    const column = { x: left + place * (w + gap), w }
    addHead(slide, set, { ...column, place })
    const shown = set.axes.slice(0, axesShown)
    shown.forEach((axis, index) => {
      addAxis(slide, { ...column, y: rows.axes + index * axisHeight, axis, index, place, persona: personas[place]! })
    })
    const y = rows.axes + shown.length * axisHeight + 0.06
    const h = rows.foot - y - 0.08
    if (h < 0.4) return
    const lines = views[place]!.apart.map(({ words, these, rest, grade }) => ({
      words,
      proof: `${these} / ${rest}`,
      grade,
    }))
    const name = `What sets ${personas[place]!.name} apart`
    lineTable(slide, lines, {
      ...column,
      y,
      h,
      name,
      silence: 'No answer.',
      proofWidth: isNarrow(w) ? 0.72 : 0.85,
      size: 10.5,
    })
  })
}

interface Column {
  x: number
  w: number
  place: number
}

function addHead(slide: Slide, { personas }: SetSummary, { x, w, place }: Column): void {
  const { number, name, share, stability } = personas[place]!
  const className = `persona-${number}`
  const fill = { color: ink(className) }
  slide.addShape(markShape(number), { x, y: rows.names + 0.2, w: 0.16, h: 0.16, fill, objectName: `Mark of ${name}` })
  const size = fittingSize([18, 16, 14, 12, 11], {
    width: w - 0.24,
    height: 0.54,
    runs: (points) => [{ text: name, size: points, isWords: true }],
  })
  addFitted(slide, name, {
    x: x + 0.24,
    y: rows.names,
    w: w - 0.24,
    h: 0.56,
    fontFace: faces.words,
    fontSize: size,
    valign: 'middle',
    objectName: name,
  })
  const shareRun = {
    text: `${share}  `,
    options: { fontFace: faces.words, fontSize: isNarrow(w) ? 18 : 22, color: ink(`${className}-ink`) },
  }
  const stable = { text: stability, options: { color: ink('text-soft'), fontSize: isNarrow(w) ? 10 : 11 } }
  const box = { x, y: rows.shares, w, h: 0.42 }
  const objectName = `Share of ${name}`
  if (!isNarrow(w)) slide.addText([shareRun, stable], plainText({ ...box, objectName }))
  else {
    slide.addText([shareRun], plainText({ ...box, h: 0.3, objectName }))
    slide.addText([stable], plainText({ ...box, y: rows.shares + 0.32, h: 0.18, objectName: `Stability of ${name}` }))
  }
}

/** Columns of more than five personas have no room for two things beside each other. */
function isNarrow(w: number): boolean {
  return w < 2
}

interface AxisPlace extends Column {
  y: number
  index: number
  axis: SetSummary['axes'][number]
  persona: SetSummary['personas'][number]
}

function addAxis(slide: Slide, { x, w, y, index, place, axis, persona }: AxisPlace): void {
  const { topic, left: leftEnd, right: rightEnd, positions } = axis
  const position = positions[place]
  const name = `Axis ${index + 1} of ${persona.name}`
  const words = { y, h: 0.19, fontSize: 10.5 }
  const over = topic ?? (isNarrow(w) ? `${leftEnd} to ${rightEnd}` : null)
  if (over) addFitted(slide, over, { ...words, x, w, objectName: `${name}, topic` })
  else {
    addFitted(slide, leftEnd, { ...words, x, w: w / 2 - 0.04, objectName: `${name}, left` })
    addFitted(slide, rightEnd, {
      ...words,
      x: x + w / 2 + 0.04,
      w: w / 2 - 0.04,
      align: 'right',
      objectName: `${name}, right`,
    })
  }
  if (!position) {
    const silent = { x, y: y + 0.22, w, h: 0.2, fontSize: 10.5, color: ink('text-soft'), objectName: name }
    slide.addText('as everyone', plainText(silent))
    return
  }
  const view = { number: persona.number, className: `persona-${persona.number}` }
  axisShapes(slide, { x, y: y + 0.31, w, ...position, name: `${persona.name}, axis ${index + 1}`, view })
}
