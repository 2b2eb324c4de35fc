import { shownKeys, type Standing } from '../../survey-forms/flow/standing.ts'
import { presentItem } from '../../survey-forms/flow/present.ts'
import type { FormBody } from '../../survey-forms/form-body.ts'
import type { CoursePage } from '../../survey-forms/flow/loops.ts'
import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import { anInstrument } from '../survey-forms/flow/made.ts'
import type { Dice } from './dice.ts'

const letters = ['a', 'b', 'c', 'd']

/** A questionnaire with rules of every sort, drawn at random: conditions look back, blocks move, loops repeat, jumps lead on. */
export function aRandomInstrument(random: Dice): Instrument {
  const pages: Record<string, unknown>[] = []
  const blocks: Record<string, unknown>[] = []
  const singles: string[] = []
  const multiples: string[] = []
  const numbers: string[] = []
  const chance = (share: number) => random.next() < share
  const pick = <One>(from: One[]) => from[random.integer(from.length)]
  const some = () =>
    letters
      .filter(() => chance(0.5))
      .concat('a')
      .slice(0, 2)
  const condition = (): string | undefined => {
    const choices = [
      ...singles.map((name) => () => `${name} ${pick(['==', '!='])} "${pick(letters)}"`),
      ...multiples.map((name) => () => `"${pick(letters)}" in ${name}`),
      ...numbers.map((name) => () => `${name} ${pick(['>=', '<'])} ${random.integer(10)}`),
    ]
    if (choices.length === 0 || chance(0.55)) return undefined
    const one = pick(choices)()
    return chance(0.3) ? `${one} ${pick(['&&', '||'])} ${pick(choices)()}` : one
  }
  const count = 3 + random.integer(5)
  for (let at = 0; at < count; at++) {
    const here = { singles: [] as string[], multiples: [] as string[], numbers: [] as string[] }
    const items = Array.from({ length: 1 + random.integer(3) }, (_, index) => {
      const code = `q${at}_${index}`
      const isRequired = chance(0.5)
      const base = { code, ask: `Ask ${code}?`, isRequired, showIf: condition() }
      const options = letters.map((letter) => ({
        code: letter,
        label: letter.toUpperCase(),
        showIf: chance(0.15) ? condition() : undefined,
      }))
      const kind = random.integer(4)
      if (kind === 0) {
        here.numbers.push(code)
        return { ...base, kind: 'number', minimum: 0, maximum: 9 }
      }
      if (kind === 1) {
        here.multiples.push(code)
        const from =
          multiples.length > 0 && chance(0.4)
            ? { carryForward: { item: pick(multiples), which: pick(['chosen', 'not_chosen']) } }
            : {}
        return { ...base, kind: 'multiple-choice', options, isShuffled: chance(0.5), ...from }
      }
      if (kind === 2) {
        const rows = ['r1', 'r2', 'r3'].map((row) => ({
          code: row,
          label: row,
          showIf: chance(0.2) ? condition() : undefined,
        }))
        return {
          ...base,
          kind: 'agreement-matrix',
          rows,
          points: some()
            .concat('z')
            .filter((one, place, all) => all.indexOf(one) === place)
            .map((one) => ({ code: one, label: one })),
        }
      }
      here.singles.push(code)
      return { ...base, kind: 'single-choice', options, isShuffled: chance(0.5) }
    })
    const isLoop = multiples.length > 0 && chance(0.2)
    const block = isLoop
      ? { code: `b${at}`, loopOver: pick(multiples) }
      : chance(0.2)
        ? { code: `b${at}`, isMovable: true }
        : null
    if (block) blocks.push(block)
    pages.push({
      code: `p${at}`,
      title: `Page ${at}`,
      items,
      showIf: condition(),
      isShuffled: chance(0.3),
      ...(block && { block: block.code }),
    })
    // What is repeated or moved cannot be asked about from everywhere.
    if (!block) {
      singles.push(...here.singles)
      multiples.push(...here.multiples)
      numbers.push(...here.numbers)
    }
    if (!block && chance(0.2)) {
      const when = condition()
      Object.assign(pages.at(-1)!, {
        jumps: [{ when: when ?? 'answered(q0_0)', to: 'end' }].filter(() => when !== undefined),
      })
    }
  }
  return instrumentSchema.parse(
    JSON.parse(JSON.stringify(anInstrument({ pages: JSON.parse(JSON.stringify(pages)), blocks }))),
  )
}

/** What a respondent may type into a page: mostly answers, now and then nothing or nonsense. */
export function aRandomBody(standing: Standing, page: CoursePage, random: Dice): FormBody {
  const body: FormBody = {}
  for (const shown of standing.itemsOn(page)) {
    const item = presentItem(standing, page, shown)
    const mood = random.next()
    if (mood < 0.08) continue
    if (mood < 0.12) {
      body[shown.code] = 'nonsense'
      continue
    }
    const pick = <One>(from: One[]) => from[random.integer(from.length)]
    if (item.kind === 'number') body[item.code] = String(random.integer(10))
    if (item.kind === 'single-choice') body[item.code] = pick(item.options).code
    if (item.kind === 'multiple-choice')
      body[item.code] = item.options.filter(() => random.next() < 0.5).map((one) => one.code)
    if (item.kind === 'agreement-matrix')
      for (const key of shownKeys(standing, page, shown)) body[key] = pick(item.points).code
    if (item.kind === 'consent') body[item.code] = ['analysis']
  }
  return body
}
