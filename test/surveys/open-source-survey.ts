/**
 * Reads the questionnaire of GitHub's open-source survey of 2017 as it was published: one text a language, questions named in
 * capitals, options numbered, grids as tables, conditions in words between underscores. Nothing of it is part of this project.
 */
export interface AskedQuestion {
  name: string
  kind: 'single' | 'multiple' | 'grid'
  section: string
  /** Everything before the options, a paragraph an entry. */
  ask: string[]
  /** Options, or the rows of a grid. */
  entries: string[]
  /** The columns of a grid, from left to right. */
  columns: string[]
  /** Whether its entries have numbers: then a line without one is none of them. */
  isNumbered: boolean
  /** Conditions and notes on order, as written. */
  notes: string[]
}

export interface AskedSurvey {
  introduction: string[]
  /** What stands under a section's heading before its first question. */
  sections: { title: string; text: string }[]
  questions: AskedQuestion[]
}

export function readOpenSourceSurvey(text: string): AskedSurvey {
  const survey: AskedSurvey = { introduction: [], sections: [], questions: [] }
  let question: AskedQuestion | null = null
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('[[[', '')
    .replaceAll(']]]', '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  for (const line of lines) {
    const section = /^##\s*(.+)$/.exec(line)
    const name = /^\*\*([A-Z][A-Z-]+)\*\*/.exec(line)
    if (section) {
      survey.sections.push({ title: section[1]!, text: '' })
      question = null
    } else if (name) {
      question = {
        name: name[1]!,
        kind: 'single',
        section: survey.sections.at(-1)!.title,
        ask: [],
        entries: [],
        columns: [],
        isNumbered: false,
        notes: [],
      }
      survey.questions.push(question)
    } else if (/^Q\d+[a-z]?$/i.test(line)) question = null
    else if (question) readLine(question, line)
    else if (survey.sections.length > 0) {
      const last = survey.sections.at(-1)!
      last.text = [last.text, plain(line)].filter(Boolean).join(' ')
    } else survey.introduction.push(plain(line))
  }
  return survey
}

function readLine(question: AskedQuestion, line: string): void {
  const kind = /^\((grid|single choice|multiple (?:selection|response))\)$/i.exec(line)
  if (kind) {
    question.kind = kind[1]!.startsWith('grid') ? 'grid' : kind[1]!.startsWith('single') ? 'single' : 'multiple'
    return
  }
  if (/^_[^(]/.test(line) || /^_?If .*grayed/i.test(line)) {
    question.notes.push(line.replace(/^_|_$/g, ''))
    return
  }
  if (/^[-|\s]+$/.test(line)) return
  const numbered = /^-?\s*_\(\d+\)_\s*(.+)$/.exec(line)
  if (numbered) {
    question.isNumbered = true
    question.entries.push(plain(numbered[1]!.split('|')[0]!))
  } else if (question.isNumbered) return
  else if (question.kind === 'grid' && line.includes('|') && question.columns.length === 0)
    question.columns.push(...line.split('|').map(plain).filter(Boolean))
  else if (question.kind === 'grid' && question.columns.length > 0) question.entries.push(plain(line.split('|')[0]!))
  else if (question.entries.length === 0) question.ask.push(plain(line))
}

/** Without the marks of Markdown. */
function plain(text: string): string {
  return text
    .replace(/\*\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** One thing that a condition of the questionnaire asks: `PARTICIPATION-TYPE(4) == 1`, `EMPLOYMENT-STATUS < 3`. */
export interface AskedClause {
  name: string
  /** The number of an option or row, where it is about one. */
  entry: number | null
  sign: '==' | '!=' | '<'
  number: number
}

/** @returns null for a note that is no condition */
export function clausesOf(note: string): { join: 'all' | 'any'; clauses: AskedClause[] } | null {
  const found = [...note.matchAll(/([A-Z][A-Z-]+)(?:\((\d+)\))?\s*(==|!=|<)\s*(\d+)/g)]
  if (found.length === 0 || !/then/.test(note)) return null
  const clauses = found.map(([, name, entry, sign, number]) => ({
    // One name is misspelt in the original.
    name: name!.replace('EMPLOYMENTMENT', 'EMPLOYMENT'),
    entry: entry ? Number(entry) : null,
    sign: sign as AskedClause['sign'],
    number: Number(number),
  }))
  return { join: / or /.test(note) ? 'any' : 'all', clauses }
}
