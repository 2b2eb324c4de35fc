/** Where a tag stands, and what it says. */
export interface PlacedTag {
  /** '' for a document, else the question whose answer it is on. */
  item: string
  sourceId: string
  start: number
  end: number
  facet: string
  code: string | null
}

/**
 * Suggestions that a person has not decided yet: one that overlaps an accepted tag of the same facet, or stands exactly
 * where the same facet was rejected, or overlaps a rejection of the same code, would only ask again.
 */
export function withoutDecided<Suggested extends PlacedTag>(
  suggestions: Suggested[],
  decided: (PlacedTag & { state: 'accepted' | 'rejected' })[],
): Suggested[] {
  const bySource = new Map<string, typeof decided>()
  for (const tag of decided) {
    const key = `${tag.sourceId}#${tag.item}`
    bySource.set(key, [...(bySource.get(key) ?? []), tag])
  }
  return suggestions.filter((suggestion) => {
    const there = bySource.get(`${suggestion.sourceId}#${suggestion.item}`) ?? []
    return !there.some((tag) => settles(tag, suggestion))
  })
}

function settles(decided: PlacedTag & { state: 'accepted' | 'rejected' }, suggestion: PlacedTag): boolean {
  if (decided.facet !== suggestion.facet) return false
  if (decided.start >= suggestion.end || suggestion.start >= decided.end) return false
  if (decided.state === 'accepted') return true
  const isSamePlace = decided.start === suggestion.start && decided.end === suggestion.end
  return isSamePlace || decided.code === suggestion.code
}
