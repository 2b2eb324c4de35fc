import type { Database } from '../database/connection.ts'
import { saveVariable, variablesOfStudy } from '../responses/store.ts'
import type { StudyKey } from '../studies/store.ts'
import { DecisionRefused } from './errors.ts'
import { attentionCandidates } from './view.ts'

/**
 * Makes a question of an imported file (or of a survey, until it is published again) an attention check with its right answer, or, with
 * an empty one, an ordinary question again. A check tells of care alone: it neither builds nor describes personas.
 * @throws {DecisionRefused} when nobody was asked this, or the answer is none of its own
 */
export async function markAttentionCheck(
  db: Database,
  study: StudyKey,
  { variable: name, rightAnswer }: { variable: string; rightAnswer: string },
): Promise<void> {
  const variable = attentionCandidates(await variablesOfStudy(db, study)).find((one) => one.name === name)
  if (!variable) throw new DecisionRefused('Choose a closed question of this study for an attention check.')
  const { rightAnswer: _, roleBefore = variable.role, ...question } = variable
  if (rightAnswer === '') {
    if (variable.role !== 'check') return
    const role = roleBefore === 'check' ? 'covariate' : roleBefore
    await saveVariable(db, study, { ...question, role, reason: 'No attention check any longer.' })
    return
  }
  if (!variable.options.some(({ code }) => code === rightAnswer))
    throw new DecisionRefused('Choose the right answer among those of the question.')
  const reason = 'Chosen as an attention check.'
  await saveVariable(db, study, { ...question, role: 'check', roleBefore, rightAnswer, reason })
}
