import { readSheet } from 'read-excel-file/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { personaDeck, setDeck } from '../../server/exports/slides/decks.ts'
import type { OnePagerView } from '../../server/personas/one-pager.ts'
import { type ArchivePart, partsOfOwnArchive } from '../../server/files/archives/stable-archive.ts'
import { setSummary } from '../../server/personas/set-summary.ts'
import { smallPage, smallSet } from '../personas/small-set.ts'
import { interviews, smallWorld } from '../personas/small-world.ts'
import { disorder, everyElement, found, parsed, textBoxes } from './slide-parts.ts'

const heard = interviews()
const made = {
  kind: 'do' as const,
  text: 'Print the fault rate beside the price.',
  author: 'M. Ruiz',
  writtenAt: new Date('2026-05-12'),
}
const rich = smallPage(smallWorld(heard), {
  sources: heard.sources,
  more: { address: 'https://v.example/personas/s/p1', interpretation: [made, { ...made, kind: 'dont' }] },
})
const long = 'Zusammengehörigkeitsgefühl in der gemeinsamen Gerätebenutzung und weit darüber hinaus'
const crowded: OnePagerView = {
  ...rich,
  name: long,
  tagline: long,
  needs: [1, 2, 3].map(() => ({ ...rich.needs[0]!, words: `${long}: “${long}”` })),
  pains: [1, 2, 3].map(() => ({ ...rich.pains[0]!, words: `${long}: “${long}”` })),
  behaviours: [1, 2, 3].map(() => ({ ...rich.needs[0]!, words: `${long}: “${long}”` })),
  breath: [1, 2].map(() => ({ ...rich.breath[0]!, words: `${long} ${long}.` })),
  quote: { ...rich.quote!, text: `${long}, ${long}, ${long}` },
  counterQuote: { ...rich.quote!, text: `${long}, ${long}, ${long}` },
  dos: [long, long],
  donts: [long, long],
  claims: Array.from({ length: 22 }, () => ({ ...rich.claims[0]!, full: `${long} ${long}`, how: `${long}` })),
  methods: [long, long, long],
  matches: `${long} ${long}`,
  notThis: `${long} ${long}`,
  weakest: `${long} ${long}`,
  decision: `${long} ${long}`,
  axes: Array.from({ length: 5 }, () => ({ ...rich.axes[0]!, left: long, right: long })),
}

/** Each kind of file that leaves. */
const decks: Record<string, ArchivePart[]> = {}

beforeAll(async () => {
  const world = smallWorld(heard)
  const { set, claims } = smallSet(world, heard.sources)
  const summary = setSummary(set, claims.flat(), { workspaceName: 'A & B <house>', decision: 'Which page first.' })
  decks['a persona'] = await partsOfOwnArchive(await personaDeck(rich))
  decks['a crowded persona'] = await partsOfOwnArchive(await personaDeck(crowded))
  decks['a persona without a quote'] = await partsOfOwnArchive(
    await personaDeck({ ...crowded, name: 'Short', quote: null, finding: crowded.breath[0]!, breathBelow: [] }),
  )
  const eight = Array.from({ length: 8 }, (_, place) => place)
  const crowd = {
    ...summary,
    title: `Eight personas, ${long}`,
    personas: eight.map((place) => ({ ...summary.personas[place % 2]!, number: place + 1, name: `${long} ${place}` })),
    axes: summary.axes.map((axis) => ({
      ...axis,
      topic: axis.topic && long,
      left: long,
      positions: eight.map((place) => axis.positions[place % 2] ?? null),
    })),
  }
  decks['a set of eight'] = await partsOfOwnArchive(
    await setDeck(
      crowd,
      eight.map(() => crowded),
    ),
  )
  decks['a set'] = await partsOfOwnArchive(
    await setDeck(summary, [rich, smallPage(world, { persona: 1, sources: heard.sources })]),
  )
})

const text = ({ bytes }: ArchivePart) => Buffer.from(bytes).toString('utf8')
const part = (parts: ArchivePart[], name: string) => parts.find((one) => one.name === name)!
const slidesOf = (parts: ArchivePart[]) => parts.filter(({ name }) => /^ppt\/slides\/[^/]+\.xml$/.test(name))

describe.each(['a persona', 'a crowded persona', 'a persona without a quote', 'a set', 'a set of eight'])(
  'slides of %s',
  (kind) => {
    test('every part has a type, every type a part, and JPEG is called by its name', () => {
      const parts = decks[kind]!
      const types = parsed(text(part(parts, '[Content_Types].xml')))
      const overrides = types.children
        .filter(({ name }) => name === 'Override')
        .map(({ attributes }) => attributes.PartName!)
      const defaults = types.children
        .filter(({ name }) => name === 'Default')
        .map(({ attributes }) => attributes.Extension!)
      expect(new Set(overrides).size).toBe(overrides.length)
      expect(overrides.filter((name) => !parts.some((one) => `/${one.name}` === name))).toEqual([])
      const typed = (name: string) => overrides.includes(`/${name}`) || /\.(rels|png|xlsx)$/.test(name)
      expect(parts.map(({ name }) => name).filter((name) => name !== '[Content_Types].xml' && !typed(name))).toEqual([])
      expect(defaults.filter((ending) => !parts.some(({ name }) => name.endsWith(`.${ending}`)))).toEqual([])
      expect(text(part(parts, '[Content_Types].xml'))).not.toContain('image/jpg')
    })

    test('every id of a relation is unique, leads somewhere, and each one that is used is there', () => {
      const parts = decks[kind]!
      const names = new Set(parts.map(({ name }) => name))
      for (const relations of parts.filter(({ name }) => name.endsWith('.rels'))) {
        const all = parsed(text(relations)).children.map(({ attributes }) => attributes)
        expect(new Set(all.map(({ Id }) => Id)).size, relations.name).toBe(all.length)
        const folder = relations.name.replace(/_rels\/[^/]+$/, '')
        for (const { Target, TargetMode } of all) {
          if (TargetMode === 'External') continue
          expect(
            names.has(new URL(Target!, `file:///${folder}`).pathname.slice(1)),
            `${relations.name} → ${Target}`,
          ).toBe(true)
        }
        const owner = parts.find(({ name }) => name === relations.name.replace('_rels/', '').replace(/\.rels$/, ''))
        const used = owner ? [...text(owner).matchAll(/\br:(?:id|embed|link)="([^"]+)"/g)].map(([, id]) => id) : []
        expect(
          used.filter((id) => !all.some(({ Id }) => Id === id)),
          relations.name,
        ).toEqual([])
      }
    })

    test('every element that we know stands in the order of its schema, once where it may stand once', () => {
      const wrong = decks[kind]!.filter(
        ({ name }) => /^ppt\/.*\.xml$/.test(name) && !name.startsWith('ppt/theme/'),
      ).flatMap((one) =>
        [...everyElement(parsed(text(one)))]
          .map(disorder)
          .filter(Boolean)
          .map((words) => `${one.name}: ${words}`),
      )
      expect([...new Set(wrong)]).toEqual([])
    })

    test('shapes of a slide have ids of their own, and nothing is NaN, undefined or smaller than nothing', () => {
      for (const one of decks[kind]!.filter(({ name }) =>
        /^ppt\/(slides|notesSlides|slideMasters|slideLayouts)\/[^/]+\.xml$/.test(name),
      )) {
        const ids = found(parsed(text(one)), 'p:cNvPr').map(({ attributes }) => attributes.id)
        expect(new Set(ids).size, one.name).toBe(ids.length)
        expect(text(one), one.name).not.toMatch(/="(NaN|undefined|null|Infinity)"|c[xy]="-/)
      }
    })

    test('masters have themes of their own; every slide has a title that its layout has a place for', () => {
      const parts = decks[kind]!
      const themes = parts
        .filter(({ name }) => /Masters\/_rels/.test(name))
        .map((one) => /theme\d+\.xml/.exec(text(one))![0])
      expect(themes.toSorted()).toEqual(['theme1.xml', 'theme2.xml'])
      for (const slide of slidesOf(parts))
        expect(text(slide).match(/<p:ph type="title"\/>/g), slide.name).toHaveLength(1)
      for (const name of ['ppt/slideLayouts/slideLayout1.xml', 'ppt/slideMasters/slideMaster1.xml'])
        expect(text(part(parts, name))).toContain('<p:ph type="title"/>')
    })

    test('rows of a table have a cell for every column', () => {
      for (const slide of slidesOf(decks[kind]!)) {
        for (const table of found(parsed(text(slide)), 'a:tbl')) {
          const columns = found(table, 'a:gridCol').length
          expect(
            found(table, 'a:tr').map(({ children }) => children.length),
            slide.name,
          ).toEqual(found(table, 'a:tr').map(() => columns))
        }
      }
    })

    test('a chart’s workbook opens and holds the numbers that are drawn', async () => {
      const parts = decks[kind]!
      const charts = parts.filter(({ name }) => /^ppt\/charts\/[^/]+\.xml$/.test(name))
      expect(charts.length).toBeGreaterThan(0)
      for (const chart of charts) {
        const number = /(\d+)\.xml$/.exec(chart.name)![1]!
        const book = part(parts, `ppt/embeddings/Microsoft_Excel_Worksheet${number}.xlsx`)
        const rows = await readSheet(Buffer.from(book.bytes))
        const series = found(parsed(text(chart)), 'c:ser')
        for (const [place, one] of series.entries()) {
          const drawn = found(found(one, 'c:val')[0]!, 'c:v').map((value) => Number(value.text))
          expect(rows.slice(1).map((row) => Number(row[place + 1]))).toEqual(drawn)
        }
      }
    })

    test('words fit their boxes, and no words lie on others', () => {
      for (const slide of slidesOf(decks[kind]!)) {
        const boxes = textBoxes(parsed(text(slide)))
        const spilt = boxes.filter(({ text: needed, h }) => needed > h + 0.06)
        expect(
          spilt.map(({ name, text: needed, h }) => `${slide.name} ${name}: ${needed.toFixed(2)} in ${h.toFixed(2)}`),
        ).toEqual([])
        const low = boxes.filter(({ y, text: needed }) => y + needed > 7.5)
        expect(low.map(({ name }) => `${slide.name} ${name}`)).toEqual([])
        const lies = boxes.flatMap((one, index) =>
          boxes
            .slice(index + 1)
            .filter(
              (other) =>
                one.x < other.x + other.w - 0.02 &&
                other.x < one.x + one.w - 0.02 &&
                one.y < other.y + other.text - 0.03 &&
                other.y < one.y + one.text - 0.03,
            )
            .map((other) => `${slide.name}: ${one.name} on ${other.name}`),
        )
        expect(lies).toEqual([])
      }
    })
  },
)

test('notes have a paragraph for each line', () => {
  const notes = parsed(text(part(decks['a persona']!, 'ppt/notesSlides/notesSlide1.xml')))
  const lines = found(notes, 'a:t').map((one) => one.text)
  expect(lines.length).toBeGreaterThan(rich.claims.length)
  for (const line of lines) expect(line).not.toContain('\n')
})
