import { expect, test } from 'vitest'
import { corrected } from '../../server/responses/correction.ts'
import type { Variable } from '../../server/responses/variable.ts'

const variable: Variable = {
  name: 'q1',
  label: 'Age',
  kind: 'ordinal',
  role: 'covariate',
  reason: 'A band of ages.',
  options: [],
}

test('a variable nobody touched stays as proposed, reason included', () => {
  expect(corrected([variable], { 'kind-0': 'ordinal', 'role-0': 'covariate' })).toEqual([variable])
})

test('a kind that allows one role only decides the role', () => {
  expect(corrected([variable], { 'kind-0': 'text', 'role-0': 'indicator' })[0]).toMatchObject({
    kind: 'text',
    role: 'text',
  })
  expect(corrected([variable], { 'kind-0': 'ignored' })[0]).toMatchObject({ role: 'ignored' })
})

test('a closed question never becomes words, a weight or an id by its role alone', () => {
  for (const role of ['text', 'weight', 'id'])
    expect(corrected([variable], { 'role-0': role })[0]!.role).toBe('covariate')
})
