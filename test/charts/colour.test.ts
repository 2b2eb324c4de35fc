import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hexOf, mixed, oklabOf } from '../../server/charts/colour.ts'
import { readTokens } from '../../server/charts/tokens.ts'

const tokens = readTokens(readFileSync(new URL('../../templates/styles/tokens.css', import.meta.url), 'utf8'))

test('the sRGB primaries come back from their OKLCH coordinates', () => {
  // Coordinates of the primaries as printed in CSS Color 4, rounded to 5 digits.
  expect(hexOf(oklabOf({ lightness: 0.62796, chroma: 0.25768, hue: 29.234 }))).toBe('#ff0000')
  expect(hexOf(oklabOf({ lightness: 0.86644, chroma: 0.29483, hue: 142.495 }))).toBe('#00ff00')
  expect(hexOf(oklabOf({ lightness: 0.45201, chroma: 0.31321, hue: 264.052 }))).toBe('#0000ff')
  expect(hexOf(oklabOf({ lightness: 1, chroma: 0, hue: 0 }))).toBe('#ffffff')
  expect(hexOf(oklabOf({ lightness: 0, chroma: 0, hue: 0 }))).toBe('#000000')
})

test('a colour outside sRGB gives up chroma and keeps its lightness', () => {
  const grey = hexOf(oklabOf({ lightness: 0.6, chroma: 0, hue: 0 }))
  const vivid = hexOf(oklabOf({ lightness: 0.6, chroma: 0.4, hue: 150 }))
  expect(vivid).not.toBe(grey)
  expect(vivid).toMatch(/^#[0-9a-f]{6}$/)
})

test('mixing all of one colour gives that colour, and half of black and white gives middle grey', () => {
  const white = oklabOf({ lightness: 1, chroma: 0, hue: 0 })
  const black = oklabOf({ lightness: 0, chroma: 0, hue: 0 })
  expect(hexOf(mixed(white, black, 1))).toBe('#ffffff')
  expect(hexOf(mixed(white, black, 0.5))).toBe('#636363') // color-mix(in oklab, white, black) in browsers
})

test('tokens resolve through references to their light value', () => {
  expect(tokens.colour('surface')).toBe(tokens.colour('bond'))
  expect(tokens.colour('persona-1')).toBe('#036b6c')
  expect(() => tokens.colour('no-such-token')).toThrow('tokens.css has no colour --no-such-token.')
  expect(() => tokens.colour('space-1')).toThrow('--space-1')
})
