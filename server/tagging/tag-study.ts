import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises'
import { type LivingCode, livingCodes } from '../codebook/living.ts'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { formatCount } from '../http/format.ts'
import { countDocuments, documentLengths, documentsToTag, type DocumentToTag } from '../interviews/store.ts'
import type { TaskHandler } from '../jobs/tasks.ts'
import { responsePage, variablesOfStudy } from '../responses/store.ts'
import type { Answers } from '../responses/variable.ts'
import type { StudyKey } from '../studies/store.ts'
import { codePointLength } from '../text/code-points.ts'
import { restoreClassifier } from '../text/classifier/codebook-classifier.ts'
import type { Suggestion } from '../text/suggestion.ts'
import { judgeWords, type LearntCodebook, type ReasonedSuggestion } from './learning/judge-sentences.ts'
import { learnStudy } from './learning/learn-study.ts'
import { classifierOf } from './learning/store.ts'
import { type NewSuggestion, replaceSuggestions } from './store.ts'

/** How far tagging is, and a name for what it is at. */
export type Progress = (done: number, total: number, stage: string) => void

export interface TaggedStudy {
  suggestions: number
  documents: number
  answers: number
}

/** So many utterances, answers or characters are read before anybody else gets a turn of the event loop or the database. */
const utterancesAtOnce = 200
const charactersAtOnce = 500_000
const responsesAtOnce = 200

/**
 * Suggests tags on everything participants said or wrote in a study: their utterances and their open answers. Suggestions
 * nobody decided on are replaced, decisions stay; a second run on the same words writes the same suggestions.
 */
export async function suggestForStudy(
  db: Database,
  study: StudyKey & { at: Date },
  progress: Progress = () => undefined,
  signal?: AbortSignal,
): Promise<TaggedStudy> {
  const codebook = await readCodebook(db, study)
  const result: TaggedStudy = { suggestions: 0, documents: 0, answers: 0 }

  const total = await countDocuments(db, study)
  for (let after: string | null = null; ; ) {
    const page: { personId: string; id: string; length: number }[] = await documentLengths(db, {
      ...study,
      after,
      limit: 100,
    })
    for (const portion of inPortions(page)) {
      signal?.throwIfAborted()
      const keys = portion.map(({ personId, id }) => ({ personId, documentId: id }))
      result.suggestions += await tagDocuments(db, study, codebook, keys)
      result.documents += portion.length
      progress(result.documents, total, 'Listening to interviews')
    }
    if (page.length < 100) break
    after = page.at(-1)!.id
  }

  const items = (await variablesOfStudy(db, study)).filter(({ role }) => role === 'text').map(({ name }) => name)
  if (items.length > 0) await tagAnswers(db, study, codebook, { items, result, progress, signal })
  return result
}

/**
 * The same for some documents only: those just uploaded, or one whose speakers changed roles. Whoever tags one lot after
 * another reads the codebook once for all of them.
 */
export async function suggestForDocuments(
  db: Database,
  study: StudyKey & { at: Date; codebook: Codebook },
  documents: { personId: string; documentId: string }[],
  progress: Progress = () => undefined,
  signal?: AbortSignal,
): Promise<number> {
  const { codebook } = study
  let suggestions = 0
  // Ten at a time: whatever their length, a batch of these fits into memory.
  for (let start = 0; start < documents.length; start += 10) {
    signal?.throwIfAborted()
    suggestions += await tagDocuments(db, study, codebook, documents.slice(start, start + 10))
    progress(Math.min(start + 10, documents.length), documents.length, 'Listening to interviews')
  }
  return suggestions
}

/** Long work 'suggest-tags': the whole study, or the document that is its subject. */
export const suggestTagsTask: TaskHandler = async ({ db, clock, task, signal, progress }) => {
  const study = { workspaceId: task.workspaceId, studyId: task.studyId, at: clock.now() }
  if (task.subjectId !== null) {
    const { personId } = task.input as { personId: string }
    progress('Listening to the interview again', 0, 1)
    const codebook = await readCodebook(db, study)
    const documents = [{ personId, documentId: task.subjectId }]
    const suggestions = await suggestForDocuments(db, { ...study, codebook }, documents)
    return `${formatCount(suggestions)} suggestions.`
  }
  const { suggestions, documents, answers } = await suggestForStudy(
    db,
    study,
    (done, total, stage) => progress(stage, done, total),
    signal,
  )
  return `${formatCount(suggestions)} suggestions in ${formatCount(documents)} documents and ${formatCount(answers)} open answers.`
}

export interface Codebook {
  /** What became of each code: the one it lives on in, or null when that is retired. */
  living: ReadonlyMap<string, LivingCode | null>
  learnt: LearntCodebook | undefined
}

/** The codes in use, and what they have learnt; an erasure forgets what was learnt, and then it is learnt again first. */
export async function readCodebook(db: Database, study: StudyKey & { at: Date }): Promise<Codebook> {
  const codes = await codesOfStudy(db, study)
  let stored = await classifierOf(db, study)
  if (!stored) {
    await learnStudy(db, study)
    stored = await classifierOf(db, study)
  }
  const living = livingCodes(codes)
  const facetOf = new Map([...living].flatMap(([key, code]) => (code ? [[key, code.facet] as const] : [])))
  return {
    learnt: stored?.learnt
      ? { version: stored.version, codebook: restoreClassifier(stored.learnt), facetOf }
      : undefined,
    living,
  }
}

/**
 * Suggestions as this codebook has their codes: a merged code is the one it lives on in, a moved one has its new facet, a retired one is not
 * suggested any more, and one that this codebook never had leaves its facet. Two that then say the same of the same words are one, the stronger.
 */
export function inCodebook<Suggested extends Suggestion>(suggestions: Suggested[], { living }: Codebook): Suggested[] {
  const found = new Map<string, Suggested>()
  for (const suggestion of suggestions) {
    const now = suggestion.code === null ? null : living.get(suggestion.code)
    if (suggestion.code !== null && now === null) continue
    const code = now?.code ?? null
    const facet = now?.facet ?? suggestion.facet
    const place = [suggestion.start, suggestion.end, facet, code].join('#')
    const twin = found.get(place)
    if (!twin || twin.strength < suggestion.strength) found.set(place, { ...suggestion, facet, code })
  }
  return [...found.values()]
}

async function tagDocuments(
  db: Database,
  study: StudyKey & { at: Date },
  codebook: Codebook,
  keys: { personId: string; documentId: string }[],
): Promise<number> {
  const suggestions: NewSuggestion[] = []
  for (const document of await documentsToTag(db, study, keys)) {
    suggestions.push(...(await suggestionsIn(document, codebook)))
    await nextTurnOfTheLoop()
  }
  const sources = keys.map(({ personId, documentId }) => ({ personId, sourceId: documentId }))
  return replaceSuggestions(db, study, sources, suggestions)
}

async function suggestionsIn(document: DocumentToTag, codebook: Codebook): Promise<NewSuggestion[]> {
  const { personId, documentId, text, ranges } = document
  const found: NewSuggestion[] = []
  for (let start = 0; start < ranges.length; start += utterancesAtOnce) {
    const spoken = ranges.slice(start, start + utterancesAtOnce)
    let utterance = 0
    for (const suggestion of inCodebook(judgeWords(text, spoken, codebook.learnt), codebook)) {
      while (spoken[utterance]!.end < suggestion.end) utterance++
      found.push({
        personId,
        sourceKind: 'document',
        sourceId: documentId,
        item: '',
        speaker: spoken[utterance]!.speaker,
        ...withoutQuote(suggestion),
      })
    }
    if (start > 0) await nextTurnOfTheLoop()
  }
  return found
}

async function tagAnswers(
  db: Database,
  study: StudyKey & { at: Date },
  codebook: Codebook,
  work: { items: string[]; result: TaggedStudy; progress: Progress; signal: AbortSignal | undefined },
): Promise<void> {
  const { items, result, progress, signal } = work
  let responses = 0
  for (let after: string | null = null; ; ) {
    signal?.throwIfAborted()
    const page: Awaited<ReturnType<typeof responsePage>> = await responsePage(db, {
      ...study,
      after,
      limit: responsesAtOnce,
    })
    const suggestions: NewSuggestion[] = []
    for (const { personId, id, answers } of page) {
      for (const item of items) {
        const answer = (answers as Answers)[item]
        if (typeof answer !== 'string' || answer.trim() === '') continue
        result.answers++
        const whole = [{ start: 0, end: codePointLength(answer), question: null }]
        for (const suggestion of inCodebook(judgeWords(answer, whole, codebook.learnt), codebook)) {
          suggestions.push({
            personId,
            sourceKind: 'answer',
            sourceId: id,
            item,
            speaker: '',
            ...withoutQuote(suggestion),
          })
        }
      }
    }
    const sources = page.map(({ personId, id }) => ({ personId, sourceId: id }))
    result.suggestions += await replaceSuggestions(db, study, sources, suggestions)
    responses += page.length
    progress(responses, page.length < responsesAtOnce ? responses : responses + responsesAtOnce, 'Reading open answers')
    if (page.length < responsesAtOnce) return
    after = page.at(-1)!.id
    await nextTurnOfTheLoop()
  }
}

/** A tag holds a range, never a copy of the words. */
function withoutQuote({ quote: _, ...suggestion }: ReasonedSuggestion): Omit<ReasonedSuggestion, 'quote'> {
  return suggestion
}

function* inPortions<Row extends { length: number }>(rows: Row[]): Generator<Row[]> {
  let portion: Row[] = []
  let characters = 0
  for (const row of rows) {
    if (portion.length > 0 && characters + row.length > charactersAtOnce) {
      yield portion
      portion = []
      characters = 0
    }
    portion.push(row)
    characters += row.length
  }
  if (portion.length > 0) yield portion
}
