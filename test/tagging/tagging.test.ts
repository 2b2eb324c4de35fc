import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../server/ids.ts'
import { insertResponses, saveVariables } from '../../server/responses/store.ts'
import type { Answers, Variable } from '../../server/responses/variable.ts'
import { suggestForStudy } from '../../server/tagging/tag-study.ts'
import { tagsOfStudy } from '../../server/tagging/store.ts'
import { wordsSpoken } from '../../server/tagging/words-spoken.ts'
import { aResearcher } from '../support/app.ts'
import { engines } from '../support/database.ts'
import {
  anInterview,
  anotherStudy,
  aStudy,
  documentsOf,
  plainText,
  tagsOn,
  transcript,
  upload,
  type World,
} from '../interviews/support.ts'

const question: Variable = {
  name: 'stopped',
  label: 'What nearly stopped you?',
  kind: 'text',
  role: 'text',
  reason: 'Long words.',
  options: [],
}

describe.each(engines)('tags on the %s database', (engine) => {
  let world: World
  beforeEach(async () => {
    world = await aStudy(engine)
  })

  test('a decision is kept with who made it, and a second press changes nothing', async () => {
    const { id } = await anInterview(world)
    const [tag] = await tagsOn(world, id)
    for (let press = 0; press < 2; press++) await decide(tag!, 'accepted')
    const [after] = await tagsOn(world, id)
    expect(after).toMatchObject({ id: tag!.id, state: 'accepted', decidedBy: world.researcher.accountId })
    await decide(tag!, 'open')
    expect((await tagsOn(world, id))[0]).toMatchObject({ state: 'suggested', decidedBy: null, decidedAt: null })
  })

  test('suggesting again leaves decisions, asks nothing twice and writes the same suggestions for the same words', async () => {
    const { id } = await anInterview(world)
    const first = await tagsOn(world, id)
    await decide(first[0]!, 'accepted')
    await decide(first[1]!, 'rejected')
    await world.researcher.post(`/studies/${world.studyId}/tag-suggestions`)
    const second = await tagsOn(world, id)
    expect(second.map(({ state }) => state).sort()).toEqual([
      'accepted',
      'rejected',
      ...first.slice(2).map(() => 'suggested'),
    ])
    expect(second.map(place)).toEqual(first.map(place))
  })

  test('another code rejects the suggestion and stands as a person’s own tag, also after the next run', async () => {
    const { id } = await anInterview(world)
    const tag = (await tagsOn(world, id)).find(({ facet }) => facet === 'need')!
    await world.researcher.post(`/tags/${tag.personId}/${tag.id}/code`, { code: 'value.honesty', returnTo: '/' })
    await suggestForStudy(world.open.db, {
      workspaceId: world.researcher.workspaceId,
      studyId: world.studyId,
      at: world.clock.now(),
    })
    const there = (await tagsOn(world, id)).filter(
      (one) => one.startCodePoint === tag.startCodePoint && one.facet !== 'attitude',
    )
    expect(there.map(({ facet, code, state }) => [facet, code, state])).toEqual([
      ['need', tag.code, 'rejected'],
      ['value', 'value.honesty', 'accepted'],
    ])
  })

  test('a tag is added to a chosen sentence once, and only to a participant’s words within one turn', async () => {
    const { id, href, text } = await anInterview(world)
    const at = [...text.slice(0, text.indexOf('He was kind'))].length
    const range = { start: String(at), end: String(at + 11), code: 'facet:pain', returnTo: href }
    for (let press = 0; press < 2; press++)
      expect((await world.researcher.post(`${href}/tags`, range)).statusCode).toBe(303)
    const own = (await tagsOn(world, id)).filter(({ rules }) => rules === '')
    expect(
      own.map(({ startCodePoint, endCodePoint, facet, code, state }) => [
        startCodePoint,
        endCodePoint,
        facet,
        code,
        state,
      ]),
    ).toEqual([[at, at + 11, 'pain', null, 'accepted']])
    const asked = [...text.slice(0, text.indexOf('And in the shop'))].length
    for (const wrong of [
      { start: String(asked), end: String(asked + 5) },
      { start: String(at), end: String(at + 5000) },
      { start: String(at), end: String(at) },
      { start: '-1', end: '4' },
    ]) {
      expect((await world.researcher.post(`${href}/tags`, { ...range, ...wrong })).statusCode).toBe(422)
    }
    expect((await world.researcher.post(`${href}/tags`, { ...range, code: 'need.nonsense' })).statusCode).toBe(422)
    await world.researcher.post(`/tags/${own[0]!.personId}/${own[0]!.id}/decision`, {
      decision: 'removed',
      returnTo: '/',
    })
    expect((await tagsOn(world, id)).filter(({ rules }) => rules === '')).toEqual([])
  })

  test('a retired code is not suggested any more', async () => {
    const { id } = await anInterview(world)
    const code = (await tagsOn(world, id)).find((tag) => tag.code !== null)!.code!
    await world.researcher.post(`/studies/${world.studyId}/codes/${code}/retirement`, { retirement: 'retired' })
    await world.researcher.post(`/studies/${world.studyId}/tag-suggestions`)
    expect((await tagsOn(world, id)).filter((tag) => tag.code === code)).toEqual([])
  })

  test('open answers are tagged where they stand and reviewed on their page', async () => {
    const written = 'Nothing 😀.\nI need to know how long it lasts. Delivery was slow.'
    const { responseId, personId } = await anAnswer({ stopped: written })
    await world.researcher.post(`/studies/${world.studyId}/tag-suggestions`)
    const [tag] = await tagsOn(world, responseId)
    expect(tag).toMatchObject({ sourceKind: 'answer', item: 'stopped', personId, facet: 'need' })
    expect([...written].slice(tag!.startCodePoint, tag!.endCodePoint).join('')).toBe(
      'I need to know how long it lasts.',
    )

    const page = await world.researcher.get(`/studies/${world.studyId}/answers`)
    expect(page.body).toContain('What nearly stopped you?')
    expect(page.body).toContain('R-0001')
    const added = await world.researcher.post(`/responses/${personId}/${responseId}/tags`, {
      item: 'stopped',
      start: '0',
      end: '10',
      code: 'facet:attitude',
      returnTo: '/',
    })
    expect(added.statusCode).toBe(303)
    expect((await tagsOn(world, responseId)).map(({ facet, state }) => [facet, state])).toContainEqual([
      'attitude',
      'accepted',
    ])
    const beyond = { item: 'stopped', start: '0', end: '900', code: 'facet:attitude' }
    expect((await world.researcher.post(`/responses/${personId}/${responseId}/tags`, beyond)).statusCode).toBe(422)
  })

  test('personas read tags that count: not the rejected ones, not those of somebody who turned out to ask', async () => {
    const document = await anInterview(world)
    const [first] = await tagsOn(world, document.id)
    await decide(first!, 'rejected')
    const study = { workspaceId: world.researcher.workspaceId, studyId: world.studyId }
    const before = await collect(tagsOfStudy(world.open.db, study))
    expect(before.map(({ id }) => id)).not.toContain(first!.id)
    expect(before.length).toBe((await tagsOn(world, document.id)).length - 1)

    await decide((await tagsOn(world, document.id))[1]!, 'accepted')
    await world.researcher.post(`${document.href}/speakers`, { 'role-0': 'agent', 'role-1': 'interviewer' })
    expect(await collect(tagsOfStudy(world.open.db, study))).toEqual([])
  })

  test('words are counted by person, in interviews and in open answers', async () => {
    const { personId } = await anInterview(world)
    const answering = await anAnswer({ stopped: 'Too  slow,\nreally.' })
    const words = await wordsSpoken(world.open.db, {
      workspaceId: world.researcher.workspaceId,
      studyId: world.studyId,
    })
    const spoken = transcript
      .split('\n')
      .filter((line) => line.startsWith('Participant: '))
      .flatMap((line) => line.slice('Participant: '.length).split(' '))
    expect(words.get(personId)).toEqual({ documents: spoken.length, answers: 0 })
    expect(words.get(answering.personId)).toEqual({ documents: 0, answers: 3 })
  })

  test('mark-up, control characters and overlong words in a transcript are shown as words and break nothing', async () => {
    const hostile = `Interviewer: <script>alert(1)</script>?\nParticipant: I need "<img src=x onerror=alert(1)>" & {{evil}} to be\u0000 quick.\nInterviewer: Why?\nParticipant: I love ${'x'.repeat(3000)} 😀.\n`
    const document = await anInterview(world, hostile, '<b>name</b>\u0007.txt')
    expect(document.text).toBe(hostile.replace('\u0000', ''))
    const page = await world.researcher.get(document.href)
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toMatch(/<script>alert|<img src=x|<b>name/)
    expect(plainText(page.body)).toContain('I need "<img src=x onerror=alert(1)>" & {{evil}} to be quick.')
    const tags = await tagsOn(world, document.id)
    expect(tags.length).toBeGreaterThan(0)
  })

  test('another workspace finds neither the document nor its tags', async () => {
    const document = await anInterview(world)
    const [tag] = await tagsOn(world, document.id)
    const stranger = await aResearcher(world, 'M. Ruiz')
    await anotherStudy(world, stranger)
    const before = await tagsOn(world, document.id)
    for (const reply of [
      await stranger.get(document.href),
      await stranger.get(`/studies/${world.studyId}/interviews`),
      await stranger.get(`/studies/${world.studyId}/answers`),
      await stranger.get(`/studies/${world.studyId}/codebook`),
      await stranger.post(`${document.href}/speakers`, { 'role-0': 'participant' }),
      await stranger.post(`${document.href}/person-key`, { key: 'C-1' }),
      await stranger.post(`${document.href}/tags`, { start: '0', end: '3', code: 'facet:need' }),
      await stranger.post(`/tags/${tag!.personId}/${tag!.id}/decision`, { decision: 'accepted' }),
      await stranger.post(`/tags/${tag!.personId}/${tag!.id}/code`, { code: 'facet:need' }),
      await stranger.upload(`/studies/${world.studyId}/interviews`, [{ name: 'a.txt', bytes: transcript }]),
    ]) {
      expect(reply.statusCode).toBe(404)
    }
    expect(await tagsOn(world, document.id)).toEqual(before)
    expect(await documentsOf(world)).toHaveLength(1)
  })

  test('a document of thousands of turns is shown in parts, and a link to a place opens the part it stands in', async () => {
    const turns = Array.from(
      { length: 1500 },
      (_, index) => `Interviewer: Question ${index}?\nParticipant: Answer ${index}, I need it.`,
    )
    await upload(world, [{ name: 'long.txt', bytes: turns.join('\n') }])
    const [document] = await documentsOf(world)
    const first = await world.researcher.get(document!.href)
    expect(first.body).toContain('Turns 1 to 40 of 3,000')
    expect(plainText(first.body)).toContain('Answer 19, I need it.')
    expect(plainText(first.body)).not.toContain('Answer 20,')
    const at = document!.text.indexOf('Answer 1234,')
    const place = await world.researcher.get(`${document!.href}?at=${at}`)
    expect(place.body).toContain('Turns 2,441 to 2,480 of 3,000')
    expect(/id="at"[\s\S]{0,400}?Answer 1234/.test(place.body)).toBe(true)
  })

  async function decide(tag: { personId: string; id: string }, decision: string) {
    const reply = await world.researcher.post(`/tags/${tag.personId}/${tag.id}/decision`, { decision, returnTo: '/' })
    expect(reply.statusCode).toBe(303)
  }

  async function anAnswer(answers: Answers): Promise<{ personId: string; responseId: string }> {
    const study = { workspaceId: world.researcher.workspaceId, studyId: world.studyId }
    await saveVariables(world.open.db, study, [question])
    const personId = newId()
    const responseId = newId()
    await insertResponses(
      world.open.db,
      { ...study, importId: newId(), at: world.clock.now(), basis: 'panel', mayQuote: true },
      [{ personId, responseId, key: null, answers, outcome: 'completed', completedAt: world.clock.now() }],
    )
    return { personId, responseId }
  }
})

function place(tag: {
  startCodePoint: number
  endCodePoint: number
  facet: string
  code: string | null
  reason: string
}) {
  return [tag.startCodePoint, tag.endCodePoint, tag.facet, tag.code, tag.reason]
}

async function collect<Row>(rows: AsyncGenerator<Row>): Promise<Row[]> {
  const all: Row[] = []
  for await (const row of rows) all.push(row)
  return all
}
