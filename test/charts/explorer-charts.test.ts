import { expect, test } from 'vitest'
import { alluvial } from '../../server/charts/alluvial.ts'
import { criterionLine } from '../../server/charts/criterion-line.ts'
import { membershipMap } from '../../server/charts/membership-map.ts'

const words = { title: 'People', description: 'In the table.' }

test('ribbons between columns take up all of every group, at one scale', () => {
  const chart = alluvial(
    [
      {
        heading: '2',
        groups: [
          { people: 60, who: 'group' },
          { people: 40, who: 'group' },
        ],
      },
      {
        heading: '3, chosen',
        groups: [
          { people: 45, who: 1 },
          { people: 35, who: 2 },
          { people: 20, who: 3 },
        ],
      },
    ],
    [
      { column: 0, from: 0, to: 0, people: 45 },
      { column: 0, from: 0, to: 2, people: 15 },
      { column: 0, from: 1, to: 1, people: 35 },
      { column: 0, from: 1, to: 2, people: 5 },
    ],
    words,
  )
  const heights = [...chart.matchAll(/<rect[^>]*height="([\d.]+)"/g)].map(([, height]) => Number(height))
  // The tallest column has two gaps of 7 in 270 units: 256 units for 100 people.
  expect(heights).toEqual([153.6, 102.4, 115.2, 89.6, 51.2])
  expect(chart.match(/alluvial__flow/g)).toHaveLength(4)
  expect(chart).toContain('alluvial__flow persona-3')
  expect(chart).toContain('<title>People</title><desc>In the table.</desc>')
})

test('a criterion fills its smallest value and names it', () => {
  const points = [
    { groups: 1, value: 900 },
    { groups: 2, value: 700 },
    { groups: 3, value: 750 },
  ]
  const chart = criterionLine({ name: 'BIC', points, chosen: 2 })
  expect(chart).toContain('<title>BIC is smallest with 2 groups</title>')
  expect(chart.match(/class="chart__these"/g)).toHaveLength(1)
  expect(chart).toContain('class="chart__these" cx="120" cy="68"')
})

test('the map draws larger places first, so that small ones are not covered', () => {
  const chart = membershipMap(
    {
      corners: [
        { x: 0.5, y: 0, number: 1 },
        { x: 1, y: 1, number: 2 },
        { x: 0, y: 1, number: 3 },
      ],
      cells: [
        { x: 0.5, y: 0.5, people: 1, number: null },
        { x: 0.5, y: 0, people: 100, number: 1 },
      ],
    },
    words,
  )
  expect(chart.indexOf('nearness__disc persona-1')).toBeLessThan(chart.indexOf('nearness__between'))
  expect(chart).toContain('r="12"')
  expect(chart).toContain('r="1.2"')
})
