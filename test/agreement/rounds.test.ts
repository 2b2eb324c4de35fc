import { beforeEach, describe, expect, test } from 'vitest'
import { numbersIn } from '../../server/agreement/start-round.ts'
import { anInterview, aStudy, type StoredDocument, tagsOn, type World } from '../interviews/support.ts'
import { aColleague, aResearcher, type Researcher } from '../support/app.ts'
import { engines } from '../support/database.ts'

/** Enough sentences that figures are printed. */
const talk = [
  'Interviewer: Tell me.',
  ...Array.from(
    { length: 12 },
    (_, turn) =>
      `Participant: The blue lid number ${turn} fell off. We drove home at ${turn + 2}. It rained on day ${turn}.\nInterviewer: And?`,
  ),
].join('\n')

describe.each(engines)('coding rounds on the %s database', (engine) => {
  let world: World
  let interview: StoredDocument
  let first: Researcher
  let second: Researcher

  beforeEach(async () => {
    world = await aStudy(engine)
    interview = await anInterview(world, talk)
    first = world.researcher
    second = await aColleague(world, first, 'M. Ruiz')
  })

  test('neither coder sees what the other says until the round is closed, on any page', async () => {
    const round = await aRound()
    const page = `${round}/documents/${interview.personId}/${interview.id}`
    await say(first, round, 'number 3', 'facet:pain')
    await say(second, round, 'number 4', 'facet:value')
    const asFirst = (await first.get(page)).body
    const asSecond = (await second.get(page)).body
    expect(asFirst).toContain('note-card--pain')
    expect(asFirst).not.toContain('note-card--value')
    expect(asSecond).toContain('note-card--value')
    expect(asSecond).not.toContain('note-card--pain')
    // The document's own page leads each to their copy; somebody else reads it as ever.
    expect((await second.get(interview.href)).headers.location).toBe(page)
    const third = await aColleague(world, first, 'T. Ono')
    expect((await third.get(interview.href)).statusCode).toBe(200)
    expect((await third.get(interview.href)).body).not.toContain('note-card--pain')
    for (const path of [page]) expect((await third.get(path)).statusCode).toBe(403)
    for (const path of ['disagreements', 'agreement.csv', 'agreement.xlsx'])
      expect((await first.get(`${round}/${path}`)).statusCode).toBe(409)
    expect((await first.get(round)).body).not.toContain('kappa')
    expect(await studyTags()).toEqual([])
    // Nor can one change the other's tag.
    const theirs = await codingTag('facet:value')
    const reply = await first.post(`${round}/tags/${theirs.personId}/${theirs.id}/decision`, { decision: 'removed' })
    expect(reply.statusCode).toBe(404)
    expect(await codingTag('facet:value')).toBeDefined()
  })

  test('closes when both are done; what both said becomes a tag, what they differ in waits and is settled one by one', async () => {
    const round = await aRound()
    for (const words of [
      'number 0',
      'number 1',
      'number 2',
      'number 3',
      'number 4',
      'number 5',
      'number 6',
      'number 7',
    ])
      for (const coder of [first, second]) await say(coder, round, words, 'facet:pain')
    for (const words of ['number 8', 'number 9', 'number 10']) await say(first, round, words, 'facet:pain')
    await say(second, round, 'number 9', 'facet:value')
    await first.post(`${round}/done`)
    expect((await first.get(round)).body).toContain('done with 1 of 1')
    expect(await studyTags()).toEqual([])
    await second.post(`${round}/documents/${interview.personId}/${interview.id}/done`, { done: 'yes' })

    expect(await studyTags()).toEqual(Array(8).fill('pain'))
    const page = (await first.get(round)).body
    // 36 sentences: 8 both, 3 first only, 25 neither.
    expect(page).toContain('0.79 (')
    expect(page).toContain('<td>92\u202f% (')
    expect(page).not.toContain('NaN')
    expect(page).toContain('Too few units said it: 1 of 10 needed')
    expect(page).toContain('3 units, 0 of them settled')

    const differ = (await first.get(`${round}/disagreements`)).body
    expect(differ).toContain('3 left to settle')
    expect(differ.replace(/<[^>]*>/g, '')).toContain('The blue lid number 9 fell off.')
    expect((await settle(round, 'number 8', { choice: 'first' })).statusCode).toBe(303)
    expect(await studyTags()).toEqual(Array(9).fill('pain'))
    await settle(round, 'number 9', { choice: 'both' })
    await settle(round, 'number 10', { choice: 'other', code: 'facet:journey' })
    expect(await studyTags()).toEqual(['journey', ...Array(10).fill('pain'), 'value'])

    // Settled anew: the earlier decision stays in the history, and its tag goes.
    await settle(round, 'number 9', { choice: 'second' })
    expect(await studyTags()).toEqual(['journey', ...Array(9).fill('pain'), 'value'])
    await settle(round, 'number 9', { choice: 'neither' })
    expect(await studyTags()).toEqual(['journey', ...Array(9).fill('pain')])
    expect(await world.open.db.selectFrom('codingResolution').select('choice').orderBy('id').execute()).toHaveLength(5)
    expect((await first.get(`${round}/disagreements`)).body).toContain('0 left to settle')
    expect((await first.get(`${round}/disagreements?show=all`)).body).toContain('settled by L. Okafor')
    // The figures are those of what was coded.
    expect((await first.get(round)).body).toContain('0.79 (')
    const wrong = { choice: 'first', code: '' }
    expect((await settle(round, 'number 0', wrong)).statusCode).toBe(404)
  })

  test('the table leaves as CSV with unrounded figures, and none where none is sound', async () => {
    const round = await aRound()
    for (let turn = 0; turn < 10; turn++)
      for (const coder of [first, second]) await say(coder, round, `number ${turn}`, 'facet:pain')
    await say(second, round, 'number 11', 'facet:pain')
    await say(second, round, 'number 11', 'facet:value')
    for (const coder of [first, second]) await coder.post(`${round}/done`)
    const csv = (await first.get(`${round}/agreement.csv`)).body.split('\r\n')
    const pain = csv.find((line) => line.startsWith('Pain,"Pain, no code"'))!
    const cells = pain.split(/,(?! no code)/)
    expect(cells.slice(2, 8)).toEqual(['36', '10', '0', '1', '25', String(35 / 36)])
    // Kappa by hand: 1 − (1/36) / ((10·25 + 26·11)/36²) = 1 − 36/536.
    expect(Number(cells[10])).toBeCloseTo(1 - 36 / 536, 12)
    expect(csv.find((line) => line.startsWith('"Value, belief"'))).toContain(',,,,,,,,,nominal,Too few')
    const xlsx = await first.get(`${round}/agreement.xlsx`)
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK')
  })

  test('closed early, only documents that both finished are compared', async () => {
    const other = await anInterview(world, talk.replaceAll('lid', 'cap'), 'other.txt')
    const round = await aRound()
    await say(first, round, 'number 1', 'facet:pain')
    await first.post(`${round}/done`)
    await second.post(`${round}/documents/${other.personId}/${other.id}/done`, { done: 'yes' })
    expect((await first.post(`${round}/closure`)).statusCode).toBe(303)
    const page = (await first.get(round)).body
    expect(page).toContain('36 units of 1 documents')
    expect(page).toContain('0 units, 0 of them settled')
    expect((await first.post(`${round}/closure`)).statusCode).toBe(409)
    const late = await first.post(`${round}/documents/${other.personId}/${other.id}/tags`, {
      start: '20',
      end: '30',
      code: 'facet:pain',
    })
    expect(late.statusCode).toBe(409)
  })

  test('tags made by hand before count where that was asked for, accepted suggestions never', async () => {
    const own = await anInterview(world)
    const [suggested] = (await tagsOn(world, own.id)).filter(({ state }) => state === 'suggested')
    await first.post(`/tags/${suggested!.personId}/${suggested!.id}/decision`, { decision: 'accepted' })
    const start = own.text.indexOf('plain white box') - 1
    await first.post(`${own.href}/tags`, { start: `${start}`, end: `${start + 15}`, code: 'facet:value' })
    const round = await aRound({ beginsFromOwn: 'yes' })
    const copied = await world.open.db.selectFrom('codingTag').selectAll().execute()
    expect(copied).toHaveLength(1)
    expect(copied[0]).toMatchObject({ label: 'facet:value', coder: 0, origin: 'earlier' })
    expect((await second.get(`${round}/documents/${own.personId}/${own.id}`)).body).not.toContain('note-card--value')
  })

  test('suggestions are shown only where the round says so; taking one is no tag of the study, and the round says how many were taken', async () => {
    const own = await anInterview(world)
    const hidden = await aRound({ which: 'numbers', numbers: String(own.number) })
    expect((await first.get(`${hidden}/documents/${own.personId}/${own.id}`)).body).not.toContain('data-suggested')
    await first.post(`${hidden}/closure`)
    const round = await aRound({ which: 'numbers', numbers: String(own.number), showsSuggestions: 'yes' })
    const page = `${round}/documents/${own.personId}/${own.id}`
    expect((await first.get(page)).body).toContain('data-suggested')
    const [one, two] = (await tagsOn(world, own.id)).filter(({ state }) => state === 'suggested')
    const on = (tag: { personId: string; id: string }, decision: string) =>
      first.post(`${round}/suggestions/${tag.personId}/${tag.id}/decision`, { decision })
    expect((await on(one!, 'accepted')).statusCode).toBe(303)
    expect((await on(two!, 'rejected')).statusCode).toBe(303)
    expect((await tagsOn(world, own.id)).filter(({ state }) => state !== 'suggested')).toEqual([])
    const after = (await first.get(page)).body
    expect(after).toContain('1 rejected')
    expect((await first.get(round)).body).toContain('1 of their tags were taken from one')
    const passed = await world.open.db
      .selectFrom('codingTag')
      .select(['personId', 'id'])
      .where('state', '=', 'passed')
      .executeTakeFirstOrThrow()
    await first.post(`${round}/tags/${passed.personId}/${passed.id}/decision`, { decision: 'open' })
    expect((await first.get(page)).body).not.toContain('1 rejected')

    // What both read and neither gave is rejected when the round closes; what one took waits.
    await first.post(`${round}/done`)
    await second.post(`${round}/done`)
    const states = (await tagsOn(world, own.id)).map(({ id, state }) => [id, state])
    expect(states).toContainEqual([one!.id, 'suggested'])
    expect(states).toContainEqual([two!.id, 'rejected'])
  })

  test('a code with values takes them within its scale, and their agreement has its level', async () => {
    const round = await aRound({
      label: ['facet:pain'],
      scaleLabel: ['facet:pain', '', ''],
      scaleLevel: ['ordinal', 'ordinal', 'ordinal'],
      scaleLow: ['1', '', ''],
      scaleHigh: ['5', '', ''],
    })
    for (let turn = 0; turn < 10; turn++)
      for (const [index, coder] of [first, second].entries()) {
        await say(coder, round, `number ${turn}`, 'facet:pain')
        const tag = await world.open.db
          .selectFrom('codingTag')
          .selectAll()
          .where('value', 'is', null)
          .where('coder', '=', index)
          .executeTakeFirstOrThrow()
        const path = `${round}/tags/${tag.personId}/${tag.id}/value`
        expect((await coder.post(path, { value: '6' })).statusCode).toBe(422)
        expect((await coder.post(path, { value: String((turn % 5) + 1) })).statusCode).toBe(303)
      }
    for (const coder of [first, second]) await coder.post(`${round}/done`)
    const page = (await first.get(round)).body
    expect(page).toContain('<td>ordinal</td><td class="number">10</td><td>1.00 (1.00 to 1.00)</td>')
  })

  test('words under coding stay as they are, and follow edits once the round is closed', async () => {
    const round = await aRound()
    await say(first, round, 'number 3', 'facet:pain')
    const edit = { kind: 'words', turn: '0', revision: '0', words: 'Tell me everything you remember.' }
    expect((await first.post(`${interview.href}/edits`, edit)).statusCode).toBe(422)
    for (const coder of [first, second]) await coder.post(`${round}/done`)
    expect((await first.post(`${interview.href}/edits`, edit)).statusCode).toBe(303)
    expect((await first.get(`${round}/disagreements`)).body).toContain('<mark>The blue lid number 3 fell off.</mark>')
    await settle(round, 'number 3', { choice: 'first' })
    expect((await first.get(`${round}/disagreements`)).body).toContain('0 left to settle')
    await first.post(`${interview.href}/edits/undone`, { revision: '1' })
    expect((await first.get(`${round}/disagreements`)).body).toContain('0 left to settle')
    expect((await first.get(`${round}/disagreements?show=all`)).body).toContain(
      '<mark>The blue lid number 3 fell off.</mark>',
    )
  })

  test('a round needs two people of the workspace, documents and codes that exist', async () => {
    const stranger = await aResearcher(world, 'N. Bode')
    const refused = async (fields: Record<string, string | string[]>) => {
      const reply = await first.post(`/studies/${world.studyId}/coding-rounds`, { ...basics(), ...fields })
      expect(reply.statusCode).toBe(422)
      return reply.body
    }
    expect(await refused({ secondCoder: first.accountId })).toContain('two different people')
    expect(await refused({ secondCoder: stranger.accountId })).toContain('two coders')
    expect(await refused({ which: 'numbers', numbers: 'one' })).toContain('such as 1-5, 8')
    expect(await refused({ which: 'numbers', numbers: '99' })).toContain('None of these documents')
    expect(await refused({ which: 'sample' })).toContain('how many')
    expect(await refused({ label: ['nothing'] })).toContain('codes that are in use')
    expect(await world.open.db.selectFrom('codingRound').select('id').execute()).toEqual([])
    expect((await stranger.get(await aRound())).statusCode).toBe(404)
  })

  test('somebody who is erased leaves every round, and its figures are counted again', async () => {
    const other = await anInterview(world, talk.replaceAll('lid', 'cap'), 'other.txt')
    const round = await aRound()
    await say(first, round, 'number 1', 'facet:pain')
    for (const coder of [first, second]) await coder.post(`${round}/done`)
    expect((await first.get(round)).body).toContain('72 units of 2 documents')
    await settle(round, 'number 1', { choice: 'first' })
    await first.post(`/studies/${world.studyId}/people/${interview.personId}/erasure`)
    expect((await first.get(round)).body).toContain('36 units of 1 documents')
    for (const table of ['codingTag', 'codingResolution'] as const)
      expect(await world.open.db.selectFrom(table).select('id').execute()).toEqual([])
    expect(other.id).not.toBe(interview.id)
  })

  function basics() {
    return { firstCoder: first.accountId, secondCoder: second.accountId, which: 'all', unit: 'sentence' }
  }

  async function aRound(fields: Record<string, string | string[]> = {}): Promise<string> {
    const reply = await first.post(`/studies/${world.studyId}/coding-rounds`, { ...basics(), ...fields })
    expect(reply.statusCode).toBe(303)
    return String(reply.headers.location)
  }

  /** The words are those of the first document; its own "blue lid" keeps them apart from any other's. */
  async function say(coder: Researcher, round: string, words: string, code: string): Promise<void> {
    const start = interview.text.indexOf(`${words} fell`)
    const fields = { start: `${start}`, end: `${start + words.length}`, code }
    const reply = await coder.post(`${round}/documents/${interview.personId}/${interview.id}/tags`, fields)
    expect(reply.statusCode).toBe(303)
  }

  async function settle(round: string, words: string, fields: Record<string, string>) {
    const { text } = await world.open.db
      .selectFrom('document')
      .select('text')
      .where('id', '=', interview.id)
      .executeTakeFirstOrThrow()
    const sentence = `The blue lid ${words} fell off.`
    const start = text.indexOf(sentence)
    const place = { start: `${start}`, end: `${start + sentence.length}` }
    return first.post(`${round}/documents/${interview.personId}/${interview.id}/resolution`, { ...place, ...fields })
  }

  async function studyTags(): Promise<string[]> {
    const accepted = (await tagsOn(world, interview.id)).filter(({ state }) => state === 'accepted')
    return accepted.map(({ facet }) => facet).sort()
  }

  async function codingTag(label: string) {
    return world.open.db.selectFrom('codingTag').selectAll().where('label', '=', label).executeTakeFirstOrThrow()
  }
})

test('numbers of documents are read as people write them', () => {
  expect([...numbersIn('1-3, 8;10')]).toEqual([1, 2, 3, 8, 10])
  expect(() => numbersIn('1-')).toThrow('such as 1-5, 8')
  expect(() => numbersIn('1-999999')).toThrow('at most 10,000')
  expect(() => numbersIn(' ')).toThrow('such as')
})
