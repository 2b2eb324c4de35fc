import { beforeEach, describe, expect, test } from 'vitest'
import { codesOfStudy } from '../../server/codebook/store.ts'
import { useOfCodes } from '../../server/codebook/use-store.ts'
import { differencesBetween } from '../../server/codebook/differences.ts'
import { insertMemo } from '../../server/tagging/memo-store.ts'
import { aStudy, type World } from '../interviews/support.ts'
import { engines } from '../support/database.ts'
import {
  aBareInterview,
  type CodedInterview,
  codeNamed,
  history,
  post,
  seen,
  studyKey,
  tagged,
  tagList,
  undo,
} from './support.ts'

describe.each(engines)('the history of a codebook, on the %s database', (engine) => {
  let world: World
  let document: CodedInterview

  beforeEach(async () => {
    world = await aStudy(engine)
    document = await aBareInterview(world)
  })

  const codes = () => codesOfStudy(world.open.db, studyKey(world))

  test('a merge takes decided and suggested tags along, makes one of two on the same words, and is taken back whole', async () => {
    await tagged(world, document, { sentence: 0, code: 'pain.cost' })
    await tagged(world, document, { sentence: 1, code: 'pain.cost', state: 'suggested' })
    await tagged(world, document, { sentence: 1, code: 'pain.slowness' })
    await tagged(world, document, { sentence: 2, code: 'pain.cost', state: 'rejected' })
    const codesBefore = await codes()
    const tagsBefore = await tagList(world, document)
    expect(tagsBefore).toEqual([
      '0 pain.cost (pain) accepted',
      '1 pain.cost (pain) suggested',
      '1 pain.slowness (pain) accepted',
      '2 pain.cost (pain) rejected',
    ])

    expect((await post(world, 'pain.cost', 'merge', { into: 'pain.slowness' })).statusCode).toBe(303)
    expect(await tagList(world, document)).toEqual([
      '0 pain.slowness (pain) accepted',
      '1 pain.slowness (pain) accepted',
      '2 pain.slowness (pain) rejected',
    ])
    expect(await codeNamed(world, 'pain.cost')).toMatchObject({
      mergedInto: 'pain.slowness',
      retiredAt: world.clock.now(),
    })
    const [merge] = await history(world)
    expect(merge).toMatchObject({ kind: 'merged', tagsMoved: 3, tagsJoined: 1, accountId: world.researcher.accountId })

    expect((await undo(world, merge!.number)).statusCode).toBe(303)
    expect(await tagList(world, document)).toEqual(tagsBefore)
    expect(differencesBetween(codesBefore, await codes())).toEqual([])

    const [back] = await history(world)
    expect((await undo(world, back!.number)).statusCode).toBe(303)
    expect(await tagList(world, document)).toHaveLength(3)
    expect((await codeNamed(world, 'pain.cost'))!.mergedInto).toBe('pain.slowness')
    const [again] = await history(world)
    await undo(world, again!.number)
    expect(await tagList(world, document)).toEqual(tagsBefore)
  })

  test('into another facet, tags take the facet of the code; what was decided since a merge stays decided', async () => {
    await tagged(world, document, { sentence: 0, code: 'pain.cost' })
    await tagged(world, document, { sentence: 1, code: 'pain.cost' })
    await post(world, 'pain.cost', 'merge', { into: 'need.information' })
    const [merge] = await history(world)
    const moved = await tagList(world, document)
    expect(moved.every((tag) => tag.includes('(need)'))).toBe(true)
    // Somebody gives one of them another code, and the other is rejected.
    await world.open.db
      .updateTable('tag')
      .set({ code: 'pain.slowness', facet: 'pain' })
      .where('startCodePoint', '=', document.ranges[0]!.start)
      .execute()
    await world.open.db
      .updateTable('tag')
      .set({ state: 'rejected' })
      .where('startCodePoint', '=', document.ranges[1]!.start)
      .execute()
    await undo(world, merge!.number)
    expect(await tagList(world, document)).toEqual(['0 pain.slowness (pain) accepted', '1 pain.cost (pain) rejected'])
    const [back] = await history(world)
    expect(back).toMatchObject({ tagsMoved: 1 })
  })

  test('a row that had become one with another comes back where that stands now, and not at all once that was removed', async () => {
    await tagged(world, document, { sentence: 0, code: 'pain.cost' })
    await tagged(world, document, { sentence: 0, code: 'pain.slowness' })
    await tagged(world, document, { sentence: 1, code: 'pain.cost' })
    await tagged(world, document, { sentence: 1, code: 'pain.slowness' })
    await post(world, 'pain.cost', 'merge', { into: 'pain.slowness' })
    const [merge] = await history(world)
    await world.open.db
      .updateTable('tag')
      .set({ startCodePoint: document.ranges[0]!.start + 4 })
      .where('startCodePoint', '=', document.ranges[0]!.start)
      .execute()
    await world.open.db.deleteFrom('tag').where('startCodePoint', '=', document.ranges[1]!.start).execute()
    await undo(world, merge!.number)
    const rows = await world.open.db.selectFrom('tag').select(['startCodePoint', 'code']).orderBy('code').execute()
    expect(rows).toEqual([
      { startCodePoint: document.ranges[0]!.start + 4, code: 'pain.cost' },
      { startCodePoint: document.ranges[0]!.start + 4, code: 'pain.slowness' },
    ])
  })

  test('memos of a tag that became one with another stand on that, and go back with it', async () => {
    await tagged(world, document, { sentence: 0, code: 'pain.cost' })
    await tagged(world, document, { sentence: 0, code: 'pain.slowness' })
    const { db } = world.open
    const tags = await db.selectFrom('tag').select(['id', 'code']).execute()
    for (const { id, code } of tags) {
      await insertMemo(db, {
        ...studyKey(world),
        personId: document.personId,
        sourceKind: 'document',
        sourceId: document.id,
        item: '',
        tagId: id,
        text: `On ${code}`,
        accountId: world.researcher.accountId,
        at: world.clock.now(),
      })
    }
    const memos = async () => await db.selectFrom('memo').select(['tagId', 'text']).orderBy('text').execute()
    const before = await memos()
    await post(world, 'pain.cost', 'merge', { into: 'pain.slowness' })
    const [left] = await db.selectFrom('tag').select('id').execute()
    expect((await memos()).map(({ tagId }) => tagId)).toEqual([left!.id, left!.id])
    const [merge] = await history(world)
    await undo(world, merge!.number)
    expect(await memos()).toEqual(before)
  })

  test('a split gives the chosen tags to a new code, and taken back it is gone unless tags carry it by now', async () => {
    await tagged(world, document, { sentence: 0, code: 'pain.cost' })
    await tagged(world, document, { sentence: 1, code: 'pain.cost' })
    await tagged(world, document, { sentence: 2, code: 'pain.cost', state: 'suggested' })
    const page = await world.researcher.get(`/studies/${world.studyId}/codes/pain.cost/passages`)
    expect(page.body).toContain('The repair cost more than the machine.')
    const chosen = await world.open.db
      .selectFrom('tag')
      .select('id')
      .where('startCodePoint', '=', document.ranges[0]!.start)
      .executeTakeFirstOrThrow()
    const texts = { name: 'Repair costs', definition: 'What mending it costs them.' }
    const nothing = await post(world, 'pain.cost', 'split', texts)
    expect(nothing.statusCode).toBe(422)
    expect(nothing.body).toContain('Tick the passages')
    const reply = await post(world, 'pain.cost', 'split', { ...texts, tags: `${document.personId}/${chosen.id}` })
    expect(reply.statusCode).toBe(303)
    expect(await tagList(world, document)).toEqual([
      '0 pain.repair-costs (pain) accepted',
      '1 pain.cost (pain) accepted',
      '2 pain.cost (pain) suggested',
    ])
    const [split] = await history(world)
    await tagged(world, document, { sentence: 1, code: 'pain.repair-costs' })
    const refused = await undo(world, split!.number)
    expect(refused.statusCode).toBe(409)
    expect(refused.body).toContain('Tags carry “Repair costs” by now')
    expect(await tagList(world, document)).toHaveLength(4)
    await world.open.db
      .deleteFrom('tag')
      .where('code', '=', 'pain.repair-costs')
      .where('startCodePoint', '=', document.ranges[1]!.start)
      .execute()
    expect((await undo(world, split!.number)).statusCode).toBe(303)
    expect(await codeNamed(world, 'pain.repair-costs')).toBeUndefined()
    expect((await tagList(world, document)).filter((tag) => tag.includes('pain.cost'))).toHaveLength(3)
  })

  test('a split takes every passage that a search finds, whatever its case', async () => {
    await tagged(world, document, { sentence: 0, code: 'pain.cost' })
    await tagged(world, document, { sentence: 1, code: 'pain.cost' })
    const texts = { name: 'Machine', definition: 'About the machine itself.', q: 'MACHINE', all: 'yes' }
    await post(world, 'pain.cost', 'split', texts)
    expect(await tagList(world, document)).toEqual(['0 pain.machine (pain) accepted', '1 pain.cost (pain) accepted'])
    const found = await world.researcher.get(`/studies/${world.studyId}/codes/pain.cost/passages?q=machine`)
    expect(found.body).toContain('No passage under this code has these words.')
  })

  test('a code moved under another facet takes its branch and its tags along, and back', async () => {
    await world.researcher.post(`/studies/${world.studyId}/codes`, {
      place: 'pain.cost',
      name: 'Repair',
      definition: 'What mending it costs.',
    })
    await tagged(world, document, { sentence: 0, code: 'pain.repair' })
    expect((await post(world, 'pain.cost', 'place', { place: 'need.information' })).statusCode).toBe(303)
    expect(await tagList(world, document)).toEqual(['0 pain.repair (need) accepted'])
    expect(await codeNamed(world, 'pain.repair')).toMatchObject({ facet: 'need', parent: 'pain.cost' })
    const [move] = await history(world)
    await undo(world, move!.number)
    expect(await tagList(world, document)).toEqual(['0 pain.repair (pain) accepted'])
    const itself = await post(world, 'pain.cost', 'place', { place: 'pain.repair' })
    expect(itself.statusCode).toBe(422)
    expect(itself.body).toContain('can’t stand under itself')
  })

  test('a change can be taken back out of order, and what came later and stands in the way is named', async () => {
    const save = (name: string, definition: string) => post(world, 'pain.cost', '', { name, definition, opposite: '' })
    await save('Money', 'What it costs them in money.')
    await save('Money', 'What it costs them, all told.')
    await save('Price', 'What it costs them, all told.')
    const [third, second, first] = await history(world)
    const refused = await undo(world, first!.number)
    expect(refused.statusCode).toBe(409)
    expect(refused.body).toContain(
      `while change ${second!.number} stands`.replace(String(second!.number), String(third!.number)),
    )
    await undo(world, second!.number)
    expect(await codeNamed(world, 'pain.cost')).toMatchObject({
      name: 'Price',
      definition: 'What it costs them in money.',
    })
    await undo(world, third!.number)
    expect((await undo(world, first!.number)).statusCode).toBe(303)
    expect((await undo(world, first!.number)).statusCode).toBe(409)
    const page = await world.researcher.get(`/studies/${world.studyId}/codebook/history?code=pain.cost`)
    expect(page.body).toContain('taken back by change 6')
    expect(page.body).toContain('What it costs them, all told.')
  })

  test('two people who edit one code do not overwrite each other, and other codes are not in the way', async () => {
    const opened = await seen(world)
    const path = (code: string) => `/studies/${world.studyId}/codes/${code}`
    const texts = { name: 'Money', definition: 'What it costs them in money.', opposite: '' }
    await world.researcher.post(path('pain.slowness'), { ...texts, name: 'Waiting long', seen: opened })
    expect((await world.researcher.post(path('pain.cost'), { ...texts, seen: opened })).statusCode).toBe(303)
    const second = await world.researcher.post(path('pain.cost'), { ...texts, name: 'Dear', seen: opened })
    expect(second.statusCode).toBe(409)
    expect(second.body).toContain('value="Dear"')
    expect(second.body).toContain('“Money” was changed since this page was opened.')
    const again = /name="seen" value="(\d+)"/.exec(second.body)![1]!
    expect((await world.researcher.post(path('pain.cost'), { ...texts, name: 'Dear', seen: again })).statusCode).toBe(
      303,
    )
    const merge = await world.researcher.post(`${path('pain.cost')}/merge`, { into: 'pain.slowness', seen: opened })
    expect(merge.statusCode).toBe(409)
  })

  test('two changes at the same moment go one after the other, and the second is not made blindly', async () => {
    await tagged(world, document, { sentence: 0, code: 'pain.cost' })
    const opened = await seen(world)
    const merge = (into: string) =>
      world.researcher.post(`/studies/${world.studyId}/codes/pain.cost/merge`, { into, seen: opened })
    const replies = await Promise.all([merge('pain.slowness'), merge('pain.effort'), merge('pain.worry')])
    expect(replies.filter(({ statusCode }) => statusCode === 303)).toHaveLength(1)
    expect((await history(world)).filter(({ kind }) => kind === 'merged')).toHaveLength(1)
    expect(await tagList(world, document)).toHaveLength(1)
  })

  test('people of a code are counted once, with those under it too', async () => {
    const other = await aBareInterview(world, 'Participant: I paid for it twice over. It broke again. Too dear.\n')
    await world.researcher.post(`/studies/${world.studyId}/codes`, {
      place: 'pain.cost',
      name: 'Repair',
      definition: 'What mending it costs.',
    })
    await tagged(world, document, { sentence: 0, code: 'pain.repair' })
    await tagged(world, document, { sentence: 1, code: 'pain.cost' })
    await tagged(world, document, { sentence: 2, code: 'pain.cost', state: 'rejected' })
    await tagged(world, other, { sentence: 0, code: 'pain.repair', state: 'suggested' })
    const use = await useOfCodes(world.open.db, studyKey(world), await codes())
    expect(use.get('pain.cost')).toEqual({ people: 1, accepted: 1, suggested: 0, peopleWithin: 2 })
    expect(use.get('pain.repair')).toEqual({ people: 2, accepted: 1, suggested: 1, peopleWithin: 2 })
  })

  test('what a change keeps of a person’s tags goes with the person, and to whom a document is given', async () => {
    await tagged(world, document, { sentence: 0, code: 'pain.cost' })
    await tagged(world, document, { sentence: 0, code: 'pain.slowness' })
    await post(world, 'pain.cost', 'merge', { into: 'pain.slowness' })
    const kept = () => world.open.db.selectFrom('codeChangeTag').select('personId').execute()
    expect(await kept()).toHaveLength(1)
    await world.researcher.post(`/studies/${world.studyId}/people/${document.personId}/erasure`)
    expect(await kept()).toEqual([])
    const [merge] = await history(world)
    expect((await undo(world, merge!.number)).statusCode).toBe(303)
  })
})
