import { beforeEach, describe, expect, test } from 'vitest'
import { itemKinds } from '../../survey-forms/item-kinds/registry.ts'
import { itemsOf } from '../../survey-forms/instrument.ts'
import { findSurvey, publishedVersions } from '../../server/surveys/store.ts'
import { type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { fieldsOfForm, unescaped } from './editor-helpers.ts'
import { anOpenSurvey } from './support.ts'

describe.each(engines)('working in the editor, on the %s database', (engine) => {
  let world: TestApp
  let researcher: Researcher
  let studyId: string
  let surveyId: string
  let base: string

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    ;({ researcher, studyId, surveyId } = await anOpenSurvey(world))
    base = `/surveys/${surveyId}`
  })

  const draftOf = async (id: string) =>
    (await findSurvey(world.open.db, { workspaceId: researcher.workspaceId, surveyId: id }))!.draft
  const draft = () => draftOf(surveyId)
  const itemOf = async (code: string) => itemsOf(await draft()).find((item) => item.code === code)
  const codes = async () => (await draft()).pages.map((page) => page.items.map((item) => item.code).join(' '))
  /** A question's form as its page shows it. */
  const formOf = async (code: string) =>
    fieldsOfForm((await researcher.get(`${base}?open=item.${code}`)).body, `${base}/items/${code}`)

  test('two people in one question: what only one of them changed is kept, what both changed is said and not lost', async () => {
    const [one, other] = [await formOf('how_often'), await formOf('how_often')]
    const path = `${base}/items/how_often`
    await researcher.post(path, { ...one, ask: 'How often?', _do: 'save' })
    await researcher.post(path, { ...other, 'option.less': 'Rarely', _do: 'save' })
    const merged = { ask: 'How often?', options: [{}, {}, { code: 'less', label: 'Rarely' }, {}] }
    expect(await itemOf('how_often')).toMatchObject(merged)

    const late = await researcher.post(path, { ...other, ask: 'Typed late?', 'option.less': 'Less often', _do: 'save' })
    expect(late.statusCode).toBe(422)
    expect(late.body).toContain('It now reads “How often?”.')
    expect(late.body).toContain('value="Typed late?"')
    expect(await itemOf('how_often')).toMatchObject(merged)

    await researcher.post(path, { ...fieldsOfForm(late.body, path), _do: 'save' })
    expect((await itemOf('how_often'))!.ask).toBe('Typed late?')
  })

  test('a form that saves itself gets the marks it needs for the next time, or what is wrong', async () => {
    const form = await formOf('how_often')
    const path = `${base}/items/how_often`
    const quietly = (fields: Record<string, string>) =>
      researcher.post(path, { ...fields, _do: 'save' }, { accept: 'application/json' })
    const saved = await quietly({ ...form, ask: 'First?' })
    expect(saved.statusCode).toBe(200)
    expect(saved.json()).toMatchObject({ back: 'worded anew “First?”' })
    const again = await quietly({ ...form, ask: 'Second?', _marks: saved.json().marks })
    expect(again.statusCode).toBe(200)
    expect((await itemOf('how_often'))!.ask).toBe('Second?')
    const refused = await quietly({ ...form, ask: ' ', _marks: again.json().marks })
    expect(refused.statusCode).toBe(422)
    expect(refused.json()).toEqual({ message: 'Write a text here.', field: 'how_often-ask' })
  })

  test('changes are named, taken back and made again; a new change ends what was taken back', async () => {
    await researcher.post(`${base}/items/how_often`, { ask: 'How often?', _do: 'save' })
    await researcher.post(`${base}/items/style`, { _do: 'remove' })
    expect((await researcher.get(base)).body).toContain('removed “What matters more to you?”')
    await researcher.post(`${base}/undo`)
    expect(await itemOf('style')).toBeDefined()
    const page = (await researcher.get(base)).body
    expect(page).toContain('worded anew “How often?”')
    expect(page).toContain('Make again')
    await researcher.post(`${base}/redo`)
    expect(await itemOf('style')).toBeUndefined()
    await researcher.post(`${base}/undo`)
    await researcher.post(`${base}/undo`)
    expect((await itemOf('how_often'))!.ask).toBe('How often do you buy from us?')
    await researcher.post(`${base}/pages`, { title: 'More' })
    expect((await researcher.get(base)).body).not.toContain('Make again')
    await researcher.post(`${base}/redo`)
    expect((await draft()).pages.at(-1)!.title).toBe('More')
  })

  test('a question is doubled with a code of its own and its translations', async () => {
    await researcher.post(`${base}/languages`, { language: 'de' })
    await researcher.post(`${base}/languages/de`, { 'item.style.ask': 'Was zählt mehr?' })
    await researcher.post(`${base}/items/style`, { _do: 'duplicate' })
    expect((await codes())[1]).toBe('how_often channels shopping style style_2 visits')
    expect((await draft()).translations!.de).toMatchObject({ 'item.style_2.ask': 'Was zählt mehr?' })
  })

  test('a question goes to any place in one step', async () => {
    await researcher.post(`${base}/items/style`, { _do: 'move', moveTo: 'after:nearly_stopped' })
    expect(await codes()).toEqual(['consent', 'how_often channels shopping visits', 'nearly_stopped style email'])
    await researcher.post(`${base}/items/style`, { _do: 'move', moveTo: 'page:start' })
    expect((await codes())[0]).toBe('style consent')
  })

  test('every kind is in the gallery with what it is for, and gets a form of its own', async () => {
    const path = `${base}/pages/words/questions/new`
    const gallery = unescaped((await researcher.get(path)).body)
    for (const { kind, name } of Object.values(itemKinds)) {
      if (kind === 'consent') continue
      expect(gallery).toContain(`href="${path}?kind=${kind}"`)
      const form = await researcher.get(`${path}?kind=${kind}`)
      expect(form.body, kind).toContain(`<h1>${name.replaceAll('&', '&amp;')}</h1>`)
    }
    expect((await researcher.get(`${base}/pages/nowhere/questions/new`)).statusCode).toBe(404)
  })

  test('a new question can be given its code, but none that is taken', async () => {
    const add = (code: string) =>
      researcher.post(`${base}/pages/words/items`, { kind: 'number', ask: 'How old are you?', code })
    expect((await add('AGE')).headers.location).toContain('?open=item.AGE')
    expect(await itemOf('AGE')).toMatchObject({ kind: 'number' })
    const taken = await add('how_often')
    expect(taken.statusCode).toBe(422)
    expect(taken.body).toContain('The code how_often is taken.')
    expect(taken.body).toContain('value="How old are you?"')
    expect((await add('1st')).statusCode).toBe(422)
  })

  test('an earlier answer is put into a text by choosing, with words for those who gave none', async () => {
    const form = await formOf('nearly_stopped')
    const pipe = { ...form, _do: 'pipe', pipeFrom: 'how_often', pipeInto: 'hint' }
    expect((await researcher.post(`${base}/items/nearly_stopped`, { ...pipe, pipeElse: '' })).statusCode).toBe(422)
    const reply = await researcher.post(`${base}/items/nearly_stopped`, { ...pipe, pipeElse: 'now and then' })
    expect(reply.headers.location).toContain('#nearly_stopped-hint')
    expect((await itemOf('nearly_stopped'))!.hint).toMatch(/ \{how_often\|now and then\}$/)
  })

  test('what a check finds stands beside the question and links to it; an early end for nobody is not published', async () => {
    await researcher.post(`${base}/rules/item.nearly_stopped`, { _do: 'write', expression: 'how_often == "never"' })
    const page = (await researcher.get(base)).body
    expect(page).toContain(`<a href="${base}#item-nearly_stopped">`)
    expect(page.split('id="item-nearly_stopped"')[1]!.split('</li>')[0]).toContain('which is none of its answers')
    expect((await researcher.post(`${base}/versions`)).statusCode).toBe(422)
    await researcher.post(`${base}/undo`)

    await researcher.post(`${base}/flow`, { _do: 'screen-add', title: 'Not for you', text: '' })
    const refused = await researcher.post(`${base}/versions`)
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Choose for whom the survey ends early (Not for you).')
    expect(refused.body).toContain(`href="${base}/flow#screen-not_for_you"`)
    const published = await publishedVersions(world.open.db, { workspaceId: researcher.workspaceId, surveyId })
    expect(published).toHaveLength(1)
  })

  test('an empty survey needs a title and has consent; a file that is none leaves one where one was', async () => {
    const post = (title: string) => researcher.post(`/studies/${studyId}/surveys`, { title })
    expect((await post(' ')).body).toContain('Give the survey a title.')
    const made = await post('Über Geräte')
    const id = made.headers.location!.split('/').at(-1)!
    expect((await draftOf(id)).pages[0]!.items[0]!.kind).toBe('consent')
    expect((await researcher.get(made.headers.location!)).body).toContain('The page “First questions” is empty.')
    for (const [bytes, message] of [
      ['', 'Choose a file with a survey in it.'],
      ['{', 'This file is not JSON.'],
      ['{"code":"1"}', 'This file is no survey of Verbatim. At code: '],
    ]) {
      const reply = await researcher.upload(`/studies/${studyId}/survey-file`, [{ name: 'a.json', bytes: bytes! }])
      expect(reply.statusCode).toBe(422)
      expect(reply.body).toContain(message)
      expect(reply.body).toContain('Or from a file')
    }
  })

  test('what a number must be is said in plain words, with the field it is about', async () => {
    const minutes = await researcher.post(`${base}/texts`, { minutes: 'ten' })
    expect(minutes.statusCode).toBe(422)
    expect(minutes.body).toContain('<a href="#texts-minutes">Write a whole number here.</a>')
    const many = await researcher.post(`${base}/texts`, { minutes: '90' })
    expect(many.body).toContain('Use a number of at most 60.')
    const lines = await researcher.post(`${base}/items/nearly_stopped`, { lines: '0', _do: 'save' })
    expect(lines.body).toMatch(/<a href="#nearly_stopped-lines">Use a number of at least \d+\.<\/a>/)
    const title = await researcher.post(`${base}/texts`, { title: ' ' })
    expect(title.body).toContain('<a href="#texts-title">Write a text here.</a>')
  })

  test('two translators of one language keep each other’s texts', async () => {
    await researcher.post(`${base}/languages`, { language: 'de' })
    const path = `${base}/languages/de`
    const grid = async () => fieldsOfForm((await researcher.get(path)).body, path)
    const [one, other] = [await grid(), await grid()]
    await researcher.post(path, { ...one, title: 'Geräte wählen' })
    await researcher.post(path, { ...other, thanks: 'Danke.' })
    expect((await draft()).translations!.de).toEqual({ title: 'Geräte wählen', thanks: 'Danke.' })
    const both = await researcher.post(path, { ...other, title: 'Gerätewahl' })
    expect(both.statusCode).toBe(422)
    expect(both.body).toContain('It now reads “Geräte wählen”.')
    const missing = (await researcher.get(`${path}?only=missing`)).body
    expect(missing).not.toContain('name="thanks"')
    expect(missing).toContain('name="item.how_often.ask"')
  })

  test('a translation that ships fills in what was not changed, and says that nobody has read it', async () => {
    const made = await researcher.post(`/studies/${studyId}/surveys`, { instrument: 'attitude_check' })
    const path = made.headers.location!
    const id = path.split('/').at(-1)!
    await researcher.post(`${path}/items/keep`, { ask: 'What would you keep?', _do: 'save' })
    expect((await researcher.get(`${path}/languages`)).body).toContain('Add German')
    await researcher.post(`${path}/languages`, { language: 'de' })
    const { de } = (await draftOf(id)).translations!
    expect(de).toMatchObject({ 'item.reason.ask': 'Was ist der wichtigste Grund für Ihre Antwort?' })
    expect(de).not.toHaveProperty('item.keep.ask')
    const grid = (await researcher.get(`${path}/languages/de`)).body
    expect(grid).toContain('30 of 31 texts are translated.')
    expect(grid).toContain('30 of them ship with the questionnaire')
    expect((await researcher.get(`${path}/languages`)).body).not.toContain('Add German')
  })

  test('a translation of a question that is removed comes back with it', async () => {
    await researcher.post(`${base}/languages`, { language: 'de' })
    await researcher.post(`${base}/languages/de`, { 'item.style.ask': 'Was zählt mehr?' })
    await researcher.post(`${base}/items/style`, { _do: 'remove' })
    await researcher.post(`${base}/languages/de`, { title: 'Geräte wählen' })
    expect((await draft()).translations!.de).toMatchObject({ 'item.style.ask': 'Was zählt mehr?' })
  })
})
