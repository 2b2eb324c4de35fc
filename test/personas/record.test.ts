import { describe, expect, test } from 'vitest'
import type { Database } from '../../server/database/connection.ts'
import { drawSet } from '../../server/personas/draw-set.ts'
import { findPersonas, type StoredAnalysis } from '../../server/personas/find-personas.ts'
import { recordPersonaSet } from '../../server/personas/record/record-set.ts'
import { reviseSet, revisionsOf } from '../../server/personas/record/store.ts'
import { membershipsOfSet, personaSetOf } from '../../server/personas/store.ts'
import type { StudyKey } from '../../server/studies/store.ts'
import { aResearcher, StillClock, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { anEmptyStudy, at, importSurvey, surveyCsv } from './interview-world.ts'

const clock = new StillClock()
const tools = { clock, workers: 1 }

async function aDrawnSet(
  db: Database,
): Promise<{ study: StudyKey; key: { workspaceId: string; personaSetId: string } }> {
  const study = await anEmptyStudy(db)
  await importSurvey(db, study, surveyCsv(140))
  const { personaSetId } = await findPersonas(db, study, { seed: 1, workers: 1 }, { clock })
  const key = { workspaceId: study.workspaceId, personaSetId }
  await drawSet(db, key)
  return { study, key }
}

describe.each(engines)('the record of a set on the %s database', (engine) => {
  test('revises the verdict once, keeps what stood before, and leaves everybody where they were', async () => {
    const { db } = await emptyDatabase(engine)
    const { study, key } = await aDrawnSet(db)
    const before = await personaSetOf(db, key)
    const people = await Array.fromAsync(membershipsOfSet(db, key))

    const cancelled = AbortSignal.abort(new Error('cut off'))
    await expect(recordPersonaSet(db, key, { ...tools, signal: cancelled })).rejects.toThrow('cut off')
    expect(await personaSetOf(db, key)).toEqual(before)

    const stages = new Set<string>()
    const changed = await recordPersonaSet(db, key, { ...tools, onProgress: ({ stage }) => stages.add(stage) })
    expect(changed).toMatch(/^The word (stays|was) /)
    expect(changed).toContain('Of 99 shuffled copies none reached the gain (p = .01).')
    expect([...stages]).toEqual(expect.arrayContaining(['independent copies', 'correlated copies', 'resamples']))
    const after = (await personaSetOf(db, key)).analysis as StoredAnalysis
    expect(after.settings.record).toBe(true)
    expect(after.nulls.n0!.copies).toHaveLength(99)
    expect(after.likelihoodRatio!.p).toBeLessThanOrEqual(0.05)
    expect(await Array.fromAsync(membershipsOfSet(db, key))).toEqual(people)
    const revisions = await revisionsOf(db, key)
    expect(revisions.map(({ revision, changed: text }) => [revision, text])).toEqual([
      [1, 'As it was found.'],
      [2, changed],
    ])
    expect(revisions[0]!.word).toBe(before.word)

    // The job may be handed out twice: the second time only the pages are drawn.
    expect(await recordPersonaSet(db, key, tools)).toBe('The record of this set stands.')
    expect(await revisionsOf(db, key)).toHaveLength(2)
    expect(study.studyId).toBe(before.studyId)
  })

  test('is refused when answers have come in since', async () => {
    const { db } = await emptyDatabase(engine)
    const { study, key } = await aDrawnSet(db)
    await importSurvey(db, study, surveyCsv(141).replaceAll('c-1', 'd-1'))
    await expect(recordPersonaSet(db, key, tools)).rejects.toThrow(/have changed since this set was found/)
    expect(await revisionsOf(db, key)).toEqual([])
  })

  test('that takes the personas back takes their pages and members along', async () => {
    const { db } = await emptyDatabase(engine)
    const { key } = await aDrawnSet(db)
    const set = await personaSetOf(db, key)
    const analysis = set.analysis as StoredAnalysis
    const verdict = { word: 'none' as const, reasons: [], advice: [] }
    await reviseSet(db, key, {
      before: { word: set.word, verdict: analysis.verdict, changed: 'As it was found.', at },
      after: { word: 'none', verdict, changed: 'The word was reproducible and is now none.', at },
      analysis: { ...analysis, verdict },
      settings: {},
      memberships: [],
    })
    expect(await drawSet(db, key)).toBe(0)
    expect((await personaSetOf(db, key)).personas).toEqual([])
    expect(await Array.fromAsync(membershipsOfSet(db, key))).toEqual([])
  })

  test('waits behind the set it is of, is shown on its page and can be cancelled and asked for again', async () => {
    const world = await testApp(await emptyDatabase(engine))
    const researcher = await aResearcher(world)
    const { db } = world.open
    await researcher.post('/studies', { decision: 'What we print beside the price.', name: 'Choosing' })
    const { id: studyId } = await db.selectFrom('study').select('id').executeTakeFirstOrThrow()
    await importSurvey(db, { workspaceId: researcher.workspaceId, studyId }, surveyCsv(140))
    await researcher.post(`/studies/${studyId}/persona-sets`, { seed: '1' })
    const waiting = await db
      .selectFrom('task')
      .select(['id', 'state', 'subjectId'])
      .where('kind', '=', 'record-personas')
      .execute()
    expect(waiting).toHaveLength(1)
    const page = `/personas/${waiting[0]!.subjectId}`
    expect((await researcher.get(page)).body).toContain(`data-task="${waiting[0]!.id}"`)

    await researcher.post(`/tasks/${waiting[0]!.id}/cancellation`)
    const cancelled = await researcher.get(page)
    expect(cancelled.body).not.toContain('data-task=')
    expect(cancelled.body).toContain('Make the record')

    expect((await researcher.post(`${page}/record`)).statusCode).toBe(303)
    const recorded = await researcher.get(page)
    expect(recorded.body).toContain('Revision 2')
    expect(recorded.body).not.toContain('Make the record')
  })
})
