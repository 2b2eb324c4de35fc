import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../server/ids.ts'
import { engines } from '../support/database.ts'
import { anInterview, aStudy, plainText, type StoredDocument, tagsOn, type World } from './support.ts'

describe.each(engines)('mending a transcript, on the %s database', (engine) => {
  let world: World
  let document: StoredDocument

  beforeEach(async () => {
    world = await aStudy(engine)
    document = await anInterview(world)
    // Decided tags stay through a new round of suggestions: they are what an edit must not lose.
    for (const tag of await tagsOn(world, document.id))
      await world.researcher.post(`/tags/${tag.personId}/${tag.id}/decision`, { decision: 'accepted', returnTo: '/' })
  })

  test('every other tag still covers the same words when a word is mended', async () => {
    const before = await quotes()
    expect(before.length).toBeGreaterThan(3)
    const { words } = await turn(1)
    const reply = await edit({ kind: 'words', turn: '1', words: words.replace('Sunday 😀', 'Saturday 🙂🙂') })
    expect(reply.statusCode).toBe(303)
    expect(await quotes()).toEqual(before)
    expect((await turn(1)).words).toContain('died on a Saturday 🙂🙂. I need')
    expect((await turn(3)).words).toContain('He was kind')
    expect(await wordCounts()).toEqual(await countedAfresh())
  })

  test('a tag over words that were mended covers them as they are now and says so', async () => {
    const { words } = await turn(3)
    await edit({ kind: 'words', turn: '3', words: words.replace('frustrating', 'maddening') })
    const tags = (await tagsOn(world, document.id)).filter(({ state }) => state === 'accepted')
    const text = await textNow()
    const changed = tags.filter(({ areWordsChanged }) => areWordsChanged)
    expect(changed.length).toBeGreaterThan(0)
    for (const tag of changed) expect(slice(text, tag.startCodePoint, tag.endCodePoint)).toContain('maddening')
    expect((await page()).body).toContain('on changed words')
    expect((await page()).body).toContain('These words were mended since.')
  })

  test('words that go take their tag along, and undo brings it back as it was', async () => {
    const before = await everything()
    const { words } = await turn(3)
    await edit({ kind: 'words', turn: '3', words: 'I want one number.' })
    expect(words).not.toBe('I want one number.')
    expect((await quotes()).length).toBeLessThan(before.tags.length)
    await undo()
    expect(await everything()).toEqual(before)
  })

  test('two turns become one, and one becomes two again: tags stay on their words and name their speaker', async () => {
    const before = await quotes()
    await edit({ kind: 'joined', turn: '2' })
    expect((await speakers()).join('|')).toBe('Interviewer|Participant|Participant|Interviewer|Participant')
    expect((await turn(1)).words).toContain('bad reviews first. And in the shop?')
    expect(await quotes()).toEqual(before)

    const joined = await turn(1)
    const where = joined.start + [...joined.words.slice(0, joined.words.indexOf('And in'))].length
    await edit({ kind: 'divided', turn: '1', where: String(where), speaker: 'Interviewer' })
    expect((await turn(2)).words).toBe('And in the shop?')
    expect(await quotes()).toEqual(before)
    expect(await textNow()).toBe(document.text)
  })

  test('a tag that a division cuts keeps its longer part and says so', async () => {
    const { start, words } = await turn(1)
    const sentence = 'I need to know how many of these come back.'
    const from = start + [...words.slice(0, words.indexOf(sentence))].length
    await edit({ kind: 'divided', turn: '1', where: String(from + [...'I need '].length), speaker: 'Participant' })
    const cut = (await tagsOn(world, document.id)).filter(
      ({ areWordsChanged, state }) => areWordsChanged && state === 'accepted',
    )
    const text = await textNow()
    expect(cut.map((tag) => slice(text, tag.startCodePoint, tag.endCodePoint))).toContain(
      'to know how many of these come back.',
    )
  })

  test('a speaker renamed is renamed in the text, the turns and the tags; undo gives the old name and role back', async () => {
    const before = await everything()
    await edit({ kind: 'renamed', from: 'Participant', to: 'Zoë Núñez 🌻' })
    expect(await textNow()).toBe(document.text.replaceAll('Participant:', 'Zoë Núñez 🌻:'))
    expect((await quotes()).map(({ words }) => words)).toEqual(before.tags.map(({ words }) => words))
    const tags = await tagsOn(world, document.id)
    expect(new Set(tags.map(({ speaker }) => speaker))).toEqual(new Set(['Zoë Núñez 🌻']))
    await undo()
    expect(await everything()).toEqual(before)
  })

  test('a name that somebody has already makes the two one', async () => {
    await edit({ kind: 'speaker', turn: '5', speaker: 'P2' })
    expect(await roles()).toEqual({ Interviewer: 'interviewer', Participant: 'participant', P2: 'participant' })
    await edit({ kind: 'renamed', from: 'P2', to: 'Participant' })
    expect(await roles()).toEqual({ Interviewer: 'interviewer', Participant: 'participant' })
    expect(await textNow()).toBe(document.text)
  })

  test('edits are taken back one after the other, and the history keeps them', async () => {
    const before = await everything()
    const { words } = await turn(1)
    await edit({ kind: 'words', turn: '1', words: `Well. ${words}` })
    await edit({ kind: 'joined', turn: '4' })
    await edit({ kind: 'renamed', from: 'Interviewer', to: 'Kim' })
    await undo()
    await undo()
    await undo()
    expect(await everything()).toEqual(before)
    const reply = await undo()
    expect(reply.statusCode).toBe(422)
    expect(plainText((await page()).body)).toContain('History: 3 edits of the words')
  })

  test('an edit made on a text that somebody changed meanwhile is refused', async () => {
    await edit({ kind: 'joined', turn: '1' })
    const reply = await world.researcher.post(`${document.href}/edits`, { kind: 'joined', turn: '1', revision: '0' })
    expect(reply.statusCode).toBe(409)
    expect(plainText(reply.body)).toContain('Somebody changed this text')
  })

  test('evidence of a persona set follows its words, and is void where they went', async () => {
    const { db } = world.open
    const { workspaceId } = world.researcher
    const setId = newId()
    const set = { number: 1, seed: 1, dataHash: '', softwareVersion: '', settings: '{}', word: 'constructive' as const }
    await db
      .insertInto('personaSet')
      .values({ id: setId, workspaceId, studyId: world.studyId, ...set, analysis: '{}', createdAt: world.clock.now() })
      .execute()
    await db
      .insertInto('persona')
      .values({ personaSetId: setId, key: 'p1', workspaceId, number: 1, name: 'x', tagline: '', view: '{}' })
      .execute()
    await db
      .insertInto('claim')
      .values({
        personaSetId: setId,
        id: 'c',
        workspaceId,
        personaKey: 'p1',
        position: 0,
        zone: 'z',
        kind: 'k',
        text: 't',
        grade: 'B',
        detail: '{}',
      } as never)
      .execute()
    const text = document.text
    const at = (words: string) => [...text.slice(0, text.indexOf(words))].length
    const spans = ['I want one number.', 'I would rather buy a plain white box.']
    for (const [position, words] of spans.entries()) {
      await db
        .insertInto('claimSpan')
        .values({
          personId: document.personId,
          personaSetId: setId,
          claimId: 'c',
          position,
          workspaceId,
          sourceKind: 'document',
          sourceId: document.id,
          startCodePoint: at(words),
          endCodePoint: at(words) + [...words].length,
          quotable: 'consented',
        })
        .execute()
    }
    const spanWords = async () => {
      const now = await textNow()
      const rows = await db.selectFrom('claimSpan').selectAll().orderBy('position').execute()
      return rows.map((row) => slice(now, row.startCodePoint, row.endCodePoint))
    }
    const mended = (await turn(3)).words.replace(' I want one number.', '').replace('He was', 'The man 😀 was')
    await edit({ kind: 'words', turn: '3', words: mended })
    expect(await spanWords()).toEqual(['I would rather buy a plain white box.'])
    await undo()
    expect(await spanWords()).toEqual(spans)
  })

  test('what is taken back belongs to whom the document belongs to by then', async () => {
    const before = await quotes()
    await edit({ kind: 'words', turn: '3', words: 'I want one number.' })
    const { db } = world.open
    const personId = newId()
    const { workspaceId } = world.researcher
    await db.insertInto('person').values({ id: personId, workspaceId, createdAt: world.clock.now() }).execute()
    await db.insertInto('personKey').values({ workspaceId, key: 'C-77', personId }).execute()
    await world.researcher.post(`${document.href}/person-key`, { key: 'C-77' })
    document = { ...document, personId, href: `/documents/${personId}/${document.id}` }
    await undo()
    expect(await quotes()).toEqual(before)
    expect(new Set((await tagsOn(world, document.id)).map((tag) => tag.personId))).toEqual(new Set([personId]))
  })

  test('a page shows the forms of the turn that is mended, with the words as they are', async () => {
    const reply = await world.researcher.get(`${document.href}?edit=1`)
    expect(reply.statusCode).toBe(200)
    expect(reply.body).toContain('id="edit-1"')
    expect(reply.body).toMatch(/<textarea[^>]*>\nThe old one died/)
    expect(reply.body).not.toContain('id="edit-3"')
  })

  const slice = (text: string, start: number, end: number) => [...text].slice(start, end).join('')
  const page = () => world.researcher.get(document.href)

  async function edit(fields: Record<string, string>) {
    return world.researcher.post(`${document.href}/edits`, { ...fields, revision: await revision() })
  }

  async function undo() {
    return world.researcher.post(`${document.href}/edits/undone`, { revision: await revision() })
  }

  async function revision(): Promise<string> {
    const row = await world.open.db.selectFrom('document').select('textRevision').executeTakeFirstOrThrow()
    return String(row.textRevision)
  }

  async function textNow(): Promise<string> {
    return (await world.open.db.selectFrom('document').select('text').executeTakeFirstOrThrow()).text
  }

  async function turns() {
    const text = await textNow()
    const rows = await world.open.db.selectFrom('utterance').selectAll().orderBy('position').execute()
    return rows.map((row) => ({ ...row, said: slice(text, row.startCodePoint, row.endCodePoint) }))
  }

  async function turn(position: number) {
    const found = (await turns()).find((one) => one.position === position)!
    return { words: found.said, start: found.startCodePoint }
  }

  const speakers = async () => (await turns()).map(({ speaker }) => speaker)
  const wordCounts = async () => (await turns()).map(({ words }) => words)
  const countedAfresh = async () => (await turns()).map(({ said }) => said.match(/\S+/g)!.length)

  async function roles() {
    const rows = await world.open.db.selectFrom('speaker').select(['label', 'role']).orderBy('position').execute()
    return Object.fromEntries(rows.map(({ label, role }) => [label, role]))
  }

  /** Decided tags with the words they cover. */
  async function quotes() {
    const text = await textNow()
    return (await tagsOn(world, document.id))
      .filter(({ state }) => state === 'accepted')
      .map((tag) => ({ id: tag.id, words: slice(text, tag.startCodePoint, tag.endCodePoint), speaker: tag.speaker }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  async function everything() {
    return {
      text: await textNow(),
      turns: await turns(),
      roles: await roles(),
      tags: await quotes(),
      rows: (await tagsOn(world, document.id))
        .filter(({ state }) => state === 'accepted')
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    }
  }
})
