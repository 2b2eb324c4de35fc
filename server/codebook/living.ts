import type { Facet } from '../facets.ts'
import type { CodeRow } from './store.ts'

/** The code that words carry now, with the facet it stands under now. */
export interface LivingCode {
  facet: Facet
  code: string
}

/**
 * What became of each code a codebook ever had, by key: the code it lives on in (itself, unless it was merged), or null where that is out
 * of use. Rules, learnt models and reviews name codes by the keys they had.
 */
export function livingCodes(codes: CodeRow[]): Map<string, LivingCode | null> {
  const known = new Map(codes.map((code) => [code.key, code]))
  return new Map(
    codes.map(({ key, mergedInto }) => {
      const living = known.get(mergedInto ?? key)
      return [key, living && living.retiredAt === null ? { facet: living.facet, code: living.key } : null]
    }),
  )
}

/** Codes that may still say something: those in use, and retired ones whose tags stayed with them. What was merged lives on elsewhere. */
export function speakingCodes(codes: CodeRow[], carried: { code: string | null }[]): CodeRow[] {
  const used = new Set(carried.map(({ code }) => code))
  return codes.filter(({ key, retiredAt, mergedInto }) => mergedInto === null && (retiredAt === null || used.has(key)))
}
