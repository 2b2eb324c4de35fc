import { beforeEach, describe, expect, test } from 'vitest'
import { keepClassifier } from '../../../server/text/classifier/codebook-classifier.ts'
import { readCodebook } from '../../../server/tagging/tag-study.ts'
import { classifierOf, reviewsOfStudy } from '../../../server/tagging/learning/store.ts'
import { learnStudy } from '../../../server/tagging/learning/learn-study.ts'
import { aResearcher } from '../../support/app.ts'
import { engines } from '../../support/database.ts'
import { aStudy, documentsOf, upload, type World } from '../../interviews/support.ts'

const things = 'card letter parcel refund menu bus list phone room price clock chair boat desk lamp key'.split(' ')
const talk = `Interviewer: Tell me.\nParticipant: ${things
  .map(
    (thing) =>
      `Honestly the ${thing} came wobbling along again. The ${thing} lies there on the shelf. A ${thing} was painted in blue.`,
  )
  .join(' ')}\n`

describe.each(engines)('learning from decisions on the %s database', (engine) => {
  let world: World
  let key: { workspaceId: string; studyId: string; at: Date }
  beforeEach(async () => {
    world = await aStudy(engine)
    key = { workspaceId: world.researcher.workspaceId, studyId: world.studyId, at: world.clock.now() }
    await upload(world, [{ name: 'talk.txt', bytes: talk }])
  }, 60_000)

  /** Answers the next sentence as somebody for whom "wobbling" is a pain and nothing else is. */
  async function answerNext(): Promise<void> {
    const page = (await world.researcher.get(`/studies/${world.studyId}/next-sentence`)).body
    const fields = Object.fromEntries(
      Array.from(page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g), ([, name, value]) => [
        name,
        value,
      ]),
    )
    const words = /<blockquote[^>]*>(.*?)<\/blockquote>/s.exec(page)![1]!.replace(/<[^>]+>/g, '')
    const more = words.includes('wobbling') ? 'pain.quality' : ''
    const reply = await world.researcher.post(`/studies/${world.studyId}/next-sentence`, { ...fields, more })
    expect(reply.statusCode).toBe(303)
  }

  /** How many answers it takes depends on which sentences are drawn. */
  async function answerUntilLearnt(): Promise<void> {
    for (let turn = 0; turn < 40; turn++) {
      await answerNext()
      if ((await classifierOf(world.open.db, key))?.learnt) return
    }
  }

  test('answers about sentences teach a code, which is then suggested with its words as the reason', async () => {
    const [document] = await documentsOf(world)
    await answerUntilLearnt()
    const stored = (await classifierOf(world.open.db, key))!
    expect(stored.learnt!.labels).toEqual(['facet:pain', 'pain.quality'])

    await world.researcher.post(`/studies/${world.studyId}/tag-suggestions`)
    const tags = await world.open.db.selectFrom('tag').selectAll().where('sourceId', '=', document!.id).execute()
    const learnt = tags.filter(({ state, rules }) => state === 'suggested' && rules.includes('codebook'))
    expect(learnt.length).toBeGreaterThan(0)
    const characters = [...document!.text]
    for (const { startCodePoint, endCodePoint, code, reason, evidence } of learnt) {
      const words = characters.slice(startCodePoint, endCodePoint).join('')
      expect([code, words.includes('wobbling')]).toEqual(['pain.quality', true])
      expect(reason).toContain('Learnt from your decisions')
      expect(evidence.length).toBeGreaterThan(0)
      for (const [from, to] of evidence) expect(reason).toContain([...words].slice(from, to).join(''))
    }
    const page = (await world.researcher.get(`/studies/${world.studyId}/next-sentence`)).body
    expect(page).toContain('has learnt 2 codes and facets')
  }, 120_000)

  test('a sentence is reviewed once, a random one shows no suggestions, and nobody decides for a stranger', async () => {
    await answerNext()
    await answerNext()
    expect(await reviewsOfStudy(world.open.db, key)).toHaveLength(2)
    const [first] = await reviewsOfStudy(world.open.db, key)
    const again = { ...first!, said: '', found: '', turn: '0' }
    const fields = Object.fromEntries(Object.entries(again).map(([name, value]) => [name, String(value)]))
    const reply = await world.researcher.post(`/studies/${world.studyId}/next-sentence`, fields)
    expect(reply.statusCode).toBe(303)
    expect(await reviewsOfStudy(world.open.db, key)).toHaveLength(2)
    const stranger = await aResearcher(world)
    expect((await stranger.post(`/studies/${world.studyId}/next-sentence`, fields)).statusCode).toBe(404)
  }, 60_000)

  test('the same decisions teach the same, and decisions taken back are forgotten', async () => {
    await answerUntilLearnt()
    const before = (await classifierOf(world.open.db, key))!.learnt
    await learnStudy(world.open.db, key)
    expect((await classifierOf(world.open.db, key))!.learnt).toEqual(before)
    const { learnt } = await readCodebook(world.open.db, key)
    expect(keepClassifier(learnt!.codebook)).toEqual(before)
    await world.open.db.deleteFrom('tag').where('studyId', '=', world.studyId).execute()
    await learnStudy(world.open.db, key)
    expect((await classifierOf(world.open.db, key))!.learnt).toBeNull()
  }, 120_000)
})
