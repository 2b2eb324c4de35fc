import { createHash } from 'node:crypto'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { firstChoices } from '../responses/first-choices.ts'
import { labelsOfStudy } from '../responses/label-store.ts'
import { responsesOfStudy, variablesOfStudy } from '../responses/store.ts'
import type { Answers, Variable } from '../responses/variable.ts'
import { type StudyKey, studyOf } from '../studies/store.ts'
import { tagsOfStudy } from '../tagging/store.ts'
import { tagsAsAnswers } from '../tagging/tag-indicators.ts'
import { wordsSpoken } from '../tagging/words-spoken.ts'

/** What a study's people answered and said, one row a person, in the order of their labels: the same whatever order they arrived in. */
export interface StudyAnswers {
  /** What was asked or recorded, and the first place of each ranking. */
  variables: Variable[]
  /** Codes and facets that people's own words carry, answered in `answers` like questions. */
  tagVariables: Variable[]
  /** Everyone who answered; in a study without any answers, everyone who is heard in an interview. */
  people: AnsweringPerson[]
  /** People known only from interviews of a study where others answered: they can be placed afterwards and never count. */
  interviewees: AnsweringPerson[]
  /** People who are heard in interviews, whether they answered or not. */
  heard: number
  /** Changes whenever an answer, a variable or what somebody said does. */
  hash: string
  /** The newest completion: what the files' dates say. */
  dataUntil: Date | null
}

export interface AnsweringPerson {
  personId: string
  /** R-0213 */
  label: string
  /** By the names of variables and of tag variables. */
  answers: Answers
  /** Which response an answer stands in, so that its words can be pointed at. */
  responseOf: Map<string, string>
  /** Words spoken in interviews and written in open answers. */
  words: number
}

/**
 * Reads every finished response and what people's words carry. Somebody who answered twice counts once, their later answers over their
 * earlier ones.
 * @param minimumWords words from which on a code's absence means that it was not said
 */
export async function gatherAnswers(
  db: Database,
  study: StudyKey,
  { minimumWords }: { minimumWords?: number } = {},
): Promise<StudyAnswers> {
  const variables = await variablesOfStudy(db, study)
  const people = new Map<string, AnsweringPerson>()
  let dataUntil: Date | null = null
  for await (const response of responsesOfStudy(db, study)) {
    const person = people.get(response.personId) ?? somebody(response.personId, response.label)
    for (const [name, answer] of Object.entries(response.answers as Answers)) {
      if (answer === null) continue
      person.answers[name] = answer
      person.responseOf.set(name, response.id)
    }
    people.set(response.personId, person)
    if (response.completedAt && (!dataUntil || response.completedAt > dataUntil)) dataUntil = response.completedAt
  }
  const hasAnswers = people.size > 0
  const { tagVariables, heard, spokenOf, wordsOf } = await gatherSpoken(db, study, minimumWords)
  const labels = await labelsOfStudy(db, study)
  const interviewees = heard
    .filter((personId) => !people.has(personId))
    .map((personId) => somebody(personId, labels.get(personId) ?? ''))
  for (const person of [...people.values(), ...interviewees]) {
    person.words = wordsOf.get(person.personId) ?? 0
    Object.assign(person.answers, spokenOf.get(person.personId))
  }
  const answering = [...people.values()].sort(byLabel)
  const onlyHeard = interviewees.sort(byLabel)
  return {
    variables: [...variables, ...firstChoices(variables)],
    tagVariables,
    people: hasAnswers ? answering : onlyHeard,
    interviewees: hasAnswers ? onlyHeard : [],
    heard: heard.length,
    hash: hashOf([...variables, ...tagVariables], [...answering, ...onlyHeard]),
    dataUntil,
  }
}

async function gatherSpoken(db: Database, study: StudyKey, minimumWords: number | undefined) {
  const spoken = await wordsSpoken(db, study)
  const wordsOf = new Map([...spoken].map(([personId, { documents, answers }]) => [personId, documents + answers]))
  const { variables, answersOf } = tagsAsAnswers({
    tags: await Array.fromAsync(tagsOfStudy(db, study)),
    words: wordsOf,
    codebook: await codesOfStudy(db, study),
    threshold: (await studyOf(db, study)).tagThreshold,
    ...(minimumWords === undefined ? {} : { minimumWords }),
  })
  const heard = [...spoken].filter(([, { documents }]) => documents > 0).map(([personId]) => personId)
  return { tagVariables: variables, heard, spokenOf: answersOf, wordsOf }
}

function somebody(personId: string, label: string): AnsweringPerson {
  return { personId, label, answers: {}, responseOf: new Map(), words: 0 }
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
