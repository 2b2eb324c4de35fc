import { beforeEach, describe, expect, test } from 'vitest'
import { anInterview, aStudy, type StoredDocument, tagsOn, type World } from '../interviews/support.ts'
import { aColleague } from '../support/app.ts'
import { engines } from '../support/database.ts'

describe.each(engines)('steps and memos on the %s database', (engine) => {
  let world: World
  let interview: StoredDocument

  beforeEach(async () => {
    world = await aStudy(engine)
    interview = await anInterview(world)
  })

  test('every kind of step is taken back and made again, one after the other', async () => {
    const [first, second, third] = await tagsOn(world, interview.id)
    const states = [await shown()]
    const does = async (work: Promise<{ statusCode: number }>) => {
      expect((await work).statusCode).toBe(303)
      states.push(await shown())
    }
    await does(decide(first!, 'accepted'))
    await does(decide(second!, 'rejected'))
    await does(decide(first!, 'open'))
    await does(post(`/tags/${third!.personId}/${third!.id}/code`, { code: 'facet:journey' }))
    const start = interview.text.indexOf('plain white box') - 1
    await does(post(`${interview.href}/tags`, { start: `${start}`, end: `${start + 5}`, code: 'facet:value' }))
    const added = (await tagsOn(world, interview.id)).find(({ facet, rules }) => facet === 'value' && rules === '')!
    await does(post(`/tags/${added.personId}/${added.id}/range`, { start: `${start}`, end: `${start + 15}` }))
    await does(decide(added, 'removed'))
    for (const [index, state] of states.slice(1).entries()) expect(state).not.toEqual(states[index])

    for (let back = states.length - 2; back >= 0; back--) {
      const reply = await step('undone')
      expect(reply.statusCode).toBe(303)
      expect(String(reply.headers.location)).toMatch(new RegExp(`^${interview.href}\\?at=\\d+#at$`))
      expect(await shown()).toEqual(states[back])
    }
    expect((await step('undone')).statusCode).toBe(409)
    for (let forth = 1; forth < states.length; forth++) {
      await step('redone')
      expect(await shown()).toEqual(states[forth])
    }
    expect((await step('redone')).statusCode).toBe(409)
  })

  test('a new step ends what could be made again, and the page says which step is next', async () => {
    const [first, second] = await tagsOn(world, interview.id)
    await decide(first!, 'accepted')
    await step('undone')
    expect((await world.researcher.get(interview.href)).body).toContain('Redo<span class="steps__what">: accepted')
    await decide(second!, 'rejected')
    const page = (await world.researcher.get(interview.href)).body
    expect(page).toContain('Undo<span class="steps__what">: rejected')
    expect(page).not.toContain('Redo')
  })

  test('a step on tags that somebody changed since stays, and the one before it can be taken back', async () => {
    const [first, second] = await tagsOn(world, interview.id)
    await decide(first!, 'accepted')
    await decide(second!, 'accepted')
    await world.open.db.updateTable('tag').set({ state: 'rejected' }).where('id', '=', second!.id).execute()
    expect((await step('undone')).statusCode).toBe(409)
    expect((await step('undone')).statusCode).toBe(303)
    const after = await tagsOn(world, interview.id)
    expect(after.find(({ id }) => id === first!.id)?.state).toBe('suggested')
    expect(after.find(({ id }) => id === second!.id)?.state).toBe('rejected')
  })

  test('steps end where the words are edited, and nobody takes back another’s', async () => {
    const [first] = await tagsOn(world, interview.id)
    await decide(first!, 'accepted')
    const colleague = await aColleague(world, world.researcher, 'M. Ruiz')
    expect((await colleague.post(`/studies/${world.studyId}/tag-steps/undone`)).statusCode).toBe(409)
    const edit = { kind: 'words', turn: '0', revision: '0', words: 'Walk me through it.' }
    expect((await post(`${interview.href}/edits`, edit)).statusCode).toBe(303)
    expect((await step('undone')).statusCode).toBe(409)
  })

  test('the edges of a suggestion are moved within its turn only, and it is accepted on the new words', async () => {
    const [tag] = await tagsOn(world, interview.id)
    const to = (start: number, end: number) =>
      post(`/tags/${tag!.personId}/${tag!.id}/range`, { start: `${start}`, end: `${end}` })
    expect((await to(tag!.startCodePoint + 2, tag!.endCodePoint - 1)).statusCode).toBe(303)
    expect(await tagsOn(world, interview.id)).toContainEqual(
      expect.objectContaining({
        id: tag!.id,
        startCodePoint: tag!.startCodePoint + 2,
        endCodePoint: tag!.endCodePoint - 1,
        state: 'accepted',
        evidence: [],
      }),
    )
    expect((await to(0, 10)).statusCode).toBe(422)
    expect((await to(tag!.startCodePoint, tag!.endCodePoint + 5_000)).statusCode).toBe(422)
    expect((await to(tag!.endCodePoint, tag!.startCodePoint)).statusCode).toBe(422)
  })

  test('memos stand on tags and documents, are found by their words and changed by their writers only', async () => {
    const [tag, open] = await tagsOn(world, interview.id)
    await decide(tag!, 'accepted')
    await post(`/tags/${tag!.personId}/${tag!.id}/memos`, { text: 'Ask about 50 % again <b>' })
    await post(`${interview.href}/memos`, { text: 'Kitchen, loud fridge' })
    expect((await post(`/tags/${open!.personId}/${open!.id}/memos`, { text: 'x' })).statusCode).toBe(422)
    const page = (await world.researcher.get(interview.href)).body
    expect(page).toContain('Ask about 50 % again &lt;b&gt;')
    expect(page).toContain('Kitchen, loud fridge')
    const found = await world.researcher.get(`/studies/${world.studyId}/memos?words=50%20%25`)
    expect(found.body).toContain('Ask about 50 %')
    expect(found.body).not.toContain('Kitchen')

    const memo = await world.open.db
      .selectFrom('memo')
      .selectAll()
      .where('tagId', '=', tag!.id)
      .executeTakeFirstOrThrow()
    await post(`/memos/${memo.personId}/${memo.id}`, { what: 'save', text: 'Asked.' })
    expect((await world.researcher.get(interview.href)).body).toContain('Asked.')
    await world.open.db.updateTable('memo').set({ writtenBy: memo.personId }).where('id', '=', memo.id).execute()
    expect((await post(`/memos/${memo.personId}/${memo.id}`, { what: 'delete' })).statusCode).toBe(422)

    const rows = await world.researcher.get(`/studies/${world.studyId}/quotations.csv?which=internal`)
    expect(rows.body).toContain('Asked.')
    expect(rows.body).toContain('Kitchen, loud fridge')
    const outside = await world.researcher.get(`/studies/${world.studyId}/quotations.csv?which=quotable`)
    expect(outside.body).not.toContain('Asked.')

    const become = (role: 'viewer' | 'owner') =>
      world.open.db.updateTable('account').set({ role }).where('id', '=', world.researcher.accountId).execute()
    await become('viewer')
    for (const path of [
      interview.href,
      `/studies/${world.studyId}/memos`,
      `/studies/${world.studyId}/quotations.csv?which=internal`,
    ])
      expect((await world.researcher.get(path)).body).not.toContain('Asked.')
    await become('owner')

    // A memo outlives its tag: taking the removal back brings both.
    await decide(tag!, 'rejected')
    expect((await world.researcher.get(`/studies/${world.studyId}/memos`)).body).toContain('Asked.')
  })

  test('somebody who is erased takes steps and memos along', async () => {
    const [tag] = await tagsOn(world, interview.id)
    await decide(tag!, 'accepted')
    await post(`${interview.href}/memos`, { text: 'Kitchen' })
    await world.researcher.post(`/studies/${world.studyId}/people/${interview.personId}/erasure`)
    expect(await world.open.db.selectFrom('memo').select('id').execute()).toEqual([])
    expect(await world.open.db.selectFrom('tagAction').select('id').execute()).toEqual([])
  })

  function post(url: string, fields: Record<string, string>) {
    return world.researcher.post(url, fields)
  }

  function decide(tag: { personId: string; id: string }, decision: string) {
    return post(`/tags/${tag.personId}/${tag.id}/decision`, { decision })
  }

  function step(direction: 'undone' | 'redone') {
    return world.researcher.post(`/studies/${world.studyId}/tag-steps/${direction}`)
  }

  /** Every tag as it stands, but for when it was decided. */
  async function shown() {
    return (await tagsOn(world, interview.id))
      .map(({ id, startCodePoint, endCodePoint, facet, code, state, decidedBy }) => ({
        id,
        startCodePoint,
        endCodePoint,
        facet,
        code,
        state,
        decidedBy,
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }
})
