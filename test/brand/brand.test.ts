import { beforeAll, expect, test } from 'vitest'
import { checkedAccent, printBrand } from '../../server/brand/brand.ts'
import { acceptedLogo, logoBytes } from '../../server/brand/logo.ts'
import { contrastRatio } from '../../server/charts/colour.ts'
import { onePagerPdf, onePagerPng } from '../../server/exports/one-pager-files.ts'
import { smallPage } from '../personas/small-set.ts'
import { smallWorld } from '../personas/small-world.ts'
import { type Researcher, aResearcher, testApp } from '../support/app.ts'
import { emptyDatabase } from '../support/database.ts'

const view = smallPage(smallWorld())
/** A real picture of its kind. */
const png = Buffer.from(onePagerPng(view))
/** One grey pixel. */
const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
  'base64',
)
let researcher: Researcher

beforeAll(async () => {
  researcher = await aResearcher(await testApp(await emptyDatabase()))
})

test('contrast is that of WCAG: black on white 21, the same 1, #767676 on white the well-known 4.54', () => {
  expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 6)
  expect(contrastRatio('#336699', '#336699')).toBe(1)
  expect(contrastRatio('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
})

test('a colour that can be read stays; a yellow is made darker until it can, and both numbers are said', () => {
  expect(checkedAccent('#1f4e79')).toMatchObject({ ink: '#1f4e79', isAdjusted: false })
  const yellow = checkedAccent('#f5c400')
  expect(yellow.isAdjusted).toBe(true)
  expect(yellow.contrast).toBeLessThan(2)
  expect(yellow.inkContrast).toBeGreaterThanOrEqual(4.5)
  expect(yellow.inkContrast).toBeLessThan(5)
})

test('a logo is taken by its own bytes: PNG and JPEG, not SVG, not a text called .png, not a damaged one', () => {
  const small = png.subarray(0, logoBytes)
  expect(acceptedLogo(jpeg)).toMatchObject({ type: 'image/jpeg', width: 1, height: 1 })
  expect(acceptedLogo(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toMatch(/neither a PNG nor a JPEG/)
  expect(acceptedLogo(Buffer.from('hello, I am called logo.png'))).toMatch(/neither/)
  expect(acceptedLogo(small.subarray(0, 5_000))).toBe('This picture is damaged.')
  expect(acceptedLogo(Buffer.alloc(logoBytes + 1))).toMatch(/up to 256 KB/)
  const vast = Buffer.from(small.subarray(0, 200))
  vast.writeUInt32BE(60_000, 16)
  expect(acceptedLogo(vast)).toMatch(/at most 4000 pixels/)
})

test('colour and logo are saved, shown, used by the files and can be taken away', async () => {
  expect((await researcher.post('/settings/brand', { accent: 'F5C400' })).statusCode).toBe(303)
  expect((await researcher.get('/settings/brand')).body).toMatch(/#f5c400 has a contrast of 1\.\d : 1/)
  const upload = await researcher.upload('/settings/brand/logo', [{ name: 'logo.png', bytes: jpeg, field: 'logo' }])
  expect(upload.statusCode).toBe(303)
  const picture = `data:image/jpeg;base64,${jpeg.toString('base64').replaceAll('=', '&#x3D;')}`
  expect((await researcher.get('/settings/brand')).body).toContain(picture)
  await researcher.post('/settings/brand/logo-removal')
  expect((await researcher.get('/settings/brand')).body).not.toContain('data:image')
  expect((await researcher.get('/settings/brand')).body).toContain('#f5c400')
})

test('a slip in the colour and a hostile logo come back with a sentence', async () => {
  const slip = await researcher.post('/settings/brand', { accent: 'blue' })
  expect(slip.statusCode).toBe(422)
  expect(slip.body).toContain('A colour is # and six digits')
  const svg = Buffer.from('<svg onload="alert(1)"/>')
  const hostile = await researcher.upload('/settings/brand/logo', [{ name: 'logo.png', bytes: svg, field: 'logo' }])
  expect(hostile.statusCode).toBe(422)
  expect(hostile.body).toContain('SVG is not taken')
})

test('a page with a brand is still PDF/UA, and is not the page without', () => {
  const brand = printBrand({
    accent: '#1f4e79',
    logo: jpeg,
    logoType: 'image/jpeg',
    logoAlt: 'Logo of Northfield Home',
  })
  const branded = onePagerPdf(view, { brand })
  expect(branded.isAccessible).toBe(true)
  expect(Buffer.from(branded.bytes).equals(Buffer.from(onePagerPdf(view).bytes))).toBe(false)
})
