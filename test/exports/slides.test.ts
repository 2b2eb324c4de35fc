import { SaxesParser } from 'saxes'
import { beforeAll, expect, test } from 'vitest'
import { personaDeck, setDeck } from '../../server/exports/slides/decks.ts'
import { type ArchivePart, partsOfOwnArchive } from '../../server/files/archives/stable-archive.ts'
import { setSummary } from '../../server/personas/set-summary.ts'
import { smallPage, smallSet } from '../personas/small-set.ts'
import { interviews, smallWorld } from '../personas/small-world.ts'

const heard = interviews()
const rich = smallPage(smallWorld(heard), {
  sources: heard.sources,
  more: { address: 'https://v.example/personas/s/p1' },
})
let deck: Buffer
let parts: ArchivePart[]

beforeAll(async () => {
  deck = await personaDeck(rich)
  parts = await partsOfOwnArchive(deck)
})

function text(name: string): string {
  const part = parts.find((one) => one.name === name)
  if (!part) throw new Error(`The slides have no ${name}.`)
  return Buffer.from(part.bytes).toString('utf8')
}

test('every part is well-formed XML, and every part that a relationship or the list of types names is there', () => {
  const names = new Set(parts.map(({ name }) => name))
  const missing: string[] = []
  for (const { name, bytes } of parts.filter((part) => /\.(xml|rels)$/.test(part.name))) {
    const xml = Buffer.from(bytes).toString('utf8')
    expect(() => new SaxesParser().write(xml).close(), name).not.toThrow()
    if (name === '[Content_Types].xml') {
      for (const [, part] of xml.matchAll(/PartName="\/([^"]+)"/g)) if (!names.has(part!)) missing.push(part!)
    }
    if (!name.endsWith('.rels')) continue
    const folder = name.replace(/_rels\/[^/]+$/, '')
    for (const [relation] of xml.matchAll(/<Relationship [^>]*>/g)) {
      if (relation.includes('TargetMode="External"')) continue
      const target = /Target="([^"]+)"/.exec(relation)![1]!
      const path = new URL(target, `file:///${folder}`).pathname.slice(1)
      if (!names.has(decodeURIComponent(path))) missing.push(`${name} → ${target}`)
    }
  }
  expect(missing).toEqual([])
})

test('shapes, tables and a chart with its numbers can be edited; only the landscape is a picture', () => {
  const slide = text('ppt/slides/slide1.xml')
  expect(slide.match(/<p:pic>/g)).toHaveLength(1)
  expect(slide.match(/<a:tbl>/g)!.length).toBeGreaterThanOrEqual(2)
  expect(text('ppt/charts/chart1.xml')).toContain('<c:barChart>')
  expect(parts.some(({ name }) => name === 'ppt/embeddings/Microsoft_Excel_Worksheet1.xlsx')).toBe(true)
  expect(slide).toMatch(/descr="Abstract landscape[^"]*not a likeness/)
  for (const name of ['Name', 'Quote', 'Ruler', 'Needs']) expect(slide).toContain(`name="${name}"`)
})

test('nothing stands outside its slide', () => {
  for (const slide of ['slide1', 'slide2', 'slide3']) {
    const boxes = [
      ...text(`ppt/slides/${slide}.xml`).matchAll(/<a:off x="(-?\d+)" y="(-?\d+)"\/>\s*<a:ext cx="(\d+)" cy="(\d+)"/g),
    ]
    expect(boxes.length).toBeGreaterThan(3)
    for (const [whole, x, y, width, height] of boxes) {
      const inside = Number(x) >= 0 && Number(y) >= 0
      expect(inside && Number(x) + Number(width) <= 12_192_000 && Number(y) + Number(height) <= 6_858_001, whole).toBe(
        true,
      )
    }
  }
})

test('the notes hold every claim with its counts', () => {
  const notes = text('ppt/notesSlides/notesSlide1.xml').replaceAll('&apos;', "'")
  expect(notes).toContain('Evidence of The Proof Seeker')
  for (const { grade, zone } of rich.claims) expect(notes).toContain(`[${grade}] ${zone}`)
})

test('the same page gives the same bytes, dated by the data, however many decks were made before', async () => {
  expect((await personaDeck(rich)).equals(deck)).toBe(true)
  expect(text('docProps/core.xml')).toContain('2026-05-12T00:00:00Z')
  expect(text('docProps/core.xml')).not.toContain(new Date().toISOString().slice(0, 10))
})

test('words from a survey are text in a slide, whatever they hold', async () => {
  const hostile = await personaDeck({ ...rich, name: '=cmd|x <b>&"', tagline: '</a:t>', needs: [] })
  for (const { name, bytes } of await partsOfOwnArchive(hostile)) {
    if (!name.endsWith('.xml')) continue
    expect(() => new SaxesParser().write(Buffer.from(bytes).toString('utf8')).close(), name).not.toThrow()
  }
})

test('the numbers behind a chart are plain cells, never formulas', async () => {
  const workbook = parts.find(({ name }) => name.endsWith('.xlsx'))!
  for (const { name, bytes } of await partsOfOwnArchive(workbook.bytes)) {
    if (name.startsWith('xl/worksheets/')) expect(Buffer.from(bytes).toString('utf8')).not.toContain('<f>')
  }
})

test('a set has one slide for all on the same axes, then three for each persona', async () => {
  const world = smallWorld(heard)
  const { set, claims } = smallSet(world, heard.sources)
  const views = [0, 1].map((persona) => smallPage(world, { persona, sources: heard.sources }))
  const summary = setSummary(set, claims.flat(), { workspaceName: 'Northfield Home', decision: 'Which page first.' })
  const made = await partsOfOwnArchive(await setDeck(summary, views))
  const slides = made.filter(({ name }) => /^ppt\/slides\/slide\d+\.xml$/.test(name))
  expect(slides).toHaveLength(7)
  const first = Buffer.from(made.find(({ name }) => name === 'ppt/slides/slide1.xml')!.bytes).toString('utf8')
  for (const { name, text: share } of summary.shares) expect(first).toContain(`${name}, ${share}`)
  expect(summary.shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
})
