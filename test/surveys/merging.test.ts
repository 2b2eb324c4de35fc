import { describe, expect, test } from 'vitest'
import { EditRefused } from '../../server/surveys/errors.ts'
import { mergedForm, marksOf } from '../../server/surveys/editor/merging.ts'

const shown = { ask: 'How often?', hint: '', isRequired: 'yes' }
const form = (typed: Record<string, string>) => ({ _marks: marksOf(shown), ...shown, ...typed })

describe('a form posted on fields that may have changed meanwhile', () => {
  test('takes what was typed where nobody else wrote', () => {
    expect(mergedForm(form({ ask: 'How often, really?' }), shown)).toEqual({ ...shown, ask: 'How often, really?' })
  })

  test('keeps what somebody else wrote in the fields nobody touched here', () => {
    const now = { ...shown, hint: 'Think of last year.' }
    expect(mergedForm(form({ ask: 'How often, really?' }), now)).toEqual({ ...now, ask: 'How often, really?' })
  })

  test('is refused where both wrote, and names the field', () => {
    const both = () => mergedForm(form({ ask: 'Mine?' }), { ...shown, ask: 'Theirs?' })
    expect(both).toThrow(EditRefused)
    expect(both).toThrow('It now reads “Theirs?”')
  })

  test('is no conflict where both wrote the same', () => {
    const now = { ...shown, ask: 'Same?' }
    expect(mergedForm(form({ ask: 'Same?' }), now)).toEqual(now)
  })

  test('reads a box that the form has and does not send as not ticked, and leaves one it does not have', () => {
    const { isRequired: _absent, ...unticked } = form({})
    expect(mergedForm(unticked, shown).isRequired).toBe('')
    expect(mergedForm({ ask: 'How often?' }, shown).isRequired).toBe('yes')
  })

  test('drops a field that somebody removed, unless something was typed into it', () => {
    const { hint: _removed, ...now } = shown
    expect(mergedForm(form({}), now)).toEqual(now)
    expect(() => mergedForm(form({ hint: 'Mine' }), now)).toThrow('Somebody removed this meanwhile')
  })

  test('is the same whatever line ends a browser sends', () => {
    const text = { introduction: 'One\n\nTwo' }
    const posted = { _marks: marksOf(text), introduction: 'One\r\n\r\nTwo' }
    expect(mergedForm(posted, { introduction: 'Theirs' })).toEqual({ introduction: 'Theirs' })
  })
})
