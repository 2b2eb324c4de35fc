import { type Facet, facets } from '../../facets.ts'
import { foldedForSearch } from '../../text/search-words.ts'
import { codeKeyFor } from '../code-key.ts'
import { rulesBroken, withOpposite, withRetired, withReturned } from '../changes.ts'
import { type CodeField, differencesBetween, type KeptCode } from '../differences.ts'
import { CodebookFileRefused } from '../errors.ts'
import { longestName, longestText } from '../schema.ts'
import type { CodeRow, CodeTexts } from '../store.ts'
import { ancestorsOf, inTreeOrder, pathOf } from '../tree.ts'
import { plainText } from '../plain-text.ts'
import { type CodebookRow, facetNamed } from './rows.ts'

/** What a row of a file would do. */
export interface PlannedRow {
  line: number
  name: string
  /** Of the code it is about; '' for a row that is refused. */
  key: string
  outcome: 'added' | 'changed' | 'same' | 'conflict' | 'refused'
  before: Partial<KeptCode> | null
  after: Partial<KeptCode> | null
  fields: CodeField[]
  /** Why it is refused, or what to look at. */
  note: string
}

export interface ImportPlan {
  /** The codebook afterwards. */
  codes: CodeRow[]
  rows: PlannedRow[]
  /** Codes in use that the file does not name: they stay as they are. */
  untouched: number
  /** Rows that name no facet, and are about no code that has one. */
  withoutFacet: number
}

interface Choices {
  /** For rows that name no facet. */
  facet: Facet | null
  /** Keys of codes that were changed here since the file was written and shall get what the file says. */
  overrule: ReadonlySet<string>
  at: Date
}

const textNames = {
  name: 'name',
  definition: 'definition',
  whenToUse: 'text of when to use it',
  whenNotToUse: 'text of when not to use it',
  example: 'example',
}
const texts = Object.keys(textNames) as (keyof typeof textNames)[]

/** A row with the code it is about: its key, and the code itself where the codebook has it. */
interface Placed {
  row: CodebookRow
  key: string
  existing: CodeRow | undefined
}

/**
 * What a file would make of a codebook, without doing it. Rows are matched by key, else by facet and name; a row that can't be taken is
 * refused with its reason and the others stay. Codes that the file does not name are never touched.
 * @throws {CodebookFileRefused} when taking the rest would break the codebook in a place that no row names
 */
export function planImport(codes: CodeRow[], rows: CodebookRow[], choices: Choices): ImportPlan {
  const refused = new Map<CodebookRow, string>()
  const placed = placeRows(codes, rows, choices, refused)
  let conflicts: ReadonlySet<string> | undefined
  let wanted: CodeRow[] = codes
  // A refused row may take others along (what should stand under it), so the rest is tried until nothing more is refused.
  for (;;) {
    const taken = placed.filter(({ row, key }) => !refused.has(row) && !conflicts?.has(key))
    const before = refused.size
    const after = applied(codes, taken, { choices, refused })
    if (refused.size === before) refuseBroken(after, taken, refused)
    if (refused.size > before) continue
    if (conflicts === undefined) {
      wanted = after
      conflicts = conflictsOf(codes, after, taken, choices)
      // What was changed here in the meantime stays: the plan is made again as if the file did not name it.
      if (conflicts.size > 0) continue
    }
    return describe(codes, after, rows, { placed, refused, conflicts, wanted })
  }
}

/** Which code each row is about. */
function placeRows(
  codes: CodeRow[],
  rows: CodebookRow[],
  choices: Choices,
  refused: Map<CodebookRow, string>,
): Placed[] {
  const byKey = new Map(codes.map((code) => [code.key, code]))
  const taken = new Set(byKey.keys())
  const lineOf = new Map<string, number>()
  const placed: Placed[] = []
  for (const row of rows) {
    const existing = (row.key && byKey.get(row.key)) || codeByName(row, codes, choices)
    if (existing?.mergedInto) {
      refused.set(row, `“${existing.name}” was merged into “${byKey.get(existing.mergedInto)?.name}”.`)
      continue
    }
    const reason = textsRefused(row, existing)
    const facet = facetOfRow(row, existing, choices)
    if (reason !== null || facet === null) {
      refused.set(row, reason ?? 'It names no facet. Choose one for such rows, or write one of the nine in the file.')
      continue
    }
    const key = existing?.key ?? newKey(row, facet, taken)
    // Without a key of its own a new code is known by its name alone.
    const sameAs = lineOf.get(existing || row.key ? key : nameIn(facet, row.name!))
    if (sameAs !== undefined) {
      refused.set(row, `It is about the same code as line ${sameAs}.`)
      continue
    }
    taken.add(key)
    lineOf.set(key, row.line).set(nameIn(facet, row.name ?? existing!.name), row.line)
    placed.push({ row, key, existing })
  }
  return placed
}

function codeByName(row: CodebookRow, codes: CodeRow[], choices: Choices): CodeRow | undefined {
  const facet = row.facet ? facetNamed(row.facet) : choices.facet
  const same = codes.filter(
    (code) => code.mergedInto === null && code.facet === facet && folded(code.name) === folded(row.name ?? ''),
  )
  return same.find(({ retiredAt }) => retiredAt === null) ?? same[0]
}

/** A key of our own kind is kept where it is free, so that a codebook keeps its keys in another study. */
function newKey({ key = '', name }: CodebookRow, facet: Facet, taken: ReadonlySet<string>): string {
  const isOurs = /^[a-z]+\.[\p{L}\p{N}]+(-[\p{L}\p{N}]+)*$/u.test(key) && key.length <= 120
  if (isOurs && facets.some((one) => key.startsWith(`${one}.`)) && !taken.has(key)) return key
  return codeKeyFor(facet, plainText(name!), taken)
}

function facetOfRow({ facet = '' }: CodebookRow, existing: CodeRow | undefined, choices: Choices): Facet | null {
  if (facet.trim() !== '') return facetNamed(facet) ?? null
  return existing?.facet ?? choices.facet
}

function textsRefused(row: CodebookRow, existing: CodeRow | undefined): string | null {
  if (row.facet && facetNamed(row.facet) === undefined) return `“${row.facet.slice(0, 40)}” is none of the nine facets.`
  if (row.name === undefined && !existing) return 'It has no name.'
  if (row.name !== undefined && plainText(row.name) === '') return 'It has no name.'
  // A codebook from elsewhere often has no definitions yet; they are asked for when the code is edited.
  for (const text of texts) {
    const most = text === 'name' ? longestName : longestText
    if (plainText(row[text] ?? '').length > most) return `Its ${textNames[text]} is longer than ${most} characters.`
  }
  if (!['', 'in use', 'retired'].includes(statusOf(row))) return 'Its status is neither “in use” nor “retired”.'
  return null
}

function applied(
  codes: CodeRow[],
  placed: Placed[],
  { choices, refused }: { choices: Choices; refused: Map<CodebookRow, string> },
): CodeRow[] {
  let position = Math.max(-1, ...codes.map((code) => code.position))
  const next = new Map(codes.map((code) => [code.key, code]))
  for (const { row, key, existing } of placed) {
    const facet = facetOfRow(row, existing, choices)!
    const code = existing ?? emptyCode(key, facet, ++position)
    next.set(key, { ...code, ...textsOf(row, code), facet })
  }
  const find = finder([...next.values()], placed)
  for (const { row, key, existing } of placed) {
    const code = next.get(key)!
    const parent = row.under === undefined ? code.parent : row.under.trim() === '' ? null : find(row.under, code)
    if (parent === undefined)
      refused.set(row, `There is no code “${row.under!.trim().slice(0, 80)}” for it to stand under.`)
    else if (parent !== code.parent) next.set(key, { ...code, parent, ...(existing ? { position: ++position } : {}) })
  }
  let after = withoutParted(facetsDown([...next.values()], placed))
  for (const { row, key } of placed) {
    if (row.opposite === undefined) continue
    const code = after.find((one) => one.key === key)!
    const opposite = row.opposite.trim() === '' ? null : find(row.opposite, code)
    if (opposite === undefined)
      refused.set(row, `There is no code “${row.opposite.trim().slice(0, 80)}” for its opposite.`)
    else if (opposite !== code.opposite && !(opposite === null && isNamed(placed, key)))
      after = withOpposite(after, key, opposite)
  }
  for (const { row, key } of placed) if (statusOf(row) === 'in use') after = withReturned(after, key)
  // Those under others first: a code that leaves use hands up only what is still in use.
  for (const { row, key } of placed.toReversed())
    if (statusOf(row) === 'retired') after = withRetired(after, key, choices.at)
  return after
}

/** Whether another row of the file names this code as its opposite: an empty cell then parts no pair. */
function isNamed(placed: Placed[], key: string): boolean {
  return placed.some(({ row }) => row.opposite?.trim() === key)
}

/** The key a cell means: a key of the codebook or of the file, else a name, or a path of names, of the same facet. */
function finder(codes: CodeRow[], placed: Placed[]): (cell: string, code: CodeRow) => string | undefined {
  const keys = new Map<string, string>(codes.map(({ key }) => [key, key]))
  for (const { row, key } of placed) if (row.key) keys.set(row.key, key)
  const living = codes.filter(({ mergedInto }) => mergedInto === null)
  const byName = Map.groupBy(living, ({ facet, name }) => nameIn(facet, name))
  return (cell, code) => {
    const known = keys.get(cell.trim())
    if (known) return known
    const names = byName.get(nameIn(code.facet, cell)) ?? []
    if (names.length === 1) return names[0]!.key
    return living.find((one) => one.facet === code.facet && folded(pathOf(one.key, codes)) === folded(cell))?.key
  }
}

/** What stands under a code and is not named itself takes the code's facet. */
function facetsDown(codes: CodeRow[], placed: Placed[]): CodeRow[] {
  const named = new Set(placed.map(({ key }) => key))
  const facetOf = new Map(codes.map((code) => [code.key, code.facet]))
  const result = new Map<string, CodeRow>()
  for (const { code } of inTreeOrder(codes)) {
    const above = code.parent === null ? undefined : (result.get(code.parent)?.facet ?? facetOf.get(code.parent))
    result.set(code.key, above === undefined || named.has(code.key) ? code : { ...code, facet: above })
  }
  return codes.map(({ key }) => result.get(key)!)
}

function withoutParted(codes: CodeRow[]): CodeRow[] {
  const facetOf = new Map(codes.map((code) => [code.key, code.facet]))
  return codes.map((code) =>
    code.opposite !== null && facetOf.get(code.opposite) !== code.facet ? { ...code, opposite: null } : code,
  )
}

/** Refuses the rows behind every broken rule. */
function refuseBroken(after: CodeRow[], taken: Placed[], refused: Map<CodebookRow, string>): void {
  const rowOf = new Map(taken.map(({ row, key }) => [key, row]))
  for (const { key, reason } of rulesBroken(after)) {
    const row = [key, ...ancestorsOf(key, after)].map((one) => rowOf.get(one)).find((one) => one !== undefined)
    if (!row) throw new CodebookFileRefused(`The file can’t be taken over: ${reason}`)
    refused.set(row, reason)
  }
}

/** Keys of codes that were changed here after the file was written, and that the file says differently. */
function conflictsOf(codes: CodeRow[], after: CodeRow[], taken: Placed[], { overrule }: Choices): Set<string> {
  const differing = new Set(differencesBetween(codes, after).map(({ key }) => key))
  const late = taken.filter(({ row, key, existing }) => {
    const asOf = row.asOf === undefined || row.asOf.trim() === '' ? Number.NaN : Number(row.asOf)
    return existing && !overrule.has(key) && differing.has(key) && existing.lastChange > asOf
  })
  return new Set(late.map(({ key }) => key))
}

function describe(
  codes: CodeRow[],
  after: CodeRow[],
  rows: CodebookRow[],
  {
    placed,
    refused,
    conflicts,
    wanted,
  }: {
    placed: Placed[]
    refused: Map<CodebookRow, string>
    conflicts: ReadonlySet<string>
    /** What the file says of codes that are in conflict. */
    wanted: CodeRow[]
  },
): ImportPlan {
  const done = new Map(differencesBetween(codes, after).map((difference) => [difference.key, difference]))
  const open = new Map(differencesBetween(codes, wanted).map((difference) => [difference.key, difference]))
  const keyOf = new Map(placed.map(({ row, key }) => [row, key]))
  const known = new Set(codes.map(({ key }) => key))
  const planned = rows.map((row): PlannedRow => {
    const key = keyOf.get(row) ?? ''
    const existing = codes.find((code) => code.key === key)
    const name = plainText(row.name ?? '') || existing?.name || ''
    const base = { line: row.line, name, key, before: null, after: null, fields: [], note: '' }
    const reason = refused.get(row)
    if (reason !== undefined) return { ...base, key: '', outcome: 'refused', note: reason }
    const isConflict = conflicts.has(key)
    const difference = (isConflict ? open : done).get(key)
    if (!difference) return { ...base, outcome: 'same' }
    const fields = Object.keys(difference.after!).filter(
      (field) => field !== 'position' && field !== 'key',
    ) as CodeField[]
    const noDefinition = after.find((code) => code.key === key)?.definition === ''
    return {
      ...base,
      outcome: isConflict ? 'conflict' : known.has(key) ? 'changed' : 'added',
      before: difference.before,
      after: difference.after,
      fields: known.has(key) ? fields : [],
      note: noDefinition ? 'It has no definition yet: write one before two people code with it.' : '',
    }
  })
  const named = new Set(placed.map(({ key }) => key))
  const untouched = codes.filter(({ key, retiredAt }) => retiredAt === null && !named.has(key)).length
  const isKnown = new Set(placed.flatMap(({ row, existing }) => (existing ? [row] : [])))
  const withoutFacet = rows.filter((row) => (row.facet ?? '').trim() === '' && !isKnown.has(row)).length
  return { codes: after, rows: planned, untouched, withoutFacet }
}

/** The texts a row gives a code; one that differs only in what files lose stays as it is. */
function textsOf(row: CodebookRow, code: CodeRow): Partial<CodeTexts> {
  const given = texts.filter((text) => row[text] !== undefined && plainText(row[text]) !== plainText(code[text]))
  return Object.fromEntries(given.map((text) => [text, plainText(row[text]!)]))
}

function statusOf({ status = '' }: CodebookRow): string {
  return status.trim().toLowerCase()
}

function emptyCode(key: string, facet: Facet, position: number): CodeRow {
  return {
    key,
    facet,
    name: '',
    definition: '',
    whenToUse: '',
    whenNotToUse: '',
    example: '',
    position,
    retiredAt: null,
    opposite: null,
    parent: null,
    mergedInto: null,
    lastChange: 0,
  }
}

function nameIn(facet: Facet, name: string): string {
  return `${facet}\n${folded(name)}`
}

function folded(text: string): string {
  return foldedForSearch(plainText(text))
}
