import { rulerTicks } from './share-ruler.ts'
import { coordinate, percentText, picture } from './svg.ts'

export interface ReachPart {
  /** Fraction of all people, in falling order. */
  share: number
  personaNumber?: number
}

/** How many parts, largest first, it takes to hold at least `reach` of all people; null when all together do not. */
export function partsToReach(shares: number[], reach: number): number | null {
  let held = 0
  for (let index = 0; index < shares.length; index++) {
    held += shares[index]!
    if (held >= reach - 1e-9) return index + 1
  }
  return null
}

/** Segments as slivers, largest first: filled up to the one that reaches `reach` of people, open beyond it. */
export function segmentBlocks(parts: ReachPart[], { reach = 0.8 }: { reach?: number } = {}): string {
  const shares = parts.map(({ share }) => share)
  const needed = partsToReach(shares, reach) ?? parts.length
  return blocks(
    shares.map((share, index) => ({ share, className: index < needed ? 'blocks__in' : 'blocks__out' })),
    { reach, title: `${parts.length} segments by size; the first ${needed} hold ${percentText(reach)} of people` },
  )
}

/** Personas on the same ruler, and who is left: between personas or in none. */
export function personaBlocks(parts: ReachPart[], { reach = 0.8 }: { reach?: number } = {}): string {
  const held = parts.reduce((sum, { share }) => sum + share, 0)
  const left = Math.max(0, 1 - held)
  const leftText = left > 0.005 ? `; ${percentText(left)} are between personas or in none` : ''
  return blocks(
    [
      ...parts.map(({ share, personaNumber }) => ({ share, className: `blocks__persona persona-${personaNumber}` })),
      { share: left, className: 'blocks__none' },
    ],
    { reach, title: `${parts.length} personas hold ${percentText(held)} of people${leftText}` },
  )
}

/** The ruler under both rows; it says nothing of its own. */
export function blocksRuler(): string {
  return `<svg class="chart blocks blocks--rule" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">${rulerTicks(1)}</svg>`
}

function blocks(
  parts: { share: number; className: string }[],
  { reach, title }: { reach: number; title: string },
): string {
  let left = 0
  let content = ''
  for (const { share, className } of parts) {
    const width = share * 1000 - Math.min(2.4, share * 300)
    if (width > 0.2)
      content += `<path class="${className}" d="M${coordinate(left + 1.2)} 8h${coordinate(width)}v36h-${coordinate(width)}z"/>`
    left += share * 1000
  }
  const line = `<path class="blocks__line" d="M${coordinate(reach * 1000)} 0V52"/>`
  return picture({ className: 'chart blocks', box: [0, 0, 1000, 52], fit: 'stretch' }, { title }, content + line)
}
