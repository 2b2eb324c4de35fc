/** A header cut into the part that several columns share and the part that is this column's own. */
export interface SplitWording {
  question: string
  option?: string
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** A wording without markup, entities and runs of white space. */
export function plainWording(written: string): string {
  return written
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/&(#\d+|[a-z]+);/gi, (whole, entity: string) => {
      if (!entity.startsWith('#')) return entities[entity.toLowerCase()] ?? whole
      const codePoint = Number(entity.slice(1))
      return codePoint > 31 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : ' '
    })
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * Cuts the headers of one-row exports: `Question [Row]` (Google Forms, LimeSurvey), `Question - Option` (SurveyMonkey condensed),
 * `Row:Question` (Alchemer), and codes with a running number (`q0004_0001`, `Q7.3`). A cut counts only where at least two columns
 * share the question, or the question stands in the file by itself.
 */
export function splitWordings(written: string[]): SplitWording[] {
  const cuts = written.map(possibleCuts)
  const uses = new Map<string, number>()
  for (const possible of cuts) {
    for (const question of new Set(possible.map((cut) => cut.question))) {
      uses.set(question, (uses.get(question) ?? 0) + 1)
    }
  }
  for (const header of written) uses.set(header, (uses.get(header) ?? 0) + 1)
  return written.map((header, index) => {
    const shared = cuts[index]!.filter((cut) => (uses.get(cut.question) ?? 0) >= 2)
    // The longest shared question: "Which of these? Please select all that apply. - Pie - Other" keeps the option whole.
    shared.sort((a, b) => b.question.length - a.question.length)
    return shared[0] ?? { question: header }
  })
}

function possibleCuts(header: string): Required<SplitWording>[] {
  const cuts: Required<SplitWording>[] = []
  const bracket = /^(.+?)\s*\[([^[\]]*)\](?:\.\d+)?$/s.exec(header)
  if (bracket) cuts.push({ question: bracket[1]!.trim(), option: bracket[2]!.trim() })
  const code = /^([A-Za-z][A-Za-z0-9]*?\d*)[_.](\d{1,4})$/.exec(header)
  if (code) cuts.push({ question: code[1]!, option: code[2]! })
  for (const dash of header.matchAll(/\s+[-–—]\s+/g)) {
    cuts.push({
      question: header.slice(0, dash.index).trim(),
      option: header.slice(dash.index + dash[0].length).trim(),
    })
  }
  const row = /^([^:?]{1,80}?):{1,2}\s*(.{12,})$/s.exec(header)
  if (row) cuts.push({ question: row[2]!.trim(), option: row[1]!.trim() })
  return cuts
}
