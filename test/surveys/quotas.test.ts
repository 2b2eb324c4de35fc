import { beforeEach, describe, expect, test } from 'vitest'
import { quotaCellsOf } from '../../server/surveys/quota-store.ts'
import { anInstrument, page, single } from '../survey-forms/flow/made.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { anOpenSurvey, aStartedPhone, type OpenSurvey, type Phone } from './support.ts'

const who = page('who', [
  single('sex', ['f', 'm'], { isRequired: true }),
  single('age', ['young', 'old'], { isRequired: true }),
])
const last = page('last', [single('mood', ['good', 'bad'], { isRequired: true })])
const crossed = (limit: number) => ({
  quotas: [
    {
      code: 'people',
      cells: ['f', 'm'].flatMap((sex) =>
        ['young', 'old'].map((age) => ({ code: `${sex}_${age}`, when: `sex == "${sex}" && age == "${age}"`, limit })),
      ),
    },
  ],
})

describe.each(engines)('quotas, on the %s database', (engine) => {
  let world: TestApp
  let survey: OpenSurvey
  const started = (count: number) =>
    Promise.all(Array.from({ length: count }, () => aStartedPhone(world, survey, ['analysis'])))
  const outcomes = async () => {
    const rows = await world.open.db
      .selectFrom('response')
      .select(['outcome', 'endedBy'])
      .where('workspaceId', '=', survey.workspaceId)
      .execute()
    return Object.fromEntries(
      [...Map.groupBy(rows, (row) => row.outcome)].map(([outcome, all]) => [outcome, all.length]),
    )
  }
  const cells = async () =>
    Object.fromEntries(
      (await quotaCellsOf(world.open.db, survey)).map((row) => [row.cell, [row.placesHeld, row.placesTaken]]),
    )
  const titleOf = (phone: Phone) => /<h1[^>]*>([^<]+)</.exec(phone.page.body)?.[1]

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
  })

  test('a crossed quota is never oversold, however many qualify at once', async () => {
    survey = await anOpenSurvey(world, anInstrument({ pages: [who, last], ...crossed(7) }))
    const phones = await started(60)
    await Promise.all(
      phones.map((phone, index) => phone.post({ sex: index % 2 ? 'f' : 'm', age: index % 4 < 2 ? 'young' : 'old' })),
    )
    expect(await outcomes()).toEqual({ in_progress: 28, over_quota: 32 })
    expect(Object.values(await cells())).toEqual(Array(4).fill([7, 0]))
    const full = phones.find((phone) => phone.url.endsWith('/thanks'))!
    expect(titleOf(full)).toBe('Thank you. We have enough answers like yours')

    const going = phones.filter((phone) => phone.url.endsWith('/3'))
    await Promise.all(going.map((phone) => phone.post({ mood: 'good' })))
    expect(await outcomes()).toEqual({ completed: 28, over_quota: 32 })
    expect(Object.values(await cells())).toEqual(Array(4).fill([0, 7]))
  })

  test('of 200 who finish at one moment exactly as many are counted as there are places', async () => {
    const quotas = [
      {
        code: 'mood',
        cells: [{ code: 'good', when: 'mood == "good"', limit: 20 }],
        title: 'Enough of you',
        text: 'Twenty are enough.',
      },
    ]
    survey = await anOpenSurvey(world, anInstrument({ pages: [last], quotas }))
    const phones = await started(200)
    await Promise.all(phones.map((phone) => phone.post({ mood: 'good' })))
    expect(await outcomes()).toEqual({ completed: 20, over_quota: 180 })
    expect(await cells()).toEqual({ 'mood.good': [0, 20] })
    const titles = Map.groupBy(phones, titleOf)
    expect([...titles].map(([title, all]) => [title, all.length])).toEqual(
      expect.arrayContaining([
        ['Your answers are stored', 20],
        ['Enough of you', 180],
      ]),
    )
  })

  test('the same page posted many times at once holds one place', async () => {
    survey = await anOpenSurvey(world, anInstrument({ pages: [who, last], ...crossed(7) }))
    const [phone] = await started(1)
    await Promise.all(Array.from({ length: 12 }, () => phone.twin().post({ sex: 'f', age: 'old' })))
    expect((await cells())['people.f_old']).toEqual([1, 0])
    await phone.get(phone.url.replace(/pages.*/, 'pages/3'))
    await Promise.all(Array.from({ length: 12 }, () => phone.twin().post({ mood: 'bad' })))
    expect((await cells())['people.f_old']).toEqual([0, 1])
    expect(await outcomes()).toEqual({ completed: 1 })
  })

  test('whoever goes away loses the place in time, and gets it back if there still is one', async () => {
    survey = await anOpenSurvey(world, anInstrument({ pages: [who, last], ...crossed(1) }))
    const [slow, turnedAway] = await started(2)
    await slow.post({ sex: 'f', age: 'old' })
    await turnedAway.post({ sex: 'f', age: 'old' })
    expect(turnedAway.url).toMatch(/thanks$/)

    world.clock.advance({ minutes: 121 })
    const [quick] = await started(1)
    await quick.post({ sex: 'f', age: 'old' })
    expect(await cells()).toMatchObject({ 'people.f_old': [1, 0] })
    await slow.post({ mood: 'good' })
    expect(titleOf(slow)).toBe('Thank you. We have enough answers like yours')
    await quick.post({ mood: 'good' })
    expect(titleOf(quick)).toBe('Your answers are stored')
    expect(await cells()).toMatchObject({ 'people.f_old': [0, 1] })

    const [other] = await started(1)
    await other.post({ sex: 'm', age: 'old' })
    world.clock.advance({ minutes: 500 })
    await other.post({ mood: 'good' })
    expect(titleOf(other)).toBe('Your answers are stored')
  })

  test('a changed mind moves the place; an erased person gives it back', async () => {
    survey = await anOpenSurvey(world, anInstrument({ pages: [who, last], ...crossed(1) }))
    const [phone] = await started(1)
    await phone.post({ sex: 'f', age: 'old' })
    await phone.post({}, 'back')
    await phone.post({ sex: 'm', age: 'old' })
    expect(await cells()).toMatchObject({ 'people.f_old': [0, 0], 'people.m_old': [1, 0] })
    await phone.post({ mood: 'good' })
    await phone.get(phone.url.replace('thanks', 'withdrawal'))
    await phone.post({})
    expect(await cells()).toMatchObject({ 'people.m_old': [0, 0] })
  })

  test('whoever is screened out takes no place and reads why', async () => {
    const screenOuts = [
      { code: 'sad', when: 'mood == "bad"', title: 'Only for good moods', text: 'This asks about good moods.' },
    ]
    const after = page('after', [single('more', ['x', 'y'])])
    survey = await anOpenSurvey(world, anInstrument({ pages: [who, last, after], screenOuts, ...crossed(5) }))
    const [phone] = await started(1)
    await phone.post({ sex: 'f', age: 'old' })
    await phone.post({ mood: 'bad' })
    expect(titleOf(phone)).toBe('Only for good moods')
    expect(await cells()).toMatchObject({ 'people.f_old': [0, 0] })
    const row = await world.open.db
      .selectFrom('response')
      .select(['outcome', 'endedBy', 'answers', 'completedAt'])
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ outcome: 'screened_out', endedBy: 'sad', completedAt: null, answers: { mood: 'bad' } })
  })
})
