import type { TaskHandler } from '../jobs/tasks.ts'
import { checkResponses } from '../response-quality/check-study.ts'
import { readStoredFile, deleteStoredFile } from '../uploads/store.ts'
import { ImportNotFound } from './errors.ts'
import { importTable } from './import.ts'
import { deleteImportedPeople, findImport, finishImport } from './store.ts'

interface ImportTaskInput {
  mayQuote: boolean
  joinsByKey: boolean
}

/** Imports a confirmed file; run again after a crash, it starts from a clean slate. */
export const importResponsesTask: TaskHandler = async ({ db, clock, task, signal, progress }) => {
  const key = { workspaceId: task.workspaceId, studyId: task.studyId, importId: task.subjectId ?? '' }
  const row = await findImport(db, key)
  if (!row?.fileId) throw new ImportNotFound()
  const { mayQuote, joinsByKey } = task.input as ImportTaskInput
  const file = { workspaceId: task.workspaceId, fileId: row.fileId }
  const source = { name: row.fileName, open: () => readStoredFile(db, file) }
  await deleteImportedPeople(db, key)
  try {
    const order = { ...key, at: clock.now(), basis: row.basis, mayQuote, joinsByKey }
    const total = (row.proposal as { rows?: number }).rows ?? 0
    const counts = await importTable(db, source, row.proposal.variables, order, {
      signal,
      onProgress: (kept) => progress('Importing answers', kept, Math.max(total, kept)),
    })
    const message = `${counts.kept} of ${counts.read} lines are respondents now.`
    await finishImport(db, {
      ...key,
      state: 'done',
      read: counts.read,
      kept: counts.kept,
      refused: counts.refused,
      message,
    })
    // What was kept is in the responses; the file would only be a second copy of personal data.
    await deleteStoredFile(db, file)
    await checkResponses(db, { workspaceId: key.workspaceId, studyId: key.studyId, at: clock.now() }, (done, of) =>
      progress('Looking how carefully people answered', done, of),
    )
    return message
  } catch (error) {
    await deleteImportedPeople(db, key)
    const message =
      error instanceof Error && 'kind' in error ? error.message : 'The import stopped. Nothing of this file was kept.'
    await finishImport(db, { ...key, state: 'failed', read: 0, kept: 0, refused: [], message })
    throw error
  }
}
