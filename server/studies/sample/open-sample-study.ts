import { shippedInstruments } from '../../../survey-forms/catalogue.ts'
import type { Database } from '../../database/connection.ts'
import { readDocuments } from '../../files/documents/read-document.ts'
import { memorySource } from '../../files/tables/table-source.ts'
import { newId } from '../../ids.ts'
import { keepDocuments } from '../../interviews/keep-documents.ts'
import { confirmRoles } from '../../interviews/store.ts'
import type { TaskHandler } from '../../jobs/tasks.ts'
import { computeFamilies } from '../../segments/compute-families.ts'
import { importCustomerFile } from '../../segments/import-customers.ts'
import { publishSurvey } from '../../surveys/publication.ts'
import { closeSurvey, createSurvey, openSurvey } from '../../surveys/store.ts'
import { suggestForStudy } from '../../tagging/tag-study.ts'
import type { ParsedDocument } from '../../text/document.ts'
import { type StudyKey, studyOf } from '../store.ts'
import { fieldDays, makeSample, type SampleStudy } from './sample.ts'
import { emptySampleStudy, insertSurveyResponses } from './store.ts'

const millisecondsPerDay = 86_400_000
const responsesPerStep = 100
const instrumentCode = 'customer_personas'

export interface SampleOrder extends StudyKey {
  /** When it is opened: the made-up fieldwork and purchases end the day before. */
  at: Date
  seed: number
}

/**
 * Fills a simulated study through the functions that a researcher's own files pass through: questionnaire, answers, transcripts,
 * customer files, tags, segments. Run again, it begins from an empty study.
 * @throws the signal's reason when it fires between two steps
 */
export async function openSampleStudy(
  db: Database,
  { at, seed, ...key }: SampleOrder,
  progress: (stage: string, done: number, total: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<SampleStudy> {
  const instrument = shippedInstruments().find(({ code }) => code === instrumentCode)!
  const midnight = Math.floor(at.getTime() / millisecondsPerDay)
  const sample = makeSample(instrument, { seed, lastDay: midnight - 1 })
  const openedAt = new Date((midnight - fieldDays) * millisecondsPerDay)
  await emptySampleStudy(db, key)

  progress('Publishing the survey', 0, 0)
  const surveyId = newId()
  await createSurvey(db, { ...key, surveyId, instrument, at: openedAt })
  const survey = { workspaceId: key.workspaceId, surveyId }
  const version = await publishSurvey(db, { ...survey, at: openedAt })
  await openSurvey(db, { ...survey, at: openedAt })

  const base = { workspaceId: key.workspaceId, isSimulated: true, at }
  for (const kind of ['customers', 'purchases', 'visits'] as const) {
    signal?.throwIfAborted()
    const source = memorySource(sample.files[kind], `${kind}.csv`)
    await importCustomerFile(
      db,
      base,
      { kind, source, timeZone: 'UTC' },
      { signal, onProgress: (kept) => progress(`Bringing in ${kind}`, kept, 0) },
    )
  }
  for (let start = 0; start < sample.responses.length; start += responsesPerStep) {
    signal?.throwIfAborted()
    const some = sample.responses.slice(start, start + responsesPerStep)
    await insertSurveyResponses(db, { ...key, surveyId, version, instrument, openedAt }, some)
    progress('Answering the survey', start + some.length, sample.responses.length)
  }
  await closeSurvey(db, { ...survey, at })
  await openInterviews(db, { ...key, at }, sample, progress)
  await suggestForStudy(db, { ...key, at }, (done, total, stage) => progress(stage, done, total), signal)
  progress('Computing segments', 0, 0)
  await computeFamilies(db, base, { timeZone: 'UTC' })
  return sample
}

async function openInterviews(
  db: Database,
  study: StudyKey & { at: Date },
  { interviews }: SampleStudy,
  progress: (stage: string, done: number, total: number) => void,
): Promise<void> {
  const order = {
    ...study,
    basis: 'Made by a generator: nobody was asked',
    mayQuote: true,
    joinsByKey: true,
    fileId: null,
  }
  for (const [index, { name, content, customer }] of interviews.entries()) {
    const { documents } = await readDocuments(Buffer.from(content), name)
    const keyed = documents.map((document) => (customer === null ? document : { ...document, personKey: customer }))
    const { kept } = await keepDocuments(db, order, keyed)
    // Two are left as they came in, so that whoever looks around can try it.
    if (index < interviews.length - 2) await confirmAsProposed(db, study.workspaceId, kept, documents)
    progress('Reading interviews', index + 1, interviews.length)
  }
}

async function confirmAsProposed(
  db: Database,
  workspaceId: string,
  kept: { personId: string; documentId: string }[],
  documents: ParsedDocument[],
): Promise<void> {
  for (const [index, { personId, documentId }] of kept.entries()) {
    await confirmRoles(db, { workspaceId, personId, documentId, roles: documents[index]!.speakers })
  }
}

/** The task behind "Open the sample study". */
export const openSampleStudyTask: TaskHandler = async ({ db, clock, task, signal, progress }) => {
  const key = { workspaceId: task.workspaceId, studyId: task.studyId }
  await studyOf(db, key)
  const { seed = 1 } = task.input as { seed?: number }
  const { responses, interviews } = await openSampleStudy(db, { ...key, at: clock.now(), seed }, progress, signal)
  return `${responses.length} responses and ${interviews.length} interviews, all made by a generator.`
}
