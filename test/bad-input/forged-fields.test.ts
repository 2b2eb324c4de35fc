import { beforeAll, describe, expect, test } from 'vitest'
import { aResearcher, type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase } from '../support/database.ts'
import { notPlain } from '../support/plain-words.ts'
import { everyRoute, fillParameters } from '../support/routes.ts'
import { aWholeStudy } from '../support/whole-study.ts'

/** Generated from the pages themselves: every form that a page shows is sent with what no browser would send. */
let world: TestApp
let researcher: Researcher
let forms: Form[]

interface Form {
  action: string
  fields: string[]
}

/** Forms that end the world the others need: the session, or the person whom the pages are about. */
const lastForms = /sign-out|erasure/

beforeAll(async () => {
  world = await testApp(await emptyDatabase())
  researcher = await aResearcher(world)
  const { ids } = await aWholeStudy(world, researcher)
  // The study's own files are confirmed; their forms are there while a file waits.
  const waiting = await researcher.upload(`/studies/${ids.studyId}/imports`, [
    { name: 'more.csv', bytes: 'RespondentID,Would you come?\nc-1,yes\nc-2,no\n', field: 'file' },
  ])
  ids.importId = String(waiting.headers.location).split('/').at(-1)!
  await researcher.upload(`/studies/${ids.studyId}/customer-files`, [
    { name: 'customers.csv', bytes: 'customer_id,region\nc-1,North\nc-2,South\n' },
  ])
  const found = new Map<string, Set<string>>()
  for (const { method, url, access } of everyRoute(world.app)) {
    if (method !== 'GET' || access !== 'account') continue
    const page = await researcher.get(fillParameters(url, ids))
    for (const { action, fields } of formsOf(page.body)) {
      const known = found.get(action) ?? new Set()
      for (const field of fields) known.add(field)
      found.set(action, known)
    }
  }
  forms = [...found]
    .filter(([action]) => !lastForms.test(action))
    .map(([action, fields]) => ({ action, fields: [...fields] }))
    .filter(oneOfAKind())
})

test('there are forms to forge, of every capability', () => {
  console.log(`forged:\n${forms.map(({ action, fields }) => `  ${action}: ${fields.join(', ')}`).join('\n')}`)
  expect(forms.length).toBeGreaterThan(12)
})

describe.each([
  { what: 'nothing at all', value: '' },
  { what: 'a value of 100,000 characters', value: 'x'.repeat(100_000) },
  { what: 'a character that no database takes', value: 'a\u0000b' },
  { what: 'half of a character', value: 'a\ud800b' },
  { what: 'a command for the database', value: "'; drop table response; --" },
  { what: 'the name of an object’s insides', value: '__proto__' },
  { what: 'a number that is none', value: '-1e999' },
  { what: 'the id of nothing', value: '019a0000-0000-7000-8000-000000000000' },
  { what: 'the same field twice', value: ['one', 'two'] },
])('every field of every form holding $what', ({ value }) => {
  test('is taken or refused in plain words, and the server goes on', async () => {
    const failures: string[] = []
    for (const { action, fields } of forms) {
      const all = Object.fromEntries(fields.map((field) => [field, value]))
      const likely = Object.fromEntries(fields.map((field) => [field, 'A sentence that would do.']))
      // One bad field alone gets past checks that stop at the first.
      for (const sent of [all, ...fields.map((field) => ({ ...likely, [field]: value }))]) {
        const reply = await researcher.post(action, sent)
        if (reply.statusCode >= 500) failures.push(`${action} answers ${reply.statusCode}`)
        else if (reply.statusCode >= 400 && notPlain(reply)) failures.push(`${action}: ${notPlain(reply)}`)
      }
    }
    expect(failures).toEqual([])
    expect((await researcher.get('/')).statusCode).toBe(200)
  })
})

test('addresses that hold no id, or one cut short, are not found rather than failed', async () => {
  const failures: string[] = []
  for (const { method, url, access } of everyRoute(world.app)) {
    if (method !== 'GET' || access !== 'account') continue
    const names = [...url.matchAll(/:(\w+)/g)].map(([, name]) => name!)
    if (names.length === 0) continue
    for (const value of ['x', '019a0000-0000-7000-8000', "' or 1=1", 'a%00b', '..%2f..%2fetc']) {
      const path = names.reduce((pattern, name) => pattern.replace(`:${name}`, value), url)
      const reply = await researcher.get(path)
      if (reply.statusCode !== 404 || notPlain(reply)) failures.push(`${path}: ${reply.statusCode} ${notPlain(reply)}`)
    }
  }
  expect(failures).toEqual([])
})

/** The forms of a page that are sent with POST and hold no file: where they go and their fields. */
function formsOf(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, head, inside]) => {
    if (!/method="post"/.test(head!) || /multipart/.test(head!)) return []
    const action = /action="([^"]*)"/.exec(head!)?.[1]?.replaceAll('&amp;', '&')
    const fields = [...inside!.matchAll(/\bname="([^"]*)"/g)]
      .map(([, name]) => name!)
      .filter((name) => name !== '_form')
    return action ? [{ action, fields }] : []
  })
}

/** One form of each shape of address: a tag's form is the same for every tag. */
function oneOfAKind(): (form: Form) => boolean {
  const seen = new Set<string>()
  return ({ action }) => {
    const shape = action
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
      .replace(/\/(codes|items|pages)\/[^/]+/, '/$1/:code')
    if (seen.has(shape)) return false
    seen.add(shape)
    return true
  }
}
