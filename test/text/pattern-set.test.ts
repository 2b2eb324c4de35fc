import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { randomFrom } from '../../server/statistics/random.ts'
import { cueRules } from '../../server/text/cues/rules.ts'
import { type Element, endsIn, type Pattern, pattern } from '../../server/text/cues/pattern.ts'
import { PatternSet } from '../../server/text/cues/pattern-set.ts'
import { type Token, tokens } from '../../server/text/tokens.ts'

/** What the notation in cues/pattern.ts says, word by word and without any table: slow, and a check on the fast one. */
function plainMatch({ elements }: Pattern, said: Token[], from: number): number {
  const may = (element: Element, token: Token | undefined): boolean => {
    if (!token) return false
    if (token.punctuation) return element.words.has(token.word)
    return (
      element.any ||
      element.words.has(token.word) ||
      element.stems.has(token.stem) ||
      element.endings.some((ending) => endsIn(token.word, ending))
    )
  }
  const step = (at: number, index: number): number => {
    const element = elements[at]
    if (!element) return index > from ? index : -1
    if (element.kind === 'begin') return index === 0 ? step(at + 1, index) : -1
    if (element.kind === 'end') return said.slice(index).every((token) => token.punctuation) ? step(at + 1, index) : -1
    if (element.kind === 'notNext') return may(element, said[index]) ? -1 : step(at + 1, index)
    let taken = 0
    while (taken < element.max && may(element, said[index + taken])) taken++
    for (; taken >= element.min; taken--) {
      const end = step(at + 1, index + taken)
      if (end >= 0) return end
    }
    return -1
  }
  return step(0, from)
}

const all = cueRules.flatMap(({ patterns, blockers = [] }) => [...patterns, ...blockers]).map(pattern)
const set = new PatternSet(all)

/** Every match, by the way the product takes: begins first, then the patterns whose rarest word is there. */
function matches(said: Token[]): string[] {
  const read = set.read(said)
  return said.flatMap((_, from) =>
    [...set.beginning(read.forms, from)].flatMap((one) => {
      if (set.calledIn[one] !== read.number) return []
      const to = set.matchAt(one, read.forms, from)
      return to < 0 ? [] : [`${one} ${from} ${to}`]
    }),
  )
}

/** The same from the notation; a pattern that may begin with a mark of the sentence's end begins nowhere. */
function plainMatches(said: Token[]): string[] {
  return said.flatMap((_, from) =>
    all.flatMap((one, index) => {
      const to = plainMatch(one, said, from)
      return to < 0 ? [] : [`${index} ${from} ${to}`]
    }),
  )
}

const words = all.flatMap(({ elements }) => elements.flatMap((element) => [...element.words]))

/** Words that patterns ask for, one pattern after another, with a stranger among them now and then: matches and near misses. */
function sentenceOfPatterns(seed: number): string {
  const random = randomFrom(seed)
  const pick = (list: string[]) => list[random.integer(list.length)]!
  return Array.from({ length: 3 }, () =>
    all[random.integer(all.length)]!.elements.flatMap(({ kind, min, max, words: own, any }) => {
      if (kind !== 'take') return []
      const times = min + random.integer(Math.min(max, 3) - min + 1)
      return Array.from({ length: times }, () =>
        random.next() < 0.1
          ? pick(words)
          : any || own.size === 0
            ? pick(['table', 'worked', 'really', ','])
            : pick([...own]),
      )
    }).join(' '),
  ).join(' ')
}

test('the fast matcher finds what the notation says, in 600 sentences made of the patterns’ own words', () => {
  let found = 0
  for (let seed = 1; seed <= 600; seed++) {
    const said = tokens(sentenceOfPatterns(seed))
    const expected = plainMatches(said)
    found += expected.length
    expect(matches(said)).toEqual(expected)
  }
  expect(found).toBeGreaterThan(1500)
})

test('and in 600 real sentences', () => {
  const folder = process.env.VERBATIM_REFERENCE
  if (!folder) return console.log('not run: VERBATIM_REFERENCE is not set, the real sentences are not here')
  for (const name of ['suggestions-hotel.dev', 'values.dev']) {
    const lines = readFileSync(join(folder, 'nlp', `${name}.jsonl`), 'utf8')
      .split('\n')
      .filter(Boolean)
      .slice(0, 300)
    for (const line of lines) {
      const said = tokens(JSON.parse(line).text)
      expect(matches(said)).toEqual(plainMatches(said))
    }
  }
})
