import type { FastifyRequest } from 'fastify'
import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import type { StudyKey } from '../studies/store.ts'
import { deleteStoredFile, storeFile } from '../uploads/store.ts'
import type { UploadInput } from './read-uploads.ts'
import { uploadFields } from './schema.ts'
import { forgetRefusedFiles, insertUploadFiles } from './upload-store.ts'

/**
 * Takes the files of a form as they arrive, each in pieces into the database, and what was declared about all of them.
 * @returns null when the form held no file
 */
export async function receiveUpload(
  db: Database,
  request: FastifyRequest,
  study: StudyKey,
): Promise<{ uploadId: string; input: UploadInput } | null> {
  const uploadId = newId()
  const fields: Record<string, string> = {}
  const files: { name: string; fileId: string | null; reason: string }[] = []
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value)
      continue
    }
    const name = plainName(part.filename)
    const { fileId, size } = await storeFile(
      db,
      { ...study, name, purpose: 'interviews', at: request.clock.now() },
      part.file,
    )
    // A file input that nobody touched sends one nameless, empty part.
    const isNothing = name === '' && size === 0
    if (isNothing || part.file.truncated) {
      await deleteStoredFile(db, { ...study, fileId })
      if (!isNothing) files.push({ name, fileId: null, reason: 'It is larger than Verbatim takes.' })
      continue
    }
    files.push({ name: name || 'Unnamed file', fileId, reason: '' })
  }
  if (files.length === 0) return null
  await insertUploadFiles(db, { ...study, uploadId }, files)
  await forgetRefusedFiles(db, { ...study, uploadId })
  const declared = uploadFields.safeParse(fields)
  return {
    uploadId,
    input: {
      basis: declared.data?.basis ?? '',
      mayQuote: declared.data?.mayQuote === 'yes',
      joinsByKey: declared.data?.joinsByKey === 'yes',
    },
  }
}

/** The last part of a path, without what no file name holds: it is shown, and tells the reader which format to expect. */
function plainName(filename: string | undefined): string {
  const last = (filename ?? '').split(/[\\/]/).at(-1)!
  return last
    .replace(/\p{Cc}/gu, '')
    .toWellFormed()
    .slice(0, 200)
}
