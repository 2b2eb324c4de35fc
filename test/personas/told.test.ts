import { expect, test } from 'vitest'
import { jobStoriesOf } from '../../server/personas/job-stories.ts'
import { journeyMapOf } from '../../server/personas/journey-map.ts'
import { segmentsFrom } from '../../server/personas/segments-of-persona.ts'
import { toldBy } from '../../server/personas/told.ts'
import { makeClaims } from '../../server/personas/claims.ts'
import { crosscut } from '../../server/statistics/crosscut.ts'
import { interviews, smallWorld } from './small-world.ts'

test('a job story joins codes that the same people spoke of in one breath, and counts those people', () => {
  const [story] = jobStoriesOf(smallWorld(interviews()), 0)
  expect(story).toMatchObject({
    when: 'Compares',
    want: 'Fault rates before paying',
    so: 'Reviews',
    people: 8,
    grade: 'B',
  })
  expect(story!.spans.length).toBeGreaterThan(1)
  expect(story!.spans.every(({ personId }) => personId.startsWith('r0-'))).toBe(true)
})

test('a need whose situation somebody else told, or told far away, makes no story', () => {
  const heard = interviews()
  const apart = heard.tags.map((tag) =>
    tag.code === 'need.faults' ? { ...tag, start: tag.start + 5_000, end: tag.end + 5_000 } : tag,
  )
  expect(jobStoriesOf(smallWorld({ ...heard, tags: apart }), 0)).toEqual([])
  expect(jobStoriesOf(smallWorld(heard), 1)).toEqual([])
})

test('the journey map keeps every stage, and a cell without evidence stays empty', () => {
  const map = journeyMapOf(smallWorld(interviews()), 0)
  expect(map.map(({ stage, people }) => [stage, people])).toEqual([
    ['Notices', 0],
    ['Compares', 8],
    ['Tells', 0],
  ])
  expect(map[1]!.barrier).toEqual([{ name: 'Reviews that are all five stars', people: 8 }])
  expect(map[0]).toMatchObject({ doing: [], thinking: [], feeling: [], barrier: [], wish: [] })
})

test('people who say the same make one voice, and words that may leave come first', () => {
  const heard = interviews()
  const mixed = heard.tags.map((tag) => ({
    ...tag,
    quotable: tag.personId < 'r0-5' ? ('internal' as const) : tag.quotable,
  }))
  const world = smallWorld({ ...heard, tags: mixed })
  const { voices } = toldBy(world, { persona: 0, claims: makeClaims(world)[0]!, sources: heard.sources, quoted: [] })
  // Every interview of this world has the same three sentences of eight words and more.
  expect(voices).toHaveLength(3)
  expect(voices.every(({ quotable }) => quotable === 'consented')).toBe(true)
})

test('segments of a persona are those of the published test vector, signed only where the table as a whole allows it', () => {
  const counts = [
    [30, 10, 5, 15],
    [12, 28, 20, 10],
    [8, 12, 35, 15],
  ]
  const pairs = counts.flatMap((row, persona) =>
    row.flatMap((count, segment) =>
      Array.from({ length: count }, () => ({ persona: `p${persona + 1}`, segment: `S${segment + 1}` })),
    ),
  )
  const first = segmentsFrom(crosscut(pairs, { seed: 1 }), 'plan').get('p1')!
  expect(first).toMatchObject({ of: 4, customers: 200 })
  expect(first.span).toBeCloseTo(3.32, 2)
  expect(first.rows.map(({ name, signs }) => [name, signs])).toEqual([
    ['S1', '+++'],
    ['S2', ''],
    ['S3', '−−−'],
  ])
  expect(first.rows[0]!.lift).toBeCloseTo(2, 9)
})

test('a segment of fewer than ten people is not shown', () => {
  const pairs = [
    ...Array.from({ length: 30 }, (_, index) => ({ persona: index % 2 ? 'p1' : 'p2', segment: 'Large' })),
    ...Array.from({ length: 9 }, () => ({ persona: 'p1', segment: 'Small' })),
  ]
  const { rows } = segmentsFrom(crosscut(pairs, { seed: 1 }), 'plan').get('p1')!
  expect(rows.map(({ name }) => name)).toEqual(['Large'])
})
