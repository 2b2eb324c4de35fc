import type { Database } from '../database/connection.ts'
import { wordsInDocuments } from '../interviews/store.ts'
import { countWords } from '../interviews/keep-documents.ts'
import { responsesOfStudy, variablesOfStudy } from '../responses/store.ts'
import type { Answers } from '../responses/variable.ts'
import type { StudyKey } from '../studies/store.ts'

export interface WordsSpoken {
  /** Words in documents where this person takes part. */
  documents: number
  /** Words in their open answers. */
  answers: number
}

/** How many words each person of a study spoke or wrote: silence is not a no, so a code's absence counts only from some words on. */
export async function wordsSpoken(db: Database, study: StudyKey): Promise<Map<string, WordsSpoken>> {
  const words = new Map<string, WordsSpoken>()
  for (const [personId, documents] of await wordsInDocuments(db, study)) words.set(personId, { documents, answers: 0 })
  const items = (await variablesOfStudy(db, study)).filter(({ role }) => role === 'text').map(({ name }) => name)
  if (items.length === 0) return words
  for await (const response of responsesOfStudy(db, study)) {
    const answers = response.answers as Answers
    let count = 0
    for (const item of items) {
      const answer = answers[item]
      if (typeof answer === 'string') count += countWords(answer)
    }
    if (count === 0) continue
    const known = words.get(response.personId) ?? { documents: 0, answers: 0 }
    words.set(response.personId, { ...known, answers: known.answers + count })
  }
  return words
}
