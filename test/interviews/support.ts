import type { LightMyRequestResponse } from 'fastify'
import { copyDefaultCodebook } from '../../server/codebook/store.ts'
import { newId } from '../../server/ids.ts'
import { createStudy } from '../../server/studies/store.ts'
import { type Researcher, type TestApp, aResearcher, testApp } from '../support/app.ts'
import { emptyDatabase, type Engine } from '../support/database.ts'

export interface World extends TestApp {
  researcher: Researcher
  studyId: string
}

/** A workspace with one study and its default codebook. */
export async function aStudy(engine: Engine = 'embedded'): Promise<World> {
  const world = await testApp(await emptyDatabase(engine))
  const researcher = await aResearcher(world)
  return { ...world, researcher, studyId: await anotherStudy(world, researcher) }
}

export async function anotherStudy(world: TestApp, { workspaceId }: Researcher): Promise<string> {
  const study = { workspaceId, studyId: newId(), at: world.clock.now() }
  await createStudy(world.open.db, {
    ...study,
    name: 'Choosing an appliance',
    decision: 'What we show beside the price.',
    isSimulated: false,
  })
  await copyDefaultCodebook(world.open.db, study)
  return study.studyId
}

/** Two people about a washing machine: invented for these tests, with what trips offsets (an emoji, an accent, a ligature). */
export const transcript = `Interviewer: Walk me through the evening you started looking.
Participant: The old one died on a Sunday 😀. I need to know how many of these come back. I always read the bad reviews first.
Interviewer: And in the shop?
Participant: He was kind, but it was frustrating that every question had the same answer at the café. I want one number.
Interviewer: I need to stop here. I always read the time. Anything else?
Participant: I would rather buy a plain white box. It matters to me that a seller is honest.
`

export interface StoredDocument {
  personId: string
  id: string
  number: number
  text: string
  href: string
}

export async function documentsOf({ open, studyId }: World): Promise<StoredDocument[]> {
  const rows = await open.db
    .selectFrom('document')
    .select(['personId', 'id', 'number', 'text'])
    .where('studyId', '=', studyId)
    .orderBy('number')
    .execute()
  return rows.map((row) => ({ ...row, href: `/documents/${row.personId}/${row.id}` }))
}

export async function tagsOn({ open }: World, sourceId: string) {
  return open.db
    .selectFrom('tag')
    .selectAll()
    .where('sourceId', '=', sourceId)
    .orderBy('startCodePoint')
    .orderBy('facet')
    .execute()
}

export async function upload(
  world: World,
  files: { name: string; bytes: Buffer | string }[],
  fields: Record<string, string> = { basis: 'signed form', mayQuote: 'yes' },
): Promise<LightMyRequestResponse> {
  return world.researcher.upload(`/studies/${world.studyId}/interviews`, files, fields)
}

export async function anInterview(world: World, text = transcript, name = 'interview.txt'): Promise<StoredDocument> {
  await upload(world, [{ name, bytes: text }])
  return (await documentsOf(world)).at(-1)!
}

/** The words of a page without its mark-up, as a reader sees them. */
export function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#x3D;', '=')
    .replaceAll('&amp;', '&')
}
