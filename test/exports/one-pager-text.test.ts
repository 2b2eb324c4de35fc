import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { onePagerMarkdown } from '../../server/exports/one-pager-text.ts'
import { personaFileSchema, personaJson, personaJsonSchema } from '../../server/exports/persona-file.ts'
import { smallPage } from '../personas/small-set.ts'
import { interviews, smallWorld } from '../personas/small-world.ts'

const heard = interviews()
const rich = smallPage(smallWorld(heard), { sources: heard.sources })

test('the page as Markdown is the file that people looked at', async () => {
  await expect(onePagerMarkdown(rich)).toMatchFileSnapshot('../snapshots/exports/one-pager.md')
})

test('the page as JSON is the file that people looked at', async () => {
  await expect(personaJson(rich)).toMatchFileSnapshot('../snapshots/exports/one-pager.json')
})

test('words of a survey are text in Markdown, and a quote stays inside its quote', () => {
  const text = onePagerMarkdown({
    ...rich,
    name: '# [click](x) <b>',
    quote: { text: 'one\n# two', source: 's', href: '/', isInternal: false },
  })
  expect(text).toContain('# \\# \\[click\\](x) \\<b\\>')
  expect(text).toContain('> “one\n> \\# two”')
})

test('every line of the JSON says where its evidence is', () => {
  const page = JSON.parse(personaJson(rich))
  const lines = [...page.breath, ...page.needs, ...page.pains, ...page.apart, ...page.axes, ...page.claims]
  expect(lines.length).toBeGreaterThan(8)
  for (const line of lines) expect(line.evidence).toMatch(/^\/personas\/set-1\/claims\//)
})

test('the JSON keeps to its schema, and the schema that is published is the one the code keeps to', () => {
  expect(personaFileSchema.safeParse(JSON.parse(personaJson(rich))).success).toBe(true)
  const published = readFileSync(new URL('../../docs/schemas/persona-2.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(personaJsonSchema())))
})

test('a guess of the team leaves in no file', () => {
  const guessed = smallPage(smallWorld(heard), { sources: heard.sources, guess: 'They would all buy green ones' })
  expect(guessed.hypotheses.map(({ words }) => words)).toEqual(['They would all buy green ones'])
  expect(personaJson(guessed)).not.toContain('green')
  expect(onePagerMarkdown(guessed)).not.toContain('green')
})
