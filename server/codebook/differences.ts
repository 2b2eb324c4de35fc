import type { CodeRow } from './store.ts'

/** What a code says and where it stands, as a change keeps it: times as ISO text, without the number of its newest change. */
export type KeptCode = Omit<CodeRow, 'lastChange' | 'retiredAt'> & { retiredAt: string | null }

export type CodeField = Exclude<keyof KeptCode, 'key'>

/** What a change did to one code: the fields it changed, before and after; or the whole code, where it was not there on one side. */
export interface CodeDifference {
  key: string
  before: Partial<KeptCode> | null
  after: Partial<KeptCode> | null
}

/** What lies between two states of a codebook, code by code, only what differs. */
export function differencesBetween(before: CodeRow[], after: CodeRow[]): CodeDifference[] {
  const was = new Map(before.map((code) => [code.key, keptCode(code)]))
  const is = new Map(after.map((code) => [code.key, keptCode(code)]))
  const found: CodeDifference[] = []
  for (const [key, code] of is) {
    const earlier = was.get(key)
    if (!earlier) found.push({ key, before: null, after: code })
    else {
      const fields = fieldsOf(code).filter((field) => earlier[field] !== code[field])
      if (fields.length > 0) found.push({ key, before: only(earlier, fields), after: only(code, fields) })
    }
  }
  for (const [key, code] of was) if (!is.has(key)) found.push({ key, before: code, after: null })
  return found
}

/** A code whose state is no longer the one a change left, so that the change can't be taken back: which, and in which fields. */
export interface Obstacle {
  key: string
  fields: CodeField[]
}

/**
 * The codebook as it would be without a change: every field that the change set gets its former value, later changes of other fields stay.
 * @returns the codes, or the first code that something later has changed in the same place
 */
export function withoutChange(codes: CodeRow[], differences: CodeDifference[]): CodeRow[] | Obstacle {
  const result = new Map(codes.map((code) => [code.key, code]))
  for (const { key, before, after } of differences) {
    const now = result.get(key)
    const fields = fieldsOf(after ?? before!)
    if (after === null || before === null) {
      // The change brought the code, or took it away: it must be as the change left it to be given back whole.
      if (after === null ? now : !now) return { key, fields }
      const kept = now && keptCode(now)
      const differing = kept && after ? fields.filter((field) => kept[field] !== after[field]) : []
      if (differing.length > 0) return { key, fields: differing }
      if (before === null) result.delete(key)
      else result.set(key, { ...restored(before as KeptCode), key, lastChange: 0 } as CodeRow)
      continue
    }
    if (!now) return { key, fields }
    const kept = keptCode(now)
    const differing = fields.filter((field) => kept[field] !== after[field])
    if (differing.length > 0) return { key, fields: differing }
    result.set(key, { ...now, ...restored(before) })
  }
  return [...result.values()]
}

/** Whether a change touched what stands in the way. */
export function touches(differences: CodeDifference[], { key, fields }: Obstacle): boolean {
  return differences.some(
    (one) =>
      one.key === key && (one.before === null || one.after === null || fields.some((field) => field in one.after!)),
  )
}

function keptCode({ lastChange: _, retiredAt, ...code }: CodeRow): KeptCode {
  return { ...code, retiredAt: retiredAt === null ? null : retiredAt.toISOString() }
}

function restored(kept: Partial<KeptCode>): Partial<CodeRow> {
  const { retiredAt, ...rest } = kept
  return retiredAt === undefined ? rest : { ...rest, retiredAt: retiredAt === null ? null : new Date(retiredAt) }
}

function fieldsOf(code: Partial<KeptCode>): CodeField[] {
  return (Object.keys(code) as (keyof KeptCode)[]).filter((field): field is CodeField => field !== 'key')
}

function only(code: KeptCode, fields: CodeField[]): Partial<KeptCode> {
  return Object.fromEntries(fields.map((field) => [field, code[field]]))
}
