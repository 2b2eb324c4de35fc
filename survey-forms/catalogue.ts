import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Instrument, instrumentSchema } from './instrument.ts'

const folder = fileURLToPath(new URL('./instruments/', import.meta.url))

/**
 * The questionnaires that ship, by title. Read once: they are part of the program.
 * @throws when a file is no instrument: a mistake of whoever wrote it, found by its test
 */
export function shippedInstruments(): Instrument[] {
  shipped ??= readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => instrumentSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))))
    .sort((a, b) => (a.title < b.title ? -1 : 1))
  return shipped
}

let shipped: Instrument[] | undefined
