import { Resvg } from '@resvg/resvg-js'
import { resolveForPrint } from '../charts/resolve-for-print.ts'
import type { OnePagerView } from '../personas/one-pager.ts'
import type { SetSummary } from '../personas/set-summary.ts'
import { type Paper, type PrintBrand, printPage } from './print-page.ts'
import { printTokens } from './print-tokens.ts'
import { printSet } from './print-set.ts'
import { type TypesetPdf, typesetPdf, typesetSvg } from './typesetter.ts'

/** Widths in pixels: for a chat or a wiki (A4 landscape), for a screen of 16 : 9, and for print at 300 dots an inch. */
export const pictureSizes = { screen: 1600, wide: 1920, print: 3508 } as const
export type PictureSize = keyof typeof pictureSizes

export interface FileSettings {
  paper?: Paper
  brand?: PrintBrand
}

/** The one-pager with its proof and maps as a tagged PDF, dated by the data: the same view gives the same bytes. */
export function onePagerPdf(view: OnePagerView, settings: FileSettings = {}): TypesetPdf {
  return typesetPdf('one-pager', printPage(view, settings), Math.floor((view.dated?.getTime() ?? 0) / 1000))
}

/** The front of the one-pager as a PNG; "wide" is laid out anew for 16 : 9, the others are A4 landscape. */
export function onePagerPng(
  view: OnePagerView,
  { size = 'screen', brand }: { size?: PictureSize; brand?: PrintBrand } = {},
): Uint8Array {
  const paper = size === 'wide' ? 'wide' : 'a4'
  const svg = typesetSvg('one-pager', printPage(view, { paper, isFrontOnly: true, ...(brand ? { brand } : {}) }))
  // Typst has turned all text into outlines, so no font of this machine can change the picture.
  const picture = new Resvg(svg, {
    fitTo: { mode: 'width', value: pictureSizes[size] },
    font: { loadSystemFonts: false },
  }).render()
  return new Uint8Array(picture.asPng())
}

/** The persona's small picture on nothing, 512 pixels wide, for a chat, a ticket or a profile. */
export function avatarPng({ avatar, number }: OnePagerView): Uint8Array {
  const svg = resolveForPrint(avatar, printTokens, number)
  const picture = new Resvg(svg, { fitTo: { mode: 'width', value: 512 }, font: { loadSystemFonts: false } }).render()
  return new Uint8Array(picture.asPng())
}

/** The whole set on one sheet: shares of everyone asked, then every persona on the same axes. */
export function setPdf(set: SetSummary, views: OnePagerView[], settings: FileSettings = {}): TypesetPdf {
  return typesetPdf('persona-set', printSet(set, views, settings), Math.floor((set.dated?.getTime() ?? 0) / 1000))
}
