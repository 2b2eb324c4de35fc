import { shortened } from '../../personas/claim-words.ts'
import type { OnePagerView } from '../../personas/one-pager.ts'
import type { PrintBrand } from '../print-page.ts'
import { bodySize, faces, heading, hex, ink, lineTable, markShape, plainText } from './slide-frame.ts'
import type { Border, Borders, Deck, Slide } from './slide-library.ts'

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
  const does = view.behaviours.map((line) => ({ ...line, words: shortened(line.words, 70) }))
  lineTable(slide, does, { ...first, y: 1.62, name: 'Behaviours', silence: 'No behaviour sets these people apart.' })
  heading(slide, 'How it goes, and how it feels', { ...first, y: 3.75, colour })
  const stages = (view.journey?.stages ?? []).map(({ name, note }) => ({ words: name, proof: note, grade: '' }))
  lineTable(slide, stages, { ...first, y: 4.02, name: 'Journey', silence: view.journeyNote, proofWidth: 1.6 })

  heading(slide, 'What we make of it', { ...second, y: 1.35, colour })
  const made = [...view.dos.map((text) => `✓ Do: ${text}`), ...view.donts.map((text) => `✗ Don’t: ${text}`)]
  const madeText =
    made.length > 0 ? [...made, view.madeBy].join('\n') : 'Nothing yet. It is written on the persona’s page.'
  slide.addText(madeText, plainText({ ...second, y: 1.62, h: 1.9, paraSpaceAfter: 4, objectName: 'Interpretation' }))
  heading(slide, 'Jobs they told of', { ...second, y: 3.75, colour, note: 'our wording' })
  const jobs = view.jobStories.map(
    ({ when, want, so, proof, grade }) =>
      `When: ${when}. I want: ${want}. ${so ? `So that: ${so}.` : 'So that: no evidence.'} ${proof} (${grade})`,
  )
  const jobText =
    jobs.length > 0 ? jobs.join('\n') : 'No evidence: nobody named a need and its situation in one breath.'
  slide.addText(jobText, plainText({ ...second, y: 4.02, h: 1.8, paraSpaceAfter: 4, objectName: 'Job stories' }))

  heading(slide, 'Not this persona', { ...third, y: 1.35, colour })
  slide.addText(view.notThis, plainText({ ...third, y: 1.62, h: 0.9, objectName: 'Not this persona, text' }))
  heading(slide, 'A member of another mind', { ...third, y: 2.65, colour })
  const counter = view.counterQuote
    ? [
        {
          text: `“${view.counterQuote.text}”  `,
          options: { fontFace: faces.words, fontSize: view.counterQuote.text.length > 160 ? bodySize : 14 },
        },
        { text: view.counterQuote.source, options: { color: ink('text-soft') } },
      ]
    : [{ text: 'No words to the contrary that may stand here.', options: { color: ink('text-soft') } }]
  slide.addText(counter, plainText({ ...third, y: 2.92, h: 1.6, objectName: 'Counter-quote' }))
  heading(slide, 'The decision it serves', { ...third, y: 4.7, colour })
  const decision = view.decision || 'Nobody wrote down which decision.'
  slide.addText(shortened(decision, 160), plainText({ ...third, y: 4.97, h: 0.7, objectName: 'Decision' }))
  if (view.address) {
    const link = { text: 'Live page and evidence', options: { hyperlink: { url: view.address } } }
    slide.addText([link], plainText({ ...third, y: 5.75, h: 0.25, objectName: 'Live page' }))
  }
  if (brand?.logo) {
    const { bytes, format, alt } = brand.logo
    const data = `image/${format === 'jpg' ? 'jpeg' : 'png'};base64,${Buffer.from(bytes).toString('base64')}`
    slide.addImage({
      data,
      x: 11.1,
      y: 6.5,
      w: 1.68,
      h: 0.6,
      sizing: { type: 'contain', w: 1.68, h: 0.6 },
      altText: alt,
      objectName: 'Logo',
    })
  }
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
  const rows = view.claims.slice(0, 12).map((claim) =>
    [claim.grade, claim.zone, shortened(claim.full, 74), claim.these, claim.rest, shortened(claim.how, 52)].map(
      (text) => ({
        text,
        options: { border: [noBorder, noBorder, thinBorder, noBorder] as Borders },
      }),
    ),
  )
  slide.addTable([head, ...rows], {
    x: 0.55,
    y: 1.3,
    w: 12.23,
    colW: [0.62, 1.1, 4.95, 1.3, 1.4, 2.86],
    fontFace: faces.product,
    fontSize: 10.5,
    color: ink('text'),
    margin: [0.03, 0.05, 0.03, 0.03],
    objectName: 'Claims',
  })
  const found = view.methods.slice(0, 2).join(' ')
  slide.addText(
    shortened(found, 240),
    plainText({ x: 0.55, y: 6.75, w: 12.23, h: 0.45, fontSize: 11, color: ink('text-soft'), objectName: 'Method' }),
  )
  slide.addNotes([`How ${view.name} was found`, ...view.methods].join('\n'))
}

const noBorder: Border = { type: 'none' }
const thinBorder: Border = { type: 'solid', pt: 0.5, color: ink('border') }
const strongBorder: Border = { type: 'solid', pt: 1, color: ink('text') }

function title(slide: Slide, text: string, view: OnePagerView): void {
  const mark = { x: 0.55, y: 0.62, w: 0.22, h: 0.22, fill: { color: ink(view.className) }, objectName: 'Mark' }
  slide.addShape(markShape(view.number), mark)
  slide.addText(
    text,
    plainText({
      x: 0.92,
      y: 0.45,
      w: 11.8,
      h: 0.56,
      fontFace: faces.words,
      fontSize: 24,
      valign: 'middle',
      objectName: 'Title',
    }),
  )
}

/** Headings are in the workspace's colour where it has one, else in the persona's own. */
export function headingColour(view: OnePagerView, brand?: PrintBrand): string {
  return brand?.accentInk ? hex(brand.accentInk) : ink(`${view.className}-ink`)
}
