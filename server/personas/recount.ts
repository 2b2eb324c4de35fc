import type { Database } from '../database/connection.ts'
import { indicatorsFrom } from '../responses/build-indicators.ts'
import { countedAnalysis } from './counted-analysis.ts'
import { drawSet } from './draw-set.ts'
import type { StoredAnalysis } from './find-personas.ts'
import { gatherAnswers } from './gather.ts'
import { countPerPersona } from './project-interviewees.ts'
import { isInFit, markRecounted, membershipsOfSet, type MembershipRow, personaSetOf, saveAnalysis } from './store.ts'

/**
 * Counts a set again from the people who remain, and says when: shares, members, differences, claims and quotes.
 * Nothing is fitted again: the remaining people keep the probabilities they had.
 */
export async function recountPersonaSet(
  db: Database,
  { workspaceId, personaSetId, at }: { workspaceId: string; personaSetId: string; at: Date },
): Promise<void> {
  const set = await personaSetOf(db, { workspaceId, personaSetId })
  const analysis = set.analysis as StoredAnalysis
  const memberships = new Map<string, MembershipRow>()
  for await (const row of membershipsOfSet(db, { workspaceId, personaSetId })) memberships.set(row.personId, row)

  const { minimumWords } = analysis.choice
  const { variables, tagVariables, people } = await gatherAnswers(
    db,
    { workspaceId, studyId: set.studyId },
    minimumWords ? { minimumWords } : {},
  )
  const inFit = people.filter(({ personId }) => isInFit(memberships.get(personId)))
  const built = new Set(analysis.indicators)
  const data = indicatorsFrom(
    [...variables, ...tagVariables].filter(({ name }) => built.has(name)),
    inFit.map(({ answers }) => answers),
    { all: variables },
  )
  const placed = inFit.map(({ personId }) => memberships.get(personId)!)
  const unassigned = [...memberships.values()].filter(({ status }) => status === 'unassigned').length
  const counted = countedAnalysis(analysis, { placed, data, unassigned })
  if (analysis.projection) {
    const perPersona = countPerPersona([...memberships.values()])
    const placed = Object.values(perPersona).reduce((sum, count) => sum + count, 0)
    counted.projection = { ...analysis.projection, placed, perPersona }
  }
  await saveAnalysis(db, { workspaceId, personaSetId, analysis: counted })
  await markRecounted(db, { workspaceId, personaSetId, at })
  await drawSet(db, { workspaceId, personaSetId })
}
