import { changesOf, type CodeChange } from '../../server/codebook/history-store.ts'
import { type CodeRow, codesOfStudy } from '../../server/codebook/store.ts'
import type { Facet } from '../../server/facets.ts'
import { insertTag, replaceSuggestions } from '../../server/tagging/store.ts'
import { anInterview, type StoredDocument, type World } from '../interviews/support.ts'

/** Three sentences of one person, each on code points of its own. */
const words = `Interviewer: What happened when it broke?
Participant: The repair cost more than the machine. Nobody told me the price. I waited two weeks for a part.
`

export interface CodedInterview extends StoredDocument {
  /** Half-open ranges of its three sentences. */
  ranges: { start: number; end: number }[]
}

/** An interview without suggestions, to be tagged by hand. */
export async function aBareInterview(world: World, text = words): Promise<CodedInterview> {
  const document = await anInterview(world, text)
  await world.open.db.deleteFrom('tag').where('sourceId', '=', document.id).execute()
  const sentences = text
    .slice(text.indexOf('Participant: ') + 'Participant: '.length)
    .trim()
    .split(/(?<=\.) /)
  const ranges = sentences.map((sentence) => {
    const start = document.text.indexOf(sentence)
    return { start, end: start + sentence.length }
  })
  return { ...document, ranges }
}

/** A tag on one of the sentences. Accepted ones a person made; the others were suggested, and maybe rejected since. */
export async function tagged(
  world: World,
  document: CodedInterview,
  {
    sentence,
    code,
    state = 'accepted',
  }: { sentence: number; code: string; state?: 'accepted' | 'suggested' | 'rejected' },
): Promise<void> {
  const study = { workspaceId: world.researcher.workspaceId, studyId: world.studyId, at: world.clock.now() }
  const place = { personId: document.personId, sourceKind: 'document' as const, sourceId: document.id, item: '' }
  const label = { facet: code.split('.')[0] as Facet, code }
  const range = document.ranges[sentence]!
  const speaker = 'Participant'
  if (state === 'accepted') {
    await insertTag(world.open.db, {
      ...study,
      ...place,
      ...range,
      ...label,
      speaker,
      accountId: world.researcher.accountId,
    })
    return
  }
  const others = await world.open.db
    .selectFrom('tag')
    .selectAll()
    .where('sourceId', '=', document.id)
    .where('state', '=', 'suggested')
    .execute()
  await replaceSuggestions(
    world.open.db,
    study,
    [document].map(({ personId, id }) => ({ personId, sourceId: id })),
    [
      {
        ...place,
        ...range,
        ...label,
        speaker,
        strength: 0.8,
        probability: null,
        reason: 'Cue.',
        rules: 'test',
        evidence: [],
      },
    ],
  )
  if (state === 'rejected')
    await world.open.db
      .updateTable('tag')
      .set({ state: 'rejected' })
      .where('sourceId', '=', document.id)
      .where('state', '=', 'suggested')
      .execute()
  for (const { evidence, ...row } of others)
    await world.open.db
      .insertInto('tag')
      .values({ ...row, evidence: JSON.stringify(evidence) })
      .execute()
}

/** Every tag of the study as sentence, code, facet and state, in order. */
export async function tagList(world: World, document: CodedInterview): Promise<string[]> {
  const rows = await world.open.db
    .selectFrom('tag')
    .select(['startCodePoint', 'code', 'facet', 'state'])
    .where('sourceId', '=', document.id)
    .execute()
  return rows
    .map(({ startCodePoint, code, facet, state }) => {
      const sentence = document.ranges.findIndex(({ start }) => start === startCodePoint)
      return `${sentence} ${code} (${facet}) ${state}`
    })
    .sort()
}

export function studyKey(world: World) {
  return { workspaceId: world.researcher.workspaceId, studyId: world.studyId }
}

export async function codeNamed(world: World, key: string): Promise<CodeRow | undefined> {
  return (await codesOfStudy(world.open.db, studyKey(world))).find((code) => code.key === key)
}

export async function history(world: World): Promise<CodeChange[]> {
  return changesOf(world.open.db, studyKey(world))
}

/** What the newest page knows, as its forms would send it. */
export async function seen(world: World): Promise<string> {
  return String((await history(world))[0]?.number ?? 0)
}

/** Sends a form of a code's page as it stands now. */
export async function post(world: World, codeKey: string, what: string, fields: Record<string, string | string[]>) {
  const path = `/studies/${world.studyId}/codes/${codeKey}${what === '' ? '' : `/${what}`}`
  return world.researcher.post(path, { seen: await seen(world), ...fields })
}

export async function undo(world: World, number: number) {
  return world.researcher.post(`/studies/${world.studyId}/codebook/undone`, { number: String(number) })
}
