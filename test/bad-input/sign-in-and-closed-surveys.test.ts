import { beforeEach, expect, test } from 'vitest'
import { saveSetupToken } from '../../server/accounts/store.ts'
import { hashSecret, newSecret } from '../../server/ids.ts'
import { anOpenSurvey, aStartedPhone, closedAnswers, Phone } from '../surveys/support.ts'
import { type TestApp, testApp, urlEncoded } from '../support/app.ts'
import { emptyDatabase } from '../support/database.ts'
import { everyRow } from '../support/every-row.ts'
import { notPlain } from '../support/plain-words.ts'

let world: TestApp

beforeEach(async () => {
  world = await testApp(await emptyDatabase())
})

test('a wrong password and an address that nobody has get the same page, which says nothing of either', async () => {
  const token = newSecret()
  await saveSetupToken(world.open.db, { tokenHash: hashSecret(token), at: world.clock.now() })
  const email = 'l.okafor@example.org'
  await post('/set-up', {
    token,
    name: 'L. Okafor',
    workspace: 'Northfield Home',
    email,
    password: 'a long enough one',
  })

  const wrong = await post('/sign-in', { email, password: 'not this one at all' })
  const nobody = await post('/sign-in', { email: 'x.okafor@example.org', password: 'not this one at all' })
  for (const reply of [wrong, nobody]) {
    expect(reply.statusCode).toBe(422)
    expect(notPlain(reply)).toBe('')
    expect(reply.body).toContain('This address and password do not belong together.')
    expect(reply.body).not.toContain('not this one at all')
    expect(reply.cookies).toEqual([])
  }
  expect(nobody.body.replaceAll('x.okafor', 'l.okafor')).toBe(wrong.body)
  expect((await post('/sign-in', { email, password: 'a long enough one' })).statusCode).toBe(303)
})

test('a closed survey says so to whoever comes, and what is sent to it changes nothing', async () => {
  const survey = await anOpenSurvey(world)
  const phone = await aStartedPhone(world, survey)
  await survey.researcher.post(`/surveys/${survey.surveyId}/closure`)
  const before = await everyRow(world.open.db)

  const late = await phone.post(closedAnswers)
  const newcomer = await new Phone(world).get(`/s/${survey.surveyId}`)
  const forged = await post(`/s/${survey.surveyId}`, { consent: 'analysis' })
  for (const reply of [late, newcomer, forged]) {
    expect(reply.statusCode).toBe(409)
    expect(notPlain(reply)).toBe('')
    expect(reply.body).toContain('closed')
  }
  expect(await everyRow(world.open.db)).toEqual(before)
  expect((await survey.researcher.get(`/surveys/${survey.surveyId}`)).statusCode).toBe(200)
})

function post(url: string, fields: Record<string, string>) {
  const form = urlEncoded(fields)
  return world.app.inject({ method: 'POST', url, ...form, headers: { accept: 'text/html', ...form.headers } })
}
