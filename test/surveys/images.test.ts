import { beforeEach, describe, expect, test } from 'vitest'
import { itemsOf } from '../../survey-forms/instrument.ts'
import { findSurvey } from '../../server/surveys/store.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { onePixel } from '../support/whole-study.ts'
import { anOpenSurvey, Phone } from './support.ts'

describe.each(engines)('a picture beside a text, on the %s database', (engine) => {
  let world: TestApp
  let researcher: Researcher
  let studyId: string
  let surveyId: string
  let path: string

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    ;({ researcher, studyId, surveyId } = await anOpenSurvey(world))
    path = `/surveys/${surveyId}/items/look`
    await researcher.post(`/surveys/${surveyId}/pages/start/items`, { kind: 'statement', ask: 'Look', code: 'look' })
  })

  const add = (bytes: Buffer, alternative = 'A dot.') =>
    researcher.upload(`${path}/image`, [{ name: 'dot.png', bytes }], { alternative })
  const imageOf = async (id = surveyId) => {
    const survey = await findSurvey(world.open.db, { workspaceId: researcher.workspaceId, surveyId: id })
    const item = itemsOf(survey!.draft).find((one) => one.code === 'look')
    return item?.kind === 'statement' ? item.image : undefined
  }
  const anonymously = (url: string) => world.app.inject({ method: 'GET', url })

  test('is served to respondents from this server, to be kept for good', async () => {
    expect((await add(onePixel)).statusCode).toBe(303)
    const { source, alternative } = (await imageOf())!
    expect(source).toMatch(new RegExp(`^/survey-images/${surveyId}/[\\w-]{43}$`))
    expect(alternative).toBe('A dot.')
    await researcher.post(`/surveys/${surveyId}/versions`)
    expect((await new Phone(world).get(`/s/${surveyId}`)).body).toContain(`src="${source}" alt="A dot."`)

    const reply = await anonymously(source)
    expect(reply.rawPayload.equals(onePixel)).toBe(true)
    expect(reply.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
    expect((await anonymously(source.replace(/.$/, source.endsWith('A') ? 'B' : 'A'))).statusCode).toBe(404)
  })

  test('is taken by its bytes, up to a size, and only with words for who does not see it', async () => {
    const refusals: [Buffer, string, string][] = [
      [Buffer.alloc(0), 'A dot.', 'Choose a picture first.'],
      [Buffer.from('<svg onload="alert(1)"/>'), 'A dot.', 'This is no PNG, JPEG or WebP picture.'],
      [Buffer.concat([onePixel, Buffer.alloc(1024 * 1024)]), 'A dot.', 'A picture takes up to 1 MB.'],
      [onePixel, ' ', 'Say what the picture shows'],
    ]
    for (const [bytes, alternative, message] of refusals) {
      const reply = await add(bytes, alternative)
      expect(reply.statusCode).toBe(422)
      expect(reply.body).toContain(message)
      if (alternative.trim()) expect(reply.body).toContain('value="A dot."')
    }
    expect(await imageOf()).toBeUndefined()
    const other = await researcher.upload(
      `/surveys/${surveyId}/items/how_often/image`,
      [{ name: 'a', bytes: onePixel }],
      {
        alternative: 'A dot.',
      },
    )
    expect(other.statusCode).toBe(422)
  })

  test('is worded anew, removed and brought back', async () => {
    await add(onePixel)
    await researcher.post(path, { shows: 'One grey dot.', _do: 'save' })
    expect((await imageOf())!.alternative).toBe('One grey dot.')
    expect((await researcher.post(path, { shows: ' ', _do: 'save' })).statusCode).toBe(422)
    await researcher.post(path, { _do: 'image-remove' })
    expect(await imageOf()).toBeUndefined()
    await researcher.post(`/surveys/${surveyId}/undo`)
    expect((await anonymously((await imageOf())!.source)).statusCode).toBe(200)
  })

  test('goes out inside the survey’s file and is kept with the survey that is made of it', async () => {
    await add(onePixel)
    const file = await researcher.get(`/surveys/${surveyId}/survey.json`)
    expect(file.body).toContain(`data:image/png;base64,${onePixel.toString('base64')}`)
    const stranger = await aResearcher(world)
    const refused = await stranger.upload(`/studies/${studyId}/survey-file`, [{ name: 'a.json', bytes: file.body }])
    expect(refused.statusCode).toBe(404)
    const made = await researcher.upload(`/studies/${studyId}/survey-file`, [{ name: 'a.json', bytes: file.body }])
    const copy = made.headers.location!.split('/').at(-1)!
    const { source } = (await imageOf(copy))!
    expect(source).toContain(`/survey-images/${copy}/`)
    expect((await anonymously(source)).statusCode).toBe(200)
    const again = await researcher.get(`/surveys/${copy}/survey.json`)
    expect(again.body).toBe(file.body)

    const foreign = file.body.replace(/data:image[^"]*/, `/survey-images/${surveyId}/${'a'.repeat(43)}`)
    const other = await researcher.upload(`/studies/${studyId}/survey-file`, [{ name: 'a.json', bytes: foreign }])
    expect(other.body).toContain('names a picture of another server')
  })

  test('is nobody else’s to change, and goes with its survey', async () => {
    await add(onePixel)
    const { source } = (await imageOf())!
    const stranger = await aResearcher(world)
    const reply = await stranger.upload(`${path}/image`, [{ name: 'a', bytes: onePixel }], { alternative: 'Mine' })
    expect(reply.statusCode).toBe(404)
    await world.open.db.deleteFrom('survey').where('id', '=', surveyId).execute()
    expect((await anonymously(source)).statusCode).toBe(404)
  })
})
