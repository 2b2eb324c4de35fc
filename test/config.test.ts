import { expect, test } from 'vitest'
import { BadConfig, readConfig } from '../server/config.ts'

test('an address of the product is kept without the slash at its end, and nothing is made up where nobody said', () => {
  expect(readConfig({ VERBATIM_ADDRESS: 'https://research.example.org/' }).publicAddress).toBe(
    'https://research.example.org',
  )
  expect(readConfig({ VERBATIM_ADDRESS: 'https://example.org/verbatim/' }).publicAddress).toBe(
    'https://example.org/verbatim',
  )
  expect(readConfig({}).publicAddress).toBeUndefined()
})

test('an address that a phone could not open is refused by name', () => {
  for (const typed of ['research.example.org', 'ftp://example.org', 'javascript:alert(1)'])
    expect(() => readConfig({ VERBATIM_ADDRESS: typed })).toThrow(BadConfig)
})

test('a folder of fonts that is not there is said at the start, not by every file', () => {
  expect(() => readConfig({ VERBATIM_FONTS: '/no/such/folder' })).toThrow(
    'VERBATIM_FONTS takes a folder of fonts; “/no/such/folder” is none.',
  )
  expect(() => readConfig({ VERBATIM_FONTS: import.meta.dirname })).not.toThrow()
})
