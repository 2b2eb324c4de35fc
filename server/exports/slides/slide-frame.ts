import { Resvg } from '@resvg/resvg-js'
import { resolveForPrint } from '../../charts/resolve-for-print.ts'
import { printTokens } from '../print-tokens.ts'
import type { PrintBrand } from '../print-page.ts'
import { fittedText, lineHeight, paragraphHeight } from './text-width.ts'
import type { Border, Borders, ShapeName, Slide, TextOptions, TextProps } from './slide-library.ts'

/** Inches: a slide of 13.333 × 7.5 in three columns. */
export const frame = {
  width: 13.333,
  height: 7.5,
  left: { x: 0.55, w: 2.75 },
  middle: { x: 3.6, w: 5.2 },
  right: { x: 9.1, w: 3.68 },
  wide: { x: 3.6, w: 9.18 },
} as const

/** Faces that every office has: a slide is edited by people who have not installed ours. */
export const faces = { words: 'Georgia', product: 'Arial' } as const
export const bodySize = 12

/** A colour of the pages as RRGGBB. */
export function ink(token: string): string {
  return hex(printTokens.colour(token))
}

export function wash(token: string, percent: number): string {
  return hex(printTokens.mix(token, percent, 'surface'))
}

export function hex(colour: string): string {
  return colour.replace('#', '').toUpperCase()
}

/** Each persona's own mark, as the office knows it; in the order of templates' marks. */
export const markShapes = [
  'ellipse',
  'diamond',
  'rect',
  'triangle',
  'flowChartMerge',
  'plus',
  'hexagon',
  'pentagon',
] as const

export function markShape(number: number): ShapeName {
  return markShapes[(number - 1) % markShapes.length]! as ShapeName
}

/** Text in the product's voice, at the top of its box, without the insets that offices add. */
export function plainText(more: TextOptions): TextOptions {
  return { fontFace: faces.product, fontSize: bodySize, color: ink('text'), margin: 0, valign: 'top', ...more }
}

/** Text cut to what its box holds. */
export function addFitted(slide: Slide, text: string, more: TextOptions & { w: number; h: number }): void {
  const size = more.fontSize ?? bodySize
  const isWords = more.fontFace === faces.words
  const after = ((more.paraSpaceAfter ?? 0) / 72) * text.split('\n').length
  slide.addText(fittedText(text, { width: more.w, height: more.h - after, size, isWords }), plainText(more))
}

export function heading(
  slide: Slide,
  text: string,
  { x, y, w, colour, note = '' }: { x: number; y: number; w: number; colour: string; note?: string },
): void {
  const runs: TextProps[] = [{ text, options: { bold: true, color: colour } }]
  if (note) runs.push({ text: `   ${note}`, options: { color: ink('text-soft') } })
  slide.addText(runs, plainText({ x, y, w, h: 0.24, objectName: text }))
}

export function straightLine(
  slide: Slide,
  {
    x,
    y,
    w = 0,
    h = 0,
    colour,
    width = 0.75,
    name,
  }: { x: number; y: number; w?: number; h?: number; colour: string; width?: number; name: string },
): void {
  slide.addShape('line', { x, y, w, h, line: { color: colour, width }, objectName: name })
}

interface TableLine {
  words: string
  proof: string
  grade: string
}

/** Inches around the words of a cell: top, right, bottom, left. */
const cellMargin: [number, number, number, number] = [0.03, 0.06, 0.03, 0.04]
const linesInRow = 2

/**
 * Lines with their proof past the red rule, as a table that can be edited: each of at most two lines, as many as `h` inches hold; the
 * notes have them all. Without any, the sentence that says so.
 */
export function lineTable(
  slide: Slide,
  rows: TableLine[],
  {
    x,
    y,
    w,
    h,
    name,
    silence,
    proofWidth = 1.15,
    size = bodySize,
  }: { x: number; y: number; w: number; h: number; name: string; silence: string; proofWidth?: number; size?: number },
): void {
  if (rows.length === 0) {
    addFitted(slide, silence, { x, y, w, h: 0.62, color: ink('text-soft'), objectName: `${name}, no evidence` })
    return
  }
  const { lines, heights } = fittedRows(rows, { width: w - proofWidth - 0.1, proofWidth: proofWidth - 0.1, size, h })
  const top: Border = { type: 'solid', pt: 0.5, color: ink('border') }
  const none: Border = { type: 'none' }
  const rule: Border = { type: 'solid', pt: 1, color: ink('margin-rule') }
  const table = lines.map(({ words, proof, grade }) => [
    { text: words, options: { border: [top, rule, none, none] as Borders, align: 'left' as const } },
    {
      text: [
        { text: grade ? `${proof} ` : proof, options: { color: ink('text-soft') } },
        ...(grade ? [{ text: grade, options: { bold: true, color: ink('text-soft') } }] : []),
      ],
      options: { border: [top, none, none, rule] as Borders, align: 'right' as const },
    },
  ])
  slide.addTable(table, {
    x,
    y,
    w,
    h: heights.reduce((sum, height) => sum + height, 0),
    rowH: heights,
    colW: [w - proofWidth, proofWidth],
    fontFace: faces.product,
    fontSize: size,
    color: ink('text'),
    margin: cellMargin,
    valign: 'top',
    objectName: name,
  })
}

function fittedRows(
  rows: TableLine[],
  { width, proofWidth, size, h }: { width: number; proofWidth: number; size: number; h: number },
): { lines: TableLine[]; heights: number[] } {
  const lines: TableLine[] = []
  const heights: number[] = []
  let filled = 0
  for (const row of rows) {
    const words = fittedText(row.words, { width, height: linesInRow * lineHeight(size) + 0.001, size })
    const proof = [
      { text: `${row.proof} `, size },
      { text: row.grade, size, isBold: true },
    ]
    const height =
      Math.max(paragraphHeight([{ text: words, size }], width), paragraphHeight(proof, proofWidth)) +
      cellMargin[0] +
      cellMargin[2]
    if (lines.length > 0 && filled + height > h) break
    lines.push({ ...row, words })
    heights.push(height)
    filled += height
  }
  return { lines, heights }
}

/** The workspace's logo within a box, unstretched. */
export function addLogo(
  slide: Slide,
  logo: PrintBrand['logo'],
  box: { x: number; y: number; w: number; h: number },
): void {
  if (!logo) return
  const data = `image/${logo.format === 'jpg' ? 'jpeg' : 'png'};base64,${Buffer.from(logo.bytes).toString('base64')}`
  const sizing = { type: 'contain' as const, w: box.w, h: box.h }
  slide.addImage({ data, ...box, sizing, altText: logo.alt, objectName: 'Logo' })
}

/** One of our charts as a picture, twice as sharp as a screen shows it, with the words that stand for it. */
export function addPicture(
  slide: Slide,
  svg: string,
  {
    x,
    y,
    w,
    h,
    alt,
    personaNumber,
    name,
  }: { x: number; y: number; w: number; h: number; alt: string; personaNumber: number; name: string },
): void {
  const png = new Resvg(resolveForPrint(svg, printTokens, personaNumber), {
    fitTo: { mode: 'width', value: Math.round(w * 192) },
    font: { loadSystemFonts: false },
  })
    .render()
    .asPng()
  slide.addImage({
    data: `image/png;base64,${Buffer.from(png).toString('base64')}`,
    x,
    y,
    w,
    h,
    altText: alt,
    objectName: name,
  })
}
