import { beforeEach, describe, expect, test, vi } from 'vitest'
import { engines } from '../support/database.ts'
import { anInterview, aStudy, documentsOf, plainText, tagsOn, transcript, upload, type World } from './support.ts'

const captions = `1
00:00:01,000 --> 00:00:04,000
I need it to be quiet because the baby sleeps next door.

2
00:00:10,000 --> 00:00:12,000
It was frustrating that nobody could tell me.
`

describe.each(engines)('confirming what was found, on the %s database', (engine) => {
  let world: World
  beforeEach(async () => {
    world = await aStudy(engine)
  })

  test('a preview says format, speakers with proposed roles and how each text begins; one press confirms a batch', async () => {
    await upload(
      world,
      Array.from({ length: 12 }, (_, index) => ({
        name: `talk-${index}.txt`,
        bytes: transcript.replaceAll('Sunday', `Sunday ${index}`),
      })),
    )
    const list = plainText((await world.researcher.get(`/studies/${world.studyId}/interviews`)).body)
    expect(list).toContain('12 documents wait for a look')
    const { body } = await world.researcher.get(`/studies/${world.studyId}/interviews/review`)
    expect(plainText(body)).toContain('talk-3.txt: Text, 6 turns')
    expect(plainText(body)).toContain('Walk me through the evening')
    expect(body).toMatch(/name="label-0" value="(Interviewer|Participant)"/)

    const reply = await confirm(body)
    expect(reply.statusCode).toBe(303)
    expect(await confirmed()).toEqual(Array(12).fill(true))
    expect(plainText((await world.researcher.get(`/studies/${world.studyId}/interviews/review`)).body)).toContain(
      'Everything is confirmed',
    )
  })

  test('a batch asks once what the codebook has learnt, however many files it has', async () => {
    const queries = vi.spyOn(world.open.db, 'selectFrom')
    await upload(
      world,
      Array.from({ length: 6 }, (_, index) => ({ name: `talk-${index}.txt`, bytes: `${transcript}${index}` })),
    )
    const asked = (queries.mock.calls as unknown as [string][]).filter(([table]) => table === 'codeClassifier').length
    queries.mockRestore()
    expect(await documentsOf(world)).toHaveLength(6)
    // Once before and once after trying to learn: nothing was learnt in this study yet.
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThanOrEqual(3)
  })

  test('a role chosen there goes to every waiting document, and suggestions follow; what came in since still waits', async () => {
    await anInterview(world, transcript, 'one.txt')
    await anInterview(world, transcript.replace('Sunday', 'Monday'), 'two.txt')
    const { body } = await world.researcher.get(`/studies/${world.studyId}/interviews/review`)
    const late = await anInterview(world, transcript.replace('Sunday', 'Friday'), 'late.txt')
    await confirm(body, { Participant: 'agent' })
    const roles = await world.open.db.selectFrom('speaker').select(['documentId', 'label', 'role']).execute()
    expect(
      roles
        .filter(({ label, documentId }) => label === 'Participant' && documentId !== late.id)
        .map(({ role }) => role),
    ).toEqual(['agent', 'agent'])
    expect(roles.find(({ label, documentId }) => label === 'Participant' && documentId === late.id)?.role).toBe(
      'participant',
    )
    expect(await confirmed()).toEqual([true, true, false])
    const [first] = await documentsOf(world)
    expect(await tagsOn(world, first!.id)).toEqual([])
  })

  test('a file read wrongly is read another way, and confirmed again', async () => {
    const document = await anInterview(world, captions, 'talk.srt')
    expect(document.text).toBe(
      'I need it to be quiet because the baby sleeps next door.\nIt was frustrating that nobody could tell me.',
    )
    const reply = await read(document.href, 'plain')
    expect(reply.statusCode).toBe(303)
    const [again] = await documentsOf(world)
    expect(again!.text).toBe(captions)
    expect(plainText((await world.researcher.get(document.href)).body)).toContain('The file read another way')
    await read(document.href, 'captions')
    expect((await documentsOf(world))[0]!.text).toBe(document.text)
  })

  test('a reading that finds nothing is refused with its reason, and the words stay', async () => {
    const document = await anInterview(world, captions, 'talk.srt')
    const reply = await read(document.href, 'labelled')
    expect(reply.statusCode).toBe(422)
    expect(plainText(reply.body)).toContain('No names that come twice stand before words in it.')
    expect((await documentsOf(world))[0]!.text).toBe(document.text)
  })

  test('once a tag is decided the reading stays, and the page says why', async () => {
    const document = await anInterview(world)
    const [tag] = await tagsOn(world, document.id)
    await world.researcher.post(`/tags/${tag!.personId}/${tag!.id}/decision`, { decision: 'accepted', returnTo: '/' })
    const reply = await read(document.href, 'plain')
    expect(reply.statusCode).toBe(422)
    expect(plainText(reply.body)).toContain('1 tags were decided on its words as they are.')
    expect(plainText((await world.researcher.get(document.href)).body)).toContain('It stays read as it is: 1 tags')
    expect((await tagsOn(world, document.id)).find(({ id }) => id === tag!.id)?.state).toBe('accepted')
  })

  /** Presses Confirm on a page as it came, with other roles for some labels. */
  async function confirm(page: string, roles: Record<string, string> = {}) {
    const fields: Record<string, string> = { upTo: /name="upTo" value="(\d+)"/.exec(page)![1]! }
    for (const [, position, label, options] of page.matchAll(
      /name="label-(\d+)" value="([^"]*)".*?<select[^>]*>(.*?)<\/select>/gs,
    )) {
      fields[`label-${position}`] = label!
      fields[`role-${position}`] = roles[label!] ?? /value="(\w*)" selected/.exec(options!)![1]!
    }
    return world.researcher.post(`/studies/${world.studyId}/interviews/review`, fields)
  }

  async function confirmed(): Promise<boolean[]> {
    const rows = await world.open.db.selectFrom('document').select('areSpeakersConfirmed').orderBy('number').execute()
    return rows.map(({ areSpeakersConfirmed }) => areSpeakersConfirmed)
  }

  async function read(href: string, as: string) {
    const { textRevision } = await world.open.db.selectFrom('document').select('textRevision').executeTakeFirstOrThrow()
    return world.researcher.post(`${href}/reading`, { as, revision: String(textRevision) })
  }
})
