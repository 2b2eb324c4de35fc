import { createHash } from 'node:crypto'
import type { Database } from '../database/connection.ts'
import { responsesOfStudy, variablesOfStudy } from '../responses/store.ts'
import type { Answers, Variable } from '../responses/variable.ts'
import type { StudyKey } from '../studies/store.ts'

/** What a study's people answered, one row a person, in the order of persons: the same whatever order they arrived in. */
export interface StudyAnswers {
  variables: Variable[]
  people: AnsweringPerson[]
  /** Changes whenever an answer or a variable does. */
  hash: string
  /** The newest completion: what the files' dates say. */
  dataUntil: Date | null
}

export interface AnsweringPerson {
  personId: string
  /** R-0213 */
  label: string
  answers: Answers
  /** Which response an answer stands in, so that its words can be pointed at. */
  responseOf: Map<string, string>
}

/** Reads every finished response. Somebody who answered twice counts once, their later answers over their earlier ones. */
export async function gatherAnswers(db: Database, study: StudyKey): Promise<StudyAnswers> {
  const variables = await variablesOfStudy(db, study)
  const people = new Map<string, AnsweringPerson>()
  let dataUntil: Date | null = null
  for await (const response of responsesOfStudy(db, study)) {
    const person: AnsweringPerson = people.get(response.personId) ?? {
      personId: response.personId,
      label: response.label,
      answers: {},
      responseOf: new Map(),
    }
    for (const [name, answer] of Object.entries(response.answers as Answers)) {
      if (answer === null) continue
      person.answers[name] = answer
      person.responseOf.set(name, response.id)
    }
    people.set(response.personId, person)
    if (response.completedAt && (!dataUntil || response.completedAt > dataUntil)) dataUntil = response.completedAt
  }
  const inOrder = [...people.values()].sort(byLabel)
  return { variables, people: inOrder, hash: hashOf(variables, inOrder), dataUntil }
}

/** Labels count up in the order of arrival within a study and are the same for the same file, which ids are not. */
function byLabel(one: AnsweringPerson, other: AnsweringPerson): number {
  return one.label < other.label ? -1 : one.label > other.label ? 1 : 0
}

function hashOf(variables: Variable[], people: AnsweringPerson[]): string {
  const hash = createHash('sha256').update(JSON.stringify(variables))
  for (const { label, answers } of people) {
    const sorted = Object.entries(answers).sort(([one], [other]) => (one < other ? -1 : 1))
    hash.update(label).update(JSON.stringify(sorted))
  }
  return hash.digest('hex')
}
