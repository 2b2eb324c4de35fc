import { describe, expect, test } from 'vitest'
import type { PersonaSet } from '../../server/personas/store.ts'
import { type CrossCut, crossed } from '../../server/segments/cross-cut.ts'
import { crossCutView } from '../../server/segments/cross-cut-view.ts'
import type { CrossedPerson, StoredFamily } from '../../server/segments/store.ts'

const segmentNames = ['Loyal', 'New', 'At risk', 'Lost']
/** The test vector of personas.md 6: 200 people, three personas, four segments. */
const vector = [
  [30, 10, 5, 15],
  [12, 28, 20, 10],
  [8, 12, 35, 15],
]

/** Probability of each of three personas for somebody who is most likely of one. */
function posteriorOf(persona: number, certainty: number): number[] {
  return [0, 1, 2].map((other) => (other === persona ? certainty : (1 - certainty) / 2))
}

function people(counts: number[][], others: CrossedPerson[] = [], certainty = 1): CrossedPerson[] {
  return [
    ...counts.flatMap((row, persona) =>
      row.flatMap((count, segment) =>
        Array.from({ length: count }, () => ({
          personaKey: `p${persona + 1}`,
          status: 'member' as const,
          posterior: posteriorOf(persona, certainty),
          segment: segmentNames[segment]!,
        })),
      ),
    ),
    ...others,
  ]
}

function crossCut(everyone: CrossedPerson[]): CrossCut {
  const set = {
    id: 'set',
    number: 1,
    seed: 1,
    personas: ['Proof Seekers', 'Steady Hands', 'Time Savers'].map((name, index) => ({
      key: `p${index + 1}`,
      number: index + 1,
      name,
      tagline: '',
    })),
  } as unknown as PersonaSet
  const family: StoredFamily = {
    id: 'family',
    name: 'Recency',
    kind: 'column',
    isSimulated: false,
    asOf: null,
    definition: { description: '', notes: [], timeZone: null },
    segments: segmentNames.map((name, index) => ({ name, size: [500, 300, 150, 50][index]! })),
    computedAt: new Date(0),
  }
  return { set, family, ...crossed(everyone, 1) }
}

const view = (counts: number[][], cells: 'segment' | 'persona' | 'lift' | 'residual', others?: CrossedPerson[]) =>
  crossCutView(crossCut(people(counts, others)), { studyId: 'study', cells })

describe('the cross-cut of personas and segments', () => {
  test('shows the published residuals, spans, mixes and lift of the test vector', () => {
    const { cut, proof } = view(vector, 'residual')
    expect(cut!.rows.map((row) => row.cells.map(({ text }) => text))).toEqual([
      ['5.3', '−1.8', '−4.4', '1.2'],
      ['−1.9', '3.6', '−0.3', '−1.5'],
      ['−3.3', '−1.9', '4.5', '0.4'],
    ])
    expect(cut!.rows.map(({ span }) => span)).toEqual(['3.3', '3.7', '3.4'])
    expect(cut!.mixes).toEqual(['0.86', '0.90', '0.81', '0.99'])
    expect(view(vector, 'lift').cut!.rows[0]!.cells[0]!.text).toBe('×2.0')
    expect(proof!.strength).toContain('V′ 0.34, χ² 52.3, df 6')
    expect(proof!.told).toContain('12\u202f% about the persona, the persona 9\u202f%')
  })

  test('gives shares of the segment or of the persona, whichever is asked', () => {
    expect(view(vector, 'segment').cut!.rows[0]!.cells[0]!.text).toBe('60')
    expect(view(vector, 'persona').cut!.rows[0]!.cells[0]!.text).toBe('50')
  })

  test('marks a cell only where the residual passes the false discovery rate, with a sign and in words', () => {
    const [row] = view(vector, 'segment').cut!.rows
    expect(row!.cells[0]).toMatchObject({ sign: '+++', className: 'heat__cell--more-3' })
    expect(row!.cells[0]!.said).toBe('more than expected, residual 5.3')
    expect(row!.cells[3]).toMatchObject({ sign: '·', className: '', said: 'as expected' })
  })

  test('prints no percentage of fewer than ten people', () => {
    const { cut } = view(
      [
        [3, 20, 10, 10],
        [2, 12, 20, 10],
        [2, 12, 15, 15],
      ],
      'segment',
    )
    expect(cut!.rows[0]!.cells[0]!.text).toBe('3 of 7')
    expect(cut!.counts[0]!.cells[0]).toEqual({ count: 3, isFew: true })
    expect(cut!.hasFew).toBe(true)
  })

  test('leaves out people between personas, in none and without a segment, and says how many', () => {
    const others: CrossedPerson[] = [
      { personaKey: 'p1', status: 'between', posterior: [], segment: 'Loyal' },
      { personaKey: null, status: 'unassigned', posterior: [], segment: 'Loyal' },
      { personaKey: 'p2', status: 'member', posterior: [], segment: null },
      { personaKey: 'p2', status: 'member', posterior: [], segment: 'Not known' },
      { personaKey: 'p3', status: 'projected', posterior: [], segment: 'New' },
    ]
    const shown = view(vector, 'segment', others)
    expect(shown.cut!.total).toBe(200)
    expect(shown.cut!.leftOut).toBe(
      'Left out: 1 between personas, 1 in no persona, 1 who are no customers, 1 whose segment is not known.',
    )
    // An interviewee who was placed afterwards is no respondent; the four others are.
    expect(shown.few.personasBase).toContain('of 204 respondents')
  })

  test('says how many segments and how many personas hold 80 % of people', () => {
    const { few } = view(vector, 'segment')
    expect(few.title).toBe('To reach 80\u202f% of people: 2 segments, or 3 personas')
    expect(few.segmentsOf).toBe('of 4 segments')
  })

  test('finds a persona that is a segment wearing a name', () => {
    const shown = view(
      [
        [60, 2, 1, 1],
        [3, 30, 5, 5],
        [2, 5, 30, 30],
      ],
      'segment',
    )
    expect(shown.title).toBe('These personas are segments wearing a name')
    expect(shown.proof).toMatchObject({ isPassed: false, word: 'Costume check failed' })
    expect(shown.follows[0]!.lead).toBe('Proof Seekers is the segment “Loyal” wearing a name.')
  })

  test('calls personas that are spread as chance spreads them cut across, and names nothing', () => {
    const shown = view(
      [
        [20, 20, 20, 20],
        [20, 20, 20, 20],
        [20, 20, 20, 20],
      ],
      'segment',
    )
    expect(shown.title).toBe('The personas cut across the segments')
    expect(shown.sentence).toContain('no more about their persona than chance would')
    expect(shown.sentence).toContain('No cell of 12 stands out.')
  })

  test('says so when nobody stands in both', () => {
    const shown = view([], 'segment', [{ personaKey: 'p1', status: 'member', posterior: [], segment: null }])
    expect(shown.title).toBe('Nobody stands in both')
    expect(shown.cut).toBeNull()
  })

  test('corrects shares and lifts for the errors of sorting people, and says so; counts stay as sorted', () => {
    const at = (certainty: number, cells: 'lift' | 'persona' | 'residual' = 'lift') =>
      crossCutView(crossCut(people(vector, [], certainty)), { studyId: 'study', cells }).cut!
    const liftOf = (cut: ReturnType<typeof at>) => Number(cut.rows[0]!.cells[0]!.text.slice(1))
    // Sorting blurs, so the true difference is larger than the one among people as they are sorted.
    expect(liftOf(at(1))).toBe(2)
    expect(liftOf(at(0.8))).toBeGreaterThan(2.3)
    expect(at(0.8).counts).toEqual(at(1).counts)
    expect(at(0.8).sorting).toContain('Corrected for the errors with which people are sorted')
    expect(at(0.8).sorting).toContain('200 people')
    expect(at(0.8, 'residual').sorting).toContain('Residuals are of people as they are sorted')
  })

  test('says that nothing is corrected where personas overlap too much for it', () => {
    const cut = crossCutView(crossCut(people(vector, [], 0.3334)), { studyId: 'study', cells: 'lift' }).cut!
    expect(cut.sorting).toContain('Not corrected for the errors')
    expect(cut.rows[0]!.cells[0]!.text).toBe('×2.0')
  })
})
