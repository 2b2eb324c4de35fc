import type { FastifyRequest } from 'fastify'
import type { Database } from '../database/connection.ts'
import { AppError } from '../errors.ts'
import { openTable, type Table } from '../files/tables/read-table.ts'
import { newId } from '../ids.ts'
import type { SurveyKey } from '../surveys/store.ts'
import { deleteStoredFile, readStoredFile, storeFile } from '../uploads/store.ts'
import { knownOf } from './invitation-store.ts'
import { problemOfColumns, recognisePeopleColumns } from './people-file.ts'
import { readPeople } from './read-people.ts'
import { whyNotInvited } from './invite-task.ts'
import { insertUpload } from './upload-store.ts'

const sampleRows = 200
const shownRows = 4
const mostColumns = 60

/**
 * Takes an uploaded list as it streams in and keeps it, unread, for a person to confirm.
 * @returns why it cannot be used, in a plain sentence, or null when it waits
 */
export async function receiveList(
  db: Database,
  request: FastifyRequest,
  key: SurveyKey & { studyId: string; isAnonymous: boolean },
): Promise<string | null> {
  const at = request.clock.now()
  const part = await request.file()
  if (!part || part.filename === '') {
    part?.file.resume()
    return 'Choose a file first.'
  }
  const { workspaceId, studyId } = key
  const name = part.filename
  const { fileId } = await storeFile(db, { workspaceId, studyId, name, purpose: 'invitations', at }, part.file)
  const reason = part.file.truncated
    ? 'it is larger than may be uploaded'
    : await propose(db, key, { fileId, name, at })
  if (reason === null) return null
  await deleteStoredFile(db, { workspaceId, fileId })
  return `${name} can’t be used: ${reason.replace(/\.$/, '')}.`
}

async function propose(
  db: Database,
  key: SurveyKey & { isAnonymous: boolean },
  { fileId, name, at }: { fileId: string; name: string; at: Date },
): Promise<string | null> {
  const file = { workspaceId: key.workspaceId, fileId }
  try {
    const table = await openTable({ name, open: () => readStoredFile(db, file) })
    const names = table.header.columns.map((column) => column.name)
    if (names.length > mostColumns) return `it has ${names.length} columns; at most ${mostColumns} can be read`
    const sample = await sampleOf(table)
    const columns = recognisePeopleColumns(names, sample)
    const problem = problemOfColumns(columns)
    if (problem && !columns.some(({ use }) => use === 'email' || use === 'key'))
      return 'no column holds e-mail addresses or ids'
    let usable = 0
    const read = await readPeople(table, { columns, workspaceId: key.workspaceId }, async (people) => {
      const known = await knownOf(db, key, people)
      const refused = people.flatMap((person) => whyNotInvited(person, known, null) ?? [])
      usable += people.length - refused.length
      return refused
    })
    const proposal = { columns, sample: sample.slice(0, shownRows), read: read.read, usable }
    const { refused, refusedCount } = read
    await insertUpload(db, { ...key, uploadId: newId(), fileId, fileName: name, proposal, refused, refusedCount, at })
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.message
  }
}

async function sampleOf(table: Table): Promise<string[][]> {
  const sample: string[][] = []
  for await (const { cells } of table.rows()) {
    sample.push(cells)
    if (sample.length === sampleRows) break
  }
  return sample
}
