import type { Database } from '../database/connection.ts'
import { codesOfStudy } from '../codebook/store.ts'
import { pathOf } from '../codebook/tree.ts'
import { type Facet, facetNames } from '../facets.ts'
import { documentWords } from '../interviews/words.ts'
import { quotingConsents } from '../privacy/store.ts'
import { responsesOfStudy, variablesOfStudy } from '../responses/store.ts'
import type { Answers } from '../responses/variable.ts'
import type { StudyKey } from '../studies/store.ts'
import { memoTexts } from '../tagging/memo-store.ts'
import { type TagRow, tagsBetween, tagsOnAnswers } from '../tagging/store.ts'
import { codePointLength, offsetMap, sliceCodePoints } from '../text/code-points.ts'
import type { Counted } from './store.ts'

/** One coded passage, as a row of the table that researchers take along. */
export interface Quotation {
  facet: string
  code: string
  words: string
  /** Interview 07, 12:41 · Open answer, R-0213 */
  source: string
  /** The question, for an open answer. */
  question: string
  speaker: string
  state: 'accepted' | 'suggested'
  /** Why it was marked. */
  reason: string
  /** Code points of the source, half-open, so that the passage can be found again. */
  start: number
  end: number
  /** Whether its person agreed to be quoted outside. */
  mayLeave: boolean
  /** What researchers noted on the tag and on its document; '' where the words may leave: notes are for inside. */
  memo: string
  /** A note-taker's words, not the person's. */
  isAsNoted: boolean
}

const answersAtOnce = 200

/**
 * Every coded passage of a study, documents first, one source at a time. Rejected tags are left out; where `onlyQuotable` is set, so
 * are words of people who did not agree to be quoted.
 */
export async function* quotationsOf(
  db: Database,
  {
    onlyQuotable,
    counted,
    withMemos,
    ...study
  }: StudyKey & { onlyQuotable: boolean; counted: Counted; withMemos: boolean },
): AsyncGenerator<Quotation> {
  const consents = await quotingConsents(db, study)
  const codebook = await codesOfStudy(db, study)
  const codes = new Map(codebook.map(({ key }) => [key, pathOf(key, codebook)]))
  const memos = onlyQuotable || !withMemos ? noMemos : await memoTexts(db, study)
  for await (const quotation of allQuotations(db, study, { codes, consents, memos })) {
    if (onlyQuotable && !quotation.mayLeave) continue
    if (counted === 'accepted' && quotation.state !== 'accepted') continue
    yield quotation
  }
}

const noMemos: Memos = { byTag: new Map(), bySource: new Map() }

type Memos = Awaited<ReturnType<typeof memoTexts>>

interface Known {
  /** Codes by key, as they are told: after those they stand under. */
  codes: Map<string, string>
  consents: Map<string, boolean>
  memos: Memos
}

async function* allQuotations(db: Database, study: StudyKey, known: Known): AsyncGenerator<Quotation> {
  for await (const document of documentWords(db, study)) {
    const key = { workspaceId: study.workspaceId, personId: document.personId, documentId: document.id }
    const tags = await tagsBetween(db, { ...key, start: 0, end: codePointLength(document.text) })
    if (tags.length === 0) continue
    const offsets = offsetMap(document.text)
    for (const tag of kept(tags)) {
      const moment = document.momentOf(tag.start)
      const words = document.readable(tag)
      const passage = passageOf(tag, words, known)
      yield {
        ...passage,
        // A reason tells the words it found, which may be those that are replaced.
        reason: words === sliceCodePoints(document.text, offsets, tag) ? passage.reason : '',
        speaker: document.speakerName(tag.speaker),
        mayLeave: document.mayQuote ?? passage.mayLeave,
        source: moment === '' ? document.label : `${document.label}, ${moment}`,
        question: '',
        isAsNoted: document.isAsNoted,
      }
    }
  }
  for (const { name, label } of (await variablesOfStudy(db, study)).filter(({ role }) => role === 'text')) {
    yield* quotationsOfAnswers(db, study, { ...known, item: name, question: label })
  }
}

async function* quotationsOfAnswers(
  db: Database,
  study: StudyKey,
  { item, question, ...known }: Known & { item: string; question: string },
): AsyncGenerator<Quotation> {
  let waiting: { personId: string; responseId: string; label: string; text: string }[] = []
  const read = async function* (): AsyncGenerator<Quotation> {
    const tags = await tagsOnAnswers(db, { workspaceId: study.workspaceId, item, sources: waiting })
    for (const { responseId, label, text } of waiting) {
      const own = kept(tags.filter((tag) => tag.sourceId === responseId))
      if (own.length === 0) continue
      const offsets = offsetMap(text)
      for (const tag of own) {
        const words = sliceCodePoints(text, offsets, tag)
        yield { ...passageOf(tag, words, known), source: `Open answer, ${label}`, question, isAsNoted: false }
      }
    }
  }
  for await (const { personId, id, label, answers } of responsesOfStudy(db, study)) {
    const text = (answers as Answers)[item]
    if (typeof text !== 'string' || text.trim() === '') continue
    waiting.push({ personId, responseId: id, label, text })
    if (waiting.length < answersAtOnce) continue
    yield* read()
    waiting = []
  }
  yield* read()
}

function kept(tags: TagRow[]): (TagRow & { state: 'accepted' | 'suggested' })[] {
  return tags.filter((tag): tag is TagRow & { state: 'accepted' | 'suggested' } => tag.state !== 'rejected')
}

function passageOf(
  tag: TagRow & { state: 'accepted' | 'suggested' },
  words: string,
  { codes, consents, memos }: Known,
) {
  return {
    facet: facetNames[tag.facet as Facet].name,
    code: (tag.code === null ? undefined : codes.get(tag.code)) ?? '',
    words,
    speaker: tag.speaker,
    state: tag.state,
    reason: tag.reason,
    start: tag.start,
    end: tag.end,
    mayLeave: consents.get(tag.personId) ?? false,
    memo: [memos.byTag.get(tag.id), memos.bySource.get(tag.sourceId)].filter((text) => text !== undefined).join('\n'),
  }
}
