import type { Database } from '../database/connection.ts'
import { formatCount } from '../http/format.ts'
import { DocumentParser } from '../jobs/document-parsing.ts'
import type { TaskHandler } from '../jobs/tasks.ts'
import type { StudyKey } from '../studies/store.ts'
import { suggestForDocuments } from '../tagging/tag-study.ts'
import { deleteStoredFile, readStoredFile } from '../uploads/store.ts'
import { keepDocuments } from './keep-documents.ts'
import { type DeclaredBasis, deleteDocumentsOfFile } from './keep-store.ts'
import { finishUploadFile, isFileHere, uploadFiles } from './upload-store.ts'

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
  const parser = new DocumentParser()
  let kept = 0
  try {
    for (const [index, file] of files.entries()) {
      progress('Reading files', index, files.length)
      signal.throwIfAborted()
      if (file.state !== 'waiting' || file.fileId === null) continue
      const source = { ...study, ...input, fileId: file.fileId, name: file.name, at: clock.now() }
      const outcome = await readFile(db, parser, source)
      await finishUploadFile(db, {
        ...study,
        uploadId,
        position: file.position,
        state: outcome.documents > 0 ? 'kept' : 'refused',
        ...outcome,
      })
      if (outcome.documents === 0) await deleteStoredFile(db, { ...study, fileId: file.fileId })
      kept += outcome.documents
    }
  } finally {
    await parser.close()
  }
  progress('Reading files', files.length, files.length)
  const from = files.length === 1 ? 'one file' : `${formatCount(files.length)} files`
  return `${kept === 1 ? 'One document' : `${formatCount(kept)} documents`} kept from ${from}.`
}

/** Documents of one file, and why the rest of it was refused; 0 documents when nothing of it was kept. */
async function readFile(
  db: Database,
  parser: DocumentParser,
  file: StudyKey & UploadInput & { fileId: string; name: string; at: Date },
): Promise<{ documents: number; reason: string }> {
  if (await isFileHere(db, file)) return { documents: 0, reason: 'A duplicate: this very file is already here.' }
  await deleteDocumentsOfFile(db, file)
  const { documents, refused } = await parser.parse(await wholeFile(db, file), file.name)
  const { kept, refused: duplicates } = await keepDocuments(db, file, documents)
  await suggestForDocuments(db, file, kept)
  const reasons = [...refused, ...duplicates].map(({ reason }) => reason)
  return { documents: kept.length, reason: inShort(reasons) }
}

async function wholeFile(db: Database, file: { workspaceId: string; fileId: string }): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of readStoredFile(db, file)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** The first reason, and how many more there are: a table with a thousand duplicates is told in one line. */
function inShort(reasons: string[]): string {
  const different = [...new Set(reasons)]
  if (different.length <= 1) return different[0] ?? ''
  return `${different[0]} And ${formatCount(different.length - 1)} more like it.`
}
