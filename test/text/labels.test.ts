import { join } from 'node:path'
import { expect, test } from 'vitest'
import { facets } from '../../server/facets.ts'
import { bands, leastReviewed } from '../../server/text/cues/measured.ts'
import { counts, figuresTable, labels, meetings } from './label-figures.ts'

const folder = process.env.VERBATIM_REFERENCE

test('564 sentences are labelled, 162 of them for tuning, none twice, by facets we know', () => {
  expect(labels).toHaveLength(564)
  expect(new Set(labels.map(({ id, start }) => `${id} ${start}`)).size).toBe(564)
  expect(labels.filter(({ half }) => half === 'tuning')).toHaveLength(162)
  for (const label of labels) {
    expect(label.end).toBeGreaterThan(label.start)
    for (const facet of label.facets) expect(facets).toContain(facet)
  }
})

test('no probability is shown that fewer than 30 reviewed suggestions support', () => {
  for (const [facet, measured] of Object.entries(bands)) {
    expect(facets).toContain(facet)
    for (const { reviewed, right } of measured) {
      expect(reviewed).toBeGreaterThanOrEqual(leastReviewed)
      expect(right).toBeLessThanOrEqual(reviewed)
    }
  }
})

test('precision, recall and precision by strength are as the table beside the labels says', async () => {
  if (!folder) return console.log('not run: VERBATIM_REFERENCE is not set, the interviews are not here')
  const met = await meetings(folder)
  await expect(figuresTable(met)).toMatchFileSnapshot(join(import.meta.dirname, '../reference/tag-labels/figures.md'))
})

test('the probabilities that are shown are the tuning half’s shares', async () => {
  if (!folder) return console.log('not run: VERBATIM_REFERENCE is not set, the interviews are not here')
  const met = await meetings(folder)
  for (const [facet, measured] of Object.entries(bands)) {
    for (const [index, band] of measured.entries()) {
      const to = measured[index + 1]?.from ?? 2
      const own = met.filter(
        (one) =>
          one.facet === facet &&
          one.half === 'tuning' &&
          one.strength !== null &&
          one.strength >= band.from &&
          one.strength < to,
      )
      const { suggested, both } = counts(own)
      expect([facet, suggested, both]).toEqual([facet, band.reviewed, band.right])
    }
  }
})
