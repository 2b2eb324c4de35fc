import { type Facet, facetNames } from '../facets.ts'
import { codeKeyFor } from './code-key.ts'
import { CodebookRefused, CodeNotFound } from './errors.ts'
import type { CodeRow, CodeTexts } from './store.ts'
import { ancestorsOf, branchKeys, inOrder, mostLevels } from './tree.ts'

/**
 * What can be done to a codebook, each as a function from codes to codes: nothing here knows the database. A result that breaks the
 * rules of a codebook is found by `ruleBroken`, whatever made it.
 */

/** Where a code stands: under another code of the facet, or right under the facet (null). */
export interface CodePlace {
  facet: Facet
  parent: string | null
}

export interface NewCode extends CodePlace {
  texts: CodeTexts
}

/** Adds a code as the last one of its level. */
export function withAdded(codes: CodeRow[], { facet, parent, texts }: NewCode): { codes: CodeRow[]; key: string } {
  const key = codeKeyFor(facet, texts.name, new Set(codes.map((code) => code.key)))
  const row: CodeRow = {
    key,
    facet,
    ...texts,
    position: lastPosition(codes) + 1,
    retiredAt: null,
    opposite: null,
    parent,
    mergedInto: null,
    lastChange: 0,
  }
  return { codes: [...codes, row], key }
}

/** Changes what a code says, and which code says the opposite. */
export function withTexts(
  codes: CodeRow[],
  key: string,
  { opposite, ...texts }: CodeTexts & { opposite: string | null },
): CodeRow[] {
  const { name, definition, whenToUse, whenNotToUse, example } = texts
  const worded = change(codes, key, () => ({ name, definition, whenToUse, whenNotToUse, example }))
  return withOpposite(worded, key, opposite)
}

/** Makes two codes each other's opposites, or a code nobody's (null); what either was paired with before stands alone again. */
export function withOpposite(codes: CodeRow[], key: string, opposite: string | null): CodeRow[] {
  const both = opposite === null ? [key] : [key, opposite]
  return codes.map((code) => {
    if (code.key === key) return changed(code, { opposite })
    if (code.key === opposite) return changed(code, { opposite: key })
    return code.opposite !== null && both.includes(code.opposite) ? changed(code, { opposite: null }) : code
  })
}

/** Puts a code, with all that stands under it, under another code or facet, as the last one there. */
export function withPlace(codes: CodeRow[], key: string, { facet, parent }: CodePlace): CodeRow[] {
  const code = find(codes, key)
  if (code.facet === facet && code.parent === parent) return codes
  const branch = branchKeys(key, codes)
  if (parent !== null && branch.has(parent)) throw new CodebookRefused('A code can’t stand under itself.')
  const moved = codes.map((one) => {
    if (!branch.has(one.key)) return one
    return changed(one, { facet, ...(one.key === key ? { parent, position: lastPosition(codes) + 1 } : {}) })
  })
  // Opposites say something about one facet, so a pair that a move parts is none any more.
  const facetOf = new Map(moved.map((one) => [one.key, one.facet]))
  return moved.map((one) =>
    one.opposite !== null && facetOf.get(one.opposite) !== one.facet ? changed(one, { opposite: null }) : one,
  )
}

/** Puts a code one place up or down among the codes in use of its level; at the end it stays. */
export function withStep(codes: CodeRow[], key: string, step: 'up' | 'down'): CodeRow[] {
  const code = find(codes, key)
  const level = codes
    .filter((one) => one.facet === code.facet && one.parent === code.parent && one.retiredAt === null)
    .sort(inOrder)
  const from = level.findIndex((one) => one.key === key)
  const to = step === 'up' ? from - 1 : from + 1
  if (from < 0 || to < 0 || to >= level.length) return codes
  const order = [...level]
  order.splice(to, 0, ...order.splice(from, 1))
  const own = level.map(({ position }) => position)
  // Two codes that were added at the same moment may share a place: the level then gets places of its own.
  const places = new Set(own).size === own.length ? own : own.map((_, index) => lastPosition(codes) + 1 + index)
  const placeOf = new Map(order.map((one, index) => [one.key, places[index]!]))
  return codes.map((one) => (placeOf.has(one.key) ? changed(one, { position: placeOf.get(one.key)! }) : one))
}

/**
 * Makes one code live on in another: it leaves use, what stands under it hangs where the other stands, and what was merged into it
 * before lives on in the other too. An opposite goes along where the other has none, so that words that lean stay known as such.
 */
export function withMerged(codes: CodeRow[], key: string, into: string, at: Date): CodeRow[] {
  const from = find(codes, key)
  const goal = find(codes, into)
  if (key === into) throw new CodebookRefused('A code can’t be merged into itself.')
  if (from.mergedInto !== null) throw new CodebookRefused(`“${from.name}” lives on in another code already.`)
  if (goal.retiredAt !== null) throw new CodebookRefused(`“${goal.name}” is retired: take it back into use first.`)
  const isSameFacet = from.facet === goal.facet
  const opposite = from.opposite
  let merged = opposite === null ? codes : withOpposite(codes, key, null)
  if (opposite !== null && opposite !== into && goal.opposite === null && isSameFacet)
    merged = withOpposite(merged, into, opposite)
  return merged.map((one) => {
    if (one.key === key) return changed(one, { retiredAt: at, mergedInto: into, parent: null })
    let next = one
    if (one.mergedInto === key) next = changed(next, { mergedInto: into })
    if (one.parent === key) next = changed(next, { parent: isSameFacet && one.key !== into ? into : from.parent })
    return next
  })
}

/** Takes a code out of use; what is in use under it moves up to where it stood. */
export function withRetired(codes: CodeRow[], key: string, at: Date): CodeRow[] {
  const code = find(codes, key)
  if (code.retiredAt !== null) return codes
  return codes.map((one) => {
    if (one.key === key) return changed(one, { retiredAt: at })
    return one.parent === key && one.retiredAt === null ? changed(one, { parent: code.parent }) : one
  })
}

/** Takes a code back into use, under the nearest code above it that is in use. A merged one comes back without the tags that went along. */
export function withReturned(codes: CodeRow[], key: string): CodeRow[] {
  const code = find(codes, key)
  if (code.retiredAt === null) return codes
  const inUse = new Set(codes.filter(({ retiredAt }) => retiredAt === null).map((one) => one.key))
  const parent = ancestorsOf(key, codes).find((above) => inUse.has(above)) ?? null
  return change(codes, key, () => ({ retiredAt: null, mergedInto: null, parent }))
}

/** The first rule that these codes break, in one sentence, or null: what every change is held against before it is kept. */
export function ruleBroken(codes: CodeRow[]): string | null {
  return rulesBroken(codes)[0]?.reason ?? null
}

/** Every code that breaks a rule, with the first rule it breaks. */
export function rulesBroken(codes: CodeRow[]): { key: string; reason: string }[] {
  const known = new Map(codes.map((code) => [code.key, code]))
  return codes.flatMap((code) => {
    const reason = placeBroken(code, known, codes) ?? linksBroken(code, known)
    return reason === null ? [] : [{ key: code.key, reason }]
  })
}

function placeBroken(code: CodeRow, known: Map<string, CodeRow>, codes: CodeRow[]): string | null {
  if (code.parent === null) return null
  const parent = known.get(code.parent)
  if (!parent) return `“${code.name}” stands under a code that is not there.`
  if (parent.facet !== code.facet)
    return `“${code.name}” is under ${facetNames[code.facet].plural}, “${parent.name}” under ${facetNames[parent.facet].plural}: a code stands under one of its own facet.`
  const above = ancestorsOf(code.key, codes)
  if (above.includes(code.key)) return `“${code.name}” would stand under itself.`
  if (code.retiredAt === null && parent.retiredAt !== null)
    return `“${parent.name}” is retired, so “${code.name}” can’t stand under it.`
  if (above.length + 1 > mostLevels)
    return `“${code.name}” would be on level ${above.length + 1}; ${mostLevels} are the most.`
  return null
}

function linksBroken(code: CodeRow, known: Map<string, CodeRow>): string | null {
  if (code.opposite !== null) {
    const opposite = known.get(code.opposite)
    if (!opposite || opposite.opposite !== code.key) return `The opposite of “${code.name}” does not name it back.`
    if (opposite.facet !== code.facet) return `“${code.name}” and its opposite “${opposite.name}” are of two facets.`
  }
  if (code.mergedInto !== null) {
    const goal = known.get(code.mergedInto)
    if (!goal || goal.mergedInto !== null) return `“${code.name}” would live on in a code that is not there.`
  }
  return null
}

function find(codes: CodeRow[], key: string): CodeRow {
  const code = codes.find((one) => one.key === key)
  if (!code) throw new CodeNotFound()
  return code
}

function change(codes: CodeRow[], key: string, to: (code: CodeRow) => Partial<CodeRow>): CodeRow[] {
  find(codes, key)
  return codes.map((one) => (one.key === key ? changed(one, to(one)) : one))
}

function changed(code: CodeRow, to: Partial<CodeRow>): CodeRow {
  return { ...code, ...to }
}

function lastPosition(codes: CodeRow[]): number {
  return Math.max(-1, ...codes.map(({ position }) => position))
}
