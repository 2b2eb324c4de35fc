import { Resvg } from '@resvg/resvg-js'
import { resolveForPrint } from '../../charts/resolve-for-print.ts'
import { printTokens } from '../print-tokens.ts'
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

/** Lines with their proof past the red rule, as a table that can be edited; without any, the sentence that says so. */
export function lineTable(
  slide: Slide,
  rows: { words: string; proof: string; grade: string }[],
  {
    x,
    y,
    w,
    name,
    silence,
    proofWidth = 1.15,
  }: { x: number; y: number; w: number; name: string; silence: string; proofWidth?: number },
): void {
  if (rows.length === 0) {
    slide.addText(silence, plainText({ x, y, w, h: 0.45, color: ink('text-soft'), objectName: `${name}, no evidence` }))
    return
  }
  const top: Border = { type: 'solid', pt: 0.5, color: ink('border') }
  const none: Border = { type: 'none' }
  const rule: Border = { type: 'solid', pt: 1, color: ink('margin-rule') }
  const table = rows.map(({ words, proof, grade }) => [
    { text: words, options: { border: [top, rule, none, none] as Borders, align: 'left' as const } },
    {
      text: [
        { text: `${proof} `, options: { color: ink('text-soft') } },
        { text: grade, options: { bold: true, color: ink('text-soft') } },
      ],
      options: { border: [top, none, none, rule] as Borders, align: 'right' as const },
    },
  ])
  slide.addTable(table, {
    x,
    y,
    w,
    colW: [w - proofWidth, proofWidth],
    fontFace: faces.product,
    fontSize: bodySize,
    color: ink('text'),
    margin: [0.03, 0.06, 0.03, 0.04],
    valign: 'top',
    objectName: name,
  })
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
