import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { kindsPage } from '../../survey-forms/kinds-page.ts'

test('the page about kinds of item says what the kinds say: node survey-forms/write-kinds-page.ts writes it anew', () => {
  const page = fileURLToPath(new URL('../../docs/item-kinds.md', import.meta.url))
  expect(readFileSync(page, 'utf8')).toBe(kindsPage())
})
