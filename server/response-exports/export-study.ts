import type { Database } from '../database/connection.ts'
import { judgedResponses } from '../response-quality/store.ts'
import { variablesOfStudy } from '../responses/store.ts'
import type { StudyKey } from '../studies/store.ts'
import { pagesOfVersions } from './cells.ts'
import type { ExportedStudy } from './formats.ts'
import { type ExportedResponse, exportedResponses, versionsOfStudy } from './store.ts'

/**
 * What an export is made from. Ignored columns were never kept, so they are not in it.
 * @param order.withFlags how carefully each response was given goes along: what was measured and decided so far
 */
export async function exportedStudy(
  db: Database,
  study: StudyKey,
  { withFlags = false }: { withFlags?: boolean } = {},
): Promise<ExportedStudy> {
  const variables = (await variablesOfStudy(db, study)).filter(
    ({ role, kind }) => role !== 'ignored' && kind !== 'ignored',
  )
  const pages = pagesOfVersions(await versionsOfStudy(db, study))
  const responses = exportedResponses(db, study)
  return { variables, pages, withFlags, responses: withFlags ? withQuality(db, study, responses) : responses }
}

async function* withQuality(
  db: Database,
  study: StudyKey,
  pages: AsyncIterable<ExportedResponse[]>,
): AsyncGenerator<ExportedResponse[]> {
  for await (const page of pages) {
    const judged = await judgedResponses(db, study, { from: page[0]!.id, to: page.at(-1)!.id })
    yield page.map((response) => ({ ...response, quality: judged.get(response.id) ?? null }))
  }
}
