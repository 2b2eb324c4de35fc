import type { TokenisedSentence } from '../cue-hits.ts'
import { pattern } from '../cues/pattern.ts'
import { PatternSet } from '../cues/pattern-set.ts'

const begun = '^ please|always|just|also|definitely|never|maybe|perhaps|so|and|but|then|well|or{0,2}'

/**
 * Grammatical forms of a sentence that say how it is meant, whatever it is about: they carry from one study to the next
 * where its words do not. Written from English grammar by hand. Figures
 * of the suggestion sets (docs/truth.md) were seen while the list grew; every form has the same strength, fitted to nothing.
 */
const forms: Record<string, string[]> = {
  imperative: [`${begun} <imperative> _`, ', <imperative> _'],
  'negative imperative': [`${begun} do not _`, ', do not _'],
  'be sure': ['be sure|certain|careful|aware|prepared', 'make sure|certain', 'keep in mind', 'bear in mind'],
  recommendation: [
    'i|we <would>{0,1} <adverb>{0,2} recommend|suggest|advise|urge|propose|advice _',
    'recommended|advisable|suggested to|that|for|you',
    'my|our|one|a suggestion|advice|tip|recommendation|proposal|idea',
    '<be> <adverb>{0,2} worth',
    'worth <adverb>{0,1} *ing',
    '<be> your best bet',
  ],
  'you should': [
    'you|they|it|there|we|hotel|staff|management should|must|need|might|may|could|ought _',
    '<me> should _',
  ],
  'would be better': [
    '<would> be <adverb>{0,2} <good>|~great|lovely|ideal|welcome|appreciated',
    '<would> have been <adverb>{0,2} <good>|~great|lovely',
    '<would> help|benefit|improve|love|like|prefer|appreciate _',
    'better if|to|off',
  ],
  condition: ['if you|<me>|they|it|there _', 'when|whenever you _', 'unless you _'],
  'why not': ['why not|do|can|does|is _', 'how about|what about _', 'could|can|would|will you|we|i|it|<my> _'],
  wish: [
    'i|we <adverb>{0,1} wish|hope|want|need|miss|lack _',
    'if only',
    'there should|ought|must _',
    '<be> needed|missing|lacking',
  ],
  'to the reader': ['you|your', 'yourself'],
  'a past event': ['<me> <past> _', '<me> <be> _', 'was|were|had'],
}

const names = Object.entries(forms).flatMap(([name, sources]) => sources.map(() => name))
const patterns = new PatternSet(Object.values(forms).flat().map(pattern))

/** The forms of some sentences, each once a sentence, with the UTF-16 range of the words that show it first. */
export function sentenceForms(
  heard: TokenisedSentence[],
): { id: string; strength: number; start: number; end: number }[] {
  return heard.flatMap(({ said }) => {
    const read = patterns.read(said)
    const found = new Map<string, { id: string; strength: number; start: number; end: number }>()
    for (let from = 0; from < read.forms.length; from++) {
      for (const one of patterns.beginning(read.forms, from)) {
        const name = names[one]!
        if (patterns.calledIn[one] !== read.number || found.has(name)) continue
        const to = patterns.matchAt(one, read.forms, from)
        if (to >= 0) {
          found.set(name, { id: `form.${name}`, strength: 0.5, start: said[from]!.start, end: said[to - 1]!.end })
        }
      }
    }
    return [...found.values()]
  })
}
