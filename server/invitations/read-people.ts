import type { Table } from '../files/tables/read-table.ts'
import { BadPeopleFile } from './errors.ts'
import { emailHash, type InvitedPerson, type PeopleColumn, personOfLine } from './people-file.ts'
import type { RefusedPerson } from './upload-store.ts'

export const mostPeople = 200_000
/** Beyond this many, refused lines are counted but no longer listed. */
export const refusedListed = 200

export interface ReadPeople {
  read: number
  refused: RefusedPerson[]
  refusedCount: number
}

export interface PersonOfLine extends InvitedPerson {
  line: number
  /** Null for somebody without an address. */
  emailHash: Buffer | null
}

/**
 * Hands each person of a list to `take`, in batches, once each: a second line with the same address or id is refused.
 * @param take may refuse more; returns the lines it does not keep
 * @throws {BadPeopleFile} when the list is longer than can be invited at once
 */
export async function readPeople(
  table: Table,
  { columns, workspaceId }: { columns: PeopleColumn[]; workspaceId: string },
  take: (people: PersonOfLine[], read: number) => Promise<RefusedPerson[]>,
): Promise<ReadPeople> {
  const result: ReadPeople = { read: 0, refused: [], refusedCount: 0 }
  const refuse = (refused: RefusedPerson) => {
    result.refusedCount++
    if (result.refused.length < refusedListed) result.refused.push(refused)
  }
  const seen = new Set<string>()
  let batch: PersonOfLine[] = []
  const flush = async () => {
    for (const refused of await take(batch, result.read)) refuse(refused)
    batch = []
  }
  for await (const { line, cells } of table.rows()) {
    result.read++
    if (result.read > mostPeople)
      throw new BadPeopleFile(
        `${table.name} has more than ${mostPeople.toLocaleString('en-GB')} lines; bring it in parts.`,
      )
    const person = personOfLine(columns, cells)
    if (typeof person === 'string') {
      refuse({ line, reason: person })
      continue
    }
    const hash = person.email === '' ? null : emailHash(workspaceId, person.email)
    const names = [hash && `e ${hash.toString('base64')}`, person.key && `k ${person.key}`].filter(
      (one) => !!one,
    ) as string[]
    if (names.some((name) => seen.has(name))) {
      refuse({ line, reason: 'somebody with its address or id stands further up' })
      continue
    }
    for (const name of names) seen.add(name)
    batch.push({ ...person, line, emailHash: hash })
    if (batch.length === 500) await flush()
  }
  await flush()
  for (const refused of table.refused) refuse(refused)
  result.refusedCount += table.refusedCount - table.refused.length
  result.read += table.refusedCount
  result.refused.sort((one, other) => one.line - other.line)
  return result
}
