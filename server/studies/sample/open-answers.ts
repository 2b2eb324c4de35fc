import type { Random } from '../../statistics/random.ts'
import { type Attitude, drawIndex, latentTypes, pick } from './latent-types.ts'
import * as fragments from './open-answer-fragments.ts'

/** Words by item; an item without an entry is left empty. */
export type Words = Record<string, string>

const silentShare = { moment: 0.16, wish: 0.24 }
const curtShare = 0.07
const messyShare = 0.2

/** What a made-up person writes in the open answers and beside "something else". */
export function wordsOf(attitude: Attitude, random: Random): Words {
  const words: Words = {
    trigger_other: pick(random, fragments.otherTriggers),
    trouble_other: pick(random, fragments.otherTroubles),
  }
  const fill = slots(random)
  if (random.next() >= silentShare.moment) words.moment = written(moment(attitude, random), { random, fill })
  if (random.next() >= silentShare.wish) words.wish = written(wish(attitude, random), { random, fill })
  return words
}

function moment(attitude: Attitude, random: Random): string[] {
  const happenings = fragments.happenings
  const first = typeFor(attitude, random)
  const sentences = [pick(random, fragments.beginnings), pick(random, happenings[first])]
  if (random.next() < 0.45) sentences.push(other(happenings[first], sentences, random))
  if (random.next() < 0.72) sentences.push(pick(random, fragments.obstacles[typeFor(attitude, random)]))
  if (random.next() < 0.5) sentences.push(pick(random, fragments.endings))
  return random.next() < 0.15 ? sentences.slice(1) : sentences
}

function wish(attitude: Attitude, random: Random): string[] {
  const type = typeFor(attitude, random)
  const sentences = [pick(random, fragments.wishes[type])]
  if (random.next() < 0.2) sentences.push(other(fragments.wishes[type], sentences, random))
  if (random.next() < 0.62) sentences.push(pick(random, fragments.wishReasons[type]))
  return sentences
}

/** A type drawn by the person's weights: someone between two types speaks like either. */
function typeFor({ weights }: Attitude, random: Random) {
  return latentTypes[drawIndex(random, weights)]!
}

function other(sentences: readonly string[], taken: string[], random: Random): string {
  return pick(
    random,
    sentences.filter((sentence) => !taken.includes(sentence)),
  )
}

function slots(random: Random): (sentence: string) => string {
  const thing = pick(random, fragments.things)
  const price = thing.from + (thing.to - thing.from) * random.next() ** 2
  const values: Record<string, string> = {
    thing: thing.name,
    who: pick(random, fragments.companions),
    price: `${Math.round(price / 10) * 10} euros`,
  }
  return (sentence) => sentence.replace(/\{(\w+)\}/g, (_, slot: string) => values[slot]!)
}

function written(sentences: string[], { random, fill }: { random: Random; fill: (text: string) => string }): string {
  if (random.next() < curtShare) return pick(random, fragments.curt)
  const text = sentences.map(fill).join(random.next() < 0.06 ? '\n' : ' ')
  return random.next() < messyShare ? messy(text, random) : text
}

/** As people type on a phone: small letters, no full stop at the end, letters swapped, words short. */
function messy(text: string, random: Random): string {
  const habits: ((typed: string) => string)[] = [
    (typed) => typed.toLowerCase(),
    (typed) => typed.replace(/\.$/, ''),
    (typed) => typed.replaceAll('. ', ', '),
    (typed) => typed.replaceAll(' because ', ' cause ').replaceAll(' and ', ' & '),
    (typed) => swapLetters(typed, 4 + random.integer(Math.max(1, typed.length - 8))),
    (typed) => typed.replaceAll(' I ', ' i '),
  ]
  const first = random.integer(habits.length)
  const second = random.integer(habits.length)
  return habits[second]!(habits[first]!(text))
}

function swapLetters(text: string, near: number): string {
  const found = /[a-z]{2}(?=[a-z])/.exec(text.slice(near))
  if (!found) return text
  const at = near + found.index
  return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2)
}
