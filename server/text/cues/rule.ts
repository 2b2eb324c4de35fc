import type { Facet } from '../../facets.ts'

/** One cue as data: what it looks for, what it means, and what must not be there. */
export interface CueRule {
  id: string
  facet: Facet
  /** Code of the default codebook; null lets the words of the sentence choose a code under the facet, or none. */
  code: string | null
  /** What the cue is, for the reason a researcher reads. */
  name: string
  /** Patterns of cues/pattern.ts, any of which is the cue. */
  patterns: string[]
  /** 0..1: how far this cue alone carries the facet. */
  weight: number
  /**
   * A negation before the cue in its clause: 'blocks' when it denies the facet ("I don't need"), 'keeps' when the facet
   * stays and only its direction turns ("I don't like").
   */
  negation: 'blocks' | 'keeps'
  /** An if, would, could or imagine over the cue: needs stay needs; what never happened is no experience and no habit. */
  hypothetical: 'keeps' | 'lowers' | 'blocks'
  /** In a question of the speaker's own: default 'lowers'. */
  question?: 'keeps' | 'lowers' | 'blocks'
  /** Patterns that, anywhere in the same clause as the cue, take it away. */
  blockers?: string[]
  /** A sentence that carries the cue, and one that looks alike but does not. */
  example: string
  counterExample: string
}
