import type { Claim } from '../../server/personas/claim.ts'
import type { ClaimInput } from '../../server/personas/claim-input.ts'
import { makeClaims } from '../../server/personas/claims.ts'
import type { PersonaFacts } from '../../server/personas/draw-set.ts'
import type { StoredAnalysis } from '../../server/personas/find-personas.ts'
import { namePersonas } from '../../server/personas/naming.ts'
import { type OnePagerParts, type OnePagerView, onePagerView } from '../../server/personas/one-pager.ts'
import { chooseQuotes, type QuoteSource } from '../../server/personas/quotes.ts'
import type { PersonaSet } from '../../server/personas/store.ts'
import { neighbourOf, prevalenceOf } from '../../server/personas/traits.ts'
import { toldBy } from '../../server/personas/told.ts'
import type { SpanWords } from '../../server/personas/words.ts'

/** A set as the database would give it, drawn from a small world without one. */
export function smallSet(input: ClaimInput, sources: ReadonlyMap<string, QuoteSource> = new Map()) {
  const claims = makeClaims(input)
  const names = namePersonas(input, claims)
  const quotes = chooseQuotes(input, { claims, sources, policy: 'consented' })
  const set: PersonaSet = {
    id: 'set-1',
    studyId: 'study-1',
    number: 3,
    seed: 20_260_512,
    dataHash: '0123456789abcdef',
    softwareVersion: '0.1.0',
    settings: {},
    word: 'reproducible',
    analysis: analysisOf(input),
    dataUntil: new Date('2026-05-12T09:30:00Z'),
    recountedAt: null,
    createdAt: new Date('2026-06-01T12:00:00Z'),
    personas: input.personas.map((persona, index) => ({
      key: persona.key,
      number: persona.number,
      name: names[index]!.name,
      tagline: names[index]!.tagline,
      isNameEdited: false,
      view: {
        quote: null,
        counterQuote: null,
        prevalence: prevalenceOf(input, { persona: index, claims: claims[index]! }),
        neighbour: neighbourOf(input, index),
        namedBy: names[index]!.by,
        ...toldBy(input, {
          persona: index,
          claims: claims[index]!,
          sources,
          quoted: [quotes[index]!.quote, quotes[index]!.counter, ...quotes[index]!.moreCounter],
        }),
      } satisfies PersonaFacts,
    })),
  }
  return { set, claims, quotes }
}

/** The page of one persona of a small world. */
export function smallPage(
  input: ClaimInput,
  {
    persona = 0,
    sources = new Map<string, QuoteSource>(),
    guess = '',
    more = {},
  }: {
    persona?: number
    sources?: ReadonlyMap<string, QuoteSource>
    guess?: string
    more?: Partial<OnePagerParts>
  } = {},
): OnePagerView {
  const { set, claims, quotes } = smallSet(input, sources)
  const words = (quote: (typeof quotes)[number]['quote']): SpanWords | null =>
    quote && {
      before: '',
      text: quote.text,
      after: '',
      source: quote.source,
      href: '/documents/1',
      quotable: quote.span.quotable,
    }
  const parts: OnePagerParts = {
    set,
    persona: set.personas[persona]!,
    claims: [...(claims.flat() as Claim[]), ...(guess ? [guessOf(claims[persona]![0]!, guess)] : [])],
    quote: words(quotes[persona]!.quote),
    counterQuotes: [quotes[persona]!.counter, ...quotes[persona]!.moreCounter].flatMap((quote) => words(quote) ?? []),
    workspaceName: 'Northfield Home',
    decision: 'Which of two shop pages we build first.',
    ...more,
  }
  return onePagerView(parts)
}

/** A belief that somebody of the team wrote down: nobody's evidence. */
function guessOf(like: Claim, words: string): Claim {
  const evidence = { survey: null, interviews: null, spans: [], counter: [] }
  return { ...like, id: 'guess', kind: 'belief', text: words, words, grade: 'H', evidence, axis: null, stage: null }
}

/** Only what pages read; the statistics have their own tests. */
function analysisOf({ personas, answers, people }: ClaimInput): StoredAnalysis {
  const null0 = { observedGain: 812.4, copies: Array.from({ length: 19 }, () => -40), beaten: true, p: 0.05 }
  const analysis = {
    size: answers.size,
    fitted: answers.size,
    base: answers.size,
    respondents: answers.size,
    effectiveSize: answers.size,
    indicators: answers.indicators.map(({ name }) => name),
    excludedIndicators: [],
    choice: { notes: [], leftOut: [], tags: [], minimumWords: null },
    wordsExplained: null,
    projection: null,
    withoutFlagged: null,
    models: [],
    chosenClasses: personas.length,
    disagreements: [],
    verdict: {
      word: 'reproducible',
      reasons: [
        { rule: 'groups_return', value: 0.83, text: 'Drawn again, every group keeps at least 83 % of its people.' },
      ],
      advice: [],
    },
    nulls: { n0: null0, n1: { ...null0, covers: [] } },
    classes: personas.map((persona, index) => ({
      share: persona.share,
      members: people.filter(({ posterior }) => (posterior?.[index] ?? 0) > 0.5).length,
      jaccard: persona.stability,
      recovered: 1,
      averagePosterior: 0.95,
      profile: [],
    })),
    unassigned: 0,
    between: 0,
    itemPower: [],
    localDependence: [],
  }
  return analysis as unknown as StoredAnalysis
}
