import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { Database } from '../database/connection.ts'
import { documentLimits } from '../files/documents/read-document.ts'
import { newId } from '../ids.ts'
import type { StudyKey } from '../studies/store.ts'
import { deleteStoredFile, storeFile } from '../uploads/store.ts'
import type { UploadInput } from './read-uploads.ts'
import { uploadFields } from './schema.ts'
import { forgetRefusedFiles, insertUploadFiles } from './upload-store.ts'

/** A file of the form: kept under its id, or refused for a reason. */
interface ReceivedFile {
  name: string
  fileId: string | null
  reason: string
}

/**
 * Takes the files of a form as they arrive, each in pieces into the database, and what was declared about all of them.
 * @returns null when the form held no file
 * @throws {UploadCutShort} when the form ends too early; nothing of it is kept then
 */
export async function receiveUpload(
  db: Database,
  request: FastifyRequest,
  study: StudyKey,
): Promise<{ uploadId: string; input: UploadInput } | null> {
  const uploadId = newId()
  const fields: Record<string, string> = {}
  const files: ReceivedFile[] = []
  try {
    // Nothing larger could be read afterwards, so no more of it is taken.
    for await (const part of request.parts({ limits: { fileSize: documentLimits.bytes } })) {
      if (part.type === 'field') fields[part.fieldname] = String(part.value)
      else files.push(...(await receiveFile(db, study, part, request.clock.now())))
    }
  } catch (error) {
    // Files that did arrive would belong to an upload that nobody ever sees.
    for (const { fileId } of files) if (fileId !== null) await deleteStoredFile(db, { ...study, fileId })
    throw error
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

/** One file, or none: an input that nobody touched sends one nameless, empty part. */
async function receiveFile(db: Database, study: StudyKey, part: MultipartFile, at: Date): Promise<ReceivedFile[]> {
  const name = plainName(part.filename)
  const { fileId, size } = await storeFile(db, { ...study, name, purpose: 'interviews', at }, part.file)
  const isNothing = name === '' && size === 0
  if (!isNothing && !part.file.truncated) return [{ name: name || 'Unnamed file', fileId, reason: '' }]
  await deleteStoredFile(db, { ...study, fileId })
  return isNothing ? [] : [{ name, fileId: null, reason: 'It is larger than Verbatim takes.' }]
}

/** The last part of a path, without what no file name holds: it is shown, and tells the reader which format to expect. */
function plainName(filename: string | undefined): string {
  const last = (filename ?? '').split(/[\\/]/).at(-1)!
  return last
    .replace(/\p{Cc}/gu, '')
    .toWellFormed()
    .slice(0, 200)
}
