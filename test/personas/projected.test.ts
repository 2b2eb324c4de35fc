import { describe, expect, test } from 'vitest'
import type { Database } from '../../server/database/connection.ts'
import { drawSet, type PersonaFacts } from '../../server/personas/draw-set.ts'
import { findPersonas } from '../../server/personas/find-personas.ts'
import { membersCsv, projectedCsv } from '../../server/personas/page.ts'
import { recountPersonaSet } from '../../server/personas/recount.ts'
import { claimsOfSet, membershipsOfSet, personaSetOf, spansOfSet } from '../../server/personas/store.ts'
import { readSpan } from '../../server/personas/words.ts'
import { aResearcher, StillClock, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { anEmptyStudy, at, importSurvey, keepInterviews, sentencesOf, surveyCsv } from './interview-world.ts'

const people = 200
const clock = new StillClock()
const search = { seed: 1, workers: 1 }

function interviewOf(kind: number, number: number): { name: string; words: string } {
  return { name: `${kind}-${number}.txt`, words: `Seat ${number} was mine. ${sentencesOf[kind]!.join(' ')}` }
}

describe.each(engines)('people known only from interviews, on the %s database', (engine) => {
  test('are placed by their words, marked wherever they stand, and in no share', async () => {
    const world = await testApp(await emptyDatabase(engine))
    const researcher = await aResearcher(world)
    const { db } = world.open
    const study = await anEmptyStudy(db, researcher.workspaceId)
    await importSurvey(db, study, surveyCsv(people))
    await keepInterviews(db, study, [])
    const alone = await findPersonas(db, study, search, { clock })
    await keepInterviews(db, study, [
      interviewOf(0, 1),
      interviewOf(0, 2),
      interviewOf(1, 3),
      { name: 'x.txt', words: 'Hello there, it is me and I am here.' },
    ])
    const { personaSetId, analysis } = await findPersonas(db, study, search, { clock })
    const key = { workspaceId: study.workspaceId, personaSetId }

    expect(analysis.chosenClasses).toBe(2)
    expect(analysis.classes).toEqual(alone.analysis.classes)
    expect(analysis.size).toBe(people)
    expect(analysis.projection).toMatchObject({ interviewees: 4, placed: 3, by: 'words' })
    expect(analysis.projection!.check!.isBetter).toBe(true)

    const rows = await Array.fromAsync(membershipsOfSet(db, key))
    const projected = rows.filter(({ status }) => status === 'projected')
    expect(projected).toHaveLength(3)
    expect(new Set(projected.map(({ personaKey }) => personaKey)).size).toBe(2)
    expect(projected.every(({ probability }) => probability! > 0.7)).toBe(true)

    await drawSet(db, key)
    const claims = await claimsOfSet(db, key)
    for (const { interviews } of claims) {
      const spoken = interviews as { of: number; others: { of: number } } | null
      // 120 respondents wrote in their own words, and one person in no persona spoke; the three placed afterwards are in neither base.
      if (spoken) expect(spoken.of + spoken.others.of).toBeLessThanOrEqual(121)
    }
    expect(claims.some(({ interviews }) => ((interviews as { projected?: number } | null)?.projected ?? 0) > 0)).toBe(
      true,
    )
    await db
      .insertInto('claimSpan')
      .values({ ...(await aSpanOf(db, key, projected[0]!.personId)), position: 99 })
      .execute()
    const [marked] = (await spansOfSet(db, key)).filter(({ isProjected }) => isProjected)
    expect((await readSpan(db, study, marked!))!.source).toBe('Interview 01, projected')
    const said = claims.find(({ interviews }) => ((interviews as { projected?: number } | null)?.projected ?? 0) > 0)!
    const claimPage = await researcher.get(`/personas/${personaSetId}/claims/${said.id}`)
    expect(claimPage.body).toContain('placed afterwards by their words')
    const setPage = await researcher.get(`/personas/${personaSetId}`)
    expect(setPage.body).toContain('projected, not in the share')
    expect(setPage.body).toContain('land in their own persona')
    for (const { view } of (await personaSetOf(db, key)).personas) {
      const { quote } = view as PersonaFacts
      if (quote?.sourceKind === 'document') expect(quote.isProjected).toBe(true)
    }

    const members = (await Array.fromAsync(membersCsv(db, key))).join('')
    const aside = (await Array.fromAsync(projectedCsv(db, key))).join('').trim().split('\n')
    expect(members).not.toContain('projected')
    expect(aside[0]).toBe('key,persona,probability,margin,version')
    expect(aside).toHaveLength(4)
    expect(aside.slice(1).every((line) => /,set-2-projected$/.test(line))).toBe(true)

    await recountPersonaSet(db, { ...key, at })
    const again = (await personaSetOf(db, key)).analysis as typeof analysis
    expect(again.size).toBe(people)
    expect(again.unassigned).toBe(analysis.unassigned)
    expect(again.projection).toMatchObject({ interviewees: 4, placed: 3 })
  })
})

/** A stretch of somebody's own interview as evidence of the set's first claim. */
async function aSpanOf(db: Database, key: { workspaceId: string; personaSetId: string }, personId: string) {
  const document = await db
    .selectFrom('document')
    .select('id')
    .where('workspaceId', '=', key.workspaceId)
    .where('personId', '=', personId)
    .executeTakeFirstOrThrow()
  const [claim] = await claimsOfSet(db, key)
  return {
    ...key,
    personId,
    claimId: claim!.id,
    sourceKind: 'document' as const,
    sourceId: document.id,
    startCodePoint: 0,
    endCodePoint: 16,
    quotable: 'consented' as const,
  }
}
