import type { TaskHandler } from '../jobs/tasks.ts'
import { studyOf } from '../studies/store.ts'
import { deleteStoredFile, readStoredFile } from '../uploads/store.ts'
import { dayFromText } from './calendar-day.ts'
import { computeFamilies } from './compute-families.ts'
import { importCustomerFile } from './import-customers.ts'
import { type CustomerImportRow, customerImports, finishCustomerImport } from './import-store.ts'

const refusedListed = 200

/**
 * Imports the study's confirmed customer files, lists of customers first, and computes the segments again. A file that can't be read
 * says so in its own line and holds nobody else up; run again after a crash, each file replaces what it had written.
 */
export const importCustomersTask: TaskHandler = async ({ db, clock, task, signal, progress }) => {
  const key = { workspaceId: task.workspaceId, studyId: task.studyId }
  const study = await studyOf(db, key)
  const base = { workspaceId: key.workspaceId, isSimulated: study.isSimulated, at: clock.now() }
  const imports = await customerImports(db, key)
  const waiting = imports.filter(({ state }) => state === 'importing').sort(customersFirst)
  const asOf = dayFromText((task.input as { asOf?: string }).asOf ?? '') ?? undefined
  let failed = 0
  for (const row of waiting) {
    const file = { workspaceId: key.workspaceId, fileId: row.fileId ?? '' }
    const source = { name: row.fileName, open: () => readStoredFile(db, file) }
    try {
      const { read, kept, refused, refusedCount, notes } = await importCustomerFile(
        db,
        base,
        { kind: row.kind, source, timeZone: row.timeZone },
        { signal, onProgress: (done) => progress(`Importing ${row.fileName}`, done, 0) },
      )
      const message = notes.join(' ')
      const end = {
        state: 'done' as const,
        read,
        kept,
        refused: refused.slice(0, refusedListed),
        refusedCount,
        message,
      }
      await finishCustomerImport(db, { ...key, importId: row.id, ...end })
    } catch (error) {
      failed++
      const isOurs = !(error instanceof Error && 'kind' in error)
      const message = isOurs ? 'The import stopped before its end.' : error.message
      const end = { state: 'failed' as const, read: 0, kept: 0, refused: [], refusedCount: 0, message }
      await finishCustomerImport(db, { ...key, importId: row.id, ...end })
      if (isOurs) throw error
    } finally {
      // What was kept is in the tables; the file would only be a second copy of personal data.
      if (row.fileId) await deleteStoredFile(db, file)
    }
  }
  progress('Computing segments', 0, 0)
  const timeZone = imports.find(({ kind }) => kind === 'visits')?.timeZone ?? 'UTC'
  const families = await computeFamilies(db, base, { timeZone, ...(asOf === undefined ? {} : { asOf }) })
  if (waiting.length === 0) return `${families} ways of segmenting computed.`
  const files = waiting.length - failed
  const lost = failed > 0 ? ` ${failed} could not be read.` : ''
  return `${files} ${files === 1 ? 'file' : 'files'} imported, ${families} ways of segmenting computed.${lost}`
}

function customersFirst(one: CustomerImportRow, other: CustomerImportRow): number {
  const rank = (row: CustomerImportRow) => (row.kind === 'customers' ? 0 : 1)
  return rank(one) - rank(other)
}
