import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
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

/** A translation that ships beside a questionnaire. */
export interface ReadyTranslation {
  /** Who, at home in the language, has read it; null as long as nobody has, which researchers are told. */
  readBy: string | null
  /** By text key, as in languages/texts.ts. */
  texts: Record<string, string>
}

const readyTranslation = z.strictObject({
  readBy: z.string().min(1).nullable(),
  texts: z.record(z.string(), z.string().min(1)),
})

/** The translations of a shipped questionnaire by language; none for any other. */
export function readyTranslations(code: string): Map<string, ReadyTranslation> {
  ready ??= readAll()
  return ready.get(code) ?? new Map()
}

let ready: Map<string, Map<string, ReadyTranslation>> | undefined

function readAll(): Map<string, Map<string, ReadyTranslation>> {
  const all = new Map<string, Map<string, ReadyTranslation>>()
  for (const file of readdirSync(join(folder, 'translations'))) {
    const [code = '', language = ''] = file.replace(/\.json$/, '').split('.')
    const read = readyTranslation.parse(JSON.parse(readFileSync(join(folder, 'translations', file), 'utf8')))
    all.set(code, (all.get(code) ?? new Map()).set(language, read))
  }
  return all
}
