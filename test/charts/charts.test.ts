import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { axisLine, axisStrip } from '../../server/charts/axis-strip.ts'
import { dumbbell } from '../../server/charts/dumbbell.ts'
import { journeyStrip } from '../../server/charts/journey.ts'
import { landscape } from '../../server/charts/landscape.ts'
import { liftBar } from '../../server/charts/lift-bars.ts'
import { nullStrip } from '../../server/charts/null-strip.ts'
import { personaAvatar } from '../../server/charts/persona-avatar.ts'
import { markPath, personaMark, personaMarkCount } from '../../server/charts/persona-mark.ts'
import { qrCode } from '../../server/charts/qr-code.ts'
import { resolveForPrint } from '../../server/charts/resolve-for-print.ts'
import {
  blocksRuler,
  partsToReach,
  personaBlocks,
  segmentBlocks,
} from '../../server/charts/segments-against-personas.ts'
import { shareBar } from '../../server/charts/share-bar.ts'
import { stageIcon } from '../../server/charts/stage-icon.ts'
import { shareRuler } from '../../server/charts/share-ruler.ts'
import { readTokens } from '../../server/charts/tokens.ts'

const tokens = readTokens(readFileSync(new URL('../../templates/styles/tokens.css', import.meta.url), 'utf8'))
const share = { share: 0.27, low: 0.22, high: 0.32, base: 312 }
const ground = {
  seed: 7,
  distances: [0.44, 0.4, 0.54, 0.42, 0.18],
  width: 250,
  height: 300,
  levels: 15,
  name: 'The Proof Seeker',
}
const axis = { left: 'Quality', right: 'Price', mean: -0.3, restMean: 0.12, personaNumber: 2 }

const charts: Record<string, string> = {
  'share-ruler': shareRuler(share),
  'share-bar': shareBar([
    { name: 'The Proof Seeker', share: 0.55, who: 1 },
    { name: 'The Steady Hand', share: 0.3, who: 2 },
    { name: 'Between', share: 0.1, who: 'between' },
    { name: 'Unassigned', share: 0.05, who: 'unassigned' },
  ]),
  dumbbell: dumbbell({
    these: { share: 0.65, low: 0.55, high: 0.75 },
    rest: { share: 0.45, low: 0.38, high: 0.51 },
    personaNumber: 1,
  }),
  'axis-strip': axisStrip({ ...axis, spread: [0.1, 0.4, 0.3, 0.15, 0.05] }),
  'axis-line': axisLine({ ...axis, band: { low: -0.8, high: 0.2 } }),
  journey: journeyStrip(
    [
      { name: 'Notices', people: 9, painShare: 0.2 },
      { name: 'Asks', people: 4, painShare: 1 },
      { name: 'Tells', people: 0, painShare: null },
    ],
    { personaNumber: 1 },
  ),
  'lift-bar': liftBar({ segment: 'At risk', lift: 1.7 }),
  'segment-blocks': segmentBlocks([{ share: 0.5 }, { share: 0.3 }, { share: 0.15 }, { share: 0.05 }]),
  'persona-blocks': personaBlocks([
    { share: 0.5, personaNumber: 1 },
    { share: 0.35, personaNumber: 2 },
  ]),
  'blocks-ruler': blocksRuler(),
  landscape: landscape(ground),
  avatar: personaAvatar({ ...ground, number: 2 }),
  'qr-code': qrCode('https://verbatim.example/personas/1/p1'),
  'null-strip': nullStrip({ name: 'Shuffled answers', observed: 812.4, copies: [-40, -12, 3.5], personaNumber: 1 }),
}

for (const [name, svg] of Object.entries(charts)) {
  test(`${name} is drawn as in the file that people looked at`, async () => {
    await expect(`${svg}\n`).toMatchFileSnapshot(`../snapshots/charts/${name}.svg`)
  })

  test(`${name} prints without classes and with colours that stand alone`, () => {
    const printed = resolveForPrint(svg, tokens, 1)
    expect(printed).not.toMatch(/class=|var\(|NaN|undefined/)
    expect(printed).toContain('xmlns="http://www.w3.org/2000/svg"')
  })
}

test('every chart but the bare ruler says in words what it shows', () => {
  const silent = Object.entries(charts).filter(([, svg]) => !/role="img"[^>]*><title>[^<]+<\/title>/.test(svg))
  expect(silent.map(([name]) => name)).toEqual(['blocks-ruler'])
})

test('text that came from a survey cannot break out of a chart', () => {
  const svg = axisStrip({ ...axis, left: '"><script>alert(1)</script>', spread: [1, 0] })
  expect(svg).not.toContain('<script>')
})

test('the same seed and distances give the same landscape, another seed another one', () => {
  expect(landscape(ground)).toBe(landscape({ ...ground }))
  expect(landscape({ ...ground, seed: 8 })).not.toBe(landscape(ground))
})

test('a landscape stays small enough to stand in every page', () => {
  for (let seed = 1; seed <= 20; seed++) expect(landscape({ ...ground, seed }).length).toBeLessThan(22_000)
})

test('a persona without axes still has a landscape', () => {
  expect(landscape({ ...ground, distances: [] })).toContain('land__level')
})

test('the eight marks are eight different shapes', () => {
  expect(new Set(Array.from({ length: personaMarkCount }, (_, index) => markPath(index + 1))).size).toBe(8)
  expect(personaMark(3)).toContain(markPath(3))
})

test('a class without a print style is refused instead of printed black', () => {
  expect(() => resolveForPrint('<svg class="chart"><path class="unheard-of" d=""/></svg>', tokens, 1)).toThrow(
    'unheard-of',
  )
})

test('the number of segments that hold 80 % counts from the largest', () => {
  expect(partsToReach([0.5, 0.3, 0.2], 0.8)).toBe(2)
  expect(partsToReach([0.5, 0.2], 0.8)).toBeNull()
})

test('an avatar is the persona’s landscape behind its own mark, and two on one page do not share a window', () => {
  const first = personaAvatar({ ...ground, number: 1 })
  const second = personaAvatar({ ...ground, number: 2 })
  expect(first).toContain(markPath(1))
  expect(first).toContain('not a likeness')
  const window = (svg: string) => /clipPath id="([^"]+)"/.exec(svg)![1]
  expect(window(first)).not.toBe(window(second))
  expect(personaAvatar({ ...ground, number: 1 })).toBe(first)
})

test('a QR code holds the address: its three finders stand in their corners, and another address is another code', () => {
  const code = qrCode('https://verbatim.example/personas/1/p1')
  const side = Number(/viewBox="-2 -2 (\d+)/.exec(code)![1]) - 4
  expect((side - 21) % 4).toBe(0)
  for (const [x, y] of [
    [0, 0],
    [side - 7, 0],
    [0, side - 7],
  ])
    expect(code).toContain(`M${x} ${y}h7v1h-7z`)
  expect(qrCode('https://verbatim.example/personas/1/p2')).not.toBe(code)
})

test('a stage has a sign where one says the same as its name, and none otherwise', () => {
  for (const name of [
    'Hears of it',
    'Weighs it up',
    'Begins',
    'Uses',
    'Seeks help',
    'Changes or leaves',
    'Passes it on',
  ])
    expect(stageIcon(name), name).toMatch(/^<svg class="icon"[^>]*aria-hidden="true"><path d="M[^"]+"\/><\/svg>$/)
  expect(
    new Set(['Hears of it', 'Weighs it up', 'Begins', 'Uses', 'Seeks help', 'Passes it on'].map(stageIcon)).size,
  ).toBe(6)
  expect(stageIcon('Zwischenstand')).toBe('')
})
