import type { Database } from '../../database/connection.ts'
import { documentsToTag } from '../../interviews/store.ts'
import { variablesOfStudy } from '../../responses/store.ts'
import type { Answers } from '../../responses/variable.ts'
import { randomFrom } from '../../statistics/random.ts'
import type { StudyKey } from '../../studies/store.ts'
import { codePointLength, offsetMap } from '../../text/code-points.ts'
import { featureText } from '../../text/classifier/features.ts'
import { mostInformative } from '../../text/classifier/informative.ts'
import { judge } from '../../text/classifier/text-classifier.ts'
import type { FeatureText } from '../../text/classifier/features.ts'
import type { TagSource } from '../store.ts'
import { type Codebook, inCodebook } from '../tag-study.ts'
import { type DecidedWords, facetLabel } from './examples.ts'
import { type JudgedRange, judgeWords, type ReasonedSuggestion, sentencesOf } from './judge-sentences.ts'
import { examplesOf } from './learn-study.ts'
import { decisionsOfStudy, drawnDocuments, drawnResponses, reviewsOfStudy, type SentenceReview } from './store.ts'

/** A sentence to review, with what surrounds it. */
export interface NextSentence extends TagSource {
  start: number
  end: number
  words: string
  /** '' when nobody asked right before. */
  question: string
  sampling: SentenceReview['sampling']
  suggestions: ReasonedSuggestion[]
}

/** One sentence in five is drawn at random: only these tell how good suggestions are. */
const randomShare = 0.2
const documentsDrawn = 30
const responsesDrawn = 100
const fewestWords = 4
const recentReviews = 15

/** Whether the review with this number (from 0) is a random one; the same for the same study and number. */
export function isRandomTurn(studyId: string, turn: number): boolean {
  return randomFrom(numberOf(`${studyId}#${turn}`)).next() < randomShare
}

/**
 * The next sentence to review: one in five at random from the words nobody decided on, the others those whose review tells
 * most. Random ones come without suggestions, so that nobody agrees with what is filled in.
 * @returns undefined when every sentence drawn was decided on
 */
export async function nextSentence(
  db: Database,
  study: StudyKey,
  codebook: Codebook,
): Promise<(NextSentence & { turn: number }) | undefined> {
  const reviews = await reviewsOfStudy(db, study)
  const turn = reviews.length
  const seed = `${study.studyId}#${turn}`
  const isSettled = settled(await decisionsOfStudy(db, study), reviews)
  const pool = (await sentencePool(db, study, seed)).filter((one) => !isSettled(one))
  if (pool.length === 0) return undefined
  if (isRandomTurn(study.studyId, turn)) {
    const one = pool[randomFrom(numberOf(`${seed}#draw`)).integer(pool.length)]!
    return { ...asNext(one, codebook), sampling: 'random', suggestions: [], turn }
  }
  const recent = await recentTexts(db, study, reviews.slice(-recentReviews))
  const one = pool[mostInformative(...informed(pool, recent, codebook))]!
  return { ...asNext(one, codebook), sampling: 'chosen', turn }
}

/** What is suggested on these words of a participant right now, as labels; undefined when they are not a participant's. */
export async function sentenceAt(
  db: Database,
  study: StudyKey,
  place: TagSource & { start: number; end: number },
  codebook: Codebook,
): Promise<(NextSentence & { speaker: string }) | undefined> {
  const source = await sourceOf(db, study, place)
  const range = source?.ranges.find(({ start, end }) => start <= place.start && place.end <= end)
  if (!source || !range || place.start >= place.end) return undefined
  const map = offsetMap(source.text)
  const sentence = { start: map.toUtf16(place.start), end: map.toUtf16(place.end) }
  const one = { ...place, text: source.text, range, sentence, features: featureText(source.text, sentence) }
  return { ...asNext(one, codebook), sampling: 'chosen', speaker: 'speaker' in range ? String(range.speaker) : '' }
}

/** Labels that suggestions name: their facets, and their codes. */
export function labelsOf(suggestions: { facet: string; code: string | null }[]): string[] {
  return [...new Set(suggestions.flatMap(({ facet, code }) => [facetLabel(facet), ...(code === null ? [] : [code])]))]
}

interface PooledSentence extends TagSource {
  start: number
  end: number
  text: string
  range: JudgedRange
  sentence: { start: number; end: number }
  features: FeatureText
}

interface Source extends TagSource {
  text: string
  ranges: JudgedRange[]
}

async function sourceOf(db: Database, study: StudyKey, place: TagSource): Promise<Source | undefined> {
  if (place.sourceKind === 'document') {
    const [document] = await documentsToTag(db, study, [{ personId: place.personId, documentId: place.sourceId }])
    return document && { ...place, ...document }
  }
  const items = await textItems(db, study)
  const responses = await drawnResponses(db, { ...study, seed: '', limit: 1, only: place.sourceId })
  if (responses[0]?.personId !== place.personId) return undefined
  const answer = (responses[0].answers as Answers)[place.item]
  if (!items.includes(place.item) || typeof answer !== 'string') return undefined
  return { ...place, text: answer, ranges: [whole(answer)] }
}

function whole(answer: string): JudgedRange {
  return { start: 0, end: codePointLength(answer), question: null }
}

async function textItems(db: Database, study: StudyKey): Promise<string[]> {
  return (await variablesOfStudy(db, study)).filter(({ role }) => role === 'text').map(({ name }) => name)
}

async function sentencePool(db: Database, study: StudyKey, seed: string): Promise<PooledSentence[]> {
  const keys = await drawnDocuments(db, { ...study, seed, limit: documentsDrawn })
  const sources: Source[] = (keys.length === 0 ? [] : await documentsToTag(db, study, keys)).map((document) => ({
    ...document,
    sourceKind: 'document',
    sourceId: document.documentId,
    item: '',
  }))
  const items = await textItems(db, study)
  const responses = items.length === 0 ? [] : await drawnResponses(db, { ...study, seed, limit: responsesDrawn })
  for (const { personId, id, answers } of responses) {
    for (const item of items) {
      const answer = (answers as Answers)[item]
      if (typeof answer !== 'string' || answer.trim() === '') continue
      sources.push({ personId, sourceKind: 'answer', sourceId: id, item, text: answer, ranges: [whole(answer)] })
    }
  }
  return sources.flatMap(sentencesOfSource)
}

function sentencesOfSource({ text, ranges, personId, sourceKind, sourceId, item }: Source): PooledSentence[] {
  const map = offsetMap(text)
  return ranges.flatMap((range) =>
    Array.from(sentencesOf(text, [range], map), ({ range: sentence, features }) => ({
      personId,
      sourceKind,
      sourceId,
      item,
      start: map.toCodePoint(sentence.start),
      end: map.toCodePoint(sentence.end),
      text,
      range,
      sentence,
      features,
    })).filter(({ features }) => features.tokens.filter((token) => !token.punctuation).length >= fewestWords),
  )
}

/** Whether somebody decided on any of these words. */
function settled(decisions: (DecidedPlace & { state: string })[], reviews: DecidedPlace[]) {
  const bySource = new Map<string, DecidedPlace[]>()
  for (const place of [...decisions.filter(({ state }) => state !== 'suggested'), ...reviews]) {
    const key = `${place.sourceId}#${place.item}`
    bySource.set(key, [...(bySource.get(key) ?? []), place])
  }
  return ({ sourceId, item, start, end }: DecidedPlace) =>
    (bySource.get(`${sourceId}#${item}`) ?? []).some((place) => place.start < end && start < place.end)
}

type DecidedPlace = Pick<DecidedWords, 'sourceId' | 'item' | 'start' | 'end'>

async function recentTexts(db: Database, study: StudyKey, reviews: SentenceReview[]): Promise<FeatureText[]> {
  const places = reviews.map((review) => ({ ...review, decided: new Map<string, 1 | -1>() }))
  const examples = await examplesOf(db, study, places)
  return examples.map(({ words }) => featureText(words, { start: 0, end: words.length }))
}

/** The pool and the sentences reviewed lately as the choice sees them: by what was learnt, or by cues while nothing was. */
function informed(
  pool: PooledSentence[],
  recent: FeatureText[],
  { learnt }: Codebook,
): Parameters<typeof mostInformative> {
  const noRow = { columns: [], values: [] }
  if (!learnt) {
    const candidates = pool.map(({ features }) => ({
      probabilities: features.cues.filter(({ id }) => id.startsWith('facet.')).map(({ strength }) => strength),
      row: noRow,
    }))
    return [candidates, []]
  }
  const { classifier } = learnt.codebook
  const candidates = pool.map(({ features }) => ({
    probabilities: judge(classifier, features).probabilities,
    row: classifier.space.row(features),
  }))
  return [candidates, recent.map((text) => classifier.space.row(text))]
}

function asNext(one: PooledSentence | Omit<PooledSentence, 'features'>, codebook: Codebook) {
  const { personId, sourceKind, sourceId, item, start, end, text, range, sentence } = one
  const map = offsetMap(text)
  const { question } = range
  const all = inCodebook(judgeWords(text, [range], codebook.learnt), codebook)
  return {
    personId,
    sourceKind,
    sourceId,
    item,
    start,
    end,
    words: text.slice(sentence.start, sentence.end),
    question: question ? text.slice(map.toUtf16(question.start), map.toUtf16(question.end)) : '',
    suggestions: all.filter(({ start: from, end: to }) => from < end && start < to),
  }
}

/** A number that depends on every character: FNV-1a, 32 bits. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
