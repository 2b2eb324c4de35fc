import { rulerTicks } from './share-ruler.ts'
import { coordinate, percentText, picture } from './svg.ts'

export interface SharePart {
  name: string
  /** Fraction of everyone asked; all parts together make 1. */
  share: number
  /** A persona's number (1 to 8), or who is left: between personas, or in no persona. */
  who: number | 'between' | 'unassigned'
}

/** The whole sample on one ruler: personas, people between them, people in none. */
export function shareBar(parts: SharePart[]): string {
  const gap = 1.5
  let left = 0
  let content = ''
  for (const { share, who } of parts) {
    const width = share * 1000
    if (width > 2 * gap) {
      const shape = `M${coordinate(left + gap)} 2h${coordinate(width - 2 * gap)}v24h-${coordinate(width - 2 * gap)}z`
      content += `<path class="${partClass(who)}" d="${shape}"/>`
    }
    left += width
  }
  return picture(
    { className: 'chart sharebar', box: [0, 0, 1000, 44], fit: 'stretch' },
    {
      title: 'Shares of everyone asked',
      description: parts.map(({ name, share }) => `${name} ${percentText(share)}`).join(', ') + '.',
    },
    content + rulerTicks(30),
  )
}

function partClass(who: SharePart['who']): string {
  if (who === 'between') return 'sharebar__between'
  if (who === 'unassigned') return 'sharebar__none'
  return `sharebar__part persona-${who}`
}
