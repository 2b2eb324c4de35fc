import type { Database } from '../database/connection.ts'
import { answersOfPerson } from '../responses/person-answers-store.ts'
import { variablesOfStudy } from '../responses/store.ts'
import type { Answers, Variable } from '../responses/variable.ts'
import { segmentsOfPerson } from '../segments/person-store.ts'
import type { StudyKey } from '../studies/store.ts'

const mostAnswers = 60

/** What is known of the person besides these words: their survey answers by question, their segments by family. */
export async function knownBeside(db: Database, person: StudyKey & { personId: string }) {
  const answers = await answersOfPerson(db, person)
  const variables = Object.keys(answers).length === 0 ? [] : await variablesOfStudy(db, person)
  const told = variables
    .filter(({ role }) => role !== 'ignored' && role !== 'id' && role !== 'weight')
    .flatMap((variable) => {
      const answer = answerOf(variable, answers)
      return answer === '' ? [] : [{ question: variable.label, answer }]
    })
  const segments = await segmentsOfPerson(db, person)
  return {
    answers: told.slice(0, mostAnswers),
    more: Math.max(0, told.length - mostAnswers),
    segments: segments.map(({ familyId, family, segment }) => ({ family, segment, href: `/segments/${familyId}` })),
  }
}

/** An answer as a person reads it: the option's label, the words; '' when nothing was said or an option was not ticked. */
function answerOf(variable: Variable, answers: Answers): string {
  const stored = answers[variable.source?.item ?? variable.name]
  if (stored === undefined || stored === null) return ''
  if (variable.source) return Array.isArray(stored) && stored.includes(variable.source.option) ? 'Chosen' : ''
  if (Array.isArray(stored)) return stored.map((code) => labelOf(variable, code)).join(', ')
  if (variable.kind === 'multiple') return stored === (variable.ticked ?? '1') ? 'Chosen' : ''
  return labelOf(variable, stored).trim()
}

function labelOf({ options }: Variable, code: string): string {
  return options.find((option) => option.code === code)?.label ?? code
}
