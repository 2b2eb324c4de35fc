import type { Clock } from '../../clock.ts'
import type { Database } from '../../database/connection.ts'
import type { TaskHandler } from '../../jobs/tasks.ts'
import { openWorkerPool } from '../../jobs/worker-pool.ts'
import { indicatorsFrom, weightsFrom } from '../../responses/build-indicators.ts'
import { fitOf } from '../../statistics/analysis-stages.ts'
import { spread } from '../../statistics/class-description.ts'
import type { IndicatorData } from '../../statistics/indicator.ts'
import { type LatentClassFit, patternPosteriors } from '../../statistics/latent-class/fit.ts'
import { seedOf } from '../../statistics/random.ts'
import type { StatisticsTask } from '../../statistics/tasks.ts'
import { prepare } from '../../statistics/usable-indicators.ts'
import type { StoredAnalysis } from '../find-personas.ts'
import { gatherAnswers } from '../gather.ts'
import { isInFit, membershipsOfSet, type MembershipRow, type PersonaSet, personaSetOf } from '../store.ts'
import { classesText, saveExploration } from './store.ts'

/** Two fits whose BIC is nearer than this are the same model. */
const sameModel = 0.5

/** Fits the models of other sizes again, and keeps where everybody stood in each. Cancelled, what was kept before stays. */
export const exploreSetTask: TaskHandler = async ({ db, clock, task, signal, progress }) => {
  const { personaSetId } = task.input as { personaSetId: string }
  const sizes = await exploreSet(db, { workspaceId: task.workspaceId, personaSetId }, { clock, signal, progress })
  return `Followed people through ${sizes} numbers of groups.`
}

/**
 * Where each person of a set stands with two groups, three, and so on to the largest number that was tried. The set's own number is
 * read from its memberships; the others are fitted again from the same answers with the same seed, so they are the models of the search.
 * @returns how many numbers of groups there are
 */
export async function exploreSet(
  db: Database,
  key: { workspaceId: string; personaSetId: string },
  {
    clock,
    signal,
    progress = () => {},
  }: { clock: Clock; signal?: AbortSignal; progress?: (stage: string, done: number, total: number) => void },
): Promise<number> {
  const set = await personaSetOf(db, key)
  const analysis = set.analysis as StoredAnalysis
  const { data, people, memberships, hash } = await dataOf(db, key.workspaceId, set)
  const sizes = analysis.models.map(({ k }) => k).filter((k) => k > 1)
  const isKept = memberships.size > 0
  const toFit = sizes.filter((k) => !(isKept && k === analysis.chosenClasses))
  const fits = await fitAgain(data, analysis, toFit, { signal, progress })

  const { observations, order } = prepare(data)
  const groups = sizes.map((k) => {
    const fit = fits.find(({ classes }) => classes === k)
    if (!fit) return people.map((personId) => largestOf(memberships.get(personId)!.posterior))
    const posteriors = spread(patternPosteriors(observations, fit), observations, k)
    const placed = new Array<number>(people.length)
    order.forEach((person, row) => {
      placed[person] = largestOf(posteriors.subarray(row * k, (row + 1) * k))
    })
    return placed
  })
  await saveExploration(
    db,
    key,
    {
      sizes: sizes.map((k) => {
        const searched = analysis.models.find((model) => model.k === k)!.bic
        const bic = fits.find(({ classes }) => classes === k)?.bic ?? searched
        return { groups: k, bic, isSameModel: Math.abs(bic - searched) < sameModel }
      }),
      isSameData: hash === set.dataHash,
      madeAt: clock.now(),
    },
    people.map((personId, index) => ({ personId, classes: classesText(groups.map((own) => own[index]!)) })),
  )
  return sizes.length
}

/** The answers that the set was found in, of the people who are in its fit; of everybody where it placed nobody. */
async function dataOf(db: Database, workspaceId: string, set: PersonaSet) {
  const analysis = set.analysis as StoredAnalysis
  const memberships = new Map<string, MembershipRow>()
  for await (const row of membershipsOfSet(db, { workspaceId, personaSetId: set.id })) {
    if (isInFit(row)) memberships.set(row.personId, row)
  }
  const { minimumWords } = analysis.choice
  const gathered = await gatherAnswers(db, { workspaceId, studyId: set.studyId }, minimumWords ? { minimumWords } : {})
  const { variables, tagVariables, hash } = gathered
  const placed = gathered.people.filter(({ personId }) => memberships.size === 0 || memberships.has(personId))
  const rows = placed.map(({ answers }) => answers)
  const weights = weightsFrom(variables, rows)
  const built = new Set(analysis.indicators)
  const data = indicatorsFrom(
    [...variables, ...tagVariables].filter(({ name }) => built.has(name)),
    rows,
    { ...(weights ? { weights } : {}), all: variables },
  )
  return { data, people: placed.map(({ personId }) => personId), memberships, hash }
}

async function fitAgain(
  data: IndicatorData,
  { settings }: StoredAnalysis,
  sizes: number[],
  { signal, progress }: { signal?: AbortSignal; progress: (stage: string, done: number, total: number) => void },
): Promise<LatentClassFit[]> {
  const tasks = sizes.toReversed().map(
    (classes): StatisticsTask => ({
      kind: 'fit',
      classes,
      prior: settings.prior,
      seed: seedOf(settings.seed, 'fit'),
    }),
  )
  const pool = openWorkerPool(data, { signal })
  let done = 0
  try {
    const results = await pool.run(tasks, () => progress('Fitting other numbers of groups', ++done, tasks.length))
    return results.map(fitOf)
  } finally {
    await pool.close()
  }
}

/** The most likely group; -1 for somebody who answered too little to be in any. */
function largestOf(posterior: ArrayLike<number>): number {
  if (Number.isNaN(posterior[0]!)) return -1
  let largest = 0
  for (let group = 1; group < posterior.length; group++) if (posterior[group]! > posterior[largest]!) largest = group
  return largest
}
