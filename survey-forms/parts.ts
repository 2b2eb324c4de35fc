import { z } from 'zod'
import { facets } from '../server/facets.ts'

/**
 * A code names an item, option, row or page for good: exports, variables and stored answers use it, never a text.
 * Letter first, at most 32 characters, so that it survives SPSS, Stata and R unchanged.
 */
export const code = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_]{0,31}$/,
    'A code starts with a letter and has at most 32 letters, digits and underscores.',
  )

/** A text that must be there, without blanks around it. */
export function wording(longest: number) {
  return z.string().trim().min(1, 'Write a text here.').max(longest, `Use at most ${longest} characters.`)
}

/**
 * When something is shown: chosen (an item on an earlier page was answered with one of these codes), or written as an
 * expression of the Common Expression Language over the codes of earlier items, such as `age >= 18 && "shop" in channels`.
 * What a name stands for and what may be written is in flow/expression.ts.
 */
export const condition = z.union([
  z.strictObject({ item: code, isAnyOf: z.array(code).min(1).max(40) }),
  z.string().trim().min(1, 'Write a condition.').max(1000, 'Use at most 1000 characters for a condition.'),
])
export type Condition = z.infer<typeof condition>

/** What every item has. An item without a facet is background: it describes people and never builds personas. */
export const itemBase = {
  code,
  ask: wording(400),
  hint: wording(400).optional(),
  isRequired: z.boolean().default(false),
  facet: z.enum(facets).optional(),
  showIf: condition.optional(),
  /** Stays where it is written on a page that shuffles its items. */
  isPinned: z.boolean().optional(),
}

/** Of its own options or rows, an item shows those whose codes were chosen, or not chosen, or offered in an earlier item. */
export const carryForward = z.strictObject({ item: code, which: z.enum(['chosen', 'not_chosen', 'shown']) })
export type CarryForward = z.infer<typeof carryForward>

export const option = z.strictObject({
  code,
  label: wording(200),
  /** Stays where it is written when the others are shuffled: other, none, don't know. */
  isPinned: z.boolean().optional(),
  /** "Don't know", "Prefer not to say": an answer, but no position; missing to the model. */
  isNonSubstantive: z.boolean().optional(),
  /** "Other": a line to write in stands beside it. */
  takesText: z.boolean().optional(),
  showIf: condition.optional(),
})
export type Option = z.infer<typeof option>

/** @returns the codes that occur twice, ignoring case, in the order of their second appearance */
export function repeatedCodes(codes: string[]): string[] {
  const seen = new Set<string>()
  return codes.filter((one) => {
    const isRepeated = seen.has(one.toLowerCase())
    seen.add(one.toLowerCase())
    return isRepeated
  })
}

/** A zod check: no two entries of a list share a code. */
export function haveOwnCodes(entries: { code: string }[]): boolean {
  return repeatedCodes(entries.map((entry) => entry.code)).length === 0
}
