import { beforeEach, describe, expect, test } from 'vitest'
import { variablesOfStudy } from '../../server/responses/store.ts'
import { findSurvey, publishedVersions } from '../../server/surveys/store.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { anOpenSurvey, aStartedPhone, Phone, smallInstrument } from './support.ts'

describe.each(engines)('a researcher editing a survey, on the %s database', (engine) => {
  let world: TestApp
  let researcher: Researcher
  let studyId: string
  let surveyId: string

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    const survey = await anOpenSurvey(world)
    ;({ researcher, studyId, surveyId } = survey)
  })

  const draft = async () => (await findSurvey(world.open.db, { workspaceId: researcher.workspaceId, surveyId }))!.draft
  const itemOf = async (code: string) =>
    (await draft()).pages.flatMap((page) => page.items).find((item) => item.code === code)
  /** The fields of a choice's form as the page would send them. */
  const howOften = {
    ask: 'How often do you buy from us?',
    hint: '',
    facet: 'behaviour',
    isRequired: 'yes',
    'option.weekly': 'Every week',
    'option.monthly': 'Every month',
    'option.less': 'Less often',
    'option.refused': 'Prefer not to say',
    newEntry: '',
    newEntryAs: 'plain',
    _do: 'save',
  }

  test('a questionnaire that ships becomes a draft of the study', async () => {
    const list = await researcher.get(`/studies/${studyId}/survey`)
    expect(list.statusCode).toBe(200)
    expect(list.body).toContain('How you choose what you buy')
    const reply = await researcher.post(`/studies/${studyId}/surveys`, { instrument: 'customer_personas' })
    expect(reply.statusCode).toBe(303)
    const editor = await researcher.get(reply.headers.location!)

    expect(editor.statusCode).toBe(200)
    expect(editor.body).toContain('Publish version 1')
    expect(editor.body).toContain('Individuality ↔ The latest trends')
  })

  test('every page of the preview shows without storing anything', async () => {
    for (const page of ['start', 'closed', 'words']) {
      const reply = await researcher.get(`/surveys/${surveyId}/preview?page=${page}`)
      expect(reply.statusCode).toBe(200)
    }
    const { count } = await world.open.db
      .selectFrom('person')
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(Number(count)).toBe(0)
  })

  test('texts and options change in the draft, and codes stay', async () => {
    await researcher.post(`/surveys/${surveyId}/items/how_often`, {
      ...howOften,
      'option.weekly': 'Weekly',
      ask: 'How often?',
      newEntry: 'Never',
      newEntryAs: 'plain',
    })

    expect(await itemOf('how_often')).toMatchObject({
      ask: 'How often?',
      options: [
        { code: 'weekly', label: 'Weekly' },
        { code: 'monthly' },
        { code: 'less' },
        { code: 'refused' },
        { code: 'never', label: 'Never' },
      ],
    })
  })

  test('options move and go, and what was typed in the same form is saved with it', async () => {
    await researcher.post(`/surveys/${surveyId}/items/how_often`, {
      ...howOften,
      ask: 'How often, really?',
      _do: 'up:option:less',
    })
    expect(await itemOf('how_often')).toMatchObject({
      ask: 'How often, really?',
      options: [{ code: 'weekly' }, { code: 'less' }, { code: 'monthly' }, { code: 'refused' }],
    })
    await researcher.post(`/surveys/${surveyId}/items/how_often`, { ...howOften, _do: 'remove:option:less' })
    expect(await itemOf('how_often')).toMatchObject({
      options: [{ code: 'weekly' }, { code: 'monthly' }, { code: 'refused' }],
    })
  })

  test('an edit that cannot be saved says why, beside what was typed', async () => {
    const reply = await researcher.post(`/surveys/${surveyId}/items/how_often`, {
      ...howOften,
      ask: 'Typed and kept?',
      'option.weekly': ' ',
    })

    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('value="Typed and kept?"')
    expect(reply.body).toContain('href="#how_often-option-weekly"')
    expect(reply.body).toContain('id="how_often-option-weekly"')
    expect(await itemOf('how_often')).toMatchObject({ ask: 'How often do you buy from us?' })
  })

  test.each([
    ['single-choice', 'Yes\nNo', { options: [{ code: 'yes' }, { code: 'no' }] }],
    ['multiple-choice', 'A shop\nA site', { options: [{ code: 'a_shop' }, { code: 'a_site' }] }],
    ['agreement-matrix', 'I plan.\nI dream.', { rows: [{ code: 'i_plan' }, { code: 'i_dream' }] }],
    ['trade-off', 'Fast\nCareful', { left: { label: 'Fast' }, right: { label: 'Careful' } }],
    ['number', '', { minimum: 0, maximum: 100 }],
    ['short-text', '', { longest: 200 }],
    ['long-text', '', { longest: 4000 }],
  ])('a new %s is added, shown and editable', async (kind, lines, part) => {
    const reply = await researcher.post(`/surveys/${surveyId}/pages/words/items`, {
      kind,
      ask: 'Über was reden wir?',
      lines,
      facet: 'need',
    })
    expect(reply.statusCode).toBe(303)

    expect(await itemOf('uber_was_reden_wir')).toMatchObject({ kind, facet: 'need', ...part })
    expect((await researcher.get(`/surveys/${surveyId}`)).body).toContain('id="item-uber_was_reden_wir"')
    expect((await researcher.get(`/surveys/${surveyId}/preview?page=words`)).body).toContain('Über was reden wir?')
  })

  test('a question moves across pages and can be removed', async () => {
    const sequence = async () => (await draft()).pages.map((page) => page.items.map((item) => item.code).join(' '))
    await researcher.post(`/surveys/${surveyId}/items/nearly_stopped`, {
      ask: 'What stopped you?',
      facet: 'pain',
      _do: 'up',
    })
    expect(await sequence()).toEqual(['consent', 'how_often channels shopping style visits nearly_stopped', 'email'])
    await researcher.post(`/surveys/${surveyId}/items/nearly_stopped`, {
      ask: 'What stopped you?',
      facet: 'pain',
      _do: 'down',
    })
    expect(await sequence()).toEqual(['consent', 'how_often channels shopping style visits', 'nearly_stopped email'])
    await researcher.post(`/surveys/${surveyId}/items/style`, { _do: 'remove' })
    expect(await sequence()).toEqual(['consent', 'how_often channels shopping visits', 'nearly_stopped email'])
  })

  test('a question may not move before the one it depends on', async () => {
    await researcher.post(`/surveys/${surveyId}/pages/words`, { title: 'Words', _do: 'up' })
    const reply = await researcher.post(`/surveys/${surveyId}/pages/words`, { title: 'Words', _do: 'up' })

    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('email is shown depending on consent, which no earlier page asks.')
  })

  test('a page that still asks something is not removed', async () => {
    const reply = await researcher.post(`/surveys/${surveyId}/pages/words`, { title: 'Words', _do: 'remove' })
    expect(reply.statusCode).toBe(422)
    expect((await draft()).pages).toHaveLength(3)
    await researcher.post(`/surveys/${surveyId}/pages`, { title: 'One more' })
    expect((await draft()).pages[3]).toEqual({ code: 'one_more', title: 'One more', items: [] })
    await researcher.post(`/surveys/${surveyId}/pages/one_more`, { title: 'One more', _do: 'remove' })
    expect((await draft()).pages).toHaveLength(3)
  })

  test('two edits in two tabs both count', async () => {
    await Promise.all([
      researcher.post(`/surveys/${surveyId}/items/how_often`, { ...howOften, ask: 'First tab?' }),
      researcher.post(`/surveys/${surveyId}/items/nearly_stopped`, { ask: 'Second tab?', facet: 'pain', _do: 'save' }),
    ])

    expect([(await itemOf('how_often'))!.ask, (await itemOf('nearly_stopped'))!.ask]).toEqual([
      'First tab?',
      'Second tab?',
    ])
  })

  test('a published version never changes, and who started on it finishes on it', async () => {
    const phone = await aStartedPhone(world, { researcher, workspaceId: researcher.workspaceId, studyId, surveyId })
    await researcher.post(`/surveys/${surveyId}/items/how_often`, { ...howOften, ask: 'Worded anew?' })
    await researcher.post(`/surveys/${surveyId}/versions`)
    const versions = await publishedVersions(world.open.db, { workspaceId: researcher.workspaceId, surveyId })

    expect(versions.map(({ version }) => version)).toEqual([1, 2])
    expect(versions[0].definition).toEqual(smallInstrument)
    expect((await phone.get(phone.url)).body).toContain('How often do you buy from us?')
    const other = await aStartedPhone(world, { researcher, workspaceId: researcher.workspaceId, studyId, surveyId })
    expect(other.page.body).toContain('Worded anew?')
  })

  test('publishing tells the study what its answers mean', async () => {
    const variables = await variablesOfStudy(world.open.db, { workspaceId: researcher.workspaceId, studyId })

    expect(variables.map((one) => one.name)).toEqual([
      'how_often',
      'channels_shop',
      'channels_reviews',
      'channels_family',
      'channels_other',
      'channels_other_text',
      'shopping_bad_reviews',
      'shopping_one_sitting',
      'style',
      'visits',
      'nearly_stopped',
      'email',
    ])
    expect(variables.find((one) => one.name === 'channels_shop')).toMatchObject({
      kind: 'multiple',
      ticked: 'shop',
      source: { item: 'channels', option: 'shop' },
    })
    expect(variables.find((one) => one.name === 'email')).toMatchObject({ role: 'ignored' })
  })

  test('a survey that asks for no consent is not published, and the page says why', async () => {
    await researcher.post(`/surveys/${surveyId}/items/email`, { _do: 'remove' })
    await researcher.post(`/surveys/${surveyId}/items/consent`, { _do: 'remove' })
    const reply = await researcher.post(`/surveys/${surveyId}/versions`)

    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('The first page must ask for consent to analysis')
    expect(await publishedVersions(world.open.db, { workspaceId: researcher.workspaceId, surveyId })).toHaveLength(1)
  })

  test('a closed survey can be opened again, a draft cannot', async () => {
    await researcher.post(`/surveys/${surveyId}/closure`)
    expect((await new Phone(world).get(`/s/${surveyId}`)).statusCode).toBe(409)
    await researcher.post(`/surveys/${surveyId}/opening`)
    expect((await new Phone(world).get(`/s/${surveyId}`)).statusCode).toBe(200)
    const { headers } = await researcher.post(`/studies/${studyId}/surveys`, { instrument: 'attitude_check' })
    expect((await researcher.post(`${headers.location}/opening`)).statusCode).toBe(422)
  })

  test('another workspace neither sees nor changes a survey', async () => {
    const stranger = await aResearcher(world)
    const replies = [
      await stranger.get(`/surveys/${surveyId}`),
      await stranger.get(`/surveys/${surveyId}/preview`),
      await stranger.get(`/studies/${studyId}/survey`),
      await stranger.post(`/surveys/${surveyId}/items/how_often`, { ...howOften, ask: 'Mine now?' }),
      await stranger.post(`/surveys/${surveyId}/versions`),
      await stranger.post(`/surveys/${surveyId}/closure`),
      await stranger.post(`/studies/${studyId}/surveys`, { instrument: 'attitude_check' }),
    ]

    expect(replies.map((reply) => reply.statusCode)).toEqual([404, 404, 404, 404, 404, 404, 404])
    expect((await itemOf('how_often'))!.ask).toBe('How often do you buy from us?')
  })
})
