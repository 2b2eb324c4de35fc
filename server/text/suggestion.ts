import type { Facet } from '../facets.ts'

/** A tag proposed by the cue rules (and later the codebook's classifier). Offsets count code points of the text it was made on, half-open. */
export interface Suggestion {
  start: number
  end: number
  /** text between start and end, byte for byte. */
  quote: string
  facet: Facet
  /** Code of the codebook, e.g. "need.information"; null when only the facet is clear. */
  code: string | null
  /** 0..1, how many and how strong the cues were: not a probability. */
  strength: number
  /** Calibrated share of such suggestions a person accepted, or null where it was never measured. */
  probability: number | null
  /** Plain words: which cue, which words, what lowered it. */
  reason: string
  /** Version of the rules that made it. */
  rules: string
}
