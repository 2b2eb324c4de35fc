import { describe, expect, test } from 'vitest'
import { readDocuments } from '../../server/files/documents/read-document.ts'
import { answerKeys } from '../../survey-forms/item-kinds/registry.ts'
import { shippedInstruments } from '../../survey-forms/catalogue.ts'
import { Standing } from '../../survey-forms/flow/standing.ts'
import { type Instrument, itemsOf } from '../../survey-forms/instrument.ts'
import { latentTypes } from '../../server/studies/sample/latent-types.ts'
import * as leanings from '../../server/studies/sample/leanings.ts'
import { makeSample, type SampleResponse } from '../../server/studies/sample/sample.ts'
import { pageMark, readPage } from '../../server/surveys/journey.ts'

const instrument = shippedInstruments().find(({ code }) => code === 'customer_personas')!
const lastDay = 20_500
const sample = makeSample(instrument, { seed: 1, lastDay })

describe('the sample study', () => {
  test('has 400 responses, 12 interviews and 600 customers, 250 of whom answered', () => {
    expect(sample.responses).toHaveLength(400)
    expect(new Set(sample.responses.flatMap(({ customer }) => customer ?? [])).size).toBe(250)
    expect(sample.interviews).toHaveLength(12)
    expect(sample.files.customers.trim().split('\n')).toHaveLength(601)
    expect(sample.files.purchases.split('\n').length).toBeGreaterThan(1_000)
    expect(sample.files.visits.split('\n').length).toBeGreaterThan(1_000)
  })

  test('is the same for the same seed and another for another', () => {
    expect(makeSample(instrument, { seed: 1, lastDay })).toEqual(sample)
    expect(makeSample(instrument, { seed: 2, lastDay }).responses[0]).not.toEqual(sample.responses[0])
  })

  test('has answers that the questionnaire itself would have taken, page by page', () => {
    for (const response of sample.responses) expect(postedAgain(instrument, response)).toEqual(response.answers)
  })

  test('is as untidy as real answers: partials, straight-liners, refusals, people who cannot remember, silence', () => {
    const { responses } = sample
    const share = (test: (response: SampleResponse) => boolean) => responses.filter(test).length / responses.length
    expect(share(({ outcome }) => outcome === 'partial')).toBeGreaterThan(0.02)
    expect(share(({ isStraightLiner }) => isStraightLiner)).toBeGreaterThan(0.01)
    expect(share(({ answers }) => Object.values(answers).includes('refused'))).toBeGreaterThan(0.1)
    expect(share(({ answers }) => answers.places === 'dont_know')).toBeGreaterThan(0.02)
    expect(share(({ answers }) => answers.moment === null)).toBeGreaterThan(0.1)
  })

  test('has open answers that seldom repeat', () => {
    const moments = sample.responses.flatMap(({ answers }) => (answers.moment ? [String(answers.moment)] : []))
    expect(moments.length).toBeGreaterThan(250)
    expect(new Set(moments).size / moments.length).toBeGreaterThan(0.9)
    expect(moments.filter((words) => words.includes('{'))).toEqual([])
  })

  test('plants attitudes that differ by type and overlap', () => {
    const byType = latentTypes.map((type) => {
      const points = sample.responses.flatMap(({ type: own, answers }) =>
        own === type && /^p\d$/.test(String(answers.habit_same)) ? [Number(String(answers.habit_same)[1])] : [],
      )
      return { type, mean: points.reduce((sum, point) => sum + point, 0) / points.length, points }
    })
    const of = (type: string) => byType.find((one) => one.type === type)!
    expect(of('keeper').mean - of('finder').mean).toBeGreaterThan(1)
    expect(of('keeper').points.filter((point) => point <= 3).length).toBeGreaterThan(5)
  })

  test('gives leanings only to answers that the questionnaire asks for', () => {
    const keys = new Set(itemsOf(instrument).flatMap(answerKeys))
    const options = new Set(
      itemsOf(instrument).flatMap((item) =>
        'options' in item ? item.options.map(({ code }) => `${item.code}:${code}`) : [],
      ),
    )
    const named = [...Object.keys(leanings.scaleLeanings), ...Object.keys(leanings.countMeans)]
    const namedOptions = [leanings.choiceLeanings, leanings.tickLeanings].flatMap((items) =>
      Object.entries(items).flatMap(([item, of]) => Object.keys(of).map((code) => `${item}:${code}`)),
    )
    expect(named.filter((key) => !keys.has(key))).toEqual([])
    expect(namedOptions.filter((option) => !options.has(option))).toEqual([])
  })

  test('has interviews of 20 to 40 turns with an interviewer and a participant, in two formats', async () => {
    const read = await Promise.all(
      sample.interviews.map(({ name, content }) => readDocuments(Buffer.from(content), name)),
    )
    for (const { documents, refused } of read) {
      expect(refused).toEqual([])
      expect(documents).toHaveLength(1)
      expect(documents[0]!.utterances.length).toBeGreaterThanOrEqual(20)
      expect(documents[0]!.utterances.length).toBeLessThanOrEqual(40)
      expect(documents[0]!.speakers.map(({ role }) => role).sort()).toEqual(['interviewer', 'participant'])
    }
    expect(new Set(read.map(({ documents }) => documents[0]!.format))).toEqual(new Set(['vtt', 'text']))
  })
})

/** Posts each reached page as a browser would and returns what would be stored. */
function postedAgain({ pages }: Instrument, { answers, page }: SampleResponse) {
  const stored: SampleResponse['answers'] = {}
  for (const one of pages.slice(0, page)) {
    const body: Record<string, string | string[]> = { _mark: pageMark(one, stored) }
    for (const key of one.items.flatMap(answerKeys)) {
      const answer = answers[key]
      if (answer === 'dont_know' && key === 'places') body['places-dont_know'] = 'dont_know'
      else if (answer !== undefined && answer !== null) body[key] = answer
    }
    const standing = new Standing(instrument, { answers: stored, seed: 0 })
    const page = standing.pages.find((each) => each.code === one.code)!
    const { errors, answers: read } = readPage(standing, { page, body, isStale: false })
    expect(errors).toEqual([])
    Object.assign(stored, read)
  }
  return stored
}
