import { copyDefaultCodebook } from '../../server/codebook/store.ts'
import type { Database } from '../../server/database/connection.ts'
import { newId } from '../../server/ids.ts'
import { keepDocuments } from '../../server/interviews/keep-documents.ts'
import { createStudy, type StudyKey } from '../../server/studies/store.ts'
import { suggestForStudy } from '../../server/tagging/tag-study.ts'
import type { ParsedDocument } from '../../server/text/document.ts'

export const at = new Date('2026-03-02T10:00:00Z')

/** Sentences that each carry one code whose suggestions count unseen, by the kind of person who says them. */
export const sentencesOf = [
  [
    'I always read the bad reviews first before I go.',
    'I need more information about how long it lasts.',
    'I do not trust what the seller tells me.',
    'I wish it were able to wash wool.',
  ],
  [
    'It was really difficult to find the right button.',
    'I need somebody who can help me with it.',
    'Last year the door seal broke and I called the shop.',
    'The first time I tried it I took the manual out.',
  ],
] as const

const filler = 'The room was bright and the table stood beside the window while the rain went on outside. '

/** What a person of a kind says: each sentence of their kind, one in ten missing, one in ten of the other kind's. */
export function wordsOf(person: number, kind: number): string {
  const said = sentencesOf.flatMap((sentences, of) =>
    sentences.filter((_, place) => ((person * 7 + place * 3 + of * 5) % 10 === 0) !== (of === kind)),
  )
  return `Seat ${person} was mine. ${filler.repeat(10)}${said.join(' ')}`
}

/** An empty study of its own workspace, with the codebook that ships. */
export async function anEmptyStudy(db: Database): Promise<StudyKey> {
  const study = { workspaceId: newId(), studyId: newId() }
  await db.insertInto('workspace').values({ id: study.workspaceId, name: 'Northfield Home', createdAt: at }).execute()
  await createStudy(db, { ...study, name: 'Choosing', decision: 'What to print.', isSimulated: false, at })
  await copyDefaultCodebook(db, study)
  return study
}

/** Keeps one interview a person and suggests tags on all of them. */
export async function keepInterviews(
  db: Database,
  study: StudyKey,
  interviews: { name: string; words: string; personKey?: string }[],
): Promise<void> {
  const documents = interviews.map(
    ({ name, words, personKey }): ParsedDocument => ({
      name,
      format: 'text',
      kind: 'interview',
      text: words,
      utterances: [{ speaker: 'Participant', start: 0, end: [...words].length }],
      speakers: [{ label: 'Participant', role: 'participant', reason: 'Named so.', turns: 1 }],
      ...(personKey ? { personKey } : {}),
      warnings: [],
    }),
  )
  const order = { ...study, basis: 'Signed form', mayQuote: true, joinsByKey: true, fileId: null, at }
  await keepDocuments(db, order, documents)
  await suggestForStudy(db, { ...study, at })
}
