import { buffer } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import { type Researcher, type TestApp, aResearcher, testApp } from '../support/app.ts'
import { emptyDatabase } from '../support/database.ts'
import { aWholeStudy, type WholeStudy } from '../support/whole-study.ts'
import { drawFile, type FileOrder } from '../../server/exports/draw-file.ts'
import { onePagerPng, setPdf } from '../../server/exports/one-pager-files.ts'
import { printSet } from '../../server/exports/print-set.ts'
import { contentOf } from './pdf-content.ts'
import { setArchive } from '../../server/exports/set-archive.ts'
import { partsOfOwnArchive } from '../../server/files/archives/stable-archive.ts'
import { setSummary } from '../../server/personas/set-summary.ts'
import { smallPage, smallSet } from '../personas/small-set.ts'
import { interviews, smallWorld } from '../personas/small-world.ts'

let world: TestApp
let researcher: Researcher
let study: WholeStudy

beforeAll(async () => {
  world = await testApp(await emptyDatabase())
  researcher = await aResearcher(world)
  study = await aWholeStudy(world, researcher)
})

function smallFiles() {
  const heard = interviews()
  const input = smallWorld(heard)
  const { set, claims } = smallSet(input, heard.sources)
  return {
    set: setSummary(set, claims.flat(), { workspaceName: 'Northfield Home', decision: 'Which page first.' }),
    views: [0, 1].map((persona) => smallPage(input, { persona, sources: heard.sources })),
    brand: { accentInk: null, logo: null },
  }
}

/** The large pictures have a test of their own, and take seconds each. */
function drawn(order: FileOrder): Promise<Uint8Array> {
  return order.kind === 'png' && order.size !== 'screen' ? Promise.resolve(Buffer.from(order.size)) : drawFile(order)
}

test('one ZIP holds the set and every persona in every format, and is the same twice', async () => {
  const zip = await buffer(setArchive(smallFiles(), drawn))
  const parts = await partsOfOwnArchive(zip)
  const names = parts.map(({ name }) => name)
  expect(names.slice(0, 5)).toEqual([
    'READ-ME.txt',
    'persona-set-a4.pdf',
    'persona-set-letter.pdf',
    'persona-set.pptx',
    'persona-2.schema.json',
  ])
  for (const folder of ['p1-the-proof-seeker', 'p2-the-own-hunch']) {
    const own = names.filter((name) => name.startsWith(`${folder}/`)).map((name) => name.split('/')[1])
    expect(own).toHaveLength(9)
  }
  expect((await buffer(setArchive(smallFiles(), drawn))).equals(zip)).toBe(true)
})

test('a set is one sheet with two personas or seven, however long their names, and with the house’s colour and logo', () => {
  const { set, views } = smallFiles()
  const long = 'Zusammengehörigkeitsgefühl in der gemeinsamen Gerätebenutzung'
  const seven = Array.from({ length: 7 }, (_, place) => place)
  const many = {
    ...set,
    personas: seven.map((place) => ({ ...set.personas[place % 2]!, number: place + 1, name: long, tagline: long })),
    axes: set.axes.map((axis) => ({
      ...axis,
      topic: long,
      left: long,
      positions: seven.map((place) => axis.positions[place % 2] ?? null),
    })),
  }
  const sheets = (file: { bytes: Uint8Array }) => contentOf(file.bytes).match(/\/Type\s*\/Page\b/g)
  const plain = setPdf(set, views)
  expect(plain.isAccessible).toBe(true)
  expect(sheets(plain)).toHaveLength(1)
  const crowded = setPdf(
    many,
    seven.map((place) => views[place % 2]!),
  )
  expect(crowded.isAccessible).toBe(true)
  expect(sheets(crowded)).toHaveLength(1)
  const logo = { bytes: onePagerPng(views[0]!), format: 'png' as const, alt: 'Logo of Northfield Home' }
  const branded = setPdf(set, views, { brand: { accentInk: '#1f4e79', logo } })
  expect(branded.isAccessible).toBe(true)
  // A PDF keeps words that stand for a picture as UTF-16 or as they are.
  expect(contentOf(branded.bytes)).toContain('Logo of Northfield Home')
  expect(contentOf(plain.bytes)).not.toContain('Logo of Northfield Home')
})

test('a set with words nobody released says so on its sheet', () => {
  const { set, views } = smallFiles()
  const inside = printSet(set, [{ ...views[0]!, isInternal: true }, views[1]!])
  expect([printSet(set, views).isInternal, inside.isInternal]).toEqual([false, true])
})

test('where a part of the bar is smaller than the share beside it, the sheet says why', () => {
  const { set } = smallFiles()
  expect(set.shareNote).toBe('')
  const heard = interviews()
  const small = smallSet(smallWorld(heard), heard.sources)
  const analysis = { ...(small.set.analysis as object), between: 12 }
  const between = setSummary({ ...small.set, analysis } as typeof small.set, small.claims.flat(), {
    workspaceName: 'N',
    decision: '',
  })
  expect(between.shareNote).toMatch(/between two personas stand apart/)
})

test('a persona leaves in each format, under its name', async () => {
  const base = `/personas/${study.ids.personaSetId}/${study.ids.personaKey}`
  const kinds: [string, RegExp, string][] = [
    ['one-pager.pdf', /pdf/, '%PDF-'],
    ['one-pager.pdf?paper=letter', /pdf/, '%PDF-'],
    ['one-pager.png?size=wide', /png/, '\u{89}PNG'],
    ['avatar.png', /png/, '\u{89}PNG'],
    ['one-pager.pptx', /presentation/, 'PK'],
    ['one-pager.md', /markdown/, '# '],
    ['one-pager.json', /json/, '{'],
  ]
  for (const [ending, type, start] of kinds) {
    const reply = await researcher.get(`${base}/${ending}`)
    expect(reply.statusCode, ending).toBe(200)
    expect(String(reply.headers['content-type'])).toMatch(type)
    expect(reply.rawPayload.subarray(0, start.length).toString('latin1')).toBe(start)
    expect(String(reply.headers['content-disposition'])).not.toContain('internal')
  }
})

test('the set leaves as one sheet, as slides and as everything', async () => {
  for (const ending of ['pdf', 'pptx', 'zip']) {
    const reply = await researcher.get(`/personas/${study.ids.personaSetId}/persona-set.${ending}`)
    expect(reply.statusCode, ending).toBe(200)
    expect(reply.rawPayload.length).toBeGreaterThan(10_000)
  }
})

test('an unknown size or paper is refused in plain words', async () => {
  const reply = await researcher.get(`/personas/${study.ids.personaSetId}/p1/one-pager.pdf?paper=a0`)
  expect(reply.statusCode).toBe(422)
})

test('what the team makes of a persona stands on its page and in its files, with the author, and survives a recount', async () => {
  const page = `/personas/${study.ids.personaSetId}/${study.ids.personaKey}`
  const saved = await researcher.post(`${page}/interpretation`, {
    'do-0': 'Print the fault rate',
    'dont-0': 'No timers',
  })
  expect(saved.statusCode).toBe(303)
  await researcher.post(`/studies/${study.ids.studyId}/people/${study.ids.personId}/erasure`)
  const shown = await researcher.get(page)
  expect(shown.body).toContain('Print the fault rate')
  expect(shown.body).toContain('Interpretation, L. Okafor, 2 March 2026')
  const file = JSON.parse((await researcher.get(`${page}/one-pager.json`)).body)
  expect(file.interpretation).toEqual({
    by: 'Interpretation, L. Okafor, 2 March 2026',
    do: ['Print the fault rate'],
    dont: ['No timers'],
  })
})

test('a line too long for the page comes back with what was typed', async () => {
  const page = `/personas/${study.ids.personaSetId}/${study.ids.personaKey}`
  const reply = await researcher.post(`${page}/interpretation`, { 'do-0': 'word '.repeat(30) })
  expect(reply.statusCode).toBe(422)
  expect(reply.body).toContain('Use at most 90 characters')
  expect(reply.body).toContain('word word word')
})

test('segments stand on the page with their base, as the cross-cut counts them', async () => {
  const { body } = await researcher.get(`/personas/${study.ids.personaSetId}/${study.ids.personaKey}`)
  expect(body).toMatch(/Times everyone’s share, by plan, n \d+/)
  expect(body).toMatch(/×\d\.\d/)
})
