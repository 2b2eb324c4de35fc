import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import { openWorkerPool } from '../jobs/worker-pool.ts'
import { indicatorsFrom, weightsFrom } from '../responses/build-indicators.ts'
import { carelessPersons } from '../response-quality/store.ts'
import type { Answers, Variable } from '../responses/variable.ts'
import { correlationRatio } from '../statistics/correlation-ratio.ts'
import { analyse, type AnalysisProgress, BETWEEN_MARGIN, type PersonaAnalysis } from '../statistics/analysis.ts'
import { familiesOf } from '../segments/store.ts'
import { type StudyKind, verdictOf } from '../statistics/verdict.ts'
import { type StudyKey, studyOf } from '../studies/store.ts'
import { personaKey } from './analysed-personas.ts'
import type { TagReport } from './choose-tags.ts'
import { AnswersChanged } from './errors.ts'
import { type AnsweringPerson, gatherAnswers } from './gather.ts'
import { type ChosenIndicators, type Plan, planIndicators } from './plan.ts'
import { compareWithout, fewestFlagged, onlyCounted, type WithoutFlagged } from './without-flagged.ts'
import { type Projection, projectInterviewees } from './project-interviewees.ts'
import { insertPersonaSet, type MembershipRow } from './store.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

export interface SearchOptions {
  seed: number
  plan?: Plan
  record?: boolean
  workers?: number
  /** The hash that the answers must have: a record is of the very same ones. */
  sameAs?: string
  /** The mark of the people who must be those left out. */
  sameLeftOut?: string
}

/** Everything of an analysis that is kept with the set: all but the posteriors, which are the memberships. */
export type StoredAnalysis = Omit<PersonaAnalysis, 'posteriors'> & {
  /** How the indicators were chosen, in plain sentences, and what was left out. */
  choice: {
    notes: string[]
    leftOut: { name: string; reason: string }[]
    /** What became of every code and kind that people's words carry. */
    tags: TagReport[]
    minimumWords: number | null
  }
  /** Where tags are among the indicators: the part of how much people say that the groups account for, 0 … 1. */
  wordsExplained: number | null
  /** People known only from interviews; null when there are none or there is nothing to place them in. */
  projection: Projection | null
  /** The same search without careless answers, or with them where the set leaves them out; null when nobody's look so. */
  withoutFlagged: WithoutFlagged | null
  /** Where careless answers are left out: a mark of whose they are; absent or null where they are not. */
  leftOut?: string | null
  /** Respondents of the study, and those the analysis is about. */
  respondents: number
  base: number
}

export interface FoundPersonas {
  personaSetId: string
  analysis: StoredAnalysis
}

export interface SearchProgress extends AnalysisProgress {
  /** The search is being made once more, without careless answers or with them, to compare. */
  isComparison?: boolean
}

/** What a search needs besides the study. */
export interface SearchTools {
  clock: Clock
  onProgress?: (progress: SearchProgress) => void
  signal?: AbortSignal
}

/**
 * Looks for personas in a study's answers and keeps the set, whatever the word: *none* is a finding too.
 * Pages and claims are drawn afterwards by `draw-set.ts`.
 */
export async function findPersonas(
  db: Database,
  study: StudyKey,
  options: SearchOptions,
  tools: SearchTools,
): Promise<FoundPersonas> {
  const { analysis, memberships, hash, dataUntil } = await searchPersonas(db, study, options, tools)
  const personaSetId = newId()
  const set = {
    ...study,
    personaSetId,
    seed: options.seed,
    dataHash: hash,
    softwareVersion: version,
    settings: { ...analysis.settings, plan: options.plan ?? null },
    word: analysis.verdict.word,
    analysis,
    dataUntil,
    at: tools.clock.now(),
  }
  await db.transaction().execute((tx) => insertPersonaSet(tx, set, memberships))
  return { personaSetId, analysis }
}

export interface Search {
  analysis: StoredAnalysis
  memberships: MembershipRow[]
  /** Of the answers, variables and tags it was made on. */
  hash: string
  dataUntil: Date | null
}

/**
 * The search itself, nothing kept: the same answers, options and version give the same result, however often it is begun.
 * @throws {AnswersChanged} when the answers are not those of `options.sameAs`
 */
export async function searchPersonas(
  db: Database,
  study: StudyKey,
  options: SearchOptions,
  { onProgress, signal }: Omit<SearchTools, 'clock'> = {},
): Promise<Search> {
  const gathered = await gatherAnswers(db, study, { minimumWords: options.plan?.minimumWords })
  const { variables, people, hash, dataUntil } = gathered
  if (options.sameAs !== undefined && options.sameAs !== hash) throw new AnswersChanged()
  const planned = planIndicators(gathered, options.plan)
  const careless = await carelessPersons(db, study)
  const choice = options.plan?.withoutFlagged ? withoutCareless(planned, people, careless) : planned
  const leftOut = options.plan?.withoutFlagged ? markOfPeople(planned, people, careless) : null
  if (options.sameLeftOut !== undefined && options.sameLeftOut !== leftOut) throw new AnswersChanged()
  const inBase = choice.base.map((index) => people[index]!)
  const rows = inBase.map(({ answers }) => answers)
  const weights = withMeanOne(weightsFrom(variables, rows))
  const tools = { onProgress, signal }
  const columns = { chosen: choice.chosen, all: variables }
  const kind: StudyKind = {
    isFromWords:
      choice.chosen.length > 0
        ? choice.chosen.every(({ tag }) => tag !== undefined)
        : variables.every(({ role }) => role !== 'indicator'),
    hasInterviews: gathered.heard > 0,
    hasSegments: await hasSegments(db, study),
  }
  const analysis = fitted(await analyseRows(rows, { ...columns, weights }, options, tools), kind)
  const everybody = planned.base.map((index) => people[index]!)
  const withoutFlagged = await analyseOtherwise(everybody, { ...columns, careless, analysis }, options, tools)
  const afterwards = projectInterviewees({ ...gathered, analysis, chosen: choice.chosen, people: inBase })
  const stored: StoredAnalysis = {
    ...storedAnalysis(analysis, choice, people.length),
    projection: afterwards?.projection ?? null,
    wordsExplained: wordsExplained(analysis, choice, inBase),
    withoutFlagged,
    leftOut,
  }
  stored.choice.minimumWords = options.plan?.minimumWords ?? null
  const memberships = membershipsOf(analysis, { inBase, people, weights })
  return { analysis: stored, memberships: [...memberships, ...(afterwards?.rows ?? [])], hash, dataUntil }
}

/** The verdict as it is told in a study of this kind: the word and its reasons are the same, the advice fits. */
function fitted(analysis: PersonaAnalysis, study: StudyKind): PersonaAnalysis {
  const facts = { ...analysis.facts, study }
  return { ...analysis, facts, verdict: verdictOf(facts) }
}

async function hasSegments(db: Database, { workspaceId, studyId }: StudyKey): Promise<boolean> {
  const { isSimulated } = await studyOf(db, { workspaceId, studyId })
  return (await familiesOf(db, { workspaceId, isSimulated })).length > 0
}

/** Memberships keep weights that sum to the people they are of. */
function withMeanOne(weights: Float64Array | undefined): Float64Array | undefined {
  const sum = weights?.reduce((total, weight) => total + weight, 0) ?? 0
  return weights?.map((weight) => (weight * weights.length) / sum)
}

interface Columns {
  chosen: Variable[]
  all: Variable[]
  weights: Float64Array | undefined
}

async function analyseRows(
  rows: Answers[],
  { chosen, all, weights }: Columns,
  { seed, plan, record = false, workers }: SearchOptions,
  { onProgress, signal }: Omit<SearchTools, 'clock'>,
): Promise<PersonaAnalysis> {
  const data = indicatorsFrom(chosen, rows, { ...(weights ? { weights } : {}), all })
  const pool = openWorkerPool(data, { workers, signal })
  try {
    return await analyse(data, { seed, maximumClasses: plan?.maximumClasses, record }, pool.run, onProgress, signal)
  } finally {
    await pool.close()
  }
}

/** The plan with only those whose answers do not look careless. */
function withoutCareless(
  planned: ChosenIndicators,
  people: AnsweringPerson[],
  careless: ReadonlySet<string>,
): ChosenIndicators {
  const base = planned.base.filter((index) => !careless.has(people[index]!.personId))
  const gone = planned.base.length - base.length
  const note = `${gone} of ${planned.base.length} people are left out, because their answers look careless.`
  return { ...planned, base, notes: [...planned.notes, note] }
}

function markOfPeople({ base }: ChosenIndicators, people: AnsweringPerson[], careless: ReadonlySet<string>): string {
  const labels = base.flatMap((index) => (careless.has(people[index]!.personId) ? [people[index]!.label] : []))
  return createHash('sha256').update(labels.join()).digest('hex')
}

/**
 * The search made the other way: without those whose answers look careless, or with them where the set leaves them out. Their number
 * alone where they are too few to matter.
 */
async function analyseOtherwise(
  everybody: AnsweringPerson[],
  {
    analysis,
    careless,
    ...columns
  }: Omit<Columns, 'weights'> & { analysis: PersonaAnalysis; careless: ReadonlySet<string> },
  options: SearchOptions,
  { onProgress, signal }: Omit<SearchTools, 'clock'>,
): Promise<WithoutFlagged | null> {
  const isLeftOut = options.plan?.withoutFlagged === true
  const kept = everybody.flatMap(({ personId }, index) => (careless.has(personId) ? [] : [index]))
  const counts = { flagged: everybody.length - kept.length, base: everybody.length, isLeftOut }
  if (counts.flagged < fewestFlagged * everybody.length || analysis.models.length === 0) return onlyCounted(counts)
  const rows = (isLeftOut ? everybody : kept.map((index) => everybody[index]!)).map(({ answers }) => answers)
  const other = await analyseRows(
    rows,
    { ...columns, weights: withMeanOne(weightsFrom(columns.all, rows)) },
    // The copies of the record would tell no more of the difference.
    { ...options, record: false },
    { onProgress: onProgress && ((step) => onProgress({ ...step, isComparison: true })), signal },
  )
  const [whole, without] = isLeftOut ? [other, analysis] : [analysis, other]
  return compareWithout(whole, without, { kept, ...counts })
}

/** Groups built on words may only part the talkative from the terse: how far they do is said. Words count by their logarithm. */
function wordsExplained(analysis: PersonaAnalysis, { tags }: ChosenIndicators, people: AnsweringPerson[]) {
  if (analysis.chosenClasses < 2 || !tags.some(({ entered }) => entered)) return null
  const words = Float64Array.from(people, (person) => (person.words > 0 ? Math.log(person.words) : Number.NaN))
  return correlationRatio(words, analysis.posteriors, analysis.chosenClasses)
}

/**
 * The analysis as it is kept. Its shares are of the people it was about; here they become shares of everyone who answered, so that
 * they and the unassigned, who answered too little to be placed, make one.
 */
function storedAnalysis(
  { posteriors: _, ...analysis }: PersonaAnalysis,
  choice: ChosenIndicators,
  respondents: number,
): Omit<StoredAnalysis, 'wordsExplained' | 'projection' | 'withoutFlagged' | 'leftOut'> {
  const base = choice.base.length
  const part = respondents > 0 ? base / respondents : 0
  const classes = analysis.classes.map((persona) => ({
    ...persona,
    share: {
      ...persona.share,
      share: persona.share.share * part,
      low: persona.share.low * part,
      high: persona.share.high * part,
    },
  }))
  return {
    ...analysis,
    classes,
    size: respondents,
    unassigned: analysis.unassigned + respondents - base,
    choice: {
      notes: [...choice.notes, ...excludedNote(analysis)],
      leftOut: choice.leftOut,
      tags: choice.tags,
      minimumWords: null,
    },
    respondents,
    base,
  }
}

/** What the choice took and the fit then left out: without it the number chosen and the number used would not agree. */
function excludedNote({ excludedIndicators, indicators }: Pick<PersonaAnalysis, 'excludedIndicators' | 'indicators'>) {
  const count = excludedIndicators.length
  if (count === 0) return []
  return [
    `${count} of these ${count === 1 ? 'was' : 'were'} left out before the fit, for the reason that stands with ${count === 1 ? 'it' : 'them'}, so ${indicators.length} build the groups.`,
  ]
}

function membershipsOf(
  analysis: PersonaAnalysis,
  { inBase, people, weights }: { inBase: AnsweringPerson[]; people: AnsweringPerson[]; weights?: Float64Array },
): MembershipRow[] {
  if (analysis.verdict.word === 'none') return []
  const { posteriors, chosenClasses } = analysis
  const placed = new Map(
    inBase.map(({ personId }, index) => [
      personId,
      {
        posterior: posteriors.slice(index * chosenClasses, (index + 1) * chosenClasses),
        weight: weights?.[index] ?? 1,
      },
    ]),
  )
  return people.map(({ personId }) => membershipOf(personId, placed.get(personId)))
}

function membershipOf(personId: string, place: { posterior: Float64Array; weight: number } | undefined): MembershipRow {
  if (!place || Number.isNaN(place.posterior[0]!)) {
    return {
      personId,
      personaKey: null,
      probability: null,
      margin: null,
      posterior: [],
      weight: place?.weight ?? 1,
      status: 'unassigned',
    }
  }
  const { posterior, weight } = place
  const order = [...posterior.keys()].sort((one, other) => posterior[other]! - posterior[one]! || one - other)
  const probability = posterior[order[0]!]!
  const margin = probability - (posterior[order[1]!] ?? 0)
  const status = margin < BETWEEN_MARGIN ? 'between' : 'member'
  return { personId, personaKey: personaKey(order[0]!), probability, margin, posterior: [...posterior], weight, status }
}
