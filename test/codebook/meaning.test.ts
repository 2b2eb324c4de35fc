import { beforeEach, expect, test } from 'vitest'
import { currentLabel } from '../../server/agreement/settle.ts'
import { livingCodes, speakingCodes } from '../../server/codebook/living.ts'
import { codesOfStudy } from '../../server/codebook/store.ts'
import { codeFrequencies, codePairs, codesByAnswer } from '../../server/coding-analysis/store.ts'
import { spokenInInterviews } from '../../server/groups/participants.ts'
import { drawSet } from '../../server/personas/draw-set.ts'
import { findPersonas } from '../../server/personas/find-personas.ts'
import { gatherEvidence } from '../../server/personas/gather-evidence.ts'
import { recountPersonaSet } from '../../server/personas/recount.ts'
import { claimsOfSet, personaSetOf } from '../../server/personas/store.ts'
import type { StoredAnalysis } from '../../server/personas/find-personas.ts'
import { studyOf } from '../../server/studies/store.ts'
import { classifierOf } from '../../server/tagging/learning/store.ts'
import { facetOfLabel } from '../../server/tagging/learning/examples.ts'
import { learnStudy } from '../../server/tagging/learning/learn-study.ts'
import { nextSentenceView } from '../../server/tagging/learning/view.ts'
import { tagsAsAnswers } from '../../server/tagging/tag-indicators.ts'
import { moveStep } from '../../server/tagging/tag-actions-store.ts'
import { inCodebook } from '../../server/tagging/tag-study.ts'
import type { Suggestion } from '../../server/text/suggestion.ts'
import { aStudy, type World } from '../interviews/support.ts'
import { aResearcher, testApp } from '../support/app.ts'
import { emptyDatabase } from '../support/database.ts'
import { anEmptyStudy, importSurvey, keepInterviews, surveyCsv } from '../personas/interview-world.ts'
import { aBareInterview, type CodedInterview, post, studyKey, tagged, tagList } from './support.ts'

/** What a change of the codebook means for everything that names its codes: suggestions, learning, groups, personas, counts. */
let world: World
let document: CodedInterview

beforeEach(async () => {
  world = await aStudy()
  document = await aBareInterview(world)
}, 60_000)

const codes = () => codesOfStudy(world.open.db, studyKey(world))
const suggestion = (facet: Suggestion['facet'], code: string | null, strength = 0.5): Suggestion => ({
  start: 0,
  end: 10,
  quote: 'words here',
  facet,
  code,
  strength,
  probability: null,
  reason: 'Cue.',
  rules: 'test',
})

test('rules and models name codes by their old keys: suggestions follow merges, moves and retirements', async () => {
  await post(world, 'pain.cost', 'merge', { into: 'pain.slowness' })
  await post(world, 'need.speed', 'place', { place: 'facet:pain' })
  await post(world, 'need.ease', 'retirement', { retirement: 'retired' })
  const living = livingCodes(await codes())
  const suggested = inCodebook(
    [
      suggestion('pain', 'pain.cost', 0.4),
      suggestion('pain', 'pain.slowness', 0.7),
      suggestion('need', 'need.speed'),
      suggestion('need', 'need.ease'),
      suggestion('need', 'need.never-there'),
      suggestion('value', null),
    ],
    { living, learnt: undefined },
  )
  expect(suggested.map(({ facet, code, strength }) => [facet, code, strength])).toEqual([
    ['pain', 'pain.slowness', 0.7],
    ['pain', 'need.speed', 0.5],
    ['need', null, 0.5],
    ['value', null, 0.5],
  ])
  const facetOf = new Map([['need.speed', 'pain' as const]])
  expect(facetOfLabel('need.speed', facetOf)).toBe('pain')
  expect(facetOfLabel('need.ease', facetOf)).toBe('need')
})

test('a code merged into one that is retired since is suggested as neither', async () => {
  await post(world, 'pain.cost', 'merge', { into: 'pain.slowness' })
  await post(world, 'pain.slowness', 'retirement', { retirement: 'retired' })
  expect(livingCodes(await codes()).get('pain.cost')).toBeNull()
})

test('suggestions that were being made while a code was merged land on the code it lives on in', async () => {
  await post(world, 'pain.cost', 'merge', { into: 'need.information' })
  await tagged(world, document, { sentence: 0, code: 'pain.cost', state: 'suggested' })
  expect(await tagList(world, document)).toEqual(['0 need.information (need) suggested'])
  await tagged(world, document, { sentence: 1, code: 'pain.cost' })
  expect(await tagList(world, document)).toContain('1 need.information (need) accepted')
})

test('an edit of the words that is taken back after a merge brings its tags back under the code they live on in', async () => {
  await tagged(world, document, { sentence: 1, code: 'pain.cost' })
  const revision = async () => {
    const row = await world.open.db.selectFrom('document').select('textRevision').executeTakeFirstOrThrow()
    return String(row.textRevision)
  }
  const words = 'The repair cost more than the machine. I waited two weeks for a part.'
  await world.researcher.post(`${document.href}/edits`, { kind: 'words', turn: '1', words, revision: await revision() })
  const carried = () => world.open.db.selectFrom('tag').select('code').where('state', '=', 'accepted').execute()
  expect(await carried()).toEqual([])
  await post(world, 'pain.cost', 'merge', { into: 'pain.slowness' })
  await world.researcher.post(`${document.href}/edits/undone`, { revision: await revision() })
  expect(await carried()).toEqual([{ code: 'pain.slowness' }])
})

test('a step of tagging that is taken back after a merge brings its tag back under the code it lives on in', async () => {
  await tagged(world, document, { sentence: 0, code: 'pain.cost' })
  const { id } = await world.open.db.selectFrom('tag').select('id').executeTakeFirstOrThrow()
  await world.researcher.post(`/tags/${document.personId}/${id}/decision`, { decision: 'removed' })
  expect(await tagList(world, document)).toEqual([])
  await post(world, 'pain.cost', 'merge', { into: 'pain.slowness' })
  const own = { ...studyKey(world), accountId: world.researcher.accountId, at: world.clock.now() }
  await moveStep(world.open.db, { ...own, direction: 'undone' })
  expect(await tagList(world, document)).toEqual(['0 pain.slowness (pain) accepted'])
})

test('what coders of a round said under a code that was merged meanwhile is settled as the code it lives on in', async () => {
  await post(world, 'pain.cost', 'merge', { into: 'need.information' })
  expect(currentLabel('pain.cost', await codes())).toBe('need.information')
})

test('what was learnt of a merged code is learnt again as the code it lives on in', async () => {
  const lines = Array.from({ length: 24 }, (_, index) =>
    index % 2 === 0
      ? `Participant: It was far too dear for me, number ${index}.`
      : `Participant: The garden was green on day ${index}.`,
  )
  const many = await aBareInterview(world, `${lines.join('\n\n')}\n`)
  const study = { ...studyKey(world), at: world.clock.now() }
  const spoken = await world.open.db
    .selectFrom('utterance')
    .selectAll()
    .where('documentId', '=', many.id)
    .orderBy('position')
    .execute()
  const ranged = { ...many, ranges: spoken.map((row) => ({ start: row.startCodePoint, end: row.endCodePoint })) }
  for (let turn = 0; turn < spoken.length; turn++)
    await tagged(world, ranged, { sentence: turn, code: turn % 2 === 0 ? 'pain.cost' : 'experience.event' })
  await learnStudy(world.open.db, study)
  const labels = async () => (await classifierOf(world.open.db, study))!.learnt?.labels ?? []
  expect(await labels()).toContain('pain.cost')
  await post(world, 'pain.cost', 'merge', { into: 'pain.slowness' })
  expect(await labels()).toContain('pain.slowness')
  expect(await labels()).not.toContain('pain.cost')
})

test('reviews of a merged code count for the code it lives on in', async () => {
  await post(world, 'pain.cost', 'merge', { into: 'pain.slowness' })
  const review = {
    personId: document.personId,
    sourceKind: 'document' as const,
    sourceId: document.id,
    item: '',
    start: 0,
    end: 5,
    sampling: 'random' as const,
    said: ['pain.cost'],
    found: ['pain.slowness'],
  }
  const about = {
    next: undefined,
    codes: await codes(),
    reviews: Array.from({ length: 12 }, () => review),
    classifier: undefined,
  }
  const { figures } = nextSentenceView(world.studyId, about)
  expect(figures).toHaveLength(1)
  expect(figures[0]!.precision).toContain('12 of 12')
})

test('groups count a person once who carried both codes of a merge', async () => {
  await tagged(world, document, { sentence: 0, code: 'pain.cost' })
  await tagged(world, document, { sentence: 1, code: 'pain.slowness' })
  await post(world, 'pain.cost', 'merge', { into: 'pain.slowness' })
  const spoken = await spokenInInterviews(world.open.db, studyKey(world))
  expect(spoken.codes.map(({ key, people }) => [key, people])).toEqual([['pain.slowness', 1]])
  expect(spoken.participants[0]!.passages.get('pain.slowness')).toEqual({ accepted: 2, suggested: 0 })
})

test('who speaks of a code under another is not silent on that, and has not said it by name', () => {
  const tag = (personId: string, code: string) => ({
    personId,
    facet: 'pain' as const,
    code,
    strength: null,
    state: 'accepted' as const,
  })
  const { answersOf } = tagsAsAnswers({
    tags: [tag('ann', 'pain.repair'), tag('ben', 'pain.cost')],
    words: new Map(['ann', 'ben', 'cas'].map((person) => [person, 300])),
    codebook: [
      { key: 'pain.cost', name: 'Cost', facet: 'pain' },
      { key: 'pain.repair', name: 'Repair', facet: 'pain', parent: 'pain.cost' },
    ],
    threshold: 0.6,
  })
  const of = (person: string) => [answersOf.get(person)!['tag:pain.cost'], answersOf.get(person)!['tag:pain.repair']]
  expect(of('ann')).toEqual([undefined, 'said'])
  expect(of('ben')).toEqual(['said', 'unsaid'])
  expect(of('cas')).toEqual(['unsaid', 'unsaid'])
})

test('rolled up, a code counts with those under it, each person once and each stretch of words once', async () => {
  await world.researcher.post(`/studies/${world.studyId}/codes`, {
    place: 'pain.cost',
    name: 'Repair',
    definition: 'What mending costs.',
  })
  const other = await aBareInterview(world, 'Participant: I paid for it twice over. It broke again. Too dear.\n')
  await tagged(world, document, { sentence: 0, code: 'pain.cost' })
  await tagged(world, document, { sentence: 0, code: 'pain.repair' })
  await tagged(world, document, { sentence: 1, code: 'pain.repair' })
  await tagged(world, document, { sentence: 2, code: 'pain.slowness' })
  await tagged(world, other, { sentence: 0, code: 'pain.repair' })
  const { db } = world.open
  const alone = { ...studyKey(world), counted: 'all' as const, rolledUp: null }
  const within = { ...alone, rolledUp: await codes() }
  const sorted = async (asked: typeof alone | typeof within) =>
    (await codeFrequencies(db, asked)).map(({ code, people, mentions }) => `${code} ${people} ${mentions}`).sort()
  expect(await sorted(alone)).toEqual(['pain.cost 1 1', 'pain.repair 2 3', 'pain.slowness 1 1'])
  expect(await sorted(within)).toEqual(['pain.cost 2 3', 'pain.repair 2 3', 'pain.slowness 1 1'])
  const pairs = async (asked: typeof alone | typeof within) =>
    (await codePairs(db, { ...asked, limit: 10 })).map(({ one, other: two, people }) => `${one} ${two} ${people}`)
  expect(await pairs(alone)).toContain('pain.cost pain.repair 1')
  expect(await pairs(within)).toEqual(['pain.cost pain.slowness 1', 'pain.repair pain.slowness 1'])
  expect(await codesByAnswer(db, { ...within, item: 'nothing' })).toEqual([])
  const page = await world.researcher.get(`/studies/${world.studyId}/analysis?within=yes`)
  expect(page.body).toContain('Count each code alone')
  expect(page.body).toContain('Cost / Repair')
})

test('a code merged into another leaves claims where they were drawn, and a recount finds its people under the other', async () => {
  const app = await testApp(await emptyDatabase())
  const researcher = await aResearcher(app)
  const { db } = app.open
  const study = await anEmptyStudy(db, researcher.workspaceId)
  await importSurvey(db, study, surveyCsv(200))
  await keepInterviews(db, study, [])
  const { personaSetId } = await findPersonas(db, study, { seed: 1, workers: 1 }, { clock: app.clock })
  const key = { workspaceId: study.workspaceId, personaSetId }
  await drawSet(db, key)

  const claims = () => claimsOfSet(db, key)
  const told = async (code: string) => (await claims()).filter(({ id }) => id.includes(code.replace('.', '-')))
  const drawn = await claims()
  const before = await codesOfStudy(db, study)
  const from = before.find((code) =>
    drawn.some(({ id, kind }) => kind === 'code' && id.includes(code.key.replace('.', '-'))),
  )!.key
  const lines = await told(from)
  const speakers = async (code: string) =>
    (await db.selectFrom('tag').select('personId').distinct().where('code', '=', code).execute()).length
  const people = await speakers(from)
  expect(people).toBeGreaterThan(20)

  // Within the facet, so that the same lines can be drawn of it.
  const twin = {
    place: `facet:${from.split('.')[0]}`,
    name: 'Another name for it',
    definition: 'The same in other words.',
  }
  await researcher.post(`/studies/${study.studyId}/codes`, twin)
  const goal = `${from.split('.')[0]}.another-name-for-it`
  const merge = await researcher.post(`/studies/${study.studyId}/codes/${from}/merge`, { into: goal, seen: '1' })
  expect(merge.statusCode).toBe(303)
  expect(await claims()).toEqual(drawn)
  expect(await speakers(goal)).toBe(people)

  const stored = await personaSetOf(db, key)
  const analysis = stored.analysis as StoredAnalysis
  analysis.indicators = [...analysis.indicators, `tag:${from}`]
  const whole = await studyOf(db, study)
  const { input } = await gatherEvidence(db, {
    workspaceId: study.workspaceId,
    study: whole,
    set: { id: stored.id, analysis },
  })
  expect(input.codebook.find((code) => code.key === goal)).toMatchObject({ defining: true })
  expect(input.codebook.map((code) => code.key)).not.toContain(from)

  await recountPersonaSet(db, { ...key, at: app.clock.now() })
  expect(await told(from)).toEqual([])
  const counts = (list: Awaited<ReturnType<typeof claims>>) => list.map(({ interviews }) => interviews)
  expect(counts(await told(goal))).toEqual(counts(lines))
})

test('of codes that left use only those whose tags stayed may still say something', async () => {
  await post(world, 'pain.cost', 'merge', { into: 'pain.slowness' })
  await post(world, 'journey.support', 'retirement', { retirement: 'retired' })
  await post(world, 'journey.change', 'retirement', { retirement: 'retired' })
  const keys = speakingCodes(await codes(), [{ code: 'journey.change' }]).map(({ key }) => key)
  expect(keys).toContain('journey.change')
  expect(keys).not.toContain('journey.support')
  expect(keys).not.toContain('pain.cost')
})
