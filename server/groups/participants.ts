import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { facets, type Facet } from '../facets.ts'
import { documentTitle, documentHref } from '../interviews/document-title.ts'
import { documentIdsOfStudy, findDocument, wordsInDocuments } from '../interviews/store.ts'
import { labelsOfStudy } from '../responses/label-store.ts'
import { type StudyKey, studyOf } from '../studies/store.ts'
import { type StudyTag, tagsOfStudy } from '../tagging/store.ts'

/** Somebody who is heard in an interview, with what they spoke of. */
export interface Participant {
  personId: string
  /** R-0213 */
  label: string
  /** Their documents in the order they came: "Interview 07" and where it is read. */
  documents: { id: string; title: string; href: string }[]
  words: number
  /** By code: passages that a person accepted, and suggestions that count. */
  passages: Map<string, { accepted: number; suggested: number }>
}

export interface SpokenCode {
  key: string
  name: string
  facet: Facet
  /** Participants who speak of it. */
  people: number
}

export interface Spoken {
  /** In the order their first interview came. */
  participants: Participant[]
  /** Codes that somebody speaks of, facet by facet, the commonest first. */
  codes: SpokenCode[]
  /** The tags behind it. */
  tags: StudyTag[]
}

/**
 * Participants by codes. A suggestion counts from the study's threshold on, as everywhere; an accepted tag always does; rejected ones and
 * open answers of a survey do not.
 */
export async function spokenInInterviews(db: Database, study: StudyKey): Promise<Spoken> {
  const { tagThreshold } = await studyOf(db, study)
  const participants = await participantsOf(db, study)
  const byPerson = new Map(participants.map((participant) => [participant.personId, participant]))
  const tags: StudyTag[] = []
  for await (const tag of tagsOfStudy(db, study)) {
    const participant = byPerson.get(tag.personId)
    const counts = tag.state === 'accepted' || (tag.strength ?? 0) >= tagThreshold
    if (!participant || !counts || tag.code === null || tag.sourceKind !== 'document') continue
    tags.push(tag)
    const passages = participant.passages.get(tag.code) ?? { accepted: 0, suggested: 0 }
    passages[tag.state]++
    participant.passages.set(tag.code, passages)
  }
  const codes = (await codesOfStudy(db, study))
    .map(({ key, name, facet }) => ({
      key,
      name,
      facet,
      people: participants.filter(({ passages }) => passages.has(key)).length,
    }))
    .filter(({ people }) => people > 0)
    .sort(
      (one, other) =>
        facets.indexOf(one.facet) - facets.indexOf(other.facet) ||
        other.people - one.people ||
        (one.key < other.key ? -1 : 1),
    )
  return { participants, codes, tags }
}

async function participantsOf(db: Database, study: StudyKey): Promise<Participant[]> {
  const words = await wordsInDocuments(db, study)
  const labels = await labelsOfStudy(db, study)
  const people = new Map<string, Participant>()
  for (let after: string | null = null; ; ) {
    const page: { personId: string; id: string }[] = await documentIdsOfStudy(db, { ...study, after, limit: 100 })
    for (const { personId, id } of page) {
      if (!words.has(personId)) continue
      const document = await findDocument(db, { workspaceId: study.workspaceId, personId, documentId: id })
      if (!document) continue
      const person: Participant = people.get(personId) ?? {
        personId,
        label: labels.get(personId) ?? '',
        documents: [],
        words: words.get(personId)!,
        passages: new Map(),
      }
      const href = documentHref({ personId, documentId: id })
      person.documents.push({ id, title: documentTitle(document), href })
      people.set(personId, person)
    }
    if (page.length < 100) break
    after = page.at(-1)!.id
  }
  return [...people.values()]
}
