import type { Database } from '../database/connection.ts'
import { variablesOfStudy } from '../responses/store.ts'
import type { StudyKey } from '../studies/store.ts'
import { pagesOfVersions } from './cells.ts'
import type { ExportedStudy } from './formats.ts'
import { exportedResponses, versionsOfStudy } from './store.ts'

/** What an export is made from. Ignored columns were never kept, so they are not in it. */
export async function exportedStudy(db: Database, study: StudyKey): Promise<ExportedStudy> {
  const variables = (await variablesOfStudy(db, study)).filter(
    ({ role, kind }) => role !== 'ignored' && kind !== 'ignored',
  )
  const pages = pagesOfVersions(await versionsOfStudy(db, study))
  return { variables, pages, responses: exportedResponses(db, study) }
}
