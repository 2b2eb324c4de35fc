import { beforeEach, describe, expect, test } from 'vitest'
import { saveSetupToken } from '../../server/accounts/store.ts'
import { hashSecret, newSecret } from '../../server/ids.ts'
import { type TestApp, cookiesOf, testApp, urlEncoded } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'

const owner = {
  name: 'L. Okafor',
  workspace: 'Northfield Home',
  email: 'l.okafor@example.org',
  password: 'a long enough sentence',
}

describe.each(engines)('the first account, on the %s database', (engine) => {
  let world: TestApp
  let token: string

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    token = newSecret()
    await saveSetupToken(world.open.db, { tokenHash: hashSecret(token), at: world.clock.now() })
  })

  test('is made with the token that the terminal shows, and signs its owner in', async () => {
    const reply = await setUp({ ...owner, token })
    expect(reply.statusCode).toBe(303)
    const home = await world.app.inject({ url: '/', headers: { accept: 'text/html' }, cookies: cookiesOf(reply) })
    expect(home.statusCode).toBe(200)
    expect(home.body).toContain('Northfield Home')
  })

  test('is refused without the token, and keeps what was typed but the password', async () => {
    const reply = await setUp({ ...owner, token: 'guessed' })
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('value="l.okafor@example.org"')
    expect(reply.body).not.toContain(owner.password)
  })

  test('is made once: the token is burnt, and of two people at once one wins', async () => {
    const replies = await Promise.all([
      setUp({ ...owner, token }),
      setUp({ ...owner, email: 'second@example.org', token }),
    ])
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([303, 422])
    expect((await setUp({ ...owner, email: 'third@example.org', token })).statusCode).toBe(422)
  })

  test('opens with its password only, and five wrong ones close sign-in for a quarter of an hour', async () => {
    await setUp({ ...owner, token })
    expect((await signIn('wrong')).statusCode).toBe(422)
    expect((await signIn(owner.password)).statusCode).toBe(303)
    for (let attempt = 0; attempt < 5; attempt++) await signIn('wrong')
    expect((await signIn(owner.password)).statusCode).toBe(429)
    world.clock.advance({ minutes: 16 })
    expect((await signIn(owner.password)).statusCode).toBe(303)
  })

  test('signs out: the cookie opens nothing afterwards', async () => {
    const cookies = cookiesOf(await setUp({ ...owner, token }))
    const home = await world.app.inject({ url: '/', headers: { accept: 'text/html' }, cookies })
    const form = /name="_form" value="([^"]+)"/.exec(home.body)![1]!
    const forged = await world.app.inject({
      method: 'POST',
      url: '/sign-out',
      cookies,
      ...urlEncoded({ _form: 'forged' }),
    })
    expect(forged.statusCode).toBe(403)
    await world.app.inject({ method: 'POST', url: '/sign-out', cookies, ...urlEncoded({ _form: form }) })
    expect((await world.app.inject({ url: '/', cookies })).statusCode).toBe(401)
  })

  test('never sends a person to another site after sign-in', async () => {
    await setUp({ ...owner, token })
    for (const returnTo of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      expect((await signIn(owner.password, returnTo)).headers.location).toBe('/')
    }
    expect((await signIn(owner.password, '/studies/1')).headers.location).toBe('/studies/1')
  })

  const setUp = (fields: Record<string, string>) =>
    world.app.inject({ method: 'POST', url: '/set-up', ...urlEncoded(fields) })
  const signIn = (password: string, returnTo = '/') =>
    world.app.inject({ method: 'POST', url: '/sign-in', ...urlEncoded({ email: owner.email, password, returnTo }) })
})
