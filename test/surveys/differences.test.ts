import { describe, expect, test } from 'vitest'
import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import { differencesBetween } from '../../server/surveys/editor/differences.ts'
import { smallInstrument } from './support.ts'

/** A copy with something changed. */
function changed(change: (copy: Instrument) => void): Instrument {
  const copy = structuredClone(smallInstrument)
  change(copy)
  return instrumentSchema.parse(copy)
}

describe('what differs between two versions', () => {
  test('nothing, between a version and itself', () => {
    expect(differencesBetween(smallInstrument, structuredClone(smallInstrument))).toEqual([])
  })

  test('a text, with its words before and after', () => {
    const after = changed((copy) => {
      copy.pages[1]!.items[0]!.ask = 'How often?'
    })
    expect(differencesBetween(smallInstrument, after)).toEqual([
      { what: 'worded', about: '“How often?”', before: 'How often do you buy from us?', after: 'How often?' },
    ])
  })

  test('one question moved, not all those it passed', () => {
    const after = changed((copy) => {
      const items = copy.pages[1]!.items
      items.push(items.shift()!)
    })
    expect(differencesBetween(smallInstrument, after).map(({ what, about }) => [what, about])).toEqual([
      ['moved', '“How often do you buy from us?”'],
    ])
  })

  test('a question that came, one that went, a rule and a setting', () => {
    const after = changed((copy) => {
      const [, page] = copy.pages
      page!.items = page!.items.filter((item) => item.code !== 'style')
      page!.items[0]!.isRequired = !page!.items[0]!.isRequired
      copy.pages[2]!.showIf = 'answered(how_often)'
      copy.pages[2]!.items.push({
        kind: 'long-text',
        code: 'more',
        ask: 'More?',
        isRequired: false,
        longest: 4000,
        lines: 5,
      })
    })
    const found = differencesBetween(smallInstrument, after)
    expect(found.map((one) => one.what)).toEqual(['added', 'removed', 'settings', 'rules'])
    expect(found[0]!.about).toBe('“More?”')
    expect(found[3]).toMatchObject({ before: 'always', after: '“How often do you buy from us?” was answered' })
  })
})
