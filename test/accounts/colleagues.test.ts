import { beforeEach, describe, expect, test } from 'vitest'
import { type Researcher, type TestApp, aResearcher, cookiesOf, testApp, urlEncoded } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'

const person = { name: 'M. Ruiz', email: 'm.ruiz@example.org', password: 'a long enough sentence' }

describe.each(engines)('colleagues, on the %s database', (engine) => {
  let world: TestApp
  let owner: Researcher

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    owner = await aResearcher(world)
  })

  test('join by a link that an owner made, with the role it was made for', async () => {
    const link = await invitation('viewer')
    expect((await world.app.inject({ url: link })).body).toContain('Join Northfield Home')
    const reply = await join(link, person)
    expect(reply.statusCode).toBe(303)
    const cookies = cookiesOf(reply)
    expect((await world.app.inject({ url: '/', cookies })).body).toContain('M. Ruiz, Northfield Home')
    const rows = await accounts()
    expect(rows.map(({ email, role }) => ({ email, role })).at(-1)).toEqual({ email: person.email, role: 'viewer' })
    expect(rows.every(({ workspaceId }) => workspaceId === owner.workspaceId)).toBe(true)
  })

  test('use a link once: of two people at once one joins, and it opens nothing afterwards or after a week', async () => {
    const link = await invitation('researcher')
    const replies = await Promise.all([join(link, person), join(link, { ...person, email: 'second@example.org' })])
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([303, 410])
    expect((await world.app.inject({ url: link })).statusCode).toBe(410)
    const late = await invitation('researcher')
    world.clock.advance({ days: 8 })
    expect((await join(late, { ...person, email: 'late@example.org' })).statusCode).toBe(410)
    expect(await accounts()).toHaveLength(2)
  })

  test('who come with an address that is taken keep the link and what they typed', async () => {
    await join(await invitation('researcher'), person)
    const link = await invitation('researcher')
    const refused = await join(link, { ...person, name: 'Another Ruiz' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('value="Another Ruiz"')
    expect(refused.body).not.toContain(person.password)
    expect((await join(link, { ...person, email: 'other@example.org' })).statusCode).toBe(303)
  })

  test('whose invitation is taken back cannot join', async () => {
    const link = await invitation('researcher')
    const page = (await owner.get('/settings/colleagues')).body
    const removal = /action="(\/settings\/colleagues\/invitations\/[\w-]+\/removal)"/.exec(page)![1]!
    await owner.post(removal)
    expect((await join(link, person)).statusCode).toBe(410)
  })

  test('choose a new password by a link, which ends every session they had', async () => {
    const cookies = cookiesOf(await join(await invitation('researcher'), person))
    const { id } = (await accounts()).at(-1)!
    const link = linkIn((await owner.post(`/settings/colleagues/${id}/password-link`)).body)
    const newer = linkIn((await owner.post(`/settings/colleagues/${id}/password-link`)).body)
    expect((await world.app.inject({ url: link })).statusCode).toBe(410)
    expect((await join(newer, { password: 'another long sentence' })).statusCode).toBe(303)
    expect((await world.app.inject({ url: '/', cookies })).statusCode).toBe(401)
    expect((await signIn(person.email, person.password)).statusCode).toBe(422)
    expect((await signIn(person.email, 'another long sentence')).statusCode).toBe(303)
  })

  test('whose account is closed are out at once and come back when it is opened', async () => {
    const cookies = cookiesOf(await join(await invitation('researcher'), person))
    const { id } = (await accounts()).at(-1)!
    await owner.post(`/settings/colleagues/${id}/closing`)
    expect((await world.app.inject({ url: '/', cookies })).statusCode).toBe(401)
    expect((await signIn(person.email, person.password)).statusCode).toBe(422)
    await owner.post(`/settings/colleagues/${id}/reopening`)
    expect((await signIn(person.email, person.password)).statusCode).toBe(303)
  })

  test('leave the workspace at least one owner', async () => {
    const { accountId } = owner
    expect((await owner.post(`/settings/colleagues/${accountId}/closing`)).statusCode).toBe(409)
    expect((await owner.post(`/settings/colleagues/${accountId}/role`, { role: 'viewer' })).statusCode).toBe(409)
    await join(await invitation('owner'), person)
    expect((await owner.post(`/settings/colleagues/${accountId}/role`, { role: 'viewer' })).statusCode).toBe(303)
    expect((await owner.post('/settings/colleagues/invitations', { invitee: 'x y', role: 'owner' })).statusCode).toBe(
      403,
    )
  })

  test('who are researchers see who works here and change nothing about it', async () => {
    await world.open.db.updateTable('account').set({ role: 'researcher' }).where('id', '=', owner.accountId).execute()
    const page = await owner.get('/settings/colleagues')
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toMatch(/action="\/settings\/colleagues/)
    const reply = await owner.post('/settings/colleagues/invitations', { invitee: 'M. Ruiz', role: 'owner' })
    expect(reply.statusCode).toBe(403)
    expect(reply.body).toContain('Only an owner of this workspace can do this.')
  })

  test('change their own name and password, viewers too, and only with the password they have', async () => {
    const cookies = cookiesOf(await join(await invitation('viewer'), person))
    const page = await world.app.inject({ url: '/settings/account', cookies })
    const form = /name="_form" value="([^"]+)"/.exec(page.body)![1]!
    const send = (path: string, fields: Record<string, string>) =>
      world.app.inject({ method: 'POST', url: path, cookies, ...urlEncoded({ _form: form, ...fields }) })
    expect((await send('/settings/account/name', { name: 'Maria Ruiz' })).statusCode).toBe(303)
    const wrong = await send('/settings/account/password', { current: 'a guess', password: 'another long sentence' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).not.toContain('a guess')
    const right = { current: person.password, password: 'another long sentence' }
    expect((await send('/settings/account/password', right)).statusCode).toBe(200)
    expect((await signIn(person.email, 'another long sentence')).statusCode).toBe(303)
    expect((await world.app.inject({ url: '/', cookies })).statusCode).toBe(401)
  })

  test('who may only look can sign out', async () => {
    await world.open.db.updateTable('account').set({ role: 'viewer' }).where('id', '=', owner.accountId).execute()
    expect((await owner.post('/sign-out')).statusCode).toBe(303)
    expect((await owner.get('/', { accept: 'application/json' })).statusCode).toBe(401)
  })

  async function invitation(role: string): Promise<string> {
    return linkIn((await owner.post('/settings/colleagues/invitations', { invitee: 'M. Ruiz', role })).body)
  }
  const join = (link: string, fields: Record<string, string>) =>
    world.app.inject({ method: 'POST', url: link, ...urlEncoded(fields) })
  const signIn = (email: string, password: string) =>
    world.app.inject({ method: 'POST', url: '/sign-in', ...urlEncoded({ email, password }) })
  const accounts = () =>
    world.open.db.selectFrom('account').select(['id', 'workspaceId', 'email', 'role']).orderBy('id').execute()
})

function linkIn(page: string): string {
  return new URL(/value="(http[^"]*\/join\/[\w-]{22})"/.exec(page)![1]!).pathname
}
