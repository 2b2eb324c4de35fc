import { isCancelled } from '../jobs/store.ts'
import type { TaskHandler } from '../jobs/tasks.ts'
import { openTable } from '../files/tables/read-table.ts'
import { surveyOf } from '../surveys/store.ts'
import { deleteStoredFile, readStoredFile } from '../uploads/store.ts'
import { holdSurveyForInviting, insertInvitations, type KnownPeople, knownOf } from './invitation-store.ts'
import { type PersonOfLine, readPeople } from './read-people.ts'
import { findUpload, finishUpload, type RefusedPerson } from './upload-store.ts'

/** The person that a line of a list is, as far as the workspace knows them. */
function personIdOf({ emailHash, key }: PersonOfLine, { byEmail, byKey }: KnownPeople) {
  const byAddress = emailHash ? byEmail.get(emailHash.toString('base64')) : undefined
  const byId = key === '' ? undefined : byKey.get(key)
  return { byAddress, byId, personId: byAddress ?? byId ?? null }
}

/**
 * Why a line of a list is not kept, or null.
 * @param uploadId the list that is being read: whoever was invited by it already, before a crash, is no second
 */
export function whyNotInvited(person: PersonOfLine, known: KnownPeople, uploadId: string | null): RefusedPerson | null {
  const { line, emailHash } = person
  if (emailHash && known.optedOut.has(emailHash.toString('base64')))
    return { line, reason: 'its address wants no mail' }
  const { byAddress, byId, personId } = personIdOf(person, known)
  if (byAddress && byId && byAddress !== byId)
    return { line, reason: 'its address and its id belong to two different people' }
  const invitedBy = personId === null ? undefined : known.invited.get(personId)
  return invitedBy !== undefined && invitedBy !== uploadId ? { line, reason: 'its person is invited already' } : null
}

/** Stands for the list being read where a person was met in it a moment ago. */
const thisBatch = 'this batch'

/** Reads a confirmed list and writes its invitations. Read again after a crash, it writes nobody twice. */
export const invitePeopleTask: TaskHandler = async ({ db, clock, task, signal, progress }) => {
  const { surveyId, uploadId } = task.input as { surveyId: string; uploadId: string }
  const key = { workspaceId: task.workspaceId, surveyId }
  const { isAnonymous } = await surveyOf(db, key)
  const upload = await findUpload(db, { ...key, uploadId })
  if (!upload?.fileId || upload.state !== 'importing') return 'This list was read already.'
  const file = { workspaceId: key.workspaceId, fileId: upload.fileId }
  const { columns, read: expected } = upload.proposal
  let kept = 0
  let isLeft = false
  try {
    const table = await openTable({ name: upload.fileName, open: () => readStoredFile(db, file) })
    const result = await readPeople(table, { columns, workspaceId: key.workspaceId }, async (people, read) => {
      signal.throwIfAborted()
      progress('Inviting', read, Math.max(expected, read))
      const refused = await db.transaction().execute(async (tx) => {
        await holdSurveyForInviting(tx, key)
        const known = await knownOf(tx, { ...key, isAnonymous }, people)
        const notKept: RefusedPerson[] = []
        const fresh: (PersonOfLine & { personId: string | null })[] = []
        for (const person of people) {
          const refusedLine = whyNotInvited(person, known, uploadId)
          const { personId } = personIdOf(person, known)
          if (refusedLine) notKept.push(refusedLine)
          else if (personId === null || !known.invited.has(personId))
            fresh.push({ ...person, key: isAnonymous ? '' : person.key, personId })
          // Whoever stands twice, once by address and once by id, is one person.
          if (!refusedLine && personId !== null && !known.invited.has(personId)) known.invited.set(personId, thisBatch)
        }
        await insertInvitations(tx, { ...key, uploadId, at: clock.now() }, fresh)
        return notKept
      })
      kept += people.length - refused.length
      return refused
    })
    await finishUpload(db, { ...key, uploadId, state: 'done', kept, ...result, message: null })
  } catch (error) {
    const wasCancelled = await isCancelled(db, { workspaceId: key.workspaceId, taskId: task.id })
    // A server that stops leaves the list to be read again at its next start.
    isLeft = signal.aborted && !wasCancelled
    if (isLeft) throw error
    const why =
      error instanceof Error && 'kind' in error ? error.message : 'Reading stopped before the end of the list.'
    const message = wasCancelled ? 'Cancelled. Whoever was invited until then stays invited.' : why
    await finishUpload(db, { ...key, uploadId, state: 'failed', read: 0, kept, refused: [], refusedCount: 0, message })
    throw error
  } finally {
    if (!isLeft) await deleteStoredFile(db, file)
  }
  return kept === 1 ? '1 person invited.' : `${kept.toLocaleString('en-GB')} people invited.`
}
