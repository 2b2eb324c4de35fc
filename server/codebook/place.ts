import { type Facet, facetNames, facets } from '../facets.ts'
import type { CodePlace } from './changes.ts'
import { CodebookRefused } from './errors.ts'
import type { CodeRow } from './store.ts'
import { pathOf, possibleParents } from './tree.ts'

/**
 * What a form's choice of place means: "facet:need" right under a facet, or the key of the code above.
 * @throws {CodebookRefused} when no code in use has that key
 */
export function placeOf(choice: string, codes: CodeRow[]): CodePlace {
  const facet = facets.find((one) => choice === `facet:${one}`)
  if (facet) return { facet, parent: null }
  const parent = codes.find(({ key, retiredAt }) => key === choice && retiredAt === null)
  if (!parent) throw new CodebookRefused('Choose a facet, or a code that is in use.')
  return { facet: parent.facet, parent: parent.key }
}

/** How a form writes a place. */
export function choiceOf({ facet, parent }: CodePlace): string {
  return parent ?? `facet:${facet}`
}

/**
 * Places a code may have, facet by facet, as a list to choose from; deeper codes are set in.
 * @param key the code to be placed, null for a new one
 */
export function placeOptions(key: string | null, codes: CodeRow[], chosen: string) {
  return facets.map((facet: Facet) => ({
    name: facetNames[facet].plural,
    options: [
      { value: `facet:${facet}`, name: `${facetNames[facet].plural}, topmost`, isChosen: chosen === `facet:${facet}` },
      ...possibleParents(key, facet, codes).map((code) => ({
        value: code.key,
        name: `Under ${pathOf(code.key, codes)}`,
        isChosen: chosen === code.key,
      })),
    ],
  }))
}
