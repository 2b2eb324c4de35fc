import { beforeAll, expect, test } from 'vitest'
import { codeKeyFor } from '../../server/codebook/code-key.ts'
import { defaultCodebook } from '../../server/codebook/default-codebook.ts'
import { codesOfStudy, copyDefaultCodebook } from '../../server/codebook/store.ts'
import { aStudy, type World } from '../interviews/support.ts'
import { post } from './support.ts'

let world: World
const key = () => ({ workspaceId: world.researcher.workspaceId, studyId: world.studyId })

beforeAll(async () => {
  world = await aStudy()
})

test('a new study has the codes that ship, and copying them again changes nothing', async () => {
  const before = await codesOfStudy(world.open.db, key())
  expect(before.map((code) => code.key).sort()).toEqual(defaultCodebook.map((code) => code.key).sort())
  await copyDefaultCodebook(world.open.db, key())
  expect(await codesOfStudy(world.open.db, key())).toEqual(before)
})

test('a code is added under its facet, edited and retired; its key and facet stay', async () => {
  const path = `/studies/${world.studyId}/codes`
  const added = await world.researcher.post(path, {
    place: 'facet:behaviour',
    name: 'Reads bad reviews first',
    definition: 'Looks for complaints before anything else.',
  })
  expect(added.statusCode).toBe(303)
  const find = async () =>
    (await codesOfStudy(world.open.db, key())).find((code) => code.key === 'behaviour.reads-bad-reviews-first')
  expect(await find()).toMatchObject({ facet: 'behaviour', name: 'Reads bad reviews first', retiredAt: null })

  const edited = {
    name: 'Bad reviews first',
    definition: 'Looks for complaints first.',
    example: 'I read the bad ones.',
  }
  await post(world, 'behaviour.reads-bad-reviews-first', '', edited)
  expect(await find()).toMatchObject({ facet: 'behaviour', ...edited })
  await post(world, 'behaviour.reads-bad-reviews-first', 'retirement', { retirement: 'retired' })
  expect((await find())?.retiredAt).toEqual(world.clock.now())
  await post(world, 'behaviour.reads-bad-reviews-first', 'retirement', { retirement: 'in_use' })
  expect((await find())?.retiredAt).toBeNull()
})

test('a form that lacks something comes back with what was typed and what is missing', async () => {
  const reply = await world.researcher.post(`/studies/${world.studyId}/codes`, {
    place: '',
    name: 'Half a code',
    definition: '',
  })
  expect(reply.statusCode).toBe(422)
  expect(reply.body).toContain('Choose where this code stands.')
  expect(reply.body).toContain('value="Half a code"')
})

test('a code that is not there is not found', async () => {
  expect((await world.researcher.get(`/studies/${world.studyId}/codes/need.nonsense`)).statusCode).toBe(404)
})

test('keys are the name in plain letters, with a number while they are taken', () => {
  expect(codeKeyFor('need', 'Größe & Café', new Set())).toBe('need.große-cafe')
  expect(codeKeyFor('need', 'Speed', new Set(['need.speed', 'need.speed-2']))).toBe('need.speed-3')
  expect(codeKeyFor('need', '!!!', new Set())).toBe('need.code')
})

test('two codes of a facet are paired as opposites, and a new pair frees the old one', async () => {
  const texts = { name: 'In favour', definition: 'The speaker likes or values something.' }
  const save = (code: string, opposite: string) => post(world, code, '', { ...texts, opposite })
  const opposites = async () =>
    Object.fromEntries(
      (await codesOfStudy(world.open.db, key())).flatMap((code) => (code.opposite ? [[code.key, code.opposite]] : [])),
    )
  expect(await opposites()).toMatchObject({ 'attitude.favourable': 'attitude.unfavourable' })
  expect((await save('attitude.favourable', 'attitude.concern')).statusCode).toBe(303)
  const after = await opposites()
  expect(after).toMatchObject({
    'attitude.favourable': 'attitude.concern',
    'attitude.concern': 'attitude.favourable',
  })
  expect(after['attitude.unfavourable']).toBeUndefined()
  const other = await save('attitude.favourable', 'pain.cost')
  expect(other.statusCode).toBe(422)
  expect(other.body).toContain('Choose a code of the same facet, or none.')
})

test('the codebook finds codes by their words, with those they stand under', async () => {
  await world.researcher.post(`/studies/${world.studyId}/codes`, {
    place: 'pain.cost',
    name: 'Spare parts',
    definition: 'What a spare part costs them.',
  })
  const page = await world.researcher.get(`/studies/${world.studyId}/codebook?q=SPARE%20part`)
  expect(page.body).toContain('id="code-pain.spare-parts"')
  expect(page.body).toContain('id="code-pain.cost"')
  expect(page.body).not.toContain('id="code-pain.slowness"')
  expect(page.body).toContain('1 code says “SPARE part”.')
  const nothing = await world.researcher.get(`/studies/${world.studyId}/codebook?q=%3Cscript%3E`)
  expect(nothing.body).toContain('No code in use says “&lt;script&gt;”.')
})
