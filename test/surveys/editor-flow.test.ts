import { beforeEach, describe, expect, test } from 'vitest'
import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import { itemKinds } from '../../survey-forms/item-kinds/registry.ts'
import { findSurvey } from '../../server/surveys/store.ts'
import { type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { fieldsOfForm } from './editor-helpers.ts'
import { anOpenSurvey, smallInstrument } from './support.ts'

describe.each(engines)('the way through a survey, edited by choosing, on the %s database', (engine) => {
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

  const draft = async () => (await findSurvey(world.open.db, { workspaceId: researcher.workspaceId, surveyId }))!.draft
  const ruleOf = async (code: string) =>
    (await draft()).pages.flatMap((page) => page.items).find((item) => item.code === code)!.showIf
  const choose = (place: string, fields: Record<string, string | string[]>) =>
    researcher.post(`${base}/rules/${place}`, fields)

  test('a question is shown only after the answers that were ticked', async () => {
    const page = await researcher.get(`${base}/rules/item.nearly_stopped?question=how_often`)
    expect(page.body).toContain('value="weekly"')
    const chosen = { question: 'how_often', is: 'any_of', codes: ['weekly', 'less'], _do: 'add' }
    expect((await choose('item.nearly_stopped', chosen)).statusCode).toBe(303)
    expect(await ruleOf('nearly_stopped')).toBe('anyOf(how_often, ["weekly", "less"])')
    expect((await researcher.get(base)).body).toContain(
      'Shown only when “How often do you buy from us?” is Every week or Less often.',
    )
  })

  test('conditions add up, are joined by one of them, and go one by one', async () => {
    await choose('item.nearly_stopped', { question: 'how_often', is: 'none_of', codes: 'weekly', _do: 'add' })
    await choose('item.nearly_stopped', { question: 'visits', is: 'at_least', number: '3', _do: 'add' })
    expect(await ruleOf('nearly_stopped')).toBe('!anyOf(how_often, ["weekly"]) && visits >= 3')
    await choose('item.nearly_stopped', { join: 'any', _do: 'join' })
    expect(await ruleOf('nearly_stopped')).toBe('!anyOf(how_often, ["weekly"]) || visits >= 3')
    await choose('item.nearly_stopped', { _do: 'remove:0' })
    expect(await ruleOf('nearly_stopped')).toBe('visits >= 3')
    await choose('item.nearly_stopped', { _do: 'clear' })
    expect(await ruleOf('nearly_stopped')).toBeUndefined()
  })

  test('nothing is saved without an answer ticked, or about a question that comes later', async () => {
    const empty = await choose('item.nearly_stopped', { question: 'how_often', is: 'any_of', _do: 'add' })
    expect(empty.statusCode).toBe(422)
    expect(empty.body).toContain('Tick at least one answer.')
    const later = await choose('item.how_often', { question: 'nearly_stopped', is: 'answered', _do: 'add' })
    expect(later.statusCode).toBe(422)
    expect(await ruleOf('how_often')).toBeUndefined()
  })

  test('some are not asked further, once it is chosen who', async () => {
    const flow = (fields: Record<string, string>) => researcher.post(`${base}/flow`, fields)
    await flow({ _do: 'screen-add', title: 'Not for you', text: 'Thank you.' })
    expect((await draft()).screenOuts).toEqual([
      { code: 'not_for_you', when: 'false', title: 'Not for you', text: 'Thank you.' },
    ])
    await choose('screen.not_for_you', { question: 'how_often', is: 'any_of', codes: 'less', _do: 'add' })
    expect((await draft()).screenOuts![0]!.when).toBe('anyOf(how_often, ["less"])')
    await flow({ _do: 'screen-remove:not_for_you' })
    expect((await draft()).screenOuts).toBeUndefined()
  })

  test('a quota has a cell for each answer, with limits of its own', async () => {
    await researcher.post(`${base}/flow`, { _do: 'quota-add', first: 'how_often', second: '', third: '', limit: '50' })
    const [quota] = (await draft()).quotas!
    expect(quota!.cells.map((cell) => cell.limit)).toEqual([50, 50, 50, 50])
    const [cell] = quota!.cells
    await researcher.post(`${base}/flow`, { _do: `quota:${quota!.code}`, [`limit.${cell!.code}`]: '7' })
    expect((await draft()).quotas![0]!.cells.map((one) => one.limit)).toEqual([7, 50, 50, 50])
  })

  test('blocks, ways past pages and the order of a page are kept', async () => {
    const flow = (fields: Record<string, string>) => researcher.post(`${base}/flow`, fields)
    const last = (await draft()).pages.at(-1)!
    await flow({ _do: 'block-add', page: last.code })
    const code = (await draft()).blocks![0]!.code
    await flow({ _do: `block:${code}`, loopOver: 'channels', isMovable: 'yes' })
    expect((await draft()).blocks![0]).toMatchObject({ loopOver: 'channels', isMovable: true })
    await flow({ _do: `block-remove:${code}` })
    const second = (await draft()).pages[1]!
    await flow({ _do: 'jump-add', page: second.code, to: 'end' })
    await choose(`jump.${second.code}.1`, { question: 'how_often', is: 'any_of', codes: 'less', _do: 'add' })
    expect((await draft()).pages[1]!.jumps).toEqual([{ to: 'end', when: 'anyOf(how_often, ["less"])' }])
    expect((await researcher.get(`${base}/flow`)).body).toContain('Then on to the end.')
  })

  test('changes are taken back, the last one first', async () => {
    const before = await draft()
    await researcher.post(`${base}/pages`, { title: 'One' })
    await researcher.post(`${base}/pages`, { title: 'Two' })
    await researcher.post(`${base}/undo`)
    expect((await draft()).pages.map((page) => page.title)).toEqual([...before.pages.map((page) => page.title), 'One'])
    await researcher.post(`${base}/undo`)
    expect(await draft()).toEqual(before)
    expect((await researcher.get(base)).body).toContain('data-undo hidden')
    await researcher.post(`${base}/undo`)
    expect(await draft()).toEqual(before)
  })

  test('a language is added, translated text by text, and what is missing is counted', async () => {
    expect((await researcher.post(`${base}/languages`, { language: 'Deutsch' })).statusCode).toBe(422)
    await researcher.post(`${base}/languages`, { language: 'de' })
    await researcher.post(`${base}/languages/de`, {
      title: 'Wie Sie kaufen',
      'item.how_often.ask': 'Wie oft?',
      nonsense: 'x',
    })
    expect((await draft()).translations).toEqual({ de: { title: 'Wie Sie kaufen', 'item.how_often.ask': 'Wie oft?' } })
    expect((await researcher.get(`${base}/languages/de`)).body).toContain('value="Wie oft?"')
    await researcher.post(`${base}/languages/de`, { 'item.how_often.ask': '' })
    expect((await draft()).translations).toEqual({ de: { title: 'Wie Sie kaufen' } })
    expect((await researcher.get(`${base}/languages/fr`)).statusCode).toBe(404)
  })

  test('a survey goes out as a file and comes back the same', async () => {
    await choose('item.nearly_stopped', { question: 'how_often', is: 'any_of', codes: 'weekly', _do: 'add' })
    await researcher.post(`${base}/languages`, { language: 'de' })
    const file = await researcher.get(`${base}/survey.json`)
    const reply = await researcher.upload(`/studies/${studyId}/survey-file`, [
      { name: 'survey.json', bytes: file.body },
    ])
    expect(reply.statusCode).toBe(303)
    const copy = reply.headers.location!.split('/').at(-1)!
    const found = await findSurvey(world.open.db, { workspaceId: researcher.workspaceId, surveyId: copy })
    expect(found!.draft).toEqual(await draft())
    const refused = await researcher.upload(`/studies/${studyId}/survey-file`, [
      { name: 'a.json', bytes: '{"code":1}' },
    ])
    expect(refused.statusCode).toBe(422)
  })

  test('the versions page says what differs and who is under way', async () => {
    expect((await researcher.get(`${base}/versions`)).body).toContain('Nothing differs.')
    await researcher.post(`${base}/pages/words`, { title: 'What you would say', _do: 'save' })
    const page = await researcher.get(`${base}/versions`)
    expect(page.body).toContain('From version 1 to the draft')
    expect(page.body).toContain('What you would say')
    expect((await researcher.get(`${base}/versions?from=9`)).statusCode).toBe(404)
  })

  test('a question of every kind is shown in the editor and saved unchanged by its own form', async () => {
    const items = Object.values(itemKinds)
      .filter((kind) => kind.kind !== 'consent')
      .flatMap((kind) =>
        kind.examples.map((example, index) => ({ ...example, code: `e_${kind.kind.replaceAll('-', '')}_${index}` })),
      )
    const big = instrumentSchema.parse({
      ...smallInstrument,
      pages: [...smallInstrument.pages, { code: 'kinds', title: 'Kinds', items: items.map(withoutForeignRules) }],
    }) as Instrument
    const upload = await researcher.upload(`/studies/${studyId}/survey-file`, [
      { name: 'k.json', bytes: JSON.stringify(big) },
    ])
    expect(upload.statusCode).toBe(303)
    const url = upload.headers.location!
    const id = url.split('/').at(-1)!
    const read = async () =>
      (await findSurvey(world.open.db, { workspaceId: researcher.workspaceId, surveyId: id }))!.draft
    const before = await read()
    for (const item of before.pages.at(-1)!.items) {
      const reply = await researcher.post(`${url}/items/${item.code}`, {
        ...fieldsOfForm((await researcher.get(`${url}?open=item.${item.code}`)).body, `${url}/items/${item.code}`),
        _do: 'save',
      })
      expect(reply.statusCode, item.code).toBe(303)
    }
    const after = await read()
    const plain = (one: Instrument) => JSON.parse(JSON.stringify(one))
    expect(plain(after)).toEqual(plain(before))
  })
})

/** An example on its own: what it takes from other items is not there. */
function withoutForeignRules<One extends object>(item: One): object {
  const copy = structuredClone(item) as {
    expression?: string
    showIf?: unknown
    carryForward?: unknown
    options?: { showIf?: unknown }[]
    rows?: { showIf?: unknown }[]
  }
  if (copy.expression) copy.expression = '1'
  delete copy.showIf
  delete copy.carryForward
  for (const entry of [...(copy.options ?? []), ...(copy.rows ?? [])]) delete entry.showIf
  return copy
}
