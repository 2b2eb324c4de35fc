import { shortLine } from '../../personas/page-lines.ts'
import type { OnePagerView } from '../../personas/one-pager.ts'
import { axisShapes } from './axis-shapes.ts'
import { addDoingSlide, addProofSlide, headingColour, type PersonaDeck, quoteRuns } from './behind-slides.ts'
import { addFitted, addPicture, faces, frame, heading, ink, lineTable, plainText, straightLine } from './slide-frame.ts'
import { fittedText, fittingSize, textWidth } from './text-width.ts'
import type { Slide } from './slide-library.ts'

/** Characters of a chart's label, and rows: a slide has no second column to flow into. */
const room = { label: 40, axes: 4, apart: 4 }

/** Three slides of a persona: the page, what they do and what to do, the proof. Every shape can be edited; the evidence is in the notes. */
export function addPersonaSlides(parts: PersonaDeck): void {
  addPageSlide(parts)
  addDoingSlide(parts)
  addProofSlide(parts)
}

function addPageSlide({ deck, view, brand }: PersonaDeck): void {
  const slide = deck.addSlide()
  const colour = headingColour(view, brand)
  const { left, middle, wide } = frame
  addPicture(slide, view.landscape, {
    x: left.x,
    y: 0.5,
    w: left.w,
    h: 2.95,
    alt: 'Abstract landscape drawn from this persona’s differences. It is not a likeness of anyone.',
    personaNumber: view.number,
    name: 'Landscape',
  })
  addBand(slide, view)
  // Without a quote the strongest line takes its place, smaller than anybody's words.
  const { finding } = view
  const box = { x: wide.x, y: 1.68, w: wide.w, h: 1 }
  if (view.quote) {
    const said = quoteRuns(view.quote, { width: wide.w, height: 1, sizes: [22, 20, 18, 16, 14, 12, 11] })
    slide.addText(said, plainText({ ...box, objectName: 'Quote' }))
  } else {
    const words = finding ? { ...box, h: 0.66, fontFace: faces.words, fontSize: 17, objectName: 'Finding' } : null
    if (finding && words) addFitted(slide, `${finding.words} (${finding.grade})`, words)
    const silent = { ...box, y: finding ? 2.36 : box.y, h: 0.22, color: ink('text-soft'), objectName: 'Quote' }
    slide.addText(view.noQuote, plainText(silent))
  }
  addRuler(slide, view)

  heading(slide, 'In one breath', { ...left, y: 3.62, colour })
  const breath = view.breathBelow.map(({ words, grade }) => `${words} (${grade})`).join(' ')
  const inBreath = breath || (finding ? 'As above.' : 'Nothing stands out enough to be said in a sentence.')
  addFitted(slide, inBreath, { x: left.x, y: 3.88, w: left.w, h: 1.78, objectName: 'In one breath, text' })
  heading(slide, 'What stands in the way', { ...left, y: 5.7, colour })
  const painSilence = 'No evidence: nobody of this persona spoke of it.'
  lineTable(slide, view.pains, { ...left, y: 5.96, h: 0.84, name: 'Pains', silence: painSilence, proofWidth: 0.95 })

  heading(slide, 'What they need', { ...middle, y: 3.42, colour })
  const needSilence = 'No evidence of a need of their own.'
  lineTable(slide, view.needs, { ...middle, y: 3.68, h: 1.14, name: 'Needs', silence: needSilence })
  addApart(slide, view, colour)
  addAxes(slide, view, colour)
  addSegments(slide, view, colour)

  straightLine(slide, { x: left.x, y: 6.86, w: wide.x + wide.w - left.x, colour: ink('border'), name: 'Foot rule' })
  foot(slide, 'Who matches this page', view.matches, { x: left.x, w: 7 })
  foot(slide, 'Weakest line', `${view.weakest} ${view.reviewBy}`.trim(), { x: 7.75, w: 5.03 })
  slide.addNotes(notesOf(view))
}

function addBand(slide: Slide, view: OnePagerView): void {
  const { wide, right } = frame
  const internal = view.isInternal ? ['Internal: holds words nobody released'] : []
  slide.addText(
    [
      { text: [...view.facts, ...internal].join('   '), options: { color: ink('text-soft') } },
      {
        text: `   ${lightMark[view.light.light] ?? '□'} ${view.light.word} ${view.light.value}`,
        options: { bold: true },
      },
    ],
    plainText({ x: wide.x, y: 0.42, w: wide.w, h: 0.24, objectName: 'Facts' }),
  )
  const nameSize = fittingSize([32, 28, 24, 20, 16], {
    width: 5.9,
    height: 0.56,
    runs: (size) => [{ text: view.name, size, isWords: true }],
  })
  addFitted(slide, view.name, {
    x: wide.x,
    y: 0.68,
    w: 5.9,
    h: 0.58,
    fontFace: faces.words,
    fontSize: nameSize,
    valign: 'middle',
    objectName: 'Name',
  })
  const taglineSize = fittingSize([16, 14, 12], {
    width: 5.9,
    height: 0.28,
    runs: (size) => [{ text: view.tagline, size, isWords: true }],
  })
  addFitted(slide, view.tagline, {
    x: wide.x,
    y: 1.26,
    w: 5.9,
    h: 0.3,
    fontFace: faces.words,
    fontSize: taglineSize,
    italic: true,
    color: ink(`${view.className}-ink`),
    objectName: 'Tagline',
  })
  slide.addText(
    view.share.text,
    plainText({
      x: right.x + 0.6,
      y: 0.68,
      w: 1.4,
      h: 0.6,
      fontFace: faces.words,
      fontSize: 36,
      align: 'right',
      valign: 'middle',
      color: ink(`${view.className}-ink`),
      objectName: 'Share',
    }),
  )
  const interval = `${view.share.interval}\n${view.share.people}`
  slide.addText(
    interval,
    plainText({
      x: right.x + 2.1,
      y: 0.76,
      w: 1.6,
      h: 0.6,
      fontSize: 11,
      color: ink('text-soft'),
      objectName: 'Interval',
    }),
  )
}

/** The ruler from 0 to 100 as lines, the share as a bar on it and its interval above. */
function addRuler(slide: Slide, view: OnePagerView): void {
  const { x, w } = frame.wide
  const y = 2.9
  const at = (share: number) => x + w * Math.min(1, Math.max(0, share))
  const { share, low, high } = view.share
  slide.addShape('rect', {
    x,
    y: y - 0.07,
    w: Math.max(0.01, w * share),
    h: 0.07,
    fill: { color: ink(view.className) },
    objectName: `Share, ${view.share.text}`,
  })
  straightLine(slide, { x, y, w, colour: ink('border-control'), name: 'Ruler' })
  for (let tenth = 0; tenth <= 10; tenth++)
    straightLine(slide, {
      x: x + (w * tenth) / 10,
      y,
      h: 0.09,
      colour: ink('border-control'),
      name: `Tick ${tenth * 10}`,
    })
  straightLine(slide, {
    x: at(low),
    y: y - 0.12,
    w: at(high) - at(low),
    colour: ink('text'),
    width: 1.5,
    name: view.share.interval,
  })
  for (const [end, share_] of [
    ['low', low],
    ['high', high],
  ] as const)
    straightLine(slide, {
      x: at(share_),
      y: y - 0.12,
      h: 0.1,
      colour: ink('text'),
      width: 1.5,
      name: `Interval ${end}`,
    })
  slide.addText('0', plainText({ x, y: y + 0.11, w: 1, h: 0.22, color: ink('text-soft'), objectName: 'Ruler start' }))
  const end = plainText({
    x: x + w - 3,
    y: y + 0.11,
    w: 3,
    h: 0.22,
    align: 'right',
    color: ink('text-soft'),
    objectName: 'Ruler end',
  })
  slide.addText('100 % of respondents', end)
}

/** A native chart: its numbers can be opened and changed in the office. */
function addApart(slide: Slide, view: OnePagerView, colour: string): void {
  const { middle } = frame
  const y = view.needs.length === 0 ? 4.2 : 4.86
  const note = view.bases ? `members n ${view.bases.these}, others n ${view.bases.rest}` : ''
  heading(slide, 'What sets them apart, %', { ...middle, y, colour, note })
  // An office draws the first row and the first series of lying bars at the bottom.
  const rows = view.apart.slice(0, room.apart).toReversed()
  if (rows.length === 0) {
    slide.addText(
      'No answer sets these people apart.',
      plainText({ ...middle, y: y + 0.26, h: 0.3, color: ink('text-soft') }),
    )
    return
  }
  const labels = rows.map(({ words }) => shortLine(words, room.label))
  slide.addChart(
    'bar',
    [
      { name: 'Everyone else', labels, values: rows.map(({ rest }) => Number(rest)) },
      { name: 'Members', labels, values: rows.map(({ these }) => Number(these)) },
    ],
    {
      ...middle,
      y: y + 0.22,
      h: 6.8 - y - 0.24,
      barDir: 'bar',
      barGrouping: 'clustered',
      barGapWidthPct: 45,
      chartColors: [ink('elsewhere'), ink(view.className)],
      catAxisLabelFontFace: faces.product,
      catAxisLabelFontSize: 10,
      catAxisLabelColor: ink('text'),
      valAxisHidden: true,
      valAxisMinVal: 0,
      valAxisMaxVal: 100,
      valGridLine: { style: 'none' },
      showValue: true,
      dataLabelFontSize: 10,
      dataLabelFormatCode: '0',
      dataLabelColor: ink('text'),
      showLegend: true,
      legendPos: 'b',
      legendFontSize: 10,
      legendFontFace: faces.product,
      altText: rows.map(({ words, these, rest }) => `${words}: ${these} %, everyone else ${rest} %`).join('; '),
      objectName: 'What sets them apart, chart',
    },
  )
}

function addAxes(slide: Slide, view: OnePagerView, colour: string): void {
  const { right } = frame
  heading(slide, 'Where they stand', { ...right, y: 3.42, colour, note: '| everyone else' })
  const axes = view.axes.slice(0, room.axes)
  if (axes.length === 0) {
    const silence = 'No attitude sets these people apart from everyone else.'
    slide.addText(
      silence,
      plainText({ ...right, y: 3.68, h: 0.45, color: ink('text-soft'), objectName: 'Axes, no evidence' }),
    )
  }
  axes.forEach(({ left, right: rightEnd, mean, restMean, band, grade, proof }, index) => {
    const y = 3.7 + index * 0.47
    const w = right.w - 0.3
    const half = w / 2
    const end = { y, w: half - 0.05, h: 0.2, fontSize: 11 }
    addFitted(slide, left, { ...end, x: right.x, objectName: `Axis ${index + 1}, left` })
    addFitted(slide, rightEnd, {
      ...end,
      x: right.x + half + 0.05,
      align: 'right',
      objectName: `Axis ${index + 1}, right`,
    })
    const mark = plainText({
      x: right.x + w + 0.06,
      y: y + 0.2,
      w: 0.24,
      h: 0.2,
      align: 'right',
      bold: true,
      color: ink('text-soft'),
    })
    slide.addText(grade, { ...mark, objectName: `Axis ${index + 1}, grade` })
    axisShapes(slide, {
      x: right.x,
      y: y + 0.31,
      w,
      mean,
      restMean,
      band,
      name: `Axis ${index + 1}, ${proof}`,
      view,
    })
  })
}

function addSegments(slide: Slide, view: OnePagerView, colour: string): void {
  const { right } = frame
  const y = 5.66
  heading(slide, 'Segments they come from', { ...right, y, colour })
  const rows = view.segments.map(({ name, lift, signs, base }) => `${name}  ${`${lift} ${signs}`.trim()}  n ${base}`)
  const lines = rows.length > 0 ? [...rows, view.segmentsShort] : [view.segmentsNote]
  addFitted(slide, lines.join('\n'), { ...right, y: y + 0.25, h: 0.9, fontSize: 11, objectName: 'Segments' })
}

function foot(slide: Slide, title: string, text: string, { x, w }: { x: number; w: number }): void {
  const box = { width: w - textWidth(`${title}  `, { size: 11, isBold: true }), height: 0.4, size: 11 }
  slide.addText(
    [
      { text: `${title}  `, options: { bold: true } },
      { text: fittedText(text, box), options: { color: ink('text-soft') } },
    ],
    plainText({ x, y: 6.93, w, h: 0.42, fontSize: 11, objectName: title }),
  )
}

/** Every claim with its counts, for whoever presents: what the margin of the page says in small. */
function notesOf(view: OnePagerView): string {
  const claims = view.claims.map(
    ({ grade, zone, full, these, rest, how }) =>
      `[${grade}] ${zone}: ${full}. These people ${these}; everyone else ${rest}; ${how}.`,
  )
  return [
    `Evidence of ${view.name}: ${view.share.text}, ${view.share.interval}, ${view.share.people}.`,
    ...claims,
    `Who matches: ${view.matches}`,
    `Not this persona: ${view.notThis}`,
    `Weakest line: ${view.weakest}`,
    ...(view.address ? [`Live page: ${view.address}`] : []),
  ].join('\n')
}

const lightMark: Record<string, string> = { sound: '●', caution: '▲', error: '■', none: '□' }
