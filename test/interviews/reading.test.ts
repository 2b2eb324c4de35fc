import { beforeEach, describe, expect, test } from 'vitest'
import { consentsOfDocument } from '../../server/interviews/consent-store.ts'
import { wordsInDocuments } from '../../server/interviews/store.ts'
import { documentWords } from '../../server/interviews/words.ts'
import { engines } from '../support/database.ts'
import { anInterview, aStudy, plainText, type StoredDocument, transcript, type World } from './support.ts'

const timed = `WEBVTT

00:00:05.000 --> 00:00:09.000
<v Ann>Why did you buy it?

00:01:10.000 --> 00:01:20.000
<v Bo>I need it to be quiet because the baby sleeps next door and wakes at every sound.

00:10:00.000 --> 00:10:04.000
<v Ann>What else?

00:12:30.000 --> 00:12:50.000
<v Bo>I love how small it is.
`

describe.each(engines)('reading a document, on the %s database', (engine) => {
  let world: World
  let document: StoredDocument
  beforeEach(async () => {
    world = await aStudy(engine)
    document = await anInterview(world)
  })

  test('says who speaks how much', async () => {
    const page = plainText((await world.researcher.get(document.href)).body)
    expect(page).toContain('Who speaks how much')
    const words = [...transcript.matchAll(/^(\w+): (.*)$/gm)].reduce<Record<string, number>>((sums, [, who, said]) => {
      sums[who!] = (sums[who!] ?? 0) + said!.split(' ').length
      return sums
    }, {})
    const total = words.Participant! + words.Interviewer!
    expect(page).toContain(`${Math.round((100 * words.Participant!) / total)}\u202f%`)
    expect(page).not.toContain('Along the recording')
  })

  test('draws the recording where the words have times, with moments to go to', async () => {
    const recording = await anInterview(world, timed, 'talk.vtt')
    const { body } = await world.researcher.get(recording.href)
    expect(body).toContain('Who speaks when, from 0:05 to 12:30')
    expect(body.match(/talk__participants/g)).toHaveLength(2)
    expect(body.match(/talk__others/g)).toHaveLength(2)
    expect(body).toMatch(/#u3">/)
  })

  test('finds words in every interview of the study, whatever their case and accents', async () => {
    await anInterview(world, transcript.replace('the café', 'another CAFE\u0301 😀'), 'second.txt')
    const search = async (words: string) =>
      (await world.researcher.get(`/studies/${world.studyId}/interviews/search?${new URLSearchParams({ words })}`)).body
    const found = await search('cafe')
    expect(plainText(found)).toContain('Interview 01')
    expect(plainText(found)).toContain('Interview 02')
    const href = /class="found__hit" href="([^"]+)"/.exec(found)![1]!.replaceAll('&#x3D;', '=')
    expect((await world.researcher.get(href)).body).toContain('id="at"')
    expect(plainText(await search('nowhere said'))).toContain('Nobody says this')
    expect((await search('')).includes('found__hit')).toBe(false)
  })

  test('shows what the person answered in the survey beside their words', async () => {
    const { db } = world.open
    const { workspaceId } = world.researcher
    const variable = {
      name: 'plan',
      label: 'Which plan do you have?',
      kind: 'nominal',
      role: 'covariate',
      reason: '',
      options: [{ code: 'b', label: 'Basic plan' }],
    }
    await db
      .insertInto('studyVariable')
      .values({
        studyId: world.studyId,
        workspaceId,
        name: 'plan',
        position: 0,
        definition: JSON.stringify(variable),
      } as never)
      .execute()
    await db
      .insertInto('response')
      .values({
        personId: document.personId,
        id: document.id,
        workspaceId,
        studyId: world.studyId,
        outcome: 'completed',
        answers: JSON.stringify({ plan: 'b' }),
      } as never)
      .execute()
    const page = plainText((await world.researcher.get(document.href)).body)
    expect(page).toContain('Which plan do you have?Basic plan')
  })

  test('consent of a document goes before what was said in the study, for analysis and for quotes', async () => {
    const { db } = world.open
    const study = { workspaceId: world.researcher.workspaceId, studyId: world.studyId }
    const key = { ...study, personId: document.personId, documentId: document.id }
    const sources = async () => {
      const all: (boolean | null)[] = []
      for await (const source of documentWords(db, study)) all.push(source.mayQuote)
      return all
    }
    expect(await sources()).toEqual([null])
    await world.researcher.post(`${document.href}/consent`, {
      quoting: 'no',
      analysis: 'as-said',
      basis: 'e-mail of 3 May',
    })
    expect(await sources()).toEqual([false])
    expect(plainText((await world.researcher.get(document.href)).body)).toContain(
      'not to quotes: no word of theirs leaves this workspace. Basis: e-mail of 3 May',
    )

    world.clock.advance({ minutes: 1 })
    await world.researcher.post(`${document.href}/consent`, { analysis: 'no', recontact: 'yes' })
    expect(await sources()).toEqual([])
    expect((await wordsInDocuments(db, study)).size).toBe(0)
    expect((await consentsOfDocument(db, key)).map(({ purpose, isGranted }) => [purpose, isGranted])).toEqual([
      ['analysis', false],
      ['quoting', false],
      ['recontact', true],
    ])
    world.clock.advance({ minutes: 1 })
    await world.researcher.post(`${document.href}/consent`, { analysis: 'yes', quoting: 'yes' })
    expect(await sources()).toEqual([true])
  })
})
