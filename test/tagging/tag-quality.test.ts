import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { facets } from '../../server/facets.ts'
import { countsUnseen, measuredQuality, qualityText } from '../../server/tagging/tag-quality.ts'

test('the figures that decide which suggestions count are those of the sentences nobody tuned on', () => {
  const table = readFileSync(join(import.meta.dirname, '../reference/tag-labels/figures.md'), 'utf8')
  const heldBack = table.slice(table.indexOf('## Held back'), table.indexOf('## Test half'))
  for (const facet of facets) {
    const row = new RegExp(`^\\| ${facet} \\| \\d+ \\| (\\d+) \\| (\\d+) \\|`, 'm').exec(heldBack)!
    expect({ facet, ...measuredQuality[facet] }).toEqual({ facet, reviewed: Number(row[1]), right: Number(row[2]) })
  }
})

test('suggestions of a kind that was hardly measured, or was mostly wrong, count only when a person accepted them', () => {
  expect(countsUnseen('motivation')).toBe(false)
  expect(countsUnseen('value')).toBe(false)
  expect(countsUnseen('experience')).toBe(true)
  expect(qualityText('motivation')).toContain('only accepted tags count')
  expect(qualityText('experience')).toBe('Suggestions of this kind were right in 84 % of 87 reviewed.')
})
