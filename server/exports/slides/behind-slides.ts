import type { OnePagerView } from '../../personas/one-pager.ts'
import type { PrintBrand } from '../print-page.ts'
import {
  addFitted,
  addLogo,
  bodySize,
  faces,
  heading,
  hex,
  ink,
  lineTable,
  markShape,
  plainText,
} from './slide-frame.ts'
import { fittedText, fittingSize, lineHeight, paragraphHeight } from './text-width.ts'
import type { Border, Borders, Deck, Slide, TextProps } from './slide-library.ts'

/** What the slides of a persona are made of. */
export interface PersonaDeck {
  deck: Deck
  view: OnePagerView
  brand?: PrintBrand
}

/** What they do, how it goes, what the team makes of it, who they are not. */
export function addDoingSlide({ deck, view, brand }: PersonaDeck): void {
  const slide = deck.addSlide()
  const colour = headingColour(view, brand)
  title(slide, `${view.name}: what they do, and what we make of it`, view)
  const columns = [0, 1, 2].map((place) => ({ x: 0.55 + place * 4.16, w: 3.9 }))
  const [first, second, third] = columns as [Column, Column, Column]

  heading(slide, 'What they do', { ...first, y: 1.35, colour })
  const doesSilence = 'No behaviour sets these people apart.'
  lineTable(slide, view.behaviours, { ...first, y: 1.62, h: 2, name: 'Behaviours', silence: doesSilence })
  heading(slide, 'How it goes, and how it feels', { ...first, y: 3.75, colour })
  const stages = (view.journey?.stages ?? []).map(({ name, note }) => ({ words: name, proof: note, grade: '' }))
  lineTable(slide, stages, { ...first, y: 4.02, h: 2.9, name: 'Journey', silence: view.journeyNote, proofWidth: 1.75 })

  heading(slide, 'What we make of it', { ...second, y: 1.35, colour })
  const made = [...view.dos.map((text) => `✓ Do: ${text}`), ...view.donts.map((text) => `✗ Don’t: ${text}`)]
  const madeText =
    made.length > 0 ? [...made, view.madeBy].join('\n') : 'Nothing yet. It is written on the persona’s page.'
  addFitted(slide, madeText, { ...second, y: 1.62, h: 2, paraSpaceAfter: 4, objectName: 'Interpretation' })
  heading(slide, 'Jobs they told of', { ...second, y: 3.75, colour, note: 'our wording' })
  const jobs = view.jobStories.map(
    ({ when, want, so, proof, grade }) =>
      `When: ${when}. I want: ${want}. ${so ? `So that: ${so}.` : 'So that: no evidence.'} ${proof} (${grade})`,
  )
  const jobText =
    jobs.length > 0 ? jobs.join('\n') : 'No evidence: nobody named a need and its situation in one breath.'
  addFitted(slide, jobText, { ...second, y: 4.02, h: 2.9, paraSpaceAfter: 4, objectName: 'Job stories' })

  heading(slide, 'Not this persona', { ...third, y: 1.35, colour })
  addFitted(slide, view.notThis, { ...third, y: 1.62, h: 0.9, objectName: 'Not this persona, text' })
  heading(slide, 'A member of another mind', { ...third, y: 2.65, colour })
  const counter = view.counterQuote
    ? quoteRuns(view.counterQuote, { width: third.w, height: 1.6, sizes: [15, 14, 13, 12, 11] })
    : [{ text: 'No words to the contrary that may stand here.', options: { color: ink('text-soft') } }]
  slide.addText(counter, plainText({ ...third, y: 2.92, h: 1.6, objectName: 'Counter-quote' }))
  heading(slide, 'The decision it serves', { ...third, y: 4.7, colour })
  const decision = view.decision || 'Nobody wrote down which decision.'
  addFitted(slide, decision, { ...third, y: 4.97, h: 0.7, objectName: 'Decision' })
  if (view.address) {
    const link = { text: 'Live page and evidence', options: { hyperlink: { url: view.address } } }
    slide.addText([link], plainText({ ...third, y: 5.75, h: 0.25, objectName: 'Live page' }))
  }
  addLogo(slide, brand?.logo ?? null, { x: 11.1, y: 6.5, w: 1.68, h: 0.6 })
  slide.addNotes([`Voices of ${view.name}`, ...view.voices.map(({ text, source }) => `“${text}” ${source}`)].join('\n'))
}

interface Column {
  x: number
  w: number
}

/** The claims with their counts as a table, and how the set was found. */
export function addProofSlide({ deck, view }: PersonaDeck): void {
  const slide = deck.addSlide()
  title(slide, `${view.name}: the proof`, view)
  const head = ['Grade', 'Zone', 'Claim', 'These people', 'Everyone else', 'How we know'].map((text) => ({
    text,
    options: { bold: true, border: [noBorder, noBorder, strongBorder, noBorder] as Borders },
  }))
  const { rows, heights } = proofRows(view)
  slide.addTable([head, ...rows], {
    x: 0.55,
    y: 1.2,
    w: 12.23,
    h: heights.reduce((sum, height) => sum + height, 0),
    rowH: heights,
    colW: proofColumns,
    fontFace: faces.product,
    fontSize: proofSize,
    color: ink('text'),
    margin: [0.03, 0.05, 0.03, 0.03],
    objectName: 'Claims',
  })
  const found = view.methods.slice(0, 2).join(' ')
  const shown =
    rows.length < view.claimCount ? `${rows.length} of ${view.claimCount} claims, the strongest first. ` : ''
  addFitted(slide, `${shown}${found}`, {
    x: 0.55,
    y: 6.78,
    w: 12.23,
    h: 0.42,
    fontSize: 11,
    color: ink('text-soft'),
    objectName: 'Method',
  })
  slide.addNotes([`How ${view.name} was found`, ...view.methods].join('\n'))
}

const proofSize = 10.5
/** Inches: grade, zone, claim, these people, everyone else, how we know. */
const proofColumns = [0.62, 1.1, 4.95, 1.3, 1.4, 2.86]

/** As many claims as the slide holds, each whole on at most two lines where it fits them. */
function proofRows({ claims }: OnePagerView) {
  const line = lineHeight(proofSize)
  const cell = (text: string, column: number) => {
    const box = { width: proofColumns[column]! - 0.08, size: proofSize }
    const fitted = fittedText(text, { ...box, height: 2 * line + 0.001 })
    return { fitted, height: paragraphHeight([{ text: fitted, size: proofSize }], box.width) }
  }
  const rows = []
  const heights = [line + 0.06]
  let filled = heights[0]!
  for (const { grade, zone, full, these, rest, how } of claims) {
    const cells = [grade, zone, full, these, rest, how].map(cell)
    const height = Math.max(...cells.map((one) => one.height)) + 0.06
    if (filled + height > 5.45) break
    filled += height
    heights.push(height)
    rows.push(
      cells.map(({ fitted }) => ({
        text: fitted,
        options: { border: [noBorder, noBorder, thinBorder, noBorder] as Borders },
      })),
    )
  }
  return { rows, heights }
}

const noBorder: Border = { type: 'none' }
const thinBorder: Border = { type: 'solid', pt: 0.5, color: ink('border') }
const strongBorder: Border = { type: 'solid', pt: 1, color: ink('text') }

function title(slide: Slide, text: string, view: OnePagerView): void {
  const mark = { x: 0.55, y: 0.62, w: 0.22, h: 0.22, fill: { color: ink(view.className) }, objectName: 'Mark' }
  slide.addShape(markShape(view.number), mark)
  const size = fittingSize([24, 20, 17, 15], {
    width: 11.8,
    height: 0.42,
    runs: (points) => [{ text, size: points, isWords: true }],
  })
  addFitted(slide, text, {
    x: 0.92,
    y: 0.45,
    w: 11.8,
    h: 0.56,
    fontFace: faces.words,
    fontSize: size,
    valign: 'middle',
    objectName: 'Title',
  })
}

/** A quote is never cut: its type is the largest in which it and its source fit their box. */
export function quoteRuns(
  { text, source }: { text: string; source: string },
  { width, height, sizes }: { width: number; height: number; sizes: number[] },
): TextProps[] {
  const said = `“${text}”  `
  const size = fittingSize(sizes, {
    width,
    height,
    runs: (points) => [
      { text: said, size: points, isWords: true },
      { text: source, size: Math.min(bodySize, points) },
    ],
  })
  return [
    { text: said, options: { fontFace: faces.words, fontSize: size } },
    { text: source, options: { color: ink('text-soft'), fontSize: Math.min(bodySize, size) } },
  ]
}

/** Headings are in the workspace's colour where it has one, else in the persona's own. */
export function headingColour(view: OnePagerView, brand?: PrintBrand): string {
  return brand?.accentInk ? hex(brand.accentInk) : ink(`${view.className}-ink`)
}
