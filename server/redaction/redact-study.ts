import { formatCount } from '../http/format.ts'
import { documentIdsOfStudy, documentText } from '../interviews/store.ts'
import type { TaskHandler } from '../jobs/tasks.ts'
import { groupsOf } from './redaction.ts'
import { decideGroups } from './store.ts'

const documentsAtOnce = 100

/**
 * Long work 'redact-study': in every document accepts what is certain (e-mail addresses, numbers that pass their check,
 * names of people who speak, the study's terms, words accepted elsewhere). Guesses are left for a person, decisions stay.
 */
export const redactStudyTask: TaskHandler = async ({ db, clock, task, signal, progress }) => {
  const study = { workspaceId: task.workspaceId, studyId: task.studyId }
  const { accountId } = task.input as { accountId: string }
  let documents = 0
  let places = 0
  for (let after: string | null = null; ; ) {
    const page: { personId: string; id: string }[] = await documentIdsOfStudy(db, {
      ...study,
      after,
      limit: documentsAtOnce,
    })
    for (const { personId, id } of page) {
      signal.throwIfAborted()
      progress('Looking for names and numbers', documents, Math.max(documents + 1, page.length))
      const key = { ...study, personId, documentId: id }
      const groups = await groupsOf(db, { ...key, text: await documentText(db, key) })
      const certain = groups.filter(({ state, isCertain }) => state === null && isCertain)
      await decideGroups(
        db,
        { ...key, accountId, at: clock.now() },
        certain.map((group) => ({ ...group, state: 'accepted' })),
      )
      places += certain.reduce((sum, { ranges }) => sum + ranges.length, 0)
      documents++
    }
    if (page.length < documentsAtOnce) break
    after = page.at(-1)!.id
  }
  return `${formatCount(places)} places replaced in ${formatCount(documents)} documents. Guesses wait for you on each document\u2019s redaction page.`
}
