import type { OnePagerView } from '../personas/one-pager.ts'
import type { SetSummary } from '../personas/set-summary.ts'
import { avatarPng, onePagerPdf, onePagerPng, type PictureSize, setPdf } from './one-pager-files.ts'
import type { Paper, PrintBrand } from './print-page.ts'
import { personaDeck, setDeck } from './slides/decks.ts'

/** A file that takes work to draw. */
export type FileOrder =
  | { kind: 'pdf'; view: OnePagerView; paper: Paper; brand: PrintBrand }
  | { kind: 'png'; view: OnePagerView; size: PictureSize; brand: PrintBrand }
  | { kind: 'avatar'; view: OnePagerView }
  | { kind: 'pptx'; view: OnePagerView; brand: PrintBrand }
  | { kind: 'set-pdf'; set: SetSummary; views: OnePagerView[]; paper: Paper; brand: PrintBrand }
  | { kind: 'set-pptx'; set: SetSummary; views: OnePagerView[]; brand: PrintBrand }

/** The bytes of a file; the same order gives the same bytes. */
export async function drawFile(order: FileOrder): Promise<Uint8Array> {
  switch (order.kind) {
    case 'pdf':
      return onePagerPdf(order.view, order).bytes
    case 'png':
      return onePagerPng(order.view, order)
    case 'avatar':
      return avatarPng(order.view)
    case 'pptx':
      return personaDeck(order.view, order.brand)
    case 'set-pdf':
      return setPdf(order.set, order.views, order).bytes
    case 'set-pptx':
      return setDeck(order.set, order.views, order.brand)
    default:
      throw new TypeError(`Nothing draws ${String(order satisfies never)}.`)
  }
}
