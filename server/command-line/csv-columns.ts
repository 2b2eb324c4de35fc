import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parse } from 'csv-parse'
import { BadInput } from './command.ts'

export interface CsvColumns {
  names: string[]
  /** Rows of cells in file order; a short row's missing cells are ''. */
  rows: string[][]
}

/**
 * Reads the named columns of a CSV file as text, streaming, in the order asked; all columns when none are named.
 * @throws {BadInput} when the file is missing, empty, not a table, or lacks a column, naming it
 */
export async function readCsvColumns(path: string, wanted?: string[]): Promise<CsvColumns> {
  const file = basename(path)
  const about = await stat(path).catch(() => undefined)
  if (!about?.isFile()) throw new BadInput(`There is no file ${path}.`)
  if (about.size === 0) throw new BadInput(`${file} is empty.`)

  let places: number[] | undefined
  let names: string[] = []
  const rows: string[][] = []
  const parser = createReadStream(path).pipe(parse({ bom: true, relax_column_count: true, skip_empty_lines: true }))
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (places) {
        rows.push(places.map((place) => (cells[place] ?? '').trim()))
        continue
      }
      const header = cells.map((name) => name.trim())
      if (header.some((name) => name.includes('\0') || name.includes('\uFFFD'))) {
        throw new BadInput(`${file} does not read as text: its first line holds bytes that are no letters.`)
      }
      names = wanted ?? header
      places = names.map((name) => {
        const place = header.indexOf(name)
        if (place < 0) throw new BadInput(`${file} has no column “${name}”.`)
        return place
      })
    }
  } catch (error) {
    if (error instanceof BadInput) throw error
    throw new BadInput(`${file} could not be read as CSV: ${(error as Error).message.split('\n')[0]}.`)
  }
  if (!places) throw new BadInput(`${file} is empty.`)
  if (rows.length === 0) throw new BadInput(`${file} has a header and no rows.`)
  return { names, rows }
}
