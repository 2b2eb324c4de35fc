import type { PersonaAnalysis } from '../statistics/analysis.ts'
import type { Contrast as ProfileContrast, ItemContrast } from '../statistics/persona-profile.ts'
import type { Contrast, ContrastPart, PersonaInput } from './claim-input.ts'

/** Persona keys by falling share: stable within a set, and never the name, which people change. */
export function personaKey(index: number): string {
  return `p${index + 1}`
}

/**
 * The analysis' classes as the personas that claims are made of, with the differences on questions outside the fit added.
 * @param describing one list per class, empty where nothing outside the fit was tested
 */
export function analysedPersonas(analysis: PersonaAnalysis, describing: Contrast[][] = []): PersonaInput[] {
  return analysis.classes.map((persona, index) => ({
    key: personaKey(index),
    number: (index % 8) + 1,
    share: persona.share,
    stability: Number.isNaN(persona.jaccard) ? null : persona.jaccard,
    contrasts: [...persona.profile.map(definingContrast), ...(describing[index] ?? [])],
  }))
}

function definingContrast({ name, categories, contrasts, position }: ItemContrast): Contrast {
  return {
    name,
    parts: contrasts.map((contrast, place) => partOf(contrast, categories?.[place] ?? null)),
    position: position ? partOf(position, null) : null,
    q: null,
    defining: true,
  }
}

function partOf(contrast: ProfileContrast, category: string | null): ContrastPart {
  return { category, ...contrast }
}
