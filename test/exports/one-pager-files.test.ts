import { expect, test } from 'vitest'
import { onePagerPdf, onePagerPng } from '../../server/exports/one-pager-files.ts'
import { onePagerMarkdown } from '../../server/exports/one-pager-text.ts'
import { printPage } from '../../server/exports/print-page.ts'
import type { ClaimInput } from '../../server/personas/claim-input.ts'
import { contentOf } from './pdf-content.ts'
import { smallPage } from '../personas/small-set.ts'
import { interviews, smallWorld } from '../personas/small-world.ts'

const heard = interviews()
const rich = smallPage(smallWorld(heard), { sources: heard.sources })
const pdf = onePagerPdf(rich)

test('the PDF is tagged, holds to PDF/UA and has a front, a proof and the maps', () => {
  const content = contentOf(pdf.bytes)
  expect(Buffer.from(pdf.bytes.subarray(0, 5)).toString()).toBe('%PDF-')
  expect(pdf.isAccessible).toBe(true)
  expect(content).toMatch(/\/MarkInfo\s*<<\s*\/Marked true/)
  expect(content).toContain('/StructTreeRoot')
  expect(content).toMatch(/pdfuaid:part/)
  expect(content.match(/\/Type\s*\/Page\b/g)).toHaveLength(3)
})

test('headings, tables and pictures are what a screen reader meets, pictures with words', () => {
  const content = contentOf(pdf.bytes)
  for (const kind of ['H1', 'H2', 'Table', 'TH', 'Figure']) expect(content).toMatch(new RegExp(`/S\\s*/${kind}\\b`))
  const figures = content.match(/\/S\s*\/Figure\b/g)!.length
  expect(content.match(/\/Alt\s*[(<]/g)!.length).toBeGreaterThanOrEqual(figures)
})

test('the same view gives the same bytes, dated by the data', () => {
  expect(Buffer.from(onePagerPdf(rich).bytes).equals(Buffer.from(pdf.bytes))).toBe(true)
  expect(contentOf(pdf.bytes)).toContain('D:20260512')
})

test('the date of drawing is nowhere in the file', () => {
  expect(contentOf(pdf.bytes)).not.toContain(`D:${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`)
})

test('a page without quote, interviews and dates is still a page', () => {
  const sparse = { ...smallPage(only('certain')), dated: null }
  const file = onePagerPdf(sparse)
  expect(file.isAccessible).toBe(true)
  expect(contentOf(file.bytes).match(/\/Type\s*\/Page\b/g)).toHaveLength(3)
})

test('long names, questions and words stay on the front and do not push it to a second sheet', () => {
  const long = 'Zusammengehörigkeitsgefühl in der gemeinsamen Gerätebenutzung und darüber hinaus '.repeat(4)
  const world = smallWorld(heard)
  const variables = world.variables.map((variable) => ({
    ...variable,
    label: `${variable.label} ${long}`,
    options: variable.options.map((option) => ({ ...option, label: `${option.label} ${long}` })),
  }))
  const codebook = world.codebook.map((code) => ({ ...code, name: `${code.name} ${long}` }))
  const page = smallPage({ ...world, variables, codebook }, { sources: heard.sources })
  const front = { ...page, claims: [], methods: [], voices: [], jobStories: [], journeyMap: [] }
  expect(
    contentOf(onePagerPdf({ ...front, name: long, tagline: long }).bytes).match(/\/Type\s*\/Page\b/g),
  ).toHaveLength(3)
})

test('what a respondent wrote is printed, never run', () => {
  const page = { ...rich, name: '#panic("run") $x$ *b* @ref <tag> \\', tagline: '#include "x"' }
  expect(onePagerPdf(page).isAccessible).toBe(true)
})

test('thirty long claims and eight voices still make one sheet of proof', () => {
  const long = 'in der gemeinsamen Gerätebenutzung und weit darüber hinaus, wie viele es sagen '.repeat(2)
  const claims = Array.from({ length: 30 }, (_, place) => ({
    ...rich.claims[place % rich.claims.length]!,
    full: `${rich.claims[place % rich.claims.length]!.full} ${long}`,
  }))
  const voices = Array.from({ length: 8 }, (_, place) => ({ ...rich.quote!, text: `${place} ${long}` }))
  const file = onePagerPdf({ ...rich, claims, claimCount: 30, voices })
  expect(contentOf(file.bytes).match(/\/Type\s*\/Page\b/g)).toHaveLength(3)
})

test('words in a script that no font has are named, and the file still holds to PDF/UA', () => {
  const page = { ...rich, name: '証拠を求める人', quote: { ...rich.quote!, text: 'أقرأ التقييمات 😀 and then I buy' } }
  expect(onePagerPdf(page).isAccessible).toBe(true)
  const named = { ...rich, name: '[Japanese]', quote: { ...rich.quote!, text: '[Arabic] [emoji] and then I buy' } }
  expect(onePagerPng(page)).not.toEqual(onePagerPng(rich))
  expect(onePagerPdf(named).isAccessible).toBe(true)
})

test('on US Letter the same three sheets are laid out anew', () => {
  const letter = onePagerPdf(rich, { paper: 'letter' })
  const content = contentOf(letter.bytes)
  expect(letter.isAccessible).toBe(true)
  expect(content.match(/\/Type\s*\/Page\b/g)).toHaveLength(3)
  const [, width, height] = /MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(content)!
  expect(Number(width)).toBeCloseTo(792, 0)
  expect(Number(height)).toBeCloseTo(612, 0)
})

test('pictures come in three sizes, the wide one laid out for a screen', () => {
  const sizes = (['screen', 'wide', 'print'] as const).map((size) => {
    const png = Buffer.from(onePagerPng(rich, { size }))
    return [png.readUInt32BE(16), png.readUInt32BE(20)]
  })
  expect(sizes.map(([width]) => width)).toEqual([1600, 1920, 3508])
  expect(Math.abs(sizes[1]![1]! - 1080)).toBeLessThanOrEqual(1)
  expect(Math.abs(sizes[2]![1]! - 2480)).toBeLessThanOrEqual(2)
})

test('a code to the live page is printed only where the product has an address', () => {
  const address = 'https://verbatim.example/personas/set-1/p1'
  const withAddress = smallPage(smallWorld(heard), { sources: heard.sources, more: { address } })
  expect(rich.qr).toBe('')
  expect(withAddress.qr).toContain(`QR code of ${address}`)
  expect(contentOf(onePagerPdf(withAddress).bytes)).toContain('verbatim.example')
  expect(onePagerPdf(withAddress).isAccessible).toBe(true)
})

test('words nobody released make a file that says so', () => {
  expect(contentOf(pdf.bytes)).not.toContain('Internal')
  const inside = onePagerPdf({ ...rich, isInternal: true })
  expect(inside.isAccessible).toBe(true)
  expect(Buffer.from(inside.bytes).equals(Buffer.from(pdf.bytes))).toBe(false)
})

test('the picture is the front alone, 1600 pixels wide on A4 landscape', () => {
  const png = Buffer.from(onePagerPng(rich))
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(png.readUInt32BE(16)).toBe(1600)
  expect(Math.abs(png.readUInt32BE(20) / 1600 - 210 / 297)).toBeLessThan(0.002)
  expect(png.equals(Buffer.from(onePagerPng(rich)))).toBe(true)
})

test('print sees charts as files of their own, with the words that stand for them', () => {
  const page = printPage(rich, { isFrontOnly: true })
  const drawings = [page.landscape, page.ruler, ...page.motivations, ...page.axes]
  for (const { svg, alt } of drawings) {
    expect(svg).toContain('xmlns=')
    expect(svg).not.toMatch(/class=|var\(/)
    expect(alt.length).toBeGreaterThan(10)
  }
})

function only(name: string): ClaimInput {
  const world = smallWorld()
  return { ...world, variables: world.variables.filter((variable) => variable.name === name) }
}

test('what a generator made says so on every sheet, slide and line of text', () => {
  const simulated = smallPage(smallWorld(heard), { sources: heard.sources, more: { isSimulated: true } })
  expect(rich.facts.join()).not.toContain('Simulated')
  expect(printPage(simulated).facts).toContain('Simulated people')
  expect(onePagerMarkdown(simulated)).toContain('Simulated people')
})

test('without a quote the strongest line takes its place and is not said twice', () => {
  const silent = smallPage(smallWorld())
  expect(silent.quote).toBeNull()
  const page = printPage(silent)
  expect(page.finding?.words).toBe(silent.breath[0]!.words)
  expect(page.breath.map(({ words }) => words)).not.toContain(page.finding?.words)
  expect(printPage(rich).finding).toBeNull()
})

test('a PDF says its language and its title, holds its fonts, and begins with its name', () => {
  for (const file of [pdf, onePagerPdf(smallPage(smallWorld()))]) {
    const content = contentOf(file.bytes)
    expect(content).toMatch(/\/Lang\s*\(en/)
    expect(content).toMatch(/\/DisplayDocTitle true/)
    expect(content).toContain('<dc:title>')
    const descriptors = content.match(/\/Type\s*\/FontDescriptor\b/g)!.length
    expect(descriptors).toBeGreaterThan(2)
    expect(content.match(/\/FontFile[23]?\s+\d+ 0 R/g)!.length).toBe(descriptors)
    // Headings in the order in which their elements are numbered, which is the order they are read in.
    const levels = [...content.matchAll(/\/S\s*\/H([1-6])\b/g)].map(([, level]) => Number(level))
    expect(levels.filter((level) => level === 1)).toHaveLength(3)
    expect(Math.max(...levels)).toBe(2)
  }
})
