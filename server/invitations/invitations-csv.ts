import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Database } from '../database/connection.ts'
import { spreadsheetSafe } from '../files/tables/spreadsheet-safe.ts'
import type { SurveyKey } from '../surveys/store.ts'
import { fieldsOfInvitations, type Invitation, invitationPage } from './invitation-store.ts'
import { codedAddress } from './single-use-csv.ts'
import { stateWords } from './state-words.ts'

const rowsAtOnce = 1000

/**
 * Everybody invited to a survey with their link and fields, for mail or letters sent by other means. In an anonymous survey
 * nothing says how far somebody is.
 */
export async function invitationsCsv(
  db: Database,
  key: SurveyKey,
  { address, isAnonymous }: { address: string; isAnonymous: boolean },
): Promise<Readable> {
  const fields = await fieldsOfInvitations(db, key)
  const header = ['email', 'name', 'language', 'link', ...(isAnonymous ? [] : ['state']), ...fields]
  const lines = stringify({
    header: true,
    columns: header.map(spreadsheetSafe),
    bom: true,
    record_delimiter: 'windows',
  })
  const cellsOf = (invitation: Invitation) => [
    invitation.email,
    invitation.name,
    invitation.language,
    codedAddress(address, key.surveyId, invitation.code),
    ...(isAnonymous ? [] : [stateWords[invitation.state]]),
    ...fields.map((field) => invitation.fields[field] ?? ''),
  ]
  const rows = Readable.from(safeRows(db, key, cellsOf))
  rows.on('error', (error) => lines.destroy(error))
  return rows.pipe(lines)
}

async function* safeRows(
  db: Database,
  key: SurveyKey,
  cellsOf: (invitation: Invitation) => string[],
): AsyncGenerator<string[]> {
  let after: string | null = null
  for (;;) {
    const page: Invitation[] = await invitationPage(db, key, { after, limit: rowsAtOnce })
    for (const invitation of page) yield cellsOf(invitation).map(spreadsheetSafe)
    if (page.length < rowsAtOnce) return
    after = page.at(-1)!.personId
  }
}
