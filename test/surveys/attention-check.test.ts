import { expect, test } from 'vitest'
import { itemFromForm } from '../../server/surveys/editor/item-editing.ts'
import { itemKinds, itemSchema, itemVariables } from '../../survey-forms/item-kinds/registry.ts'

const question = itemKinds['single-choice'].examples[0]!
const options = 'options' in question ? (question.options as { code: string; label: string }[]) : []
const form = {
  ask: 'To show that you read this, choose “Every month”',
  ...Object.fromEntries(options.map(({ code, label }) => [`option.${code}`, label])),
  facet: 'behaviour',
}

test('a question becomes an attention check in the editor, and an ordinary one again', () => {
  const check = itemFromForm(question, { ...form, rightAnswer: 'monthly' })
  expect(check).toMatchObject({ rightAnswer: 'monthly' })
  expect(itemVariables(check)[0]).toMatchObject({ role: 'check', rightAnswer: 'monthly' })
  const ordinary = itemFromForm(check, { ...form, rightAnswer: '' })
  expect(itemVariables(ordinary)[0]).toMatchObject({ role: 'indicator' })
  expect(itemVariables(ordinary)[0]).not.toHaveProperty('rightAnswer')
})

test('the right answer is one that people can give', () => {
  expect(itemSchema.safeParse({ ...question, rightAnswer: 'yearly' }).error?.issues[0]?.message).toBe(
    'The right answer of an attention check is one of its options.',
  )
  const [grid] = itemKinds['agreement-matrix'].examples
  const rows = 'rows' in grid! ? grid.rows : []
  const wrong = { ...grid, rows: rows.map((row) => ({ ...row, rightAnswer: 'nowhere' })) }
  expect(itemSchema.safeParse(wrong).error?.issues[0]?.message).toBe(
    'The right answer of an attention check is one of the points.',
  )
})
