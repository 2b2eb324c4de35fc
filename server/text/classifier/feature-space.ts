import { defaultFeatures, type FeatureKind, type FeatureSettings, type FeatureText } from './features.ts'
import type { SparseRow } from './sparse-rows.ts'

/** A feature where it stands: its column, the UTF-16 range of its words, and how strongly it is there. */
export type Occurrence = (column: number, start: number, end: number, value: number) => void

/** What a feature space is made of, for keeping it. */
export interface KeptSpace {
  /** Kind and words of each column's feature, such as "w:i need", "l:_nee" or "c:need.want". */
  names: string[]
  /** Inverse document frequency of each column. */
  idf: number[]
  settings: FeatureSettings
}

interface KnownWord {
  /** Number of the word (or its stem) in runs, from 0; -1 when no run of the space has it. */
  number: number
  /** Columns of its runs of letters, with repetitions. */
  letters: Int32Array
}

const kindOfLetter: Record<string, FeatureKind> = { w: 'words', l: 'letters', c: 'cue', q: 'context' }
/** The begin of a text, as a word. */
const beginning = '^'
/** More distinct words than this would need another key for runs of words. */
const mostWords = 2 ** 21
/** Words are taken apart once and remembered, so many at most. */
const mostKnown = 50_000

/**
 * The features of a set of texts, each with a column and its inverse document frequency: runs of words, runs of letters
 * within a word, cue rules, and words of the question before.
 * A row is sublinear tf-idf, (1 + ln tf) · (1 + ln(texts / texts with it)), each group scaled to its weight; a cue's value
 * is its strength.
 */
export class FeatureSpace {
  private readonly settings: FeatureSettings
  private readonly names: string[] = []
  private readonly groups: FeatureKind[] = []
  private readonly columns = new Map<string, number>()
  private readonly words = new Map<string, KnownWord>()
  /** Numbers of the words, or stems, that runs are made of. */
  private readonly terms = new Map<string, number>()
  /** A tree of runs of words: from a run (0 is the empty one) and the number of the next word to the longer run. */
  private readonly longer = new Map<number, number>()
  private readonly runNames: string[] = ['']
  private readonly runColumns: number[] = [-1]
  private idf: number[] = []
  private counts = new Float64Array(0)
  /** What a feature met for the first time makes: a column (collecting), a run only (made from kept names), or nothing. */
  private growth: 'columns' | 'runs' | 'nothing' = 'columns'

  private constructor(settings: FeatureSettings) {
    this.settings = settings
  }

  /** The space of these texts and their rows in it: a feature found in fewer than `leastTexts` of them has no column. */
  static of(
    texts: FeatureText[],
    settings: FeatureSettings = defaultFeatures,
  ): { space: FeatureSpace; rows: SparseRow[] } {
    const space = new FeatureSpace(settings)
    const textsWith: number[] = []
    const lastText: number[] = []
    // Each text is read once: what was found is kept until it is known which features stay.
    const found = texts.map((text, index) => {
      const columns: number[] = []
      const values: number[] = []
      space.visit(text, (column, _start, _end, value) => {
        columns.push(column)
        values.push(value)
        if (lastText[column] === index) return
        lastText[column] = index
        textsWith[column] = (textsWith[column] ?? 0) + 1
      })
      return { columns: Int32Array.from(columns), values: Float64Array.from(values) }
    })
    const renumbered = space.keep(textsWith, texts.length)
    const rows = found.map(({ columns, values }) =>
      space.rowOf((seen) => {
        for (let index = 0; index < columns.length; index++) {
          const column = renumbered[columns[index]!]!
          if (column >= 0) seen(column, values[index]!)
        }
      }),
    )
    return { space, rows }
  }

  /**
   * Keeps the columns of features that enough texts have and takes no more in.
   * @returns the new number of each column, -1 for those that go
   */
  private keep(textsWith: number[], texts: number): Int32Array {
    const { leastTexts } = this.settings
    const renumbered = new Int32Array(this.names.length).fill(-1)
    let kept = 0
    for (const [column, count] of textsWith.entries()) {
      if (count < leastTexts) continue
      renumbered[column] = kept
      this.names[kept] = this.names[column]!
      this.groups[kept] = this.groups[column]!
      this.idf[kept++] = 1 + Math.log(texts / count)
    }
    const isAll = kept === this.names.length
    this.names.length = this.groups.length = this.idf.length = kept
    this.counts = new Float64Array(kept)
    this.growth = 'nothing'
    if (isAll) return renumbered
    for (const [name, column] of this.columns) {
      if (renumbered[column]! < 0) this.columns.delete(name)
      else this.columns.set(name, renumbered[column]!)
    }
    for (const [run, column] of this.runColumns.entries()) this.runColumns[run] = column < 0 ? -1 : renumbered[column]!
    for (const known of this.words.values()) {
      known.letters = known.letters.map((column) => renumbered[column]!).filter((column) => column >= 0)
    }
    return renumbered
  }

  /** A space that was kept. */
  static from({ names, idf, settings }: KeptSpace): FeatureSpace {
    const space = new FeatureSpace(settings)
    space.growth = 'runs'
    for (const name of names) {
      const column = space.addColumn(name)
      if (!name.startsWith('w:')) continue
      let run = 0
      for (const word of name.slice(2).split(' ')) run = space.runAfter(run, word, space.termNumber(word))
      space.runColumns[run] = column
    }
    space.growth = 'nothing'
    space.idf = idf
    space.counts = new Float64Array(names.length)
    return space
  }

  get width(): number {
    return this.names.length
  }

  kept(): KeptSpace {
    return { names: this.names, idf: this.idf, settings: this.settings }
  }

  /** What the column stands for: words, letters (an edge of the word as _), a cue rule's id, or a word of the question. */
  nameOf(column: number): { kind: FeatureKind; name: string } {
    return { kind: this.groups[column]!, name: this.names[column]!.slice(2) }
  }

  /** The text as a row of this space. */
  row(text: FeatureText): SparseRow {
    return this.rowOf((seen) => this.visit(text, (column, _start, _end, value) => seen(column, value)))
  }

  private rowOf(each: (seen: (column: number, value: number) => void) => void): SparseRow {
    const { counts, groups, idf } = this
    const touched: number[] = []
    each((column, value) => {
      if (counts[column] === 0) touched.push(column)
      if (groups[column] === 'cue') counts[column] = Math.max(counts[column]!, value)
      else counts[column]! += value
    })
    const columns = Int32Array.from(touched).sort()
    const values = new Float32Array(columns.length)
    const squares = { words: 0, letters: 0, cue: 0, context: 0 }
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index]!
      const kind = groups[column]!
      const value = kind === 'cue' ? counts[column]! : (1 + Math.log(counts[column]!)) * idf[column]!
      counts[column] = 0
      values[index] = value
      squares[kind] += value * value
    }
    const { scale } = this.settings
    const factors = {
      words: scale.words / Math.sqrt(squares.words || 1),
      letters: scale.letters / Math.sqrt(squares.letters || 1),
      context: scale.context / Math.sqrt(squares.context || 1),
      // A weak cue must stay weak, so cues are not stretched to one length.
      cue: scale.cue,
    }
    for (let index = 0; index < columns.length; index++) values[index]! *= factors[groups[columns[index]!]!]
    return { columns, values }
  }

  /** Every feature of the text that has a column, in reading order, with the place where it stands. */
  visit(text: FeatureText, seen: Occurrence): void {
    const { runColumns } = this
    const { words: longest, stems } = this.settings
    let one = this.runAfter(0, beginning, this.termNumber(beginning))
    let two = -1
    let oneStart = 0
    let twoStart = 0
    for (const { word, stem, start, end } of text.tokens) {
      const term = stems ? stem : word
      const { letters, number } = this.known(word, term)
      for (let index = 0; index < letters.length; index++) seen(letters[index]!, start, end, 1)
      const three = longest > 2 && two >= 0 ? this.runAfter(two, term, number) : -1
      if (three >= 0 && runColumns[three]! >= 0) seen(runColumns[three]!, twoStart, end, 1)
      two = longest > 1 && one >= 0 ? this.runAfter(one, term, number) : -1
      if (two >= 0 && runColumns[two]! >= 0) seen(runColumns[two]!, oneStart, end, 1)
      one = this.runAfter(0, term, number)
      if (one >= 0 && runColumns[one]! >= 0) seen(runColumns[one]!, start, end, 1)
      twoStart = oneStart
      oneStart = start
    }
    for (const { id, strength, start, end } of text.cues) {
      const column = this.columnOf(`c:${id}`)
      if (column >= 0) seen(column, start, end, strength)
    }
    for (const { word, punctuation, start, end } of text.context) {
      const column = punctuation ? -1 : this.columnOf(`q:${word}`)
      if (column >= 0) seen(column, start, end, 1)
    }
  }

  /** The run one word longer, or -1 when the space was made without it. */
  private runAfter(run: number, word: string, number: number): number {
    if (number < 0) return -1
    const key = run * mostWords + number
    const found = this.longer.get(key)
    if (found !== undefined) return found
    if (this.growth === 'nothing') return -1
    const made = this.runNames.length
    const name = run === 0 ? word : `${this.runNames[run]} ${word}`
    this.longer.set(key, made)
    this.runNames.push(name)
    // The begin of a text is in every text and tells nothing alone.
    this.runColumns.push(this.growth === 'columns' && name !== beginning ? this.addColumn(`w:${name}`) : -1)
    return made
  }

  private known(word: string, term: string): KnownWord {
    const found = this.words.get(word)
    if (found) return found
    if (this.growth === 'nothing' && this.words.size >= mostKnown) this.words.clear()
    const known = { number: this.termNumber(term), letters: this.lettersOf(word) }
    this.words.set(word, known)
    return known
  }

  private termNumber(term: string): number {
    const found = this.terms.get(term)
    if (found !== undefined) return found
    if (this.growth === 'nothing') return -1
    this.terms.set(term, this.terms.size)
    return this.terms.size - 1
  }

  private lettersOf(word: string): Int32Array {
    const { lettersFrom, lettersTo } = this.settings
    if (word === beginning || !/[\p{L}\p{N}]/u.test(word)) return new Int32Array(0)
    const found: number[] = []
    const edged = `_${word}_`
    // Where a letter has two units, a run of letters is no run of units.
    const letters = /[\ud800-\udfff]/.test(edged) ? [...edged] : edged
    for (let length = lettersFrom; length <= Math.min(lettersTo, letters.length); length++) {
      for (let from = 0; from + length <= letters.length; from++) {
        const run = letters.slice(from, from + length)
        const column = this.columnOf(`l:${typeof run === 'string' ? run : run.join('')}`)
        if (column >= 0) found.push(column)
      }
    }
    return Int32Array.from(found)
  }

  private columnOf(name: string): number {
    const found = this.columns.get(name)
    if (found !== undefined) return found
    return this.growth === 'columns' ? this.addColumn(name) : -1
  }

  private addColumn(name: string): number {
    const column = this.names.length
    this.names.push(name)
    this.groups.push(kindOfLetter[name[0]!]!)
    if (!name.startsWith('w:')) this.columns.set(name, column)
    return column
  }
}
