import fastify from 'fastify'
import { expect, test } from 'vitest'
import { addressOf, ownPath } from '../../server/http/own-address.ts'

test('addresses that leave the product begin as its operator said, and else as the request came', async () => {
  expect(await addressWhen('https://research.example.org/verbatim')).toBe('https://research.example.org/verbatim')
  expect(await addressWhen(undefined)).toBe('http://survey.internal:3000')
})

test('a path to return to stays within the product', () => {
  expect(ownPath('/studies/1?x=/y')).toBe('/studies/1?x=/y')
  for (const elsewhere of [undefined, '', 'studies', '//evil.example', '/\\evil.example', 'https://evil.example'])
    expect(ownPath(elsewhere)).toBe('/')
})

async function addressWhen(publicAddress: string | undefined): Promise<string> {
  const app = fastify()
  app.decorate('publicAddress', publicAddress)
  app.get('/', async (request) => addressOf(request))
  const { body } = await app.inject({ url: '/', headers: { host: 'survey.internal:3000' } })
  return body
}
