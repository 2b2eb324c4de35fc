import type { Instrument } from '../../../survey-forms/instrument.ts'
import { answerKeys } from '../../../survey-forms/item-kinds/registry.ts'
import type { Answers } from '../../responses/variable.ts'
import { type Random, randomFrom, seedOf, shuffle } from '../../statistics/random.ts'
import { type ShownOrder, shownOn } from '../../../survey-forms/flow/path.ts'
import { Standing } from '../../../survey-forms/flow/standing.ts'
import { answersTo } from './answers.ts'
import { customerFiles, customersOf, eventsOf, type SampleCustomer } from './customers.ts'
import { interviewsOf, type SampleInterview } from './interviews.ts'
import { type Attitude, drawAttitude, pick } from './latent-types.ts'
import { wordsOf } from './open-answers.ts'

export interface SampleResponse extends Attitude {
  /** Key of the customer who answered, null for someone the company does not know. */
  customer: string | null
  isStraightLiner: boolean
  answers: Answers
  outcome: 'completed' | 'partial'
  /** Page that comes next; behind the last one when completed. */
  page: number
  seed: number
  shownOrder: ShownOrder
  pageSeconds: Record<string, number>
  urlFields: Record<string, string>
  /** Seconds between the opening of the survey and the first page. */
  startedAfterSeconds: number
}

export interface SampleStudy {
  responses: SampleResponse[]
  interviews: (SampleInterview & { customer: string | null })[]
  files: { customers: string; purchases: string; visits: string }
}

export const responseCount = 400
export const answeringCustomers = 250
/** How long the made-up fieldwork took. */
export const fieldDays = 24
/** Interviewees who answered the survey too. */
const interviewedRespondents = 8
const partialShare = 0.06
const straightLinerShare = 0.04

/**
 * A whole made-up study: 400 responses to the instrument, 12 interviews, and the files of 600 customers, 250 of whom answered.
 * Pure: the same instrument, seed and day give the same study.
 * @param lastDay day number (days since 1970-01-01) up to which customers bought
 */
export function makeSample(instrument: Instrument, { seed, lastDay }: { seed: number; lastDay: number }): SampleStudy {
  const customers = customersOf(seed, lastDay)
  const responses = responsesOf(instrument, customers, seed)
  return {
    responses,
    interviews: joined(interviewsOf(seed), responses),
    files: customerFiles(customers, eventsOf(seed, customers, lastDay)),
  }
}

function responsesOf(instrument: Instrument, customers: SampleCustomer[], seed: number): SampleResponse[] {
  const random = randomFrom(seedOf(seed, 'responses'))
  const order = shuffle([...customers.keys()], random)
  const askedCustomers = new Set(order.slice(0, answeringCustomers))
  const places = shuffle([...Array(responseCount).keys()], random)
  const people: { customer: string | null; attitude: Attitude }[] = Array.from({ length: responseCount })
  const known = customers.filter((_, index) => askedCustomers.has(index))
  places.forEach((place, index) => {
    const customer = known[index]
    people[place] = customer
      ? { customer: customer.key, attitude: attitudeOf(customer) }
      : { customer: null, attitude: drawAttitude(random) }
  })
  const starts = people.map(() => startedAfter(random)).sort((one, other) => one - other)
  return people.map((person, index) =>
    response(instrument, person, {
      random: randomFrom(seedOf(seed, 'response', index)),
      number: index + 1,
      startedAfterSeconds: starts[index]!,
    }),
  )
}

function attitudeOf({ type, weights, agreeing }: SampleCustomer): Attitude {
  return { type, weights, agreeing }
}

function response(
  instrument: Instrument,
  { customer, attitude }: { customer: string | null; attitude: Attitude },
  about: { random: Random; number: number; startedAfterSeconds: number },
): SampleResponse {
  const { random, number, startedAfterSeconds } = about
  const isStraightLiner = random.next() < straightLinerShare
  const isPartial = random.next() < partialShare
  const seed = random.integer(2 ** 31)
  const all = answersTo(
    instrument,
    {
      ...attitude,
      isStraightLiner,
      words: wordsOf(attitude, random),
      email: `respondent-${String(number).padStart(3, '0')}@example.org`,
    },
    random,
  )
  // Whoever stops, stops somewhere in the middle: past the first questions, before the last page.
  const last = instrument.pages.length
  const page = isPartial ? Math.min(last - 1, 3 + random.integer(Math.max(1, last - 4))) : last
  const reached = instrument.pages.slice(0, page)
  const keys = new Set(reached.flatMap((one) => one.items.flatMap(answerKeys)))
  const answers = Object.fromEntries(Object.entries(all).filter(([key]) => keys.has(key)))
  const standing = new Standing(instrument, { answers, seed })
  const speed = (isStraightLiner ? 0.35 : 1) * Math.exp(0.35 * random.normal())
  return {
    ...attitude,
    customer,
    isStraightLiner,
    answers,
    outcome: isPartial ? 'partial' : 'completed',
    page,
    seed,
    shownOrder: Object.fromEntries(standing.pages.slice(0, page).map((one) => [one.code, shownOn(standing, one)])),
    pageSeconds: Object.fromEntries(
      reached.map((one) => [one.code, Math.max(2, Math.round(speed * (6 + 5 * one.items.flatMap(answerKeys).length)))]),
    ),
    urlFields: { channel: pick(random, customer ? ['newsletter', 'receipt', 'newsletter'] : ['panel', 'shop']) },
    startedAfterSeconds,
  }
}

/** More answers come in the first days than in the last, more by day than by night. */
function startedAfter(random: Random): number {
  const day = Math.floor(fieldDays * Math.min(random.next(), random.next()))
  const hour = Math.min(23.9, Math.max(0, 15 + 4 * random.normal()))
  return Math.round(day * 86_400 + hour * 3600)
}

/** Gives some interviews to people who also answered, of the same attitude and with nothing left out. */
function joined(
  interviews: SampleInterview[],
  responses: SampleResponse[],
): (SampleInterview & { customer: string | null })[] {
  const taken = new Set<string>()
  return interviews.map((interview, index) => {
    const match = responses.find(
      ({ customer, type, weights, outcome, isStraightLiner }) =>
        customer !== null &&
        !taken.has(customer) &&
        type === interview.story.type &&
        Math.max(...weights) > 0.8 &&
        outcome === 'completed' &&
        !isStraightLiner,
    )
    const isJoined = index % 3 !== 2 && taken.size < interviewedRespondents && match
    if (isJoined) taken.add(match.customer!)
    return { ...interview, customer: isJoined ? match.customer : null }
  })
}
