import type { Claim, ClaimZone } from './claim.ts'
import { isPositive, type PageLine } from './page-lines.ts'

const linesInCell = 3

const zonesOfCell: { key: string; title: string; zones: ClaimZone[]; silence: string }[] = [
  { key: 'does', title: 'Does', zones: ['behaviours', 'journey'], silence: 'No evidence of what they do.' },
  { key: 'thinks', title: 'Thinks', zones: ['attitudes', 'values', 'preferences'], silence: 'No evidence of a view.' },
  { key: 'feels', title: 'Feels', zones: ['experiences'], silence: 'Nobody told of an experience.' },
  { key: 'pains', title: 'Pains', zones: ['pains'], silence: 'Nobody told of a pain.' },
  { key: 'gains', title: 'Hopes for', zones: ['needs', 'motivations'], silence: 'No need or motive shows.' },
]

/** Says, does, thinks, feels, pains and gains: words as they were said, then claims with their grades; an empty cell says so. */
export function empathyOf(
  claims: Claim[],
  { line, says }: { line: (claim: Claim) => PageLine; says: { text: string; source: string; href: string }[] },
) {
  return {
    says: says.slice(0, linesInCell),
    saysNone: 'No words that may stand here.',
    cells: zonesOfCell.map(({ key, title, zones, silence }) => ({
      key,
      title,
      silence,
      lines: claims
        .filter((claim) => zones.includes(claim.zone) && isPositive(claim))
        .slice(0, linesInCell)
        .map(line),
    })),
  }
}
