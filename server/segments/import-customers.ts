import type { Database } from '../database/connection.ts'
import { openTable } from '../files/tables/read-table.ts'
import type { TableSource } from '../files/tables/table-source.ts'
import {
  type CustomerBase,
  type CustomerToKeep,
  type PurchaseToKeep,
  saveCustomers,
  savePurchases,
  saveVisits,
} from './customer-store.ts'
import { type ReadLines, readCustomers, readPurchases, readVisits } from './read-customer-files.ts'
import { isPersonalColumn, looksLikeEmail } from './personal-columns.ts'
import type { CustomerFileKind } from './recognise-customer-file.ts'

export interface CustomerFile {
  kind: CustomerFileKind
  source: TableSource
  /** Zone in which the times of visits are read as days. */
  timeZone: string
}

export interface CustomerFileImport extends ReadLines {
  kept: number
}

const rowsPerBatch = 2_000

/**
 * Keeps a file of customers, purchases or visits, batch by batch. Keys join customers with respondents and interviewees.
 * @param onProgress lines kept so far
 * @throws {BadCustomerFile | BadTable} when the file can't be read as what it is said to be
 * @throws the signal's reason when it fires between two batches
 */
export async function importCustomerFile(
  db: Database,
  base: CustomerBase & { at: Date },
  { kind, source, timeZone }: CustomerFile,
  { onProgress, signal }: { onProgress?: (kept: number) => void; signal?: AbortSignal } = {},
): Promise<CustomerFileImport> {
  const table = await openTable(source)
  let kept = 0
  const batching = <Row>(save: (rows: Row[]) => Promise<void>) => {
    let rows: Row[] = []
    const flush = async () => {
      signal?.throwIfAborted()
      if (rows.length > 0) await save(rows)
      kept += rows.length
      rows = []
      onProgress?.(kept)
    }
    const add = async (row: Row) => {
      rows.push(row)
      if (rows.length === rowsPerBatch) await flush()
    }
    return { add, flush }
  }

  switch (kind) {
    case 'customers': {
      const { add, flush } = batching<CustomerToKeep>((rows) => saveCustomers(db, base, rows))
      const lines = await readCustomers(table, (key, cells, columns) =>
        add({ key, attributes: attributesOf(columns, cells) }),
      )
      await flush()
      return { ...lines, kept }
    }
    case 'purchases': {
      const begun = new Set<string>()
      const { add, flush } = batching<PurchaseToKeep>((rows) => savePurchases(db, { ...base, begun }, rows))
      const lines = await readPurchases(table, (customer, day, amount) => add({ customer, day, amount }))
      await flush()
      return { ...lines, kept }
    }
    case 'visits': {
      const { add, flush } = batching<{ customer: string; day: number }>((rows) => saveVisits(db, base, rows))
      const lines = await readVisits(table, timeZone, (customer, day) => add({ customer, day }))
      await flush()
      return { ...lines, kept }
    }
  }
}

/** Cells as written, by column; empty ones and those that tell who somebody is are left out. */
function attributesOf(columns: string[], cells: string[]): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap((name, index) => {
      const cell = cells[index]!
      return cell === '' || isPersonalColumn(name) || looksLikeEmail(cell) ? [] : [[name, cell]]
    }),
  )
}
