import { expect, test } from 'vitest'
import { makeClaims } from '../../server/personas/claims.ts'
import { chooseQuotes, quoteOf, wordsAt } from '../../server/personas/quotes.ts'
import { interviews, smallWorld } from './small-world.ts'

function quotesOf({ quotable = 'consented' as const, policy = 'consented' as 'consented' | 'internal' } = {}) {
  const heard = interviews({ quotable })
  const input = smallWorld(heard)
  return { heard, quotes: chooseQuotes(input, { claims: makeClaims(input), sources: heard.sources, policy }) }
}

test('a quote is the source’s own characters, 8 to 40 words, with where it was said', () => {
  const { heard, quotes } = quotesOf()
  const { text, span, source, isInternal } = quotes[0]!.quote!
  expect(text).toBe(wordsAt(heard.sources.get(span.sourceId)!.text, span))
  expect(text).toMatch(/^I read the bad reviews first/)
  expect(source).toMatch(/^Interview \d\d, 00:\d\d$/)
  expect(isInternal).toBe(false)
})

test('a persona whose members were not heard has no quote', () => {
  expect(quotesOf().quotes[1]!.quote).toBeNull()
})

test('without a known consent there is no quote, unless it stays in the house', () => {
  expect(quotesOf({ quotable: 'internal' as never }).quotes[0]!.quote).toBeNull()
  expect(quotesOf({ quotable: 'internal' as never, policy: 'internal' }).quotes[0]!.quote).toMatchObject({
    isInternal: true,
  })
})

test('notes and refusals are never quoted, whatever the policy', () => {
  for (const quotable of ['noted', 'refused']) {
    expect(quotesOf({ quotable: quotable as never, policy: 'internal' }).quotes[0]!.quote).toBeNull()
  }
})

test('up to three members of another mind are quoted, one a person and nobody twice', () => {
  const world = smallWorld()
  const claims = makeClaims(world)
  const said = 'never look at any review before I buy something there'
  const ids = ['r0-1', 'r0-2', 'r0-3', 'r0-4']
  // The third says what the second says.
  const sources = new Map(
    ids.map((id, at) => [id, { text: `${['I', 'We', 'We', 'They'][at]} ${said}`, label: `Open answer, ${id}` }]),
  )
  const counter = [...sources.keys(), 'r0-1'].map((personId) => ({
    ...{ personId, sourceKind: 'answer' as const, sourceId: personId, item: '', quotable: 'consented' as const },
    ...{ startCodePoint: 0, endCodePoint: said.length + 2 },
  }))
  const disputed = claims.map((own, persona) =>
    own.map((claim, at) => (persona === 0 && at < 2 ? { ...claim, evidence: { ...claim.evidence, counter } } : claim)),
  )
  const [first, second] = chooseQuotes(world, { claims: disputed, sources, policy: 'consented' })
  const speakers = [first!.counter!, ...first!.moreCounter].map(({ span }) => span.personId)
  expect(speakers).toEqual(['r0-1', 'r0-2', 'r0-4'])
  expect(second!.moreCounter).toEqual([])
})

test('no person is quoted on two pages', () => {
  const heard = interviews()
  const world = smallWorld(heard)
  // Everyone interviewed stands for both personas at once, which no model gives; it is what could let one person speak twice.
  const input = { ...world, people: world.people.map((person) => ({ ...person, posterior: [0.9, 0.9] })) }
  const quotes = chooseQuotes(input, { claims: makeClaims(input), sources: heard.sources, policy: 'consented' })
  const speakers = quotes.map(({ quote }) => quote!.span.personId)
  expect(new Set(speakers).size).toBe(2)
})

test('a person who belongs to the persona with less than .7 is not quoted for it', () => {
  const heard = interviews()
  const world = smallWorld(heard)
  const input = { ...world, people: world.people.map((person) => ({ ...person, posterior: [0.69, 0.31] })) }
  expect(
    chooseQuotes(input, { claims: makeClaims(input), sources: heard.sources, policy: 'consented' })[0]!.quote,
  ).toBeNull()
})

test('offsets count code points, so an emoji before the quote moves nothing', () => {
  expect(wordsAt('😀 one two three', { startCodePoint: 2, endCodePoint: 5 })).toBe('one')
})

test('seven words are too short, and an address or a long number is never quoted', () => {
  const source = (text: string) => ({
    policy: 'consented' as const,
    claimId: null,
    sources: new Map([['s', { text, label: 'Interview 01' }]]),
  })
  const span = (text: string) => ({
    personId: 'p',
    sourceKind: 'document' as const,
    sourceId: 's',
    item: '',
    startCodePoint: 0,
    endCodePoint: text.length,
    quotable: 'consented' as const,
  })
  const short = 'one two three four five six seven'
  expect(quoteOf(span(short), source(short))).toBeNull()
  const fair = `${short} eight`
  expect(quoteOf(span(fair), source(fair))!.text).toBe(fair)
  for (const hint of ['me@example.org', '0123456789']) {
    const text = `${fair} ${hint}`
    expect(quoteOf(span(text), source(text))).toBeNull()
  }
})
