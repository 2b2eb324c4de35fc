import { copyDefaultCodebook } from '../../server/codebook/store.ts'
import type { Database } from '../../server/database/connection.ts'
import { memorySource } from '../../server/files/tables/table-source.ts'
import { newId } from '../../server/ids.ts'
import { keepDocuments } from '../../server/interviews/keep-documents.ts'
import { importTable, proposeImport } from '../../server/responses/import.ts'
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

/** An empty study with the codebook that ships, in somebody's workspace or one of its own. */
export async function anEmptyStudy(db: Database, workspaceId?: string): Promise<StudyKey> {
  const study = { workspaceId: workspaceId ?? newId(), studyId: newId() }
  if (!workspaceId)
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

/** A survey of two kinds of people who answer six questions in crossing patterns and end in an open answer; person 2n is of kind 0. */
export function surveyCsv(people: number): string {
  const scale = ['Strongly disagree', 'Disagree', 'Neither', 'Agree', 'Strongly agree']
  const questions = ['Repairs', 'New things', 'Reviews', 'One sitting', 'Price', 'People I know']
  const header = ['RespondentID', ...questions.map((topic) => `How much do you agree: ${topic}?`), 'Anything else?']
  const lines = Array.from({ length: people }, (_, person) => {
    const kind = person % 2
    const answers = questions.map((_, question) => {
      const isHigh = (question + kind) % 2 === 0
      const noise = (person * 7 + question * 3) % 5 === 0 ? 1 : (person + question) % 2
      return scale[(isHigh ? 3 : 0) + noise]
    })
    const sentences = sentencesOf[kind]!
    const words = person % 5 < 3 ? `Case ${person}. ${sentences[person % 4]} ${sentences[(person + 1) % 4]}` : ''
    return [`c-${1000 + person}`, ...answers, `"${words}"`].join(',')
  })
  return [header.join(','), ...lines].join('\n')
}

/** Brings a survey into the study as a researcher's file. */
export async function importSurvey(db: Database, study: StudyKey, csv: string): Promise<void> {
  const source = memorySource(Buffer.from(csv), 'answers.csv')
  const { variables } = await proposeImport(source)
  const order = { ...study, importId: newId(), at, basis: 'In the questionnaire', mayQuote: true, joinsByKey: true }
  await importTable(db, source, variables, order)
}
