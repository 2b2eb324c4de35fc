import { sql } from 'kysely'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answerPage } from '../../server/surveys/answering.ts'
import { quotaCellsOf } from '../../server/surveys/quota-store.ts'
import type { ResponseProgress } from '../../server/surveys/respondent-store.ts'
import { checkFlow } from '../../survey-forms/flow/check.ts'
import { Standing } from '../../survey-forms/flow/standing.ts'
import type { Instrument } from '../../survey-forms/instrument.ts'
import { anInstrument, page, single } from '../survey-forms/flow/made.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { type Dice, dice } from './dice.ts'
import { aRandomBody, aRandomInstrument } from './random-surveys.ts'
import { anOpenSurvey, aStartedPhone, hiddenFields, onlyResponse, type OpenSurvey, type Phone } from './support.ts'

type Fields = Record<string, string | string[]>

/** Each run is a survey with respondents on a real database, so there are few; every failure shrinks to a short story. */
const runs = { numRuns: 12, interruptAfterTimeLimit: 120_000 }

describe.each(engines)('random respondents over HTTP, on the %s database', (engine) => {
  let world: TestApp

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
  })
  afterEach(() => world.app.close())

  test('a row ends as its pages say, whichever of them arrive again, at once or late', async () => {
    const stories = fc.record({
      instrument: dice
        .map((begin) => aRandomInstrument(begin()))
        .filter((instrument) => !checkFlow(instrument).some((one) => one.severity === 'error')),
      throws: dice,
      /** Before which pages which of those sent before are sent once more. */
      again: fc.array(fc.array(fc.nat(8), { maxLength: 3 }), { maxLength: 12 }),
    })
    await fc.assert(
      fc.asyncProperty(stories, async ({ instrument, throws, again }) => {
        const survey = await anOpenSurvey(world, instrument)
        const { saved, expected } = await answered(survey, { instrument, random: throws(), again })
        expect(saved.outcome).toBe('completed')
        expect(saved.answers).toEqual(expected.answers)
        expect(saved.shownOrder).toEqual(expected.shownOrder)
      }),
      runs,
    )
  }, 240_000)

  /** Answers a survey to its end over HTTP, sending earlier pages again; beside it what those pages come to by the rules alone. */
  async function answered(
    survey: OpenSurvey,
    { instrument, random, again }: { instrument: Instrument; random: Dice; again: number[][] },
  ) {
    const phone = await aStartedPhone(world, survey, ['analysis'])
    const { seed, ...begun } = await onlyResponse(world, survey)
    let expected = begun as unknown as ResponseProgress
    const sent: { tab: Phone; fields: Fields }[] = []
    for (let step = 0; step < 60 && isOpen(phone); step++) {
      const pageIndex = Number(/pages\/(\d+)/.exec(phone.url)![1]) - 1
      const standing = new Standing(instrument, { answers: expected.answers, seed })
      const typed = aRandomBody(standing, standing.pages[pageIndex]!, random) as Fields
      const fields = { ...hiddenFields(phone.page.body), ...typed, _move: 'next' }
      const post = { tab: phone.twin(), fields }
      const late = (again[step] ?? []).flatMap((place) => sent[place] ?? [])
      const [reply] = await Promise.all([phone.send(fields), ...late.map((one) => one.tab.twin().send(one.fields))])
      expected = answerPage(instrument, expected, { pageIndex, body: fields, seed, at: world.clock.now() }).progress
      // A page with a slip is typed again, not sent again.
      if (reply.statusCode === 303) sent.push(post)
    }
    for (const { tab, fields } of sent) await tab.send(fields)
    return { saved: await onlyResponse(world, survey), expected }
  }

  test('quotas are never oversold and their counters never drift, whatever people do at once', async () => {
    const action = fc.record({
      who: fc.nat(5),
      does: fc.constantFrom('answers' as const, 'goes back' as const, 'sends again' as const, 'waits' as const),
      group: fc.constantFrom('a', 'b'),
      mood: fc.constantFrom('good', 'bad'),
    })
    const story = fc.array(fc.array(action, { minLength: 1, maxLength: 4 }), { maxLength: 9, size: 'max' })
    await fc.assert(
      fc.asyncProperty(story, async (moments) => {
        const survey = await anOpenSurvey(world, quotaInstrument)
        const phones = new Map<number, Phone>()
        const lastSent = new Map<number, () => Promise<unknown>>()
        for (const moment of moments) {
          for (const { who } of moment)
            if (!phones.has(who)) phones.set(who, await aStartedPhone(world, survey, ['analysis']))
          if (moment.some(({ does }) => does === 'waits')) world.clock.advance({ minutes: 40 })
          await Promise.all(
            moment.map(({ who, does, ...given }) => {
              const tab = phones.get(who)!.twin()
              if (does === 'waits' || !isOpen(tab)) return undefined
              if (does === 'goes back') return tab.post({}, 'back')
              if (does === 'sends again') return lastSent.get(who)?.()
              const again = phones.get(who)!.twin()
              lastSent.set(who, () => again.twin().post(given))
              return tab.post(given)
            }),
          )
          // Everybody looks where they are by their own link.
          for (const phone of phones.values()) await phone.get(phone.url.replace(/\/(pages|thanks|answers).*/, ''))
          await expectSoundQuotas(survey)
        }
      }),
      runs,
    )
  }, 240_000)

  /** No cell holds more than its places; held ones are those in the list of places, taken ones those of completed responses. */
  async function expectSoundQuotas({ workspaceId, surveyId }: OpenSurvey): Promise<void> {
    const { rows } = await sql<{ cell: string; held: number; taken: number; completed: number }>`
      select quota_cell.cell,
        (select count(*) from quota_place as place where place.survey_id = quota_cell.survey_id
          and place.cell = quota_cell.cell and place.state = 'held')::integer as held,
        (select count(*) from quota_place as place where place.survey_id = quota_cell.survey_id
          and place.cell = quota_cell.cell and place.state = 'taken')::integer as taken,
        (select count(*) from response where response.survey_id = quota_cell.survey_id
          and response.outcome = 'completed' and response.quota_cells @> to_jsonb(quota_cell.cell))::integer as completed
      from quota_cell where quota_cell.workspace_id = ${workspaceId} and quota_cell.survey_id = ${surveyId}
      order by quota_cell.cell`.execute(world.open.db)
    for (const [place, cell] of (await quotaCellsOf(world.open.db, { workspaceId, surveyId })).entries()) {
      expect(cell.placesHeld + cell.placesTaken, cell.cell).toBeLessThanOrEqual(cell.places)
      expect(rows[place]).toEqual({
        cell: cell.cell,
        held: cell.placesHeld,
        taken: cell.placesTaken,
        completed: cell.placesTaken,
      })
    }
  }
})

/** Whether there is a page to send. */
function isOpen(phone: Phone): boolean {
  return /pages\/\d+/.test(phone.url)
}

const quotaInstrument = anInstrument({
  pages: [
    page('who', [single('group', ['a', 'b'], { isRequired: true })]),
    page('how', [single('mood', ['good', 'bad'], { isRequired: true })]),
    page('last', [single('more', ['yes', 'no'])]),
  ],
  quotaHoldMinutes: 30,
  quotas: [
    {
      code: 'group',
      cells: [
        { code: 'a', when: 'group == "a"', limit: 2 },
        { code: 'b', when: 'group == "b"', limit: 1 },
      ],
    },
    { code: 'mood', cells: [{ code: 'good', when: 'mood == "good"', limit: 2 }] },
  ],
})
