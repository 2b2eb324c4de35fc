import { beforeEach, describe, expect, test } from 'vitest'
import { keepClassifier } from '../../../server/text/classifier/codebook-classifier.ts'
import { readCodebook } from '../../../server/tagging/tag-study.ts'
import { editDocument, undoEdit } from '../../../server/interviews/edit-store.ts'
import type { Transcript } from '../../../server/interviews/transcript-edits.ts'
import { newId } from '../../../server/ids.ts'
import { erasePersonRows } from '../../../server/privacy/store.ts'
import { isRandomTurn } from '../../../server/tagging/learning/next-sentence.ts'
import { classifierOf, countErasures, reviewsOfStudy, saveClassifier } from '../../../server/tagging/learning/store.ts'
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
  })

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
  })

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
  })

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
  })

  test('a turn that was not offered counts as chosen', async () => {
    const page = (await world.researcher.get(`/studies/${world.studyId}/next-sentence`)).body
    const hidden = page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)
    const fields = Object.fromEntries(Array.from(hidden, ([, name, value]) => [name, value!]))
    const turn = Array.from({ length: 200 }, (_, at) => at + 1).find((at) => isRandomTurn(world.studyId, at))!
    await world.researcher.post(`/studies/${world.studyId}/next-sentence`, { ...fields, more: '', turn: String(turn) })
    expect((await reviewsOfStudy(world.open.db, key)).map(({ sampling }) => sampling)).toEqual(['chosen'])
  })

  test('what was learnt while somebody was erased is not kept', async () => {
    const erasures = await countErasures(world.open.db, key)
    const save = (counted: number) =>
      saveClassifier(world.open.db, { ...key, examples: 3, learnt: null, erasures: counted })
    const [document] = await documentsOf(world)
    await erasePersonRows(world.open.db, {
      workspaceId: key.workspaceId,
      personId: document!.personId,
      erasureId: newId(),
      reason: 'asked',
      counts: {},
      at: key.at,
    })
    expect(await save(erasures)).toBe(false)
    expect(await classifierOf(world.open.db, key)).toBeUndefined()
    expect(await save(erasures + 1)).toBe(true)
  })

  test('a review follows its words through an edit, ends with them, and comes back when it is undone', async () => {
    await answerNext()
    const [document] = await documentsOf(world)
    const [before] = await reviewsOfStudy(world.open.db, key)
    const { workspaceId, at } = key
    const edit = { workspaceId, personId: document!.personId, documentId: document!.id, accountId: newId(), at }
    const change = (start: number, end: number, inserted: string) => (transcript: Transcript) => {
      const index = transcript.turns.findIndex((turn) => turn.start <= start && end <= turn.end)
      const turn = transcript.turns[index]!
      const grown = { ...turn, end: turn.end + inserted.length - (end - start) }
      return { edits: [{ start, end, inserted }], at: index, replaced: 1, turns: [grown] }
    }
    const turn = await world.open.db
      .selectFrom('utterance')
      .select('startCodePoint')
      .where('documentId', '=', document!.id)
      .where('startCodePoint', '<=', before!.start)
      .where('endCodePoint', '>=', before!.end)
      .executeTakeFirstOrThrow()
    const first = turn.startCodePoint
    const of = (revision: number) => ({ ...edit, revision, kind: 'words' as const })
    // Before the reviewed words, so that they are pushed along; then in them.
    const ahead = before!.start > first ? change(first, first + 1, 'Well, h') : undefined
    let revision = 0
    if (ahead) await editDocument(world.open.db, { ...of(revision++), plan: ahead })
    const [moved] = await reviewsOfStudy(world.open.db, key)
    const shift = ahead ? 6 : 0
    expect([moved!.start, moved!.end]).toEqual([before!.start + shift, before!.end + shift])
    await editDocument(world.open.db, { ...of(revision++), plan: change(moved!.start + 2, moved!.start + 3, 'zz') })
    expect(await reviewsOfStudy(world.open.db, key)).toEqual([])
    await undoEdit(world.open.db, of(revision))
    expect(await reviewsOfStudy(world.open.db, key)).toEqual([moved])
  })
})
