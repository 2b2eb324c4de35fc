import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import { recountPersonaSet } from '../personas/recount.ts'
import { PersonNotFound } from './errors.ts'
import { erasePersonRows, holdingsOf, type PersonHoldings } from './store.ts'
import { removeFilesNaming } from './waiting-files.ts'

/**
 * Erases a person: answers, interviews, tags, memberships, customer record, quotes and uploads that wait and name them go; every persona set they
 * counted in is counted again from those who remain, and says so.
 * @returns what was removed, in numbers
 * @throws {PersonNotFound} when nobody has this id in the workspace
 */
export async function erasePerson(
  db: Database,
  erasure: { workspaceId: string; personId: string; reason: string; at: Date },
): Promise<PersonHoldings> {
  const holdings = await holdingsOf(db, erasure)
  if (!holdings) throw new PersonNotFound()
  const { labels, keys, addresses, personaSetIds, ...counts } = holdings
  await removeFilesNaming(db, erasure, [...keys, ...addresses, ...addresses.map((one) => one.toLowerCase())])
  await erasePersonRows(db, { ...erasure, erasureId: newId(), counts })
  for (const personaSetId of personaSetIds)
    await recountPersonaSet(db, { workspaceId: erasure.workspaceId, personaSetId, at: erasure.at })
  return holdings
}
