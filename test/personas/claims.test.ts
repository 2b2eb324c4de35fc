import { expect, test } from 'vitest'
import { gradeOf } from '../../server/personas/claim.ts'
import { facetView } from '../../server/personas/claim-view.ts'
import { answerWords } from '../../server/personas/claim-words.ts'
import { makeClaims } from '../../server/personas/claims.ts'
import { motiveNames } from '../../server/personas/motive-names.ts'
import { namePersonas } from '../../server/personas/naming.ts'
import { pageWords, rowLabels } from '../../server/personas/page-lines.ts'
import { neighbourOf, neighbourText, prevalenceOf, prevalenceText, weakestOf } from '../../server/personas/traits.ts'
import { interviews, smallWorld, variables } from './small-world.ts'

const silent = { supporting: 0, opposing: 0 }

test('grade A needs the survey and three people, B one of the two, C a voice or an indicative difference', () => {
  expect(gradeOf('passes', { supporting: 3, opposing: 0 })).toBe('A')
  expect(gradeOf('passes', { supporting: 2, opposing: 0 })).toBe('B')
  expect(gradeOf('silent', { supporting: 3, opposing: 0 })).toBe('B')
  expect(gradeOf('silent', { supporting: 1, opposing: 0 })).toBe('C')
  expect(gradeOf('indicative', silent)).toBe('C')
})

test('sides that disagree give X, and nothing gives no claim', () => {
  expect(gradeOf('passes', { supporting: 1, opposing: 4 })).toBe('X')
  expect(gradeOf('opposes', { supporting: 3, opposing: 0 })).toBe('X')
  expect(gradeOf('passes', { supporting: 4, opposing: 3 })).toBe('A')
  expect(gradeOf('silent', silent)).toBeNull()
  expect(gradeOf('opposes', silent)).toBeNull()
})

test('the same world gives the same claims, and every claim has evidence', () => {
  const input = smallWorld(interviews())
  const claims = makeClaims(input)
  expect(JSON.stringify(makeClaims(smallWorld(interviews())))).toBe(JSON.stringify(claims))
  for (const claim of claims.flat()) {
    expect(claim.evidence.survey ?? claim.evidence.interviews).not.toBeNull()
    expect(claim.silent === null).toBe(claim.evidence.survey !== null && claim.evidence.interviews !== null)
  }
  expect(new Set(claims.flat().map(({ id }) => id)).size).toBe(claims.flat().length)
})

test('a claim gives the answer in the survey’s words with both shares', () => {
  const [first] = makeClaims(smallWorld())
  const reason = first!.find(({ evidence }) => evidence.survey?.variable === 'reason')!
  expect(reason.text).toMatch(/^Answer “Reviews” to “What decides in the end\?”: 8\d\u202f%, everyone else 1\d\u202f%$/)
  expect(reason.grade).toBe('B')
  expect(reason.evidence.survey).toMatchObject({ defining: true, q: null, these: { mean: null } })
  expect(reason.evidence.survey!.these.base + reason.evidence.survey!.rest.base).toBe(100)
})

test('an option is told by who chose it, in the right direction', () => {
  const [first, second] = makeClaims(smallWorld())
  const gift = (claims: typeof first) => claims!.find(({ evidence }) => evidence.survey?.variable === 'gift')!
  expect(gift(first).text).toMatch(/^Seldom choose “To give it away”: 1\d\u202f%, everyone else 8\d\u202f%$/)
  expect(gift(second).text).toMatch(/^Choose “To give it away”: 8\d\u202f%, everyone else 1\d\u202f%$/)
  expect(gift(first).evidence.survey).toMatchObject({ answer: 'chosen' })
})

test('an answer that many give is never called seldom, nor one that few give theirs', () => {
  const variable = variables.find(({ name }) => name === 'reason')!
  const words = (these: number, isMore: boolean) => answerWords(variable, { category: 'Reviews', these, isMore })
  expect(words(0.8, true)).toBe('Answer “Reviews” to “What decides in the end?”')
  expect(words(0.3, true)).toBe('Answer “Reviews” to “What decides in the end?” more often than others')
  expect(words(0.79, false)).toBe('Answer “Reviews” to “What decides in the end?” less often than others')
  expect(words(0.25, false)).toBe('Answer “Reviews” to “What decides in the end?” less often than others')
  expect(words(0.1, false)).toBe('Seldom answer “Reviews” to “What decides in the end?”')
})

test('a page takes its words from the evidence, whatever stands in the claim, until a person words it', () => {
  const [first] = makeClaims(smallWorld())
  const reason = first!.find(({ evidence }) => evidence.survey?.variable === 'reason')!
  expect(pageWords(reason)).toBe('What decides in the end? “Reviews”')
  const at = (share: number, difference: number) => {
    const survey = { ...reason.evidence.survey!, these: { ...reason.evidence.survey!.these, share }, difference }
    return { ...reason, evidence: { ...reason.evidence, survey } }
  }
  expect(pageWords(at(0.4, 0.2))).toBe('What decides in the end? more often “Reviews”')
  expect(pageWords(at(0.4, -0.2))).toBe('What decides in the end? less often “Reviews”')
  expect(rowLabels([at(0.1, -0.2).evidence.survey])).toEqual([
    { topic: 'What decides in the end', said: 'seldom “Reviews”' },
  ])
  expect(pageWords({ ...reason, words: 'Others decide for them', drawnWords: reason.words })).toBe(
    'Others decide for them',
  )
})

test('a circumstance is of no facet', () => {
  expect(facetView({ zone: 'context', facet: 'attitude' })).toEqual({
    facet: 'Circumstance',
    facetClass: '',
    letters: '',
  })
  expect(facetView({ zone: 'needs', facet: 'need' })).toMatchObject({ facet: 'Need', facetClass: 'facet-need' })
})

test('a grid of agreement stands on an axis with its question, whatever its answers are coded as', () => {
  const [first] = makeClaims(smallWorld())
  const certain = first!.find(({ evidence }) => evidence.survey?.variable === 'certain')!
  expect(certain.axis).toMatchObject({
    topic: 'How important is certainty before paying?',
    right: 'Strongly agree',
  })
  expect(certain.axis!.mean).toBeGreaterThan(certain.axis!.restMean)
})

test('a question that everyone answers alike makes no claim', () => {
  const claims = makeClaims(smallWorld()).flat()
  expect(claims.some(({ evidence }) => evidence.survey?.variable === 'shop')).toBe(false)
})

test('answers and interviews that say the same make one claim of grade A', () => {
  const [first] = makeClaims(smallWorld(interviews()))
  const reviews = first!.filter(({ text }) => text.includes('“Reviews”') || text.includes('reviews:'))
  expect(reviews).toHaveLength(1)
  expect(reviews[0]).toMatchObject({
    grade: 'A',
    silent: null,
    evidence: { interviews: { mentions: 12, of: 12, channel: 'interviews' } },
  })
})

test('two voices alone are grade C, and the other persona hears nothing of them', () => {
  const [first, second] = makeClaims(smallWorld(interviews({ people: 2 })))
  const needs = first!.filter(({ zone }) => zone === 'needs')
  expect(needs.map(({ grade, text }) => [grade, text])).toEqual([
    ['C', 'Need: fault rates before paying: 2 of 2 interviewed'],
  ])
  expect(second!.filter(({ evidence }) => evidence.interviews)).toEqual([])
})

test('a trade-off stands on its axis from −1 to +1', () => {
  const [first, second] = makeClaims(smallWorld())
  const trust = first!.find(({ evidence }) => evidence.survey?.variable === 'trust')!
  expect(trust).toMatchObject({
    zone: 'attitudes',
    kind: 'axis',
    words: 'Nearer to “Others’ experience” than to “Own hunch”',
  })
  expect(trust.axis!.mean).toBeLessThan(-0.5)
  expect(trust.axis!.restMean).toBeGreaterThan(0.5)
  expect(trust.axis!.spread.reduce((sum, share) => sum + share)).toBeCloseTo(1, 10)
  expect(trust.evidence.survey!.these.mean).toBeCloseTo(trust.axis!.mean, 10)
  expect(second!.find(({ evidence }) => evidence.survey?.variable === 'trust')!.words).toBe(
    'Nearer to “Own hunch” than to “Others’ experience”',
  )
})

test('a journey stage says how many spoke of it and how many named a pain with it', () => {
  const [first] = makeClaims(smallWorld(interviews()))
  const stages = first!.filter(({ zone }) => zone === 'journey')
  expect(stages.map(({ stage }) => stage)).toEqual([
    { name: 'Compares', people: 8, painShare: 1, path: ['Notices', 'Compares', 'Tells'] },
  ])
})

test('a difference on fewer than ten people makes no claim, on fewer than thirty an indicative one', () => {
  const world = smallWorld()
  const small = {
    ...world,
    people: world.people.map((person, index) => ({ ...person, posterior: index < 95 ? [1, 0] : [0, 1] })),
  }
  expect(makeClaims(small).flat()).toEqual([])
  const some = {
    ...world,
    people: world.people.map((person, index) => ({ ...person, posterior: index < 80 ? [1, 0] : [0, 1] })),
  }
  expect(
    new Set(
      makeClaims(some)
        .flat()
        .map(({ grade }) => grade),
    ),
  ).toEqual(new Set(['C']))
})

test('the prevalence line counts people, not products of shares', () => {
  const input = smallWorld()
  const prevalence = prevalenceOf(input, { persona: 0, claims: makeClaims(input)[0]! })!
  expect(prevalence).toMatchObject({ traits: 5, needed: 4, members: { base: 60 }, everyone: { base: 100 } })
  // 48 of 60 members answer all their persona's way; the rest now and then.
  expect(prevalence.members.all).toBeGreaterThanOrEqual(0.8)
  expect(prevalence.everyone.most).toBeLessThan(prevalence.members.most)
  expect(prevalenceText(prevalence)).toMatch(/^4 of 5 traits: \d+\u202f% of members, \d+\u202f% of everyone\. All 5: /)
})

test('two traits are too few for a prevalence line', () => {
  const input = smallWorld()
  expect(prevalenceOf(input, { persona: 0, claims: makeClaims(input)[0]!.slice(0, 2) })).toBeNull()
})

test('who it is not: the nearest other persona and the answer that parts them most', () => {
  const neighbour = neighbourOf(smallWorld(), 0)!
  expect(neighbour.persona).toBe(1)
  expect(neighbour.here - neighbour.there).toBeGreaterThan(0.5)
  expect(neighbourText(neighbour, 'The Own Hunch')).toBe(
    'Nearest is The Own Hunch: there 16\u202f% choose “Others’ experience”, here 87\u202f%.',
  )
})

test('the weakest line is the one of the worst grade', () => {
  const [first] = makeClaims(smallWorld(interviews({ people: 2 })))
  expect(weakestOf(first!)!.grade).toBe('C')
})

test('names come from motives and no two personas share one', () => {
  const input = smallWorld(interviews())
  const names = namePersonas(input, makeClaims(input))
  expect(names[0]).toEqual({ name: 'The Proof Seeker', tagline: 'Proof before promises', by: 'motive' })
  expect(names[1]!.name).not.toBe(names[0]!.name)
})

test('a phrase that a wider word would misread has its own name', () => {
  const nameOf = (text: string) => motiveNames.find(({ words }) => words.test(text))?.name
  expect(nameOf('Taking my time')).toBe('The Slow Decider')
  expect(nameOf('Deciding fast')).toBe('The Time Saver')
  expect(nameOf('I buy so that I don’t have to buy again soon.')).toBe('The Long View')
  expect(nameOf('One clear price with nothing added later')).toBe('The Straight Deal')
  expect(nameOf('Once upon a')).toBeUndefined()
})

test('without a motive the name is an answer in the survey’s own words', () => {
  const world = smallWorld()
  const only = variables.filter(({ name }) => name === 'certain')
  const input = { ...world, variables: only }
  const names = namePersonas(input, makeClaims(input))
  expect(names[0]).toMatchObject({
    name: 'Certainty before paying',
    tagline: 'How important is certainty before paying? “Strongly agree”',
    by: 'answers',
  })
})

test('questions that are only codes make a number, and below it what is higher and lower', () => {
  const world = smallWorld()
  const only = world.variables
    .filter(({ name }) => name === 'certain')
    .map((variable) => ({ ...variable, label: 'E2' }))
  const input = { ...world, variables: only }
  const names = namePersonas(input, makeClaims(input))
  expect(names.map(({ name, tagline }) => [name, tagline])).toEqual([
    ['Group 1', 'Higher on E2. The file gives its questions no wording.'],
    ['Group 2', 'Lower on E2. The file gives its questions no wording.'],
  ])
})

test('a name has a handful of words at most, whatever the question asks', () => {
  const world = smallWorld()
  const long = 'Is it rude to recline your seat on a plane when somebody sits behind you on a long flight?'
  const only = world.variables
    .filter(({ name }) => name === 'certain')
    .map((variable) => ({ ...variable, label: long }))
  const names = namePersonas({ ...world, variables: only }, makeClaims({ ...world, variables: only }))
  expect(names[0]!.name).toBe('Recline your seat')
  for (const { name } of names) expect(name.split(' ').length).toBeLessThanOrEqual(6)
})
