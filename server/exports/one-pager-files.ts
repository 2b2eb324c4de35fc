import { Resvg } from '@resvg/resvg-js'
import type { OnePagerView } from '../personas/one-pager.ts'
import { printPage } from './print-page.ts'
import { type TypesetPdf, typesetPdf, typesetSvg } from './typesetter.ts'

const pictureWidth = 1600

/** The one-pager and its proof as a tagged A4 PDF, dated by the data: the same view gives the same bytes. */
export function onePagerPdf(view: OnePagerView): TypesetPdf {
  return typesetPdf(
    'one-pager',
    printPage(view, { isFrontOnly: false }),
    Math.floor((view.dated?.getTime() ?? 0) / 1000),
  )
}

/** The front of the one-pager as a PNG, 1600 pixels wide. */
export function onePagerPng(view: OnePagerView): Uint8Array {
  const svg = typesetSvg('one-pager', printPage(view, { isFrontOnly: true }))
  // Typst has turned all text into outlines, so no font of this machine can change the picture.
  const picture = new Resvg(svg, {
    fitTo: { mode: 'width', value: pictureWidth },
    font: { loadSystemFonts: false },
  }).render()
  return new Uint8Array(picture.asPng())
}
