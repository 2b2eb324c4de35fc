import type { Database } from '../../database/connection.ts'
import { documentsToTag } from '../../interviews/store.ts'
import { learnCodebook, type LearningExample } from '../../jobs/learning.ts'
import { newestTask } from '../../jobs/store.ts'
import type { TaskHandler, TaskQueue } from '../../jobs/tasks.ts'
import { answerToItem } from '../../responses/open-answers-store.ts'
import type { StudyKey } from '../../studies/store.ts'
import { offsetMap, sliceCodePoints } from '../../text/code-points.ts'
import { leastExamples } from '../../text/classifier/codebook-classifier.ts'
import { cueLanguage } from '../../text/suggest.ts'
import { type DecidedWords, decidedWords } from './examples.ts'
import { classifierOf, countErasures, decisionsOfStudy, reviewsOfStudy, saveClassifier } from './store.ts'

const seed = 1
const documentsAtOnce = 50

/** Learns again from every decision of the study: the work behind an accepted, rejected, changed or added tag. */
export const learnCodesTask: TaskHandler = async ({ db, clock, task, signal }) => {
  const study = { workspaceId: task.workspaceId, studyId: task.studyId }
  const { examples, labels } = await learnStudy(db, { ...study, at: clock.now() }, signal)
  return `Learnt ${labels} codes and facets from ${examples} decisions.`
}

/** Puts learning on the queue, unless it waits there already: many decisions in a row are learnt from together. */
export async function askToLearn(db: Database, tasks: TaskQueue, study: StudyKey): Promise<void> {
  const { workspaceId, studyId } = study
  const newest = await newestTask(db, { workspaceId, studyId, kinds: ['learn-codes'] })
  if (newest?.state === 'waiting') return
  await tasks.send({ workspaceId, studyId, kind: 'learn-codes' })
}

/**
 * Learns the study's codebook from all decisions and keeps it as the next version.
 * @returns stretches of words learnt from, and how many codes and facets were learnt (0 while decisions are too few)
 */
export async function learnStudy(
  db: Database,
  study: StudyKey & { at: Date },
  signal?: AbortSignal,
): Promise<{ examples: number; labels: number }> {
  const erasures = await countErasures(db, study)
  const decided = decidedWords(await decisionsOfStudy(db, study), await reviewsOfStudy(db, study))
  if (!couldLearn(decided)) {
    const before = await classifierOf(db, study)
    // Decisions may have been taken back: what was learnt from them must not stay.
    if (before?.learnt) await saveClassifier(db, { ...study, examples: decided.length, learnt: null, erasures })
    return { examples: decided.length, labels: 0 }
  }
  const examples = await examplesOf(db, study, decided)
  const learnt = await learnCodebook({ examples, seed }, signal)
  const isKept = await saveClassifier(db, { ...study, examples: examples.length, learnt, erasures })
  if (!isKept) return { examples: examples.length, labels: 0 }
  return { examples: examples.length, labels: learnt?.labels.length ?? 0 }
}

/** Whether any label has enough decisions: counted here, so that no thread is started for nothing. */
function couldLearn(decided: DecidedWords[]): boolean {
  const counts = new Map<string, { holds: number; not: number }>()
  for (const words of decided) {
    for (const [label, side] of words.decided) {
      const count = counts.get(label) ?? { holds: 0, not: 0 }
      if (side === 1) count.holds++
      else count.not++
      counts.set(label, count)
    }
  }
  return [...counts.values()].some(({ holds, not }) => holds >= leastExamples.holds && not >= leastExamples.not)
}

/** The words of the places, in their order, with the question before; places whose words are gone are left out. */
export async function examplesOf(db: Database, study: StudyKey, decided: DecidedWords[]): Promise<LearningExample[]> {
  const examples = new Map<DecidedWords, LearningExample>()
  const onDocuments = Map.groupBy(
    decided.filter(({ sourceKind }) => sourceKind === 'document'),
    ({ sourceId }) => sourceId,
  )
  const sources = [...onDocuments]
  for (let from = 0; from < sources.length; from += documentsAtOnce) {
    const portion = sources.slice(from, from + documentsAtOnce)
    const keys = portion.map(([documentId, [first]]) => ({ documentId, personId: first!.personId }))
    for (const document of await documentsToTag(db, study, keys)) {
      const map = offsetMap(document.text)
      const isEnglish = cueLanguage(document.text, document.ranges).english
      for (const words of onDocuments.get(document.documentId)!) {
        const turn = document.ranges.find(({ start, end }) => start <= words.start && words.end <= end)
        if (!turn) continue
        examples.set(words, {
          question: turn.question ? sliceCodePoints(document.text, map, turn.question) : '',
          words: sliceCodePoints(document.text, map, words),
          isEnglish,
          decided: [...words.decided],
        })
      }
    }
  }
  for (const words of decided) {
    if (words.sourceKind !== 'answer') continue
    const { personId, sourceId, item } = words
    const row = await answerToItem(db, { workspaceId: study.workspaceId, personId, responseId: sourceId, item })
    if (!row) continue
    const map = offsetMap(row.answer)
    if (words.end > map.length) continue
    examples.set(words, {
      question: '',
      words: sliceCodePoints(row.answer, map, words),
      isEnglish: cueLanguage(row.answer, [{ start: 0, end: map.length }]).english,
      decided: [...words.decided],
    })
  }
  // In the order of the decisions' places, whatever was read first: the same decisions give the same classifier.
  return decided.flatMap((words) => examples.get(words) ?? [])
}
