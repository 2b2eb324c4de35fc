import { describe, expect, test } from 'vitest'
import { drawSet } from '../../server/personas/draw-set.ts'
import { findPersonas } from '../../server/personas/find-personas.ts'
import { recountPersonaSet } from '../../server/personas/recount.ts'
import { claimsOfSet, membershipsOfSet, personaSetOf } from '../../server/personas/store.ts'
import { StillClock } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { anEmptyStudy, at, keepInterviews, wordsOf } from './interview-world.ts'

const people = 160

describe.each(engines)('a study of interviews alone on the %s database', (engine) => {
  test('finds the two kinds of people that only their words tell apart, and says which words', async () => {
    const { db } = await emptyDatabase(engine)
    const study = await anEmptyStudy(db)
    const interviews = Array.from({ length: people }, (_, person) => ({
      name: `${person}.txt`,
      words: wordsOf(person, person % 2),
    }))
    await keepInterviews(db, study, [...interviews, { name: 'short.txt', words: 'I need help.' }])
    const { personaSetId, analysis } = await findPersonas(
      db,
      study,
      { seed: 1, workers: 1 },
      { clock: new StillClock() },
    )

    expect(analysis.chosenClasses).toBe(2)
    expect(analysis.verdict.word).not.toBe('none')
    expect(analysis.indicators.every((name) => name.startsWith('tag:'))).toBe(true)
    expect(analysis.indicators.length).toBeGreaterThanOrEqual(7)
    expect(analysis.unassigned).toBe(1)
    expect(analysis.wordsExplained).toBeLessThan(0.2)
    const statuses = await Array.fromAsync(membershipsOfSet(db, { ...study, personaSetId }))
    expect(statuses.filter(({ status }) => status === 'member').length).toBeGreaterThan(140)

    expect(await drawSet(db, { ...study, personaSetId })).toBe(2)
    const claims = await claimsOfSet(db, { ...study, personaSetId })
    expect(claims.length).toBeGreaterThan(5)
    // What built the groups is told by who said it, never a second time as if a survey had asked for it.
    expect(claims.every(({ survey }) => survey === null)).toBe(true)
    expect(claims.some(({ interviews }) => (interviews as { defining?: boolean }).defining)).toBe(true)

    await recountPersonaSet(db, { ...study, personaSetId, at })
    const again = (await personaSetOf(db, { ...study, personaSetId })).analysis as typeof analysis
    for (const [index, { share }] of again.classes.entries()) {
      expect(share.share).toBeCloseTo(analysis.classes[index]!.share.share, 12)
    }
  })
})
