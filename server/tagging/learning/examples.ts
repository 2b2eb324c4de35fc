import { type Facet, facets } from '../../facets.ts'
import type { PlacedDecision, SentenceReview } from './store.ts'

/** Words with what was decided of each label on them. */
export interface DecidedWords {
  personId: string
  sourceKind: 'document' | 'answer'
  sourceId: string
  item: string
  start: number
  end: number
  decided: Map<string, 1 | -1>
}

/** The label of a facet without a code. */
export function facetLabel(facet: Facet | string): string {
  return `facet:${facet}`
}

/**
 * The facet a label stands under.
 * @param facetOf facets of codes by key, where they are known: a code may have moved since its key was made
 */
export function facetOfLabel(label: string, facetOf?: ReadonlyMap<string, Facet>): Facet | undefined {
  const moved = facetOf?.get(label)
  if (moved) return moved
  const name = label.startsWith('facet:') ? label.slice(6) : label.slice(0, label.indexOf('.'))
  return facets.find((facet) => facet === name)
}

/**
 * What people's decisions say of labels, stretch by stretch, in reading order of the sources:
 * - an accepted tag: its code and its facet hold;
 * - a rejected one: its code does not hold, nor its facet when nothing of that facet was accepted there;
 * - a reviewed sentence, or one with an accepted tag, was read in full: labels that nobody gave it do not hold, except those
 *   of suggestions still open.
 */
export function decidedWords(decisions: PlacedDecision[], reviews: SentenceReview[]): DecidedWords[] {
  const places = new Map<string, DecidedWords & { tags: PlacedDecision[]; isReviewed: boolean }>()
  const placeOf = (at: PlacedDecision | SentenceReview) => {
    const { personId, sourceKind, sourceId, item, start, end } = at
    const key = [sourceId, item, start, end].join('#')
    const known = places.get(key)
    if (known) return known
    const tags: PlacedDecision[] = []
    const decided = new Map<string, 1 | -1>()
    const made = { personId, sourceKind, sourceId, item, start, end, decided, tags, isReviewed: false }
    places.set(key, made)
    return made
  }
  for (const decision of decisions) placeOf(decision).tags.push(decision)
  for (const review of reviews) placeOf(review).isReviewed = true
  const universe = new Set<string>()
  for (const { facet, code, state } of decisions) {
    if (state !== 'accepted') continue
    universe.add(facetLabel(facet))
    if (code !== null) universe.add(code)
  }
  const found: DecidedWords[] = []
  for (const { tags, isReviewed, decided, ...place } of places.values()) {
    const accepted = tags.filter(({ state }) => state === 'accepted')
    const facetsAccepted = new Set(accepted.map(({ facet }) => facet))
    for (const { facet, code, state } of tags) {
      if (state !== 'rejected') continue
      if (code !== null) decided.set(code, -1)
      if (!facetsAccepted.has(facet)) decided.set(facetLabel(facet), -1)
    }
    if (isReviewed || accepted.length > 0) {
      const open = new Set(
        tags.filter(({ state }) => state === 'suggested').flatMap(({ facet, code }) => [facetLabel(facet), code]),
      )
      for (const label of universe) if (!open.has(label)) decided.set(label, -1)
    }
    for (const { facet, code } of accepted) {
      decided.set(facetLabel(facet), 1)
      if (code !== null) decided.set(code, 1)
    }
    if (decided.size > 0) found.push({ ...place, decided })
  }
  return found.sort(
    (a, b) => order(a.sourceId, b.sourceId) || order(a.item, b.item) || a.start - b.start || a.end - b.end,
  )
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
