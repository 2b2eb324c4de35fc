import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FormBody } from '../../survey-forms/form-body.ts'
import { shownCodes } from '../../survey-forms/instrument.ts'
import { shownSets } from '../../survey-forms/item-kinds/maxdiff/kind.ts'
import { setCount } from '../../survey-forms/item-kinds/maxdiff/schema.ts'
import {
  answerCodes,
  answerKeys,
  type Item,
  itemKinds,
  itemSchema,
  itemVariables,
  parseItem,
  viewItem,
} from '../../survey-forms/item-kinds/registry.ts'
import { render } from '../../server/http/render.ts'
import type { Answers } from '../../server/responses/variable.ts'

const examples = Object.values(itemKinds)
  .filter((kind) => kind.part !== 'silent')
  .flatMap((kind) => kind.examples)
const named = examples.map((item) => [item.kind, item.code, item] as const)

/** A body a browser could send for this item with valid answers to everything. */
function validBody(item: Item): fc.Arbitrary<FormBody> {
  const words = (longest: number) =>
    fc
      .string({ unit: 'binary', minLength: 1, maxLength: Math.min(40, longest) })
      .map((text) => `${text.replaceAll('\u0000', '')}x`.slice(-longest))
  const text = (longest: number) => words(longest).filter((one) => one.trim() !== '' && [...one].length <= longest)
  switch (item.kind) {
    case 'single-choice':
      return fc.constantFrom(...item.options).chain((one) => {
        const key = `${item.code}_${one.code}_text`
        return one.takesText
          ? text(200).map((other) => ({ [item.code]: one.code, [key]: other }))
          : fc.constant({ [item.code]: one.code })
      })
    case 'multiple-choice': {
      const together = item.options.filter((one) => !one.isExclusive).map((one) => one.code)
      const alone = item.options.filter((one) => one.isExclusive).map((one) => [one.code])
      const some = fc.subarray(together, { minLength: item.least ?? 1, maxLength: item.most ?? together.length })
      return fc
        .oneof(some, ...alone.map((one) => fc.constant(one)))
        .map((codes) => ({ [item.code]: codes.length === 1 ? codes[0] : codes }))
    }
    case 'agreement-matrix': {
      const codes = [
        ...item.points.map((point) => point.code),
        ...(item.offersRefusal ? ['refused'] : []),
        ...(item.dontKnow ? ['dont_know'] : []),
      ]
      return fc.record(
        Object.fromEntries(item.rows.map((row) => [`${item.code}_${row.code}`, fc.constantFrom(...codes)])),
      )
    }
    case 'trade-off': {
      const codes = {
        two: ['left', 'right'],
        four: ['left', 'rather_left', 'rather_right', 'right'],
        five: ['left', 'rather_left', 'both', 'rather_right', 'right'],
      }
      return fc
        .constantFrom(...codes[item.steps], ...(item.undecided ? ['undecided'] : []))
        .map((one) => ({ [item.code]: one }))
    }
    case 'number':
      return fc
        .integer({ min: item.minimum * 10 ** item.decimals, max: item.maximum * 10 ** item.decimals })
        .map((whole) => ({ [item.code]: String(whole / 10 ** item.decimals) }))
    case 'short-text':
    case 'long-text':
      return text(item.longest).map((one) => ({ [item.code]: one }))
    case 'semantic-differential': {
      const codes = [
        ...Array.from({ length: item.pointCount }, (_, place) => `p${place + 1}`),
        ...(item.offersRefusal ? ['refused'] : []),
      ]
      return fc.record(
        Object.fromEntries(item.rows.map((row) => [`${item.code}_${row.code}`, fc.constantFrom(...codes)])),
      )
    }
    case 'ranking': {
      const places = item.places ?? item.options.length
      return fc
        .shuffledSubarray(item.options, { minLength: places, maxLength: places })
        .map((order) => Object.fromEntries(order.map((one, place) => [`${item.code}_${one.code}`, String(place + 1)])))
    }
    case 'constant-sum':
      return fc
        .array(fc.integer({ min: 0, max: item.total }), {
          minLength: item.options.length - 1,
          maxLength: item.options.length - 1,
        })
        .map((cuts) => {
          const bounds = [0, ...cuts.sort((a, b) => a - b), item.total]
          return Object.fromEntries(
            item.options.map((one, place) => [`${item.code}_${one.code}`, String(bounds[place + 1] - bounds[place])]),
          )
        })
    case 'rating':
      return fc.constantFrom(...answerCodes(item, item.code)!).map((one) => ({ [item.code]: one }))
    case 'date':
      return fc
        .record({
          day: fc.integer({ min: 1, max: 28 }),
          month: fc.integer({ min: 1, max: 12 }),
          year: fc.integer({ min: 2020, max: 2026 }),
        })
        .map(({ day, month, year }) => {
          const parts: Record<string, string> = { [`${item.code}-year`]: String(year) }
          if (item.precision !== 'year') parts[`${item.code}-month`] = String(month)
          if (item.precision === 'day') parts[`${item.code}-day`] = String(day)
          return parts
        })
    case 'email':
      return fc.emailAddress().map((one) => ({ [item.code]: one }))
    case 'maxdiff':
      return fc
        .array(fc.tuple(fc.nat(item.perSet - 1), fc.integer({ min: 1, max: item.perSet - 1 })), {
          minLength: setCount(item),
          maxLength: setCount(item),
        })
        .map((picks) =>
          Object.fromEntries(
            shownSets(item, 0).flatMap((codes, set) => {
              const [best, step] = picks[set]
              return [
                [`${item.code}_s${set + 1}_best`, codes[best]],
                [`${item.code}_s${set + 1}_worst`, codes[(best + step) % codes.length]],
              ]
            }),
          ),
        )
    case 'statement':
    case 'hidden':
    case 'calculated':
    case 'arm':
      return fc.constant({})
    case 'consent':
      return fc.subarray(item.purposes.filter((one) => !one.isNeeded)).map((granted) => ({
        [item.code]: [...item.purposes.filter((one) => one.isNeeded), ...granted].map((one) => one.code),
      }))
  }
}

/** What the page shows again for these stored answers, read back as a form body. */
function bodyOfPage(item: Item, answers: Answers): FormBody {
  const field = viewItem(item, { number: 1, answers, drafts: {}, errors: {}, order: shownCodes(item, 7) })
  const html = render('pages/respondent/field', { partial: `item-kinds/${item.kind}`, field })
  return bodyOfHtml(html)
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#x27': "'",
  '#x60': '`',
  '#x3D': '=',
}

function plain(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#x27|#x60|#x3D);/g, (_, name: string) => entities[name])
}

function bodyOfHtml(html: string): FormBody {
  const fields: [string, string][] = []
  for (const [tag] of html.matchAll(/<input [^>]*>/g)) {
    const attribute = (name: string) => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
    const isTick = / type="(radio|checkbox)"/.test(tag)
    if (!isTick || / checked/.test(tag)) fields.push([attribute('name'), attribute('value')])
  }
  for (const [, name, list] of html.matchAll(/<select [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)) {
    fields.push([name, plain(/ value="([^"]*)" selected/.exec(list)?.[1] ?? '')])
  }
  for (const [, name, value] of html.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/textarea>/g)) {
    fields.push([name, plain(value).replace(/^\n/, '')])
  }
  const byName = Map.groupBy(fields, ([name]) => name)
  return Object.fromEntries(
    [...byName].map(([name, all]) => [name, all.length === 1 ? all[0][1] : all.map(([, value]) => value)]),
  )
}

describe.each(named)('%s (%s)', (_kind, _code, item) => {
  test('its example is an item of its kind', () => {
    expect(itemSchema.parse(item)).toEqual(item)
  })

  test('any valid answer is stored, shown again and read again as the same', () => {
    fc.assert(
      fc.property(validBody(item), (body) => {
        const first = parseItem(item, body)
        expect(first.errors).toEqual([])
        expect(parseItem(item, bodyOfPage(item, first.answers)).answers).toEqual(first.answers)
      }),
      { numRuns: 150 },
    )
  })

  test('whatever is posted, only its own keys are stored, and only values it can hold', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(fc.string({ maxLength: 20 }), { maxLength: 5 }),
      fc.constant(undefined),
      fc.integer(),
      fc.object(),
    )
    const keys = answerKeys(item)
    const body = fc.dictionary(
      fc.oneof(
        fc.constantFrom(...keys, ...['dont_know', 'day', 'month', 'year'].map((part) => `${item.code}-${part}`)),
        fc.string(),
      ),
      anything,
    )
    const variables = itemVariables(item)
    fc.assert(
      fc.property(body, (forged) => {
        const parsed = parseItem(item, forged as FormBody)
        for (const [key, value] of Object.entries(parsed.answers)) {
          expect(keys).toContain(key)
          expect(JSON.stringify(value)).not.toContain('\\u0000')
          const closed = variables.find(
            (one) => (one.source?.item ?? one.name) === key && one.options.length > 0 && one.kind !== 'count',
          )
          for (const code of closed && value !== null ? [value].flat() : [])
            expect(closed!.options.map((one) => one.code)).toContain(code)
        }
        for (const error of parsed.errors) expect(keys).toContain(error.key)
        for (const key of Object.keys(parsed.drafts)) expect(keys).toContain(key)
        const told = [
          ...Object.keys(parsed.answers),
          ...parsed.errors.map((error) => error.key),
          ...Object.keys(parsed.drafts),
        ]
        // Scores of best-worst sets are worked out once every set can be read.
        if (item.kind !== 'maxdiff' || parsed.errors.length === 0) expect(new Set(told)).toEqual(new Set(keys))
      }),
      { numRuns: 300 },
    )
  })

  test('left empty it is either skipped or asked for, never guessed', () => {
    const parsed = parseItem(item, {})
    const isNeeded = item.isRequired && answerKeys(item).length > 0
    expect(parsed.errors.length > 0).toBe(isNeeded)
    for (const value of Object.values(parsed.answers)) expect(value).toBeNull()
  })

  test('every text in it is escaped on the page', () => {
    const hostile = '"><img src=x onerror=alert(1)>'
    const field = viewItem({ ...item, ask: hostile, hint: hostile } as Item, {
      number: 3,
      answers: {},
      drafts: Object.fromEntries(answerKeys(item).map((key) => [key, hostile])),
      errors: Object.fromEntries(answerKeys(item).map((key) => [key, hostile])),
      order: [],
    })
    expect(render('pages/respondent/field', { partial: `item-kinds/${item.kind}`, field })).not.toContain('<img src=x')
  })
})
