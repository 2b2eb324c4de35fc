import type { Database } from '../database/connection.ts'
import { formatCount } from '../http/format.ts'
import { DocumentParser } from '../jobs/document-parsing.ts'
import { isCancelled } from '../jobs/store.ts'
import type { TaskContext, TaskHandler } from '../jobs/tasks.ts'
import type { StudyKey } from '../studies/store.ts'
import { type Codebook, readCodebook, suggestForDocuments } from '../tagging/tag-study.ts'
import { deleteStoredFile, wholeStoredFile } from '../uploads/store.ts'
import { keepDocuments } from './keep-documents.ts'
import { type DeclaredBasis, deleteDocumentsOfFile } from './keep-store.ts'
import { finishUploadFile, isFileHere, type UploadKey, uploadFiles } from './upload-store.ts'

/** What the researcher declared for an upload, carried by the task that reads it. */
export interface UploadInput extends DeclaredBasis {
  joinsByKey: boolean
}

/**
 * Long work 'read-documents': reads each waiting file of an upload in a worker with limits, keeps its documents, suggests
 * tags on them, and says of each file what became of it. A file that breaks its reader is refused; the next one is read.
 */
export const readDocumentsTask: TaskHandler = async ({ db, clock, task, signal, progress }) => {
  const study = { workspaceId: task.workspaceId, studyId: task.studyId }
  const uploadId = task.subjectId!
  const input = task.input as UploadInput
  const files = await uploadFiles(db, { ...study, uploadId })
  const codebook = await readCodebook(db, { ...study, at: clock.now() })
  const parser = new DocumentParser()
  let kept = 0
  try {
    for (const [index, file] of files.entries()) {
      progress('Reading files', index, files.length)
      signal.throwIfAborted()
      if (file.state !== 'waiting' || file.fileId === null) continue
      const source = {
        ...study,
        ...input,
        uploadId,
        position: file.position,
        name: file.name,
        at: clock.now(),
        codebook,
      }
      const outcome = await readFile(db, parser, { ...source, fileId: file.fileId }, { progress, signal })
      await finish(db, { ...source, fileId: file.fileId }, outcome)
      kept += outcome.documents
    }
  } catch (error) {
    // A server that stops reads on at its next start; a person who cancels wants nothing that is not finished.
    if (signal.aborted && (await isCancelled(db, { workspaceId: task.workspaceId, taskId: task.id }))) {
      await giveUpWaitingFiles(db, { ...study, uploadId })
    }
    throw error
  } finally {
    await parser.close()
  }
  progress('Reading files', files.length, files.length)
  const from = files.length === 1 ? 'one file' : `${formatCount(files.length)} files`
  return `${kept === 1 ? 'One document' : `${formatCount(kept)} documents`} kept from ${from}.`
}

interface Outcome {
  documents: number
  reason: string
}

/** Says what became of a file; the bytes of one that gave nothing are not kept. */
async function finish(
  db: Database,
  file: UploadKey & { position: number; fileId: string },
  outcome: Outcome,
): Promise<void> {
  await finishUploadFile(db, { ...file, state: outcome.documents > 0 ? 'kept' : 'refused', ...outcome })
  if (outcome.documents === 0) await deleteStoredFile(db, file)
}

async function giveUpWaitingFiles(db: Database, upload: UploadKey): Promise<void> {
  for (const { state, fileId, position } of await uploadFiles(db, upload)) {
    if (state !== 'waiting' || fileId === null) continue
    await deleteDocumentsOfFile(db, { ...upload, fileId })
    await finish(db, { ...upload, fileId, position }, { documents: 0, reason: 'Cancelled before it was read.' })
  }
}

/** Documents of one file, and why the rest of it was refused; 0 documents when nothing of it was kept. */
async function readFile(
  db: Database,
  parser: DocumentParser,
  file: StudyKey & UploadInput & { fileId: string; name: string; at: Date; codebook: Codebook },
  { progress, signal }: Pick<TaskContext, 'progress' | 'signal'>,
): Promise<Outcome> {
  if (await isFileHere(db, file)) return { documents: 0, reason: 'A duplicate: this very file is already here.' }
  await deleteDocumentsOfFile(db, file)
  const { documents, refused } = await parser.parse(await wholeStoredFile(db, file), file.name)
  const { kept, refused: duplicates } = await keepDocuments(db, file, documents, (done) => {
    signal.throwIfAborted()
    progress('Keeping documents', done, documents.length)
  })
  await suggestForDocuments(db, file, kept, (done, total, stage) => progress(stage, done, total), signal)
  const reasons = [...refused, ...duplicates].map(({ reason }) => reason)
  return { documents: kept.length, reason: inShort(reasons) }
}

/** The first reason, and how many more there are: a table with a thousand duplicates is told in one line. */
function inShort(reasons: string[]): string {
  const different = [...new Set(reasons)]
  if (different.length <= 1) return different[0] ?? ''
  return `${different[0]} And ${formatCount(different.length - 1)} more like it.`
}
