import { stringify } from 'csv-stringify/sync'
import { spreadsheetSafe } from '../files/tables/spreadsheet-safe.ts'

/** Where a respondent opens a survey with a code of their own. */
export function codedAddress(address: string, surveyId: string, code: string): string {
  return `${address}/s/${surveyId}?code=${code}`
}

/** Links that work once as a table: number, survey and address, one line each. */
export function singleUseLinksCsv(
  title: string,
  { address, surveyId, codes }: { address: string; surveyId: string; codes: string[] },
): string {
  const rows = codes.map((code, index) => [
    String(index + 1),
    spreadsheetSafe(title),
    codedAddress(address, surveyId, code),
  ])
  return stringify([['number', 'survey', 'link'], ...rows], { bom: true, record_delimiter: 'windows' })
}
