import type { OnePagerView } from '../../personas/one-pager.ts'
import type { SetSummary } from '../../personas/set-summary.ts'
import type { PrintBrand } from '../print-page.ts'
import { finishedDeck } from './finished-deck.ts'
import { addPersonaSlides } from './persona-slides.ts'
import { addSetSlide } from './set-slide.ts'
import { faces, frame, ink } from './slide-frame.ts'
import { SlideDeck, type Deck } from './slide-library.ts'

/** The slides of one persona: three, native shapes and charts, evidence in the notes. The same view gives the same bytes. */
export function personaDeck(view: OnePagerView, brand?: PrintBrand): Promise<Buffer> {
  const deck = newDeck(view.name, view.workspaceName)
  addPersonaSlides({ deck, view, ...(brand ? { brand } : {}) })
  return finished(deck, view.dated)
}

/** The slides of a whole set: who they are on the same axes, then each persona. */
export function setDeck(set: SetSummary, views: OnePagerView[], brand?: PrintBrand): Promise<Buffer> {
  const deck = newDeck(set.title, set.workspaceName)
  addSetSlide({ deck, set, views, ...(brand ? { brand } : {}) })
  for (const view of views) addPersonaSlides({ deck, view, ...(brand ? { brand } : {}) })
  return finished(deck, set.dated)
}

function newDeck(title: string, author: string): Deck {
  const deck = new SlideDeck()
  deck.defineLayout({ name: 'wide', width: frame.width, height: frame.height })
  deck.layout = 'wide'
  deck.title = title
  deck.author = author
  deck.company = author
  deck.subject = 'Persona'
  deck.theme = { headFontFace: faces.words, bodyFontFace: faces.product }
  return deck
}

async function finished(deck: Deck, dated: Date | null): Promise<Buffer> {
  const written = (await deck.write({ outputType: 'nodebuffer' })) as Buffer
  const accents = Array.from({ length: 6 }, (_, index) => ink(`persona-${index + 1}`))
  return finishedDeck(written, { dated, accents, link: ink('accent') })
}
