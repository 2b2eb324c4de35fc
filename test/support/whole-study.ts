import { newId } from '../../server/ids.ts'
import { claimsOfSet, newestPersonaSet } from '../../server/personas/store.ts'
import { aColleague, type Researcher, type TestApp } from './app.ts'

/** A study with everything in it, made through the pages: what the tests that try every route need. */
export interface WholeStudy {
  /** Every parameter that a route's pattern may have, by its name. */
  ids: Record<string, string>
  /** Words that only this workspace's respondents wrote. */
  secretWords: string
}

const people = 240
const secretWords = 'the kettle whistled at dawn'

export async function aWholeStudy(world: TestApp, researcher: Researcher): Promise<WholeStudy> {
  const { db } = world.open
  const { workspaceId } = researcher
  await researcher.post('/studies', { decision: 'What we print beside the price from September.', name: 'Choosing' })
  const { id: studyId } = await db
    .selectFrom('study')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirstOrThrow()

  const upload = await researcher.upload(`/studies/${studyId}/imports`, [
    { name: 'answers.csv', bytes: plantedAnswers(), field: 'file' },
  ])
  const importUrl = String(upload.headers.location)
  await researcher.post(`${importUrl}/confirmation`, {
    basis: 'Consent in the questionnaire',
    mayQuote: 'yes',
    joinsByKey: 'yes',
  })
  await researcher.upload(`/studies/${studyId}/interviews`, [{ name: 'one.txt', bytes: interview }], {
    basis: 'Signed form',
    mayQuote: 'yes',
  })
  await researcher.post(`/studies/${studyId}/surveys`, { instrument: 'attitude_check' })
  await researcher.upload(`/studies/${studyId}/customer-files`, [{ name: 'customers.csv', bytes: customers() }], {
    timeZone: 'UTC',
  })
  const waiting = (await researcher.get(`/studies/${studyId}/segments`)).body
  const file = needed(
    /name="id-0"[^>]*value="([^"]+)"/.exec(waiting) ?? /value="([^"]+)"[^>]*name="id-0"/.exec(waiting) ?? undefined,
  )
  await researcher.post(`/studies/${studyId}/customer-files/confirmation`, {
    'id-0': file[1]!,
    'kind-0': 'customers',
    timeZone: 'UTC',
  })
  const document = await db
    .selectFrom('document')
    .select(['personId', 'id'])
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  // Before the search: what a round settles becomes tags, and a set found earlier would rest on other answers.
  const round = await aClosedRound(world, researcher, { studyId, ...needed(document) })
  await researcher.post(`/studies/${studyId}/persona-sets`, { seed: '1' })

  // Nobody works on what waits behind the set here, and a page that asks how far it is would ask for ever.
  const record = await db
    .selectFrom('task')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('kind', '=', 'record-personas')
    .executeTakeFirst()
  await researcher.post(`/tasks/${needed(record).id}/cancellation`)
  await researcher.post(`/studies/${studyId}/groups`, { name: 'Careful readers' })
  const group = await db
    .selectFrom('interviewGroup')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  const set = await newestPersonaSet(db, { workspaceId, studyId })
  await researcher.post(`/personas/${set?.id}/share-links`, { reader: 'Agency', days: '30' })
  const claims = set ? await claimsOfSet(db, { workspaceId, personaSetId: set.id }) : []
  const first = async (table: 'survey' | 'document' | 'tag' | 'task' | 'storedFile' | 'segmentFamily') =>
    db.selectFrom(table).select('id').where('workspaceId', '=', workspaceId).orderBy('id').limit(1).executeTakeFirst()
  const link = await db.selectFrom('shareLink').select('id').where('workspaceId', '=', workspaceId).executeTakeFirst()
  const response = await db
    .selectFrom('response')
    .select(['personId', 'id'])
    .where('workspaceId', '=', workspaceId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  await researcher.post(`/documents/${needed(document).personId}/${needed(document).id}/redaction/terms`, {
    words: 'door seal',
  })
  await researcher.post(`/documents/${needed(document).personId}/${needed(document).id}/memos`, { text: secretWords })
  const memo = await db.selectFrom('memo').select('id').where('workspaceId', '=', workspaceId).executeTakeFirst()
  const term = await db
    .selectFrom('redactionTerm')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  const code = await db
    .selectFrom('code')
    .select('key')
    .where('workspaceId', '=', workspaceId)
    .orderBy('key')
    .limit(1)
    .executeTakeFirstOrThrow()
  const surveyId = needed(await first('survey')).id
  await researcher.post(`/surveys/${surveyId}/languages`, { language: 'de' })
  await inviteByList(researcher, surveyId)
  const list = await db
    .selectFrom('invitationUpload')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('state', '=', 'proposed')
    .executeTakeFirst()
  await researcher.post(`/surveys/${surveyId}/pages/words/items`, { kind: 'statement', ask: 'Look', code: 'look' })
  await researcher.upload(`/surveys/${surveyId}/items/look/image`, [{ name: 'dot.png', bytes: onePixel }], {
    alternative: 'A dot.',
  })
  const image = await db
    .selectFrom('surveyImage')
    .select('name')
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  const invited = await researcher.post('/settings/colleagues/invitations', { invitee: 'M. Ruiz', role: 'viewer' })
  const invitation = await db
    .selectFrom('accountInvitation')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  await researcher.post('/settings/access-keys', { holder: 'CRM, nightly', days: '30' })
  const accessKey = await db
    .selectFrom('accessKey')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  const stored = await first('storedFile')
  const codebook = await researcher.upload(`/studies/${studyId}/codebook/files`, [
    { name: 'codes.csv', bytes: 'Facet,Name,Definition\npain,Noise,It is loud at night.\n', field: 'file' },
  ])
  return {
    secretWords,
    ids: {
      studyId,
      importId: importUrl.split('/').at(-1)!,
      surveyId,
      uploadId: needed(list).id,
      taskId: needed(await first('task')).id,
      tagId: needed(await first('tag')).id,
      familyId: needed(await first('segmentFamily')).id,
      fileId: stored?.id ?? newId(),
      codebookFileId: needed(String(codebook.headers.location).split('/').at(-1)),
      personId: needed(document).personId,
      documentId: needed(document).id,
      codeKey: code.key,
      termId: needed(term).id,
      memoId: needed(memo).id,
      ...round,
      personaSetId: needed(set).id,
      personaKey: 'p1',
      groupId: needed(group).id,
      claimId: needed(claims[0]).id,
      linkId: needed(link).id,
      pageCode: 'scale',
      itemCode: 'view',
      place: 'item.view',
      imageName: needed(image).name,
      language: 'de',
      respondentId: needed(response).personId,
      responseId: needed(response).id,
      accountId: researcher.accountId,
      keyId: needed(accessKey).id,
      invitationId: needed(invitation).id,
      secret: needed(/\/join\/([\w-]{22})/.exec(invited.body)?.[1]),
    },
  }
}

/** Three people invited, and a second list that waits to be confirmed. */
async function inviteByList(researcher: Researcher, surveyId: string): Promise<void> {
  const lists = `/surveys/${surveyId}/invitation-lists`
  const upload = (bytes: string) => researcher.upload(lists, [{ name: 'people.csv', bytes, field: 'file' }])
  await upload(
    'email,name,language,plan\nann@example.org,Ann,de,Plus\nbob@example.org,Bob,,Basic\ncy@example.org,Cy,,Basic\n',
  )
  const { body } = await researcher.get(`/surveys/${surveyId}/invitations`)
  const waiting = needed(/invitation-lists\/([0-9a-f-]{36})\/confirmation/.exec(body) ?? undefined)[1]!
  await researcher.post(`${lists}/${waiting}/confirmation`, {
    'use-0': 'email',
    'use-1': 'name',
    'use-2': 'language',
    'use-3': 'field',
    basis: 'Customers who agreed to research mail',
  })
  await upload('email,name\nzoe@example.org,Zoe\nnot an address,Al\n')
}

/** The smallest PNG there is. */
export const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP6DwABBQECz6AuzQAAAABJRU5ErkJggg==',
  'base64',
)

/** A round that two people coded, one of them with a tag that the other did not give. */
async function aClosedRound(
  world: TestApp,
  researcher: Researcher,
  { studyId, personId, id }: { studyId: string; personId: string; id: string },
): Promise<{ roundId: string; codingTagId: string }> {
  const colleague = await aColleague(world, researcher, 'A. Brandt')
  const started = await researcher.post(`/studies/${studyId}/coding-rounds`, {
    firstCoder: researcher.accountId,
    secondCoder: colleague.accountId,
    which: 'all',
    unit: 'sentence',
    label: 'facet:journey',
  })
  const round = String(started.headers.location)
  const { text } = await world.open.db
    .selectFrom('document')
    .select('text')
    .where('personId', '=', personId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const start = text.indexOf('I always read')
  const range = { start: String(start), end: String(start + 20) }
  await researcher.post(`${round}/documents/${personId}/${id}/tags`, { ...range, code: 'facet:journey' })
  await researcher.post(`${round}/done`)
  await colleague.post(`${round}/done`)
  const tag = await world.open.db
    .selectFrom('codingTag')
    .select('id')
    .where('personId', '=', personId)
    .executeTakeFirst()
  const settled = await researcher.post(`${round}/documents/${personId}/${id}/resolution`, {
    ...(await firstApart(researcher, round)),
    choice: 'both',
  })
  if (settled.statusCode !== 303) throw new Error('The coders of the whole study differ nowhere.')
  return { roundId: round.split('/').at(-1)!, codingTagId: needed(tag).id }
}

async function firstApart(researcher: Researcher, round: string) {
  const page = (await researcher.get(`${round}/disagreements`)).body
  const [, start = '', end = ''] =
    /name="start" value="(\d+)"><input type="hidden" name="end" value="(\d+)"/.exec(page) ?? []
  return { start, end }
}

/** What is missing here would make the tests that use it try nothing. */
function needed<T>(made: T | undefined): T {
  if (made === undefined) throw new Error('The whole study lacks something: a page that makes it has failed.')
  return made
}

/** Two kinds of people who answer six questions in crossing patterns, so that there are personas to find. */
function plantedAnswers(): string {
  const scale = ['Strongly disagree', 'Disagree', 'Neither', 'Agree', 'Strongly agree']
  const questions = [
    'Repairs should be possible',
    'New is better',
    'I read reviews first',
    'I decide in one sitting',
    'Price decides',
    'I ask people I know',
  ]
  const header = [
    'RespondentID',
    ...questions.map((question) => `How much do you agree: ${question}?`),
    'Anything else?',
    'Region',
  ]
  const lines = Array.from({ length: people }, (_, person) => {
    const kind = person % 2
    const answers = questions.map(
      (_, question) =>
        scale[
          ((question + kind) % 2 === 0 ? 3 : 0) + ((person * 7 + question * 3) % 5 === 0 ? 1 : (person + question) % 2)
        ],
    )
    const words = person % 4 === 0 ? `I need to know it lasts, said ${secretWords}` : ''
    return [`c-${1000 + person}`, ...answers, `"${words}"`, ['North', 'South', 'West'][person % 3]].join(',')
  })
  return [header.join(','), ...lines].join('\n')
}

/** The same people as customers, in three plans. */
function customers(): string {
  const lines = Array.from(
    { length: people },
    (_, person) => `c-${1000 + person},${['Basic', 'Plus', 'Family'][person % 3]}`,
  )
  return ['customer_id,plan', ...lines].join('\n')
}

const interview = `Interviewer: What happened when it broke?
Participant: I need to know how long it lasts before I buy, and ${secretWords}.
Interviewer: And then?
Participant: I always read the bad reviews first because nobody makes up a door seal.
Interviewer: Thank you.
Participant: It was frustrating that nobody could answer me.
`
