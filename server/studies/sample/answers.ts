import { Standing } from '../../../survey-forms/flow/standing.ts'
import type { Instrument, Item } from '../../../survey-forms/instrument.ts'
import { refused, rowKey } from '../../../survey-forms/item-kinds/agreement-matrix/schema.ts'
import type { MultipleChoice } from '../../../survey-forms/item-kinds/multiple-choice/schema.ts'
import { dontKnow } from '../../../survey-forms/item-kinds/number/schema.ts'
import { answerKeys } from '../../../survey-forms/item-kinds/registry.ts'
import { otherTextKey, type SingleChoice } from '../../../survey-forms/item-kinds/single-choice/schema.ts'
import { tradeOffSteps, undecided } from '../../../survey-forms/item-kinds/trade-off/schema.ts'
import type { Answers } from '../../responses/variable.ts'
import type { Random } from '../../statistics/random.ts'
import { type Attitude, drawIndex, leanOf } from './latent-types.ts'
import { choiceLeanings, countMeans, scaleLeanings, tickLeanings } from './leanings.ts'
import type { Words } from './open-answers.ts'

export interface AnsweringPerson extends Attitude {
  /** Gives one position to every row without reading it. */
  isStraightLiner: boolean
  /** Words for the open answers, by item. */
  words: Words
  email: string
}

const refusalShare = 0.012
const dontKnowShare = 0.03
const quotingShare = 0.8
const recontactShare = 0.35

/**
 * What a made-up person answers to a questionnaire, item by item. Items the leanings say nothing about are answered at random, so
 * an edited questionnaire still gets answers, only without types in them.
 */
export function answersTo(instrument: Instrument, person: AnsweringPerson, random: Random): Answers {
  const answers: Answers = {}
  const straight = person.isStraightLiner ? 2 + random.integer(2) : undefined
  const { pages } = new Standing(instrument, { answers, seed: 0 })
  for (const [place, page] of pages.entries()) {
    const standing = new Standing(instrument, { answers, seed: 0 })
    if (!standing.isPageShown(place)) continue
    for (const item of standing.itemsOn(page)) Object.assign(answers, answerTo(item, person, { random, straight }))
  }
  return answers
}

interface Draw {
  random: Random
  /** Point on every scale of someone who does not read. */
  straight: number | undefined
}

function answerTo(item: Item, person: AnsweringPerson, draw: Draw): Answers {
  const { random } = draw
  switch (item.kind) {
    case 'consent': {
      const share = { analysis: 1, quoting: quotingShare, recontact: recontactShare }
      return { [item.code]: item.purposes.flatMap(({ code }) => (random.next() < share[code] ? [code] : [])) }
    }
    case 'agreement-matrix':
      return Object.fromEntries(
        item.rows.map((row) => {
          const key = rowKey(item.code, row.code)
          const isRefused = item.offersRefusal && random.next() < refusalShare
          return [key, isRefused ? refused : scalePoint(item.points, key, person, draw).code]
        }),
      )
    case 'trade-off': {
      const isUndecided = item.undecided !== undefined && random.next() < 0.06
      return { [item.code]: isUndecided ? undecided : scalePoint(tradeOffSteps(item), item.code, person, draw).code }
    }
    case 'single-choice':
      return singleAnswer(item, person, draw)
    case 'multiple-choice':
      return multipleAnswer(item, person, draw)
    case 'number': {
      if (item.dontKnow !== undefined && random.next() < 2 * dontKnowShare) return { [item.code]: dontKnow }
      const means = countMeans[item.code]
      const mean = means ? leanOf(person, means) : (item.minimum + item.maximum) / 10
      const count = item.minimum + poisson(mean * random.gamma(2.5) * 0.4, random)
      return { [item.code]: String(Math.min(item.maximum, count)) }
    }
    case 'short-text':
      return { [item.code]: item.isPersonal && random.next() < 0.7 ? person.email : null }
    case 'long-text':
      return { [item.code]: person.words[item.code] ?? null }
    default:
      // The questionnaires that ship ask no more kinds than these; whatever else an edited one asks is left empty.
      return Object.fromEntries(answerKeys(item).map((key) => [key, null]))
  }
}

function scalePoint<Point>(points: readonly Point[], key: string, person: AnsweringPerson, draw: Draw): Point {
  if (draw.straight !== undefined) return points[Math.min(draw.straight, points.length - 1)]!
  const about = scaleLeanings[key] ?? { lean: [0, 0, 0, 0] as const }
  const position = (about.base ?? 0) + leanOf(person, about.lean) + person.agreeing + 0.5 * draw.random.normal()
  const middle = (points.length - 1) / 2
  const place = Math.round(middle + position * middle * 0.9)
  return points[Math.max(0, Math.min(points.length - 1, place))]!
}

function singleAnswer(item: SingleChoice, person: AnsweringPerson, draw: Draw): Answers {
  const { random } = draw
  if (scaleLeanings[item.code]) {
    const scale = item.options.filter((option) => !option.isNonSubstantive)
    const way = item.options.find((option) => option.isNonSubstantive)
    if (way && random.next() < dontKnowShare) return { [item.code]: way.code }
    return { [item.code]: scalePoint(scale, item.code, person, { ...draw, straight: undefined }).code }
  }
  const leanings = choiceLeanings[item.code] ?? {}
  const weights = item.options.map(({ code }) => {
    const about = leanings[code]
    return about ? Math.exp((about.base ?? 0) + leanOf(person, about.lean)) : 1
  })
  const chosen = item.options[drawIndex(random, weights)]!
  const answers: Answers = { [item.code]: chosen.code }
  const other = item.options.find((option) => option.takesText)
  if (other) answers[otherTextKey(item.code, other.code)] = chosen === other ? otherWords(person, item.code) : null
  return answers
}

function multipleAnswer(item: MultipleChoice, person: AnsweringPerson, { random }: Draw): Answers {
  const leanings = tickLeanings[item.code] ?? {}
  const ticked = item.options.filter(({ code, isExclusive }) => {
    const about = leanings[code] ?? { lean: [0, 0, 0, 0] as const, base: -1 }
    return random.next() < 1 / (1 + Math.exp(-about.base - leanOf(person, about.lean))) && !isExclusive
  })
  while (item.most !== undefined && ticked.length > item.most) ticked.splice(random.integer(ticked.length), 1)
  const none = item.options.find((option) => option.isExclusive)
  if (ticked.length === 0) ticked.push(none ?? item.options[random.integer(item.options.length)]!)
  const answers: Answers = { [item.code]: ticked.map(({ code }) => code) }
  const other = item.options.find((option) => option.takesText)
  if (other)
    answers[otherTextKey(item.code, other.code)] = ticked.includes(other) ? otherWords(person, item.code) : null
  return answers
}

function otherWords(person: AnsweringPerson, item: string): string | null {
  return person.words[`${item}_other`] ?? null
}

/** A Poisson deviate by multiplying uniforms; means here are small. Source: Knuth (1969), Seminumerical Algorithms, 3.4.1. */
function poisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean)
  let product = random.next()
  let count = 0
  while (product > limit) {
    product *= random.next()
    count++
  }
  return count
}
