import { expect, test } from 'vitest'
import type { TagInput, Voice } from '../../server/personas/claim-input.ts'
import { makeClaims } from '../../server/personas/claims.ts'
import { codebook, smallWorld, variables } from './small-world.ts'

test('an answer that interviews contradict is disputed, with both sides in the line and the voices as counter-evidence', () => {
  const [first] = makeClaims(smallWorld(voicesOf('motivation.hunch', 5)))
  const reason = first!.find(({ evidence }) => evidence.survey?.variable === 'reason')!
  expect(reason.grade).toBe('X')
  expect(reason.text).toMatch(/8\d\u202f%, everyone else 1\d\u202f%, but 5 of 5 interviewed say otherwise$/)
  expect(reason.evidence.counter).toHaveLength(5)
  expect(reason.evidence.interviews).toMatchObject({ mentions: 0, of: 5, opposing: 5 })
  expect(first!.some(({ kind, words }) => kind === 'code' && words === 'Own hunch')).toBe(false)
})

test('two voices to the contrary are counter-evidence and no dispute', () => {
  const [first] = makeClaims(smallWorld(voicesOf('motivation.hunch', 2)))
  const reason = first!.find(({ evidence }) => evidence.survey?.variable === 'reason')!
  expect(reason.grade).toBe('B')
  expect(reason.evidence.counter).toHaveLength(2)
})

test('voices for the end of a trade-off that these people turn from are against the claim, never for it', () => {
  const world = {
    ...voicesOf('attitude.hunch', 6),
    codebook: [{ key: 'attitude.hunch', name: 'Own hunch', facet: 'attitude' as const }],
  }
  const [first, second] = makeClaims(smallWorld(world))
  const trust = (claims: typeof first) => claims!.find(({ evidence }) => evidence.survey?.variable === 'trust')!
  expect(trust(first).words).toBe('Nearer to “Others’ experience” than to “Own hunch”')
  expect(trust(first)).toMatchObject({ grade: 'X', evidence: { spans: [] } })
  expect(trust(second)).toMatchObject({ grade: 'B', evidence: { spans: [], counter: [] } })
})

test('people who seldom give an answer and say so in interviews as seldom agree with themselves', () => {
  // Two of ten members speak of gifts, and eight of ten of the others: rarer here in words as in answers.
  const gifts = [{ key: 'motivation.gift', name: 'Give it away', facet: 'motivation' as const }]
  const [few] = makeClaims(
    smallWorld({ ...voicesOf('motivation.gift', 10, { saying: 3, others: 8 }), codebook: gifts }),
  )
  const [many] = makeClaims(
    smallWorld({ ...voicesOf('motivation.gift', 10, { saying: 8, others: 2 }), codebook: gifts }),
  )
  const gift = (claims: typeof few) => claims!.find(({ evidence }) => evidence.survey?.variable === 'gift')!
  expect(gift(few).words).toBe('Seldom choose “To give it away”')
  expect(gift(few).grade).toBe('B')
  expect(gift(many).grade).toBe('X')
})

test('an answer that denies turns the sides round', () => {
  const denying = variables.map((variable) =>
    variable.name === 'reason'
      ? {
          ...variable,
          label: 'Reviews decide',
          options: variable.options.map((option) =>
            option.code === 'Reviews' ? { ...option, label: 'Not at all' } : option,
          ),
        }
      : variable,
  )
  const [first] = makeClaims(
    smallWorld({
      ...voicesOf('motivation.reviews', 4),
      variables: denying,
      codebook: [{ key: 'motivation.reviews', name: 'Reviews', facet: 'motivation' }],
    }),
  )
  expect(first!.find(({ evidence }) => evidence.survey?.variable === 'reason')!.grade).toBe('X')
})

/** Interviews of members of the first persona who speak of one code, and of as many of the second where asked. */
function voicesOf(
  code: string,
  people: number,
  { saying = people, others = 0 } = {},
): { tags: TagInput[]; voices: Voice[] } {
  const known = codebook.find(({ key }) => key === code)
  const facet = known?.facet ?? (code.split('.')[0] as TagInput['facet'])
  const tag = (personId: string): TagInput => ({
    personId,
    sourceKind: 'document',
    sourceId: `d-${personId}`,
    item: '',
    start: 0,
    end: 10,
    facet,
    code,
    strength: 1,
    quotable: 'consented',
  })
  const ids = (persona: number, count: number) =>
    Array.from({ length: count }, (_, index) => `r${persona}-${index + 2}`)
  const speakers = [...ids(0, people), ...(others > 0 ? ids(1, people) : [])]
  return {
    tags: [...ids(0, saying), ...ids(1, others)].map(tag),
    voices: speakers.map((personId) => ({ personId, channel: 'document' })),
  }
}
