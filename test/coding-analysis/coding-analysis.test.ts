import { readSheet } from 'read-excel-file/node'
import { beforeEach, describe, expect, test } from 'vitest'
import { docxText } from '../../server/files/documents/docx.ts'
import { insertTag } from '../../server/tagging/store.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'

const answers = [
  'Region,Why did you choose it?',
  'North,I wanted something I can repair myself',
  'North,My sister had the same one for years',
  'South,It was cheap and it broke after a month',
  'South,',
].join('\n')
const interview = [
  'Interviewer: Why this one?',
  'Ana: I wanted a warranty I can read.',
  'Ana: =SUM of all fears, it broke.',
].join('\n')

describe.each(engines)('what the coded words add up to, on the %s database', (engine) => {
  let world: TestApp
  let researcher: Researcher
  let studyId: string

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    researcher = await aResearcher(world)
    const reply = await researcher.post('/studies', { decision: 'What we print on the box.', name: 'Boxes' })
    studyId = String(reply.headers.location).split('/').at(-1)!
  })

  async function bringIn({ mayBeQuoted }: { mayBeQuoted: boolean }) {
    const upload = await researcher.upload(`/studies/${studyId}/imports`, [
      { name: 'answers.csv', bytes: answers, field: 'file' },
    ])
    await researcher.post(`${upload.headers.location}/confirmation`, {
      basis: 'Asked at the end',
      ...(mayBeQuoted ? { mayQuote: 'yes' } : {}),
    })
    await researcher.upload(`/studies/${studyId}/interviews`, [{ name: 'ana.txt', bytes: interview }], {
      basis: 'Signed form',
      mayQuote: 'yes',
    })
    await world.open.db.deleteFrom('tag').execute()
  }

  /** Marks the whole of every answer that holds `words`, and of the interview where `words` is a part of it. */
  async function mark(words: string, facet: 'need' | 'pain', name: string) {
    const { db } = world.open
    const { workspaceId } = researcher
    const { key } = await db
      .selectFrom('code')
      .select('key')
      .where('facet', '=', facet)
      .orderBy('position')
      .offset(name === 'second' ? 1 : 0)
      .limit(1)
      .executeTakeFirstOrThrow()
    const by = {
      workspaceId,
      studyId,
      speaker: '',
      facet,
      code: key,
      accountId: await ownAccount(),
      at: world.clock.now(),
    }
    for (const response of await db.selectFrom('response').select(['personId', 'id', 'answers']).execute()) {
      for (const [item, answer] of Object.entries(response.answers as Record<string, string>)) {
        const at = answer?.indexOf(words) ?? -1
        if (at < 0) continue
        const place = { personId: response.personId, sourceKind: 'answer' as const, sourceId: response.id, item }
        await insertTag(db, { ...by, ...place, start: at, end: at + words.length })
      }
    }
    for (const document of await db.selectFrom('document').select(['personId', 'id', 'text']).execute()) {
      const at = document.text.indexOf(words)
      if (at < 0) continue
      const place = { personId: document.personId, sourceKind: 'document' as const, sourceId: document.id, item: '' }
      await insertTag(db, { ...by, ...place, start: at, end: at + words.length })
    }
    return key
  }

  async function ownAccount(): Promise<string> {
    const row = await world.open.db.selectFrom('account').select('id').executeTakeFirstOrThrow()
    return row.id
  }

  async function read(query = ''): Promise<string> {
    const reply = await researcher.get(`/studies/${studyId}/analysis${query}`)
    expect(reply.statusCode).toBe(200)
    return reply.body
      .replace(/<svg.*?<\/svg>/gs, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
  }

  test('counts people once, of those who said or wrote anything', async () => {
    await bringIn({ mayBeQuoted: true })
    await mark('I wanted', 'need', 'first')
    await mark('it broke', 'pain', 'first')
    const page = await read('?counted=accepted')
    // Three wrote something, one was interviewed; the empty answer is nobody's words.
    expect(page).toContain('Of 4 people who said or wrote anything')
    expect(page).toMatch(/NE [^0-9]+2 2 /)
    expect(page).toMatch(/PA [^0-9]+2 2 /)
    // Ana alone carries both; by chance it would be 2 × 2 / 4.
    expect(page).toMatch(/NE [^0-9]+ PA [^0-9]+ 1 1\.0 3/)
  })

  test('counts by the answers to a question, with the people who have words as base', async () => {
    await bringIn({ mayBeQuoted: true })
    await mark('I wanted', 'need', 'first')
    const region = (await read()).match(/Region/)
    expect(region).not.toBeNull()
    const page = await read('?counted=accepted&item=Region')
    expect(page).toContain('North n 2')
    expect(page).toContain('South n 1')
    expect(page).toMatch(/NE [^0-9]+ 1 0 Counts of people/)
  })

  test('a rejected tag counts nowhere, a suggestion only where it is asked for', async () => {
    await bringIn({ mayBeQuoted: true })
    await mark('I wanted', 'need', 'first')
    await world.open.db.updateTable('tag').set({ state: 'suggested' }).execute()
    expect(await read('?counted=accepted')).toContain('Nothing is coded yet')
    expect(await read('?counted=all')).toContain('of 4 people')
    await world.open.db.updateTable('tag').set({ state: 'rejected' }).execute()
    expect(await read('?counted=all')).toContain('Nothing is coded yet')
  })

  test('passages leave as CSV, sheet and document, word for word and with no formula', async () => {
    await bringIn({ mayBeQuoted: false })
    await mark('=SUM of all fears, it broke', 'pain', 'first')
    await mark('it broke after a month', 'pain', 'first')
    const csv = await researcher.get(`/studies/${studyId}/quotations.csv`)
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.body).toContain("'=SUM of all fears, it broke")
    // The answers came without consent to quote: they stay inside.
    expect(csv.body).not.toContain('after a month')
    const inside = await researcher.get(`/studies/${studyId}/quotations.csv?which=internal`)
    expect(inside.body).toContain('it broke after a month')
    expect(inside.body).toContain('no: internal')

    const sheet = await researcher.get(`/studies/${studyId}/quotations.xlsx?which=internal`)
    const rows = await readSheet(sheet.rawPayload)
    expect(rows).toHaveLength(3)
    expect(rows.map((row) => row[2])).toContain('=SUM of all fears, it broke')

    const document = await researcher.get(`/studies/${studyId}/quotations.docx?which=internal`)
    const words = await docxText(document.rawPayload)
    expect(words).toContain('“it broke after a month”')
    expect(words).toContain('internal: no consent to quote')
    const again = await researcher.get(`/studies/${studyId}/quotations.docx?which=internal`)
    expect(again.rawPayload.equals(document.rawPayload)).toBe(true)
  })

  test('another workspace finds neither the counts nor the passages', async () => {
    await bringIn({ mayBeQuoted: true })
    const stranger = await aResearcher(world, 'M. Ruiz')
    expect((await stranger.get(`/studies/${studyId}/analysis`)).statusCode).toBe(404)
    expect((await stranger.get(`/studies/${studyId}/quotations.csv`)).statusCode).toBe(404)
  })
})
