import { describe, expect, test } from 'vitest'
import { type Researcher, aResearcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines, type Engine } from '../support/database.ts'
import { copyDefaultCodebook } from '../../server/codebook/store.ts'
import { keepInterviews, wordsOf } from '../personas/interview-world.ts'

const people = 8

async function aStudyOfInterviews(
  engine: Engine,
): Promise<{ world: TestApp; researcher: Researcher; studyId: string }> {
  const world = await testApp(await emptyDatabase(engine))
  const researcher = await aResearcher(world)
  const { db } = world.open
  await researcher.post('/studies', { decision: 'What we print beside the price.', name: 'Choosing' })
  const { id: studyId } = await db.selectFrom('study').select('id').executeTakeFirstOrThrow()
  const study = { workspaceId: researcher.workspaceId, studyId }
  await copyDefaultCodebook(db, study)
  const interviews = Array.from({ length: people }, (_, person) => ({
    name: `${person}.txt`,
    words: wordsOf(person, person % 2),
  }))
  await keepInterviews(db, study, interviews)
  return { world, researcher, studyId }
}

describe.each(engines)('groups by hand on the %s database', (engine) => {
  test('are suggested, changed by hand, named, read with counts and quotes, and taken away', async () => {
    const { world, researcher, studyId } = await aStudyOfInterviews(engine)
    const { db } = world.open
    const page = `/studies/${studyId}/groups`
    expect((await researcher.get(page)).body).toContain(`${people} people by what they speak of`)

    expect((await researcher.post(`/studies/${studyId}/group-suggestion`)).statusCode).toBe(303)
    const groups = await db.selectFrom('interviewGroup').select(['id', 'name']).orderBy('id').execute()
    expect(groups.length).toBeGreaterThanOrEqual(2)
    const placed = await db.selectFrom('interviewGroupMember').select(['personId', 'groupId']).execute()
    expect(placed).toHaveLength(people)
    const suggested = (await researcher.get(page)).body
    expect(suggested).toContain(`${people} people in ${groups.length} groups`)
    expect(suggested).toContain('new codes on average')

    // One is moved to the other group, one out of any; a group of another study and a stranger say nothing.
    const [first, second] = placed.filter(({ groupId }) => groupId === groups[0]!.id)
    await researcher.post(`/studies/${studyId}/group-members`, {
      [`person-${first!.personId}`]: groups[1]!.id,
      [`person-${second!.personId}`]: '',
      [`person-${researcher.accountId}`]: groups[0]!.id,
      [`person-${placed.at(-1)!.personId}`]: researcher.workspaceId,
    })
    const moved = new Map(
      (await db.selectFrom('interviewGroupMember').select(['personId', 'groupId']).execute()).map((row) => [
        row.personId,
        row.groupId,
      ]),
    )
    expect(moved.get(first!.personId)).toBe(groups[1]!.id)
    expect(moved.has(second!.personId)).toBe(false)
    expect(moved.size).toBe(people - 1)

    const address = `/groups/${groups[1]!.id}`
    await researcher.post(`${address}/name`, { name: 'Those who ask first' })
    const read = (await researcher.get(address)).body
    expect(read).toContain('Those who ask first')
    expect(read).toMatch(/\d of \d here, \d of \d elsewhere/)
    expect(read).toContain('<blockquote>')
    // Never a share, never a word of a verdict.
    for (const body of [read, suggested]) {
      expect(body).not.toContain('[object')
      const words = body.replaceAll(/<(script|style|link|meta)[^>]*>/g, '').replaceAll(/<[^>]+>/g, ' ')
      expect(words).not.toMatch(/\d\s?%|natural|reproducible|constructive/i)
    }
    expect((await researcher.post(`${address}/name`, { name: ' ' })).statusCode).toBe(422)
    expect((await researcher.post(`${address}/removal`)).headers.location).toBe(page)
    expect((await researcher.get(address)).statusCode).toBe(404)
    expect(await db.selectFrom('person').select('id').execute()).toHaveLength(people)
  })

  test('show no words of somebody who said they may not be quoted', async () => {
    const { world, researcher, studyId } = await aStudyOfInterviews(engine)
    const { db } = world.open
    await researcher.post(`/studies/${studyId}/group-suggestion`)
    const [group] = await db.selectFrom('interviewGroup').select('id').orderBy('id').execute()
    await db
      .updateTable('consent')
      .set({ isGranted: false })
      .where('purpose', '=', 'quoting')
      .where('studyId', '=', studyId)
      .execute()
    const read = (await researcher.get(`/groups/${group!.id}`)).body
    expect(read).toContain('here, ')
    expect(read).not.toContain('<blockquote>')
  })

  test('an empty study says what is missing', async () => {
    const world = await testApp(await emptyDatabase(engine))
    const researcher = await aResearcher(world)
    await researcher.post('/studies', { decision: 'Whether to open on Sundays.', name: 'Sundays' })
    const { id } = await world.open.db.selectFrom('study').select('id').executeTakeFirstOrThrow()
    const empty = await researcher.get(`/studies/${id}/groups`)
    expect(empty.body).toContain('Nobody is heard in an interview yet')
    expect((await researcher.post(`/studies/${id}/group-suggestion`)).statusCode).toBe(409)
  })
})
