import type { FastifyRequest } from 'fastify'
import type { Database } from '../database/connection.ts'
import { AppError } from '../errors.ts'
import { openTable } from '../files/tables/read-table.ts'
import { newId } from '../ids.ts'
import type { StudyKey } from '../studies/store.ts'
import { deleteStoredFile, readStoredFile, storeFile } from '../uploads/store.ts'
import { insertCustomerImport } from './import-store.ts'
import { recogniseCustomerFile } from './recognise-customer-file.ts'

export interface ReceivedFiles {
  received: number
  /** Plain sentences about files that are not kept. */
  refused: string[]
}

/** Takes the uploaded files as they stream in and keeps those that can be customer files, for a person to confirm. */
export async function receiveCustomerFiles(
  db: Database,
  request: FastifyRequest,
  study: StudyKey,
): Promise<ReceivedFiles> {
  const result: ReceivedFiles = { received: 0, refused: [] }
  const at = request.clock.now()
  for await (const part of request.files()) {
    if (part.filename === '') {
      part.file.resume()
      continue
    }
    result.received++
    const { fileId } = await storeFile(db, { ...study, name: part.filename, purpose: 'customers', at }, part.file)
    const reason = part.file.truncated
      ? 'it is larger than may be uploaded'
      : await proposeOrRefuse(db, study, { fileId, name: part.filename, at })
    if (reason === undefined) continue
    await deleteStoredFile(db, { workspaceId: study.workspaceId, fileId })
    result.refused.push(`${part.filename} can’t be used: ${reason.replace(/\.$/, '')}.`)
  }
  return result
}

async function proposeOrRefuse(
  db: Database,
  study: StudyKey,
  { fileId, name, at }: { fileId: string; name: string; at: Date },
): Promise<string | undefined> {
  const file = { workspaceId: study.workspaceId, fileId }
  try {
    const proposal = await recogniseCustomerFile(await openTable({ name, open: () => readStoredFile(db, file) }))
    if (typeof proposal === 'string') return proposal
    await insertCustomerImport(db, { ...study, importId: newId(), fileId, fileName: name, proposal, at })
    return undefined
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.message
  }
}
