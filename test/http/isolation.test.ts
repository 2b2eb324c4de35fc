import { beforeAll, expect, test } from 'vitest'
import { type Researcher, type TestApp, aResearcher, testApp, urlEncoded } from '../support/app.ts'
import { emptyDatabase } from '../support/database.ts'
import { everyRow } from '../support/every-row.ts'
import { everyRoute, fillParameters, type RouteOfApp } from '../support/routes.ts'
import { aWholeStudy, type WholeStudy } from '../support/whole-study.ts'

/** Generated from the route list: a new route is tried without anybody remembering to. */
let world: TestApp
let owner: Researcher
let stranger: Researcher
let study: WholeStudy
let routes: RouteOfApp[]

beforeAll(async () => {
  world = await testApp(await emptyDatabase())
  owner = await aResearcher(world)
  stranger = await aResearcher(world, 'M. Ruiz')
  study = await aWholeStudy(world, owner)
  routes = everyRoute(world.app)
})

test('there is a list of routes to try, most of them for signed-in people only', () => {
  expect(routes.length).toBeGreaterThan(25)
  expect(routes.filter((route) => route.access === 'account').length).toBeGreaterThan(20)
})

test('nobody gets past a closed route: pages lead to sign-in, everything else is refused', async () => {
  const open: string[] = []
  for (const route of routes.filter(({ access }) => access === 'account')) {
    const reply = await world.app.inject({
      method: route.method,
      url: fillParameters(route.url, study.ids),
      ...formFor(route, {}),
    })
    if (reply.statusCode !== 401) open.push(`${route.method} ${route.url}: ${reply.statusCode}`)
  }
  expect(open).toEqual([])
})

test('another workspace finds nothing at this one’s addresses, and changes nothing', async () => {
  const before = await everyRow(world.open.db)
  const leaks: string[] = []
  for (const route of routes.filter(({ access, url }) => access === 'account' && url.includes(':'))) {
    const url = fillParameters(route.url, study.ids)
    const reply = route.method === 'POST' ? await postAs(stranger, route, url) : await stranger.get(url)
    // 422: the form was looked at before the address; nothing is read or written then.
    if (![404, 422].includes(reply.statusCode)) leaks.push(`${route.method} ${route.url}: ${reply.statusCode}`)
    if (reply.body.includes(study.secretWords))
      leaks.push(`${route.method} ${route.url} shows the other workspace’s words`)
  }
  expect(leaks).toEqual([])
  expect(await everyRow(world.open.db)).toEqual(before)
})

test('a signed-in person’s POST without the form’s token is refused, whatever it asks for', async () => {
  const passed: string[] = []
  for (const route of routes.filter(({ access, method }) => access === 'account' && method === 'POST')) {
    const url = fillParameters(route.url, study.ids)
    const reply = await world.app.inject({
      method: 'POST',
      url,
      cookies: { verbatim: owner.cookie },
      ...formFor(route, {}),
    })
    if (reply.statusCode !== 403) passed.push(`${route.url}: ${reply.statusCode}`)
  }
  expect(passed).toEqual([])
})

test('a form that another site sends is refused even with the right token', async () => {
  const reply = await world.app.inject({
    method: 'POST',
    url: '/studies',
    cookies: { verbatim: owner.cookie },
    payload: urlEncoded({ _form: owner.form, decision: 'A decision long enough', name: 'x' }).payload,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' },
  })
  expect(reply.statusCode).toBe(403)
})

function postAs(researcher: Researcher, route: RouteOfApp, url: string) {
  return route.isUpload ? researcher.upload(url, [{ name: 'a.txt', bytes: 'A: words' }]) : researcher.post(url, {})
}

function formFor(route: RouteOfApp, fields: Record<string, string>) {
  if (route.method !== 'POST') return {}
  if (!route.isUpload) return urlEncoded(fields)
  return { payload: '--x--\r\n', headers: { 'content-type': 'multipart/form-data; boundary=x' } }
}
