import { speakingCodes } from '../codebook/living.ts'
import { type CodeRow, codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import type { Facet } from '../facets.ts'
import { documentWords } from '../interviews/words.ts'
import { quotingConsents } from '../privacy/store.ts'
import { indicatorsFrom, weightsFrom } from '../responses/build-indicators.ts'
import type { Variable } from '../responses/variable.ts'
import { describeByClass } from '../statistics/describing.ts'
import { classify } from '../statistics/three-step/classification.ts'
import type { Study } from '../studies/store.ts'
import { tagsOfStudy } from '../tagging/store.ts'
import { tagName } from '../tagging/tag-indicators.ts'
import { analysedPersonas } from './analysed-personas.ts'
import type { Quotable } from './claim.ts'
import type { ClaimInput, PersonInput, TagInput, Voice } from './claim-input.ts'
import { describedContrasts } from './described-contrasts.ts'
import type { StoredAnalysis } from './find-personas.ts'
import { type AnsweringPerson, gatherAnswers } from './gather.ts'
import { type QuoteSource, sourceKey } from './quotes.ts'
import { isInFit, membershipsOfSet, type MembershipRow } from './store.ts'

export interface Evidence {
  input: ClaimInput
  /** Texts that spans point into, by `sourceKey`. */
  sources: Map<string, QuoteSource>
  /** R-0213 of each person. */
  labels: Map<string, string>
  members: Map<string, MembershipRow>
  /** Whether the errors of sorting people can be undone; where not, questions outside the fit describe nobody. */
  isSortingUndone: boolean
}

/**
 * Everything that claims of a set are made of, read afresh: answers, posteriors, tags that count, words and who may be quoted.
 * Only people who are still there are in it, so a set drawn again after an erasure is a recount.
 */
export async function gatherEvidence(
  db: Database,
  { workspaceId, study, set }: { workspaceId: string; study: Study; set: { id: string; analysis: StoredAnalysis } },
): Promise<Evidence> {
  const key = { workspaceId, studyId: study.id }
  const { minimumWords } = set.analysis.choice
  const { variables, people } = await gatherAnswers(db, key, minimumWords ? { minimumWords } : {})
  const members = new Map<string, MembershipRow>()
  for await (const row of membershipsOfSet(db, { workspaceId, personaSetId: set.id })) members.set(row.personId, row)

  const placed = people.filter(({ personId }) => isInFit(members.get(personId)))
  const closed = variables.filter(
    (variable) => (variable.role === 'indicator' || variable.role === 'covariate') && isClosed(variable),
  )
  const rows = placed.map(({ answers }) => answers)
  const weights = weightsFrom(variables, rows)
  const answers = indicatorsFrom(closed, rows, { weights, all: variables })
  const { personas, isSortingUndone } = personasOf(set.analysis, { placed, members, answers, weights, closed })

  const consents = await quotingConsents(db, key)
  const { tags, sources, voices } = await gatherWords(db, { workspaceId, study, people, variables, consents })
  const inFit = new Set(placed.map(({ personId }) => personId))
  const beyond = [...new Set(voices.map(({ personId }) => personId))].filter((personId) => !inFit.has(personId))
  const input: ClaimInput = {
    personas,
    variables,
    answers,
    people: [
      ...placed.map(({ personId }, index) => ({
        id: personId,
        posterior: members.get(personId)!.posterior,
        ...(answers.weights ? { weight: answers.weights[index]! } : {}),
      })),
      ...beyond.map((personId) => personBeyond(personId, members.get(personId))),
    ],
    tags: tags.map((tag) => (members.get(tag.personId)?.status === 'projected' ? { ...tag, isProjected: true } : tag)),
    voices,
    codebook: codebookOf(await codesOfStudy(db, key), tags, set.analysis.indicators),
  }
  const labels = new Map(people.map(({ personId, label }) => [personId, label]))
  return { input, sources, labels, members, isSortingUndone }
}

/** The codes that claims may be about. One that took in a code that built the set did so too: its words are those. */
function codebookOf(codes: CodeRow[], tags: TagInput[], indicators: string[]): ClaimInput['codebook'] {
  const built = new Set(indicators)
  return speakingCodes(codes, tags).map(({ key, name, facet, opposite }) => ({
    key,
    name,
    facet,
    ...(opposite ? { opposite } : {}),
    ...(codes.some((one) => (one.mergedInto ?? one.key) === key && built.has(tagName(one.facet, one.key)))
      ? { defining: true }
      : {}),
  }))
}

/** Somebody known from their words only: placed afterwards, or in no persona. */
function personBeyond(personId: string, row: MembershipRow | undefined): PersonInput {
  return row?.status === 'projected'
    ? { id: personId, posterior: row.posterior, isProjected: true }
    : { id: personId, posterior: null }
}

function isClosed({ kind }: Variable): boolean {
  return !['text', 'weight', 'id', 'date', 'ignored'].includes(kind)
}

/** The stored classes with shares and differences counted from those who are there now, and what describes them. */
function personasOf(
  analysis: StoredAnalysis,
  {
    placed,
    members,
    answers,
    weights,
    closed,
  }: {
    placed: AnsweringPerson[]
    members: Map<string, MembershipRow>
    answers: ReturnType<typeof indicatorsFrom>
    weights: Float64Array | undefined
    closed: Variable[]
  },
) {
  const classes = analysis.chosenClasses
  const posteriors = new Float64Array(placed.length * classes)
  for (const [index, { personId }] of placed.entries()) {
    posteriors.set(members.get(personId)!.posterior, index * classes)
  }
  const built = new Set(analysis.indicators)
  const outside = answers.indicators.filter(
    ({ name }) => !built.has(name) && closed.some((variable) => variable.name === name),
  )
  const classified = { posteriors, classes, ...(weights ? { weights } : {}) }
  const described = describeByClass(outside, { ...classified, sortingCovariance: analysis.sortingCovariance })
  return {
    personas: analysedPersonas({ ...analysis, posteriors }, describedContrasts(described, classes)),
    isSortingUndone: classify(classified) !== null,
  }
}

async function gatherWords(
  db: Database,
  {
    workspaceId,
    study,
    people,
    variables,
    consents,
  }: {
    workspaceId: string
    study: Study
    people: AnsweringPerson[]
    variables: Variable[]
    consents: Map<string, boolean>
  },
) {
  const key = { workspaceId, studyId: study.id }
  const sources = new Map<string, QuoteSource>()
  const voices: Voice[] = []
  const noted = new Set<string>()
  const ownConsents = new Map<string, boolean>()
  for await (const document of documentWords(db, key)) {
    sources.set(sourceKey({ sourceId: document.id, item: '' }), {
      text: document.text,
      readable: document.readable,
      label: document.label,
      momentOf: document.momentOf,
    })
    if (document.isAsNoted) noted.add(document.id)
    if (document.mayQuote !== null) ownConsents.set(document.id, document.mayQuote)
    if (document.isHeard) voices.push({ personId: document.personId, channel: 'document' })
  }
  const questions = variables.filter(({ role }) => role === 'text')
  for (const person of people) {
    let hasWords = false
    for (const { name } of questions) {
      const answer = person.answers[name]
      const responseId = person.responseOf.get(name)
      if (typeof answer !== 'string' || answer.trim() === '' || !responseId) continue
      hasWords = true
      sources.set(sourceKey({ sourceId: responseId, item: name }), {
        text: answer,
        label: `Open answer, ${person.label}`,
      })
    }
    if (hasWords) voices.push({ personId: person.personId, channel: 'answer' })
  }

  const quotable = (personId: string, sourceId: string): Quotable => {
    if (noted.has(sourceId)) return 'noted'
    const consent = ownConsents.get(sourceId) ?? consents.get(personId)
    return consent === undefined ? 'internal' : consent ? 'consented' : 'refused'
  }
  const tags: TagInput[] = []
  for await (const tag of tagsOfStudy(db, key)) {
    // A suggestion below the study's threshold that nobody has looked at counts for nothing; a rejected one never does.
    const counts = tag.state === 'accepted' || (tag.state === 'suggested' && (tag.strength ?? 0) >= study.tagThreshold)
    if (!counts) continue
    // Words that may not be analysed are no source, so tags on them count nowhere.
    if (tag.sourceKind === 'document' && !sources.has(sourceKey({ sourceId: tag.sourceId, item: '' }))) continue
    tags.push({
      personId: tag.personId,
      sourceKind: tag.sourceKind,
      sourceId: tag.sourceId,
      item: tag.item,
      start: tag.startCodePoint,
      end: tag.endCodePoint,
      facet: tag.facet as Facet,
      code: tag.code,
      strength: tag.strength ?? 1,
      quotable: quotable(tag.personId, tag.sourceId),
    })
  }
  return { tags, sources, voices }
}
