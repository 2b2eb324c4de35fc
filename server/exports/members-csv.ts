import { stringify } from 'csv-stringify/sync'

export interface Member {
  /** What other tools know the person by, or their respondent number. */
  key: string
  persona: string
  probability: number
  margin: number
}

/** The header of members.csv. */
export const membersHeader = 'key,persona,probability,margin,version\n'

/** Lines of members.csv; a key that a spreadsheet would take for a formula gets an apostrophe before it. */
export function memberLines(members: Member[], version: string): string {
  return stringify(
    members.map(({ key, persona, probability, margin }) => [
      key,
      persona,
      probability.toFixed(4),
      margin.toFixed(4),
      version,
    ]),
    { escape_formulas: true },
  )
}
