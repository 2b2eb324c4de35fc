import { beforeAll, describe, expect, test } from 'vitest'
import { isFact } from '../../../server/personas/claim.ts'
import { editsOfClaim } from '../../../server/personas/claim-editing/store.ts'
import { readOnePager } from '../../../server/personas/page.ts'
import { recountPersonaSet } from '../../../server/personas/recount.ts'
import { claimsOfSet, findClaim } from '../../../server/personas/store.ts'
import { storedClaims } from '../../../server/personas/stored-claims.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../../support/app.ts'
import { emptyDatabase, engines } from '../../support/database.ts'
import { aWholeStudy } from '../../support/whole-study.ts'

describe.each(engines)('lines of a persona, on the %s database', (engine) => {
  let world: TestApp
  let researcher: Researcher
  let key: { workspaceId: string; personaSetId: string; claimId: string }
  let page: string

  beforeAll(async () => {
    world = await testApp(await emptyDatabase(engine))
    researcher = await aResearcher(world)
    const { ids } = await aWholeStudy(world, researcher)
    key = { workspaceId: researcher.workspaceId, personaSetId: ids.personaSetId!, claimId: ids.claimId! }
    page = `/personas/${key.personaSetId}/claims/${encodeURIComponent(key.claimId)}`
  })

  const claim = async () => storedClaims([(await findClaim(world.open.db, key))!], [])[0]!
  const edits = () => editsOfClaim(world.open.db, key)

  test('are given other words, the numbers stay, and the history says who, when, before and after', async () => {
    const before = await claim()
    const reply = await researcher.post(`${page}/words`, { words: 'Would rather mend than buy' })
    expect(reply.statusCode).toBe(303)
    const after = await claim()
    expect(after.words).toBe('Would rather mend than buy')
    expect(after.drawnWords).toBe(before.words)
    const numbers = before.text.slice(before.words.length)
    expect(numbers).toMatch(/everyone else/)
    expect(after.text).toBe(`Would rather mend than buy${numbers}`)
    expect(after.evidence.survey).toEqual(before.evidence.survey)
    expect(await edits()).toMatchObject([
      { kind: 'words', wordsBefore: before.words, wordsAfter: 'Would rather mend than buy', accountName: 'L. Okafor' },
    ])
    const body = (await researcher.get(page)).body
    expect(body).toContain('Words by L. Okafor, 2 March 2026')
    expect(body).toContain('Go back to the words before')
  })

  test('take no number that nobody counted, and nothing is written then', async () => {
    const before = await edits()
    const reply = await researcher.post(`${page}/words`, { words: 'Nine in 10 would rather mend' })
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('leave “10” out')
    expect(reply.body).toContain('value="Nine in 10 would rather mend"')
    expect(await edits()).toEqual(before)
  })

  test('keep their words when the set is counted again, and lose them when it is drawn with others', async () => {
    await recountPersonaSet(world.open.db, { ...key, at: world.clock.now() })
    expect((await claim()).words).toBe('Would rather mend than buy')
    const { db } = world.open
    await db
      .updateTable('claim')
      .set({ detail: JSON.stringify({ words: 'Drawn otherwise', silent: null, axis: null, stage: null }) })
      .where('id', '=', key.claimId)
      .execute()
    expect((await claim()).words).toBe('Drawn otherwise')
    expect((await researcher.get(page)).body).toContain('stood for an earlier drawing and no longer apply')
    await recountPersonaSet(db, { ...key, at: world.clock.now() })
    expect((await claim()).words).toBe('Would rather mend than buy')
  })

  test('go back to what they were, which is a change of its own', async () => {
    const [last] = await edits()
    const reply = await researcher.post(`${page}/reversals`, { edit: last!.id })
    expect(reply.statusCode).toBe(303)
    const after = await claim()
    expect(after.drawnWords).toBeUndefined()
    expect(after.words).toBe(last!.wordsBefore)
    expect((await edits()).map(({ kind }) => kind)).toEqual(['undo', 'words'])
    const nothing = await researcher.post(`${page}/reversals`, { edit: '019a0000-0000-7000-8000-000000000000' })
    expect(nothing.statusCode).toBe(404)
  })

  test('have a date, past which they say so until somebody looks', async () => {
    expect((await researcher.get(page)).body).toContain('To be looked at again by 2 March 2027')
    await world.open.db
      .updateTable('personaSet')
      .set({ dataUntil: new Date('2025-01-15T09:00:00Z') })
      .where('id', '=', key.personaSetId)
      .execute()
    expect((await researcher.get(page)).body).toContain('Past its date.')
    expect((await researcher.get(`/personas/${key.personaSetId}/p1/claims`)).body).toContain(
      'past its date, 15 January 2026',
    )
    await researcher.post(`${page}/review`, { months: '6' })
    const body = (await researcher.get(page)).body
    expect(body).not.toContain('Past its date.')
    expect(body).toContain('To be looked at again by 2 September 2026')
  })

  test('may be guesses of the team: grade H, kept through a recount, apart from every line of the page, and withdrawn', async () => {
    const list = `/personas/${key.personaSetId}/p1/claims`
    const refused = await researcher.post(`/personas/${key.personaSetId}/p1/statements`, { words: '', zone: 'needs' })
    expect(refused.statusCode).toBe(422)
    const guess = 'They fear the neighbours’ opinion'
    await researcher.post(`/personas/${key.personaSetId}/p1/statements`, { words: guess, zone: 'pains' })
    expect((await researcher.get(list)).body).toContain('a guess of the team')
    await recountPersonaSet(world.open.db, { ...key, at: world.clock.now() })
    const claims = storedClaims(await claimsOfSet(world.open.db, key), [])
    const own = claims.find(({ words }) => words === guess)!
    expect(own).toMatchObject({ grade: 'H', kind: 'belief', zone: 'pains', facet: 'pain' })
    expect(own.evidence).toEqual({ survey: null, interviews: null, spans: [], counter: [] })
    expect(isFact(own)).toBe(false)
    for (const policy of ['internal', 'consented'] as const) {
      const parts = { ...key, personaKey: 'p1', policy, workspaceName: 'Northfield Home' }
      const { hypotheses, ...page } = (await readOnePager(world.open.db, parts)).view
      expect(hypotheses.map(({ words }) => words)).toEqual([guess])
      expect(JSON.stringify(page).includes('neighbours')).toBe(false)
    }
    expect((await researcher.get(`/personas/${key.personaSetId}`)).body).not.toContain('neighbours')
    const evidence = await researcher.post(`${page}/withdrawal`)
    expect(evidence.statusCode).toBe(409)
    await researcher.post(`/personas/${key.personaSetId}/claims/${own.id}/withdrawal`)
    expect((await researcher.get(list)).body).not.toContain('neighbours')
    expect(await editsOfClaim(world.open.db, { ...key, claimId: own.id })).toMatchObject([
      { kind: 'withdrawal', wordsBefore: guess },
      { kind: 'statement', wordsAfter: guess },
    ])
  })

  test('offer a viewer their evidence and history, and no form', async () => {
    const { db } = world.open
    await db.updateTable('account').set({ role: 'viewer' }).where('id', '=', researcher.accountId).execute()
    for (const url of [page, `/personas/${key.personaSetId}/p1/claims`]) {
      const main = (await researcher.get(url)).body.split('<main')[1]!
      expect(main).not.toContain('<form')
    }
    expect((await researcher.get(page)).body).toContain('Back to earlier words')
    await db.updateTable('account').set({ role: 'owner' }).where('id', '=', researcher.accountId).execute()
  })
})
