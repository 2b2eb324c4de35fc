/** The fewest codes that changed their place among those that both orders have. Pure. */
export function movedAmong(before: string[], after: string[]): string[] {
  const shared = after.filter((code) => before.includes(code))
  const places = shared.map((code) => before.indexOf(code))
  // Whoever is in a longest increasing run stayed; the others moved around them.
  const longest: { length: number; from: number }[] = []
  places.forEach((place, index) => {
    let best = { length: 1, from: -1 }
    for (let other = 0; other < index; other++) {
      if (places[other]! < place && longest[other]!.length + 1 > best.length)
        best = { length: longest[other]!.length + 1, from: other }
    }
    longest.push(best)
  })
  const stayed = new Set<number>()
  const lengths = longest.map((one) => one.length)
  for (let at = lengths.indexOf(Math.max(...lengths, 0)); at >= 0; at = longest[at]!.from) stayed.add(at)
  return shared.filter((_, index) => !stayed.has(index))
}
