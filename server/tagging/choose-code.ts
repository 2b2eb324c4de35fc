import type { CodeRow } from '../codebook/store.ts'
import { pathOf } from '../codebook/tree.ts'
import { type Facet, facetNames, facets } from '../facets.ts'
import { TagRefused } from './errors.ts'

export interface ChosenCode {
  facet: Facet
  code: string | null
}

/**
 * What a form's choice of code means: a code in use, or "facet:need" for a facet alone.
 * @throws {TagRefused} when the codebook has no such code in use
 */
export function chosenCode(choice: string, codes: CodeRow[]): ChosenCode {
  const facet = facets.find((one) => choice === `facet:${one}`)
  if (facet) return { facet, code: null }
  const code = codes.find((one) => one.key === choice && one.retiredAt === null)
  if (!code) throw new TagRefused('Choose a code that is in use in this codebook.')
  return { facet: code.facet, code: code.key }
}

/** Codes in use as a list to choose from, facet by facet, each facet alone first. */
export function codeOptions(codes: CodeRow[], chosen: string) {
  return facets.map((facet) => ({
    facet,
    name: facetNames[facet].name,
    options: [
      { value: `facet:${facet}`, name: `${facetNames[facet].name}, no code`, isChosen: chosen === `facet:${facet}` },
      ...codes
        .filter((code) => code.facet === facet && code.retiredAt === null)
        .map((code) => ({ value: code.key, name: pathOf(code.key, codes), isChosen: chosen === code.key })),
    ],
  }))
}
