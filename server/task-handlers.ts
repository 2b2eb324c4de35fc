import { invitePeopleTask } from './invitations/invite-task.ts'
import { importResponsesTask } from './responses/import-task.ts'
import { checkResponsesTask } from './response-quality/check-study.ts'
import { exploreSetTask } from './personas/explorer/explore-set.ts'
import { findPersonasTask } from './personas/find-task.ts'
import { recordPersonasTask } from './personas/record/record-task.ts'
import { readDocumentsTask } from './interviews/read-uploads.ts'
import { redactStudyTask } from './redaction/redact-study.ts'
import { learnCodesTask } from './tagging/learning/learn-study.ts'
import { suggestTagsTask } from './tagging/tag-study.ts'
import { importCustomersTask } from './segments/import-task.ts'
import { openSampleStudyTask } from './studies/sample/open-sample-study.ts'
import { type MailParts, sendMailsTask } from './invitations/send-task.ts'
import type { TaskHandler, TaskKind } from './jobs/tasks.ts'

/** Which function does which long work: the whole list, as app.ts is of the routes. */
export const taskHandlers: Partial<Record<TaskKind, TaskHandler>> = {
  'import-responses': importResponsesTask,
  'read-documents': readDocumentsTask,
  'suggest-tags': suggestTagsTask,
  'learn-codes': learnCodesTask,
  'redact-study': redactStudyTask,
  'check-responses': checkResponsesTask,
  'find-personas': findPersonasTask,
  'record-personas': recordPersonasTask,
  'explore-personas': exploreSetTask,
  'import-customers': importCustomersTask,
  'open-sample-study': openSampleStudyTask,
  'invite-people': invitePeopleTask,
}

/** Long work that needs the operator's mail server; without one it says so. */
export function mailTaskHandlers(mail: MailParts | null): Partial<Record<TaskKind, TaskHandler>> {
  return { 'send-mails': sendMailsTask(mail) }
}
