import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { newId } from '../ids.ts'
import { exportedStudy } from '../response-exports/export-study.ts'
import { type ExportedStudy, responsesCsv, responsesJsonLines, responsesXlsx } from '../response-exports/formats.ts'
import type { ExportedResponse } from '../response-exports/store.ts'
import { importTable, proposeImport } from '../responses/import.ts'
import { insertImport } from '../responses/store.ts'
import type { StudyKey } from '../studies/store.ts'
import { findStudyById } from './installation-store.ts'
import { systemClock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import { BadInput, type Command, type CommandContext, pathFrom, readFlags } from './command.ts'
import { withInstallation } from './installation.ts'
import { withTemporaryStudy } from './temporary-study.ts'

const formats = ['csv', 'labels', 'xlsx', 'jsonl'] as const
type Format = (typeof formats)[number]

/** `responses import FILE [--study ID]` and `responses export ID --format F [--flags] --out FILE`. */
export const runResponses: Command = async (argv, context) => {
  const [name, ...rest] = argv
  if (name === 'import') return importFile(rest, context)
  if (name === 'export') return exportFile(rest, context)
  throw new BadInput('Say which: responses import FILE, or responses export ID --format csv.')
}

async function importFile(argv: string[], context: CommandContext): Promise<object> {
  const { positionals, values } = readFlags(argv, { study: { type: 'string' }, basis: { type: 'string' } })
  const path = pathFrom(context, positionals[0] ?? '')
  if (positionals.length !== 1 || !existsSync(path)) throw new BadInput('responses import takes one file that exists.')
  const basis = (values.basis as string | undefined) ?? ''
  if (values.study === undefined) {
    return withTemporaryStudy(({ open, study }) => importInto(open.db, study, { path, basis, isKept: false }))
  }
  return withInstallation(async ({ db }) => {
    const study = await findStudyById(db, uuid(values.study as string))
    if (!study) throw new BadInput(`There is no study ${values.study} here.`)
    return importInto(db, study, { path, basis, isKept: true })
  })
}

async function importInto(
  db: Database,
  study: StudyKey,
  { path, basis, isKept }: { path: string; basis: string; isKept: boolean },
): Promise<object> {
  const source = { name: basename(path), open: () => createReadStream(path) as AsyncIterable<Uint8Array> }
  const proposal = await proposeImport(source)
  if (proposal.doubt !== '') throw new BadInput(proposal.doubt)
  const at = systemClock.now()
  const order = { ...study, importId: newId(), at, basis, mayQuote: false, joinsByKey: true }
  await insertImport(db, { ...order, fileId: null, fileName: source.name, proposal: { ...proposal, samples: {} } })
  const counts = await importTable(db, source, proposal.variables, order)
  const columns = proposal.variables.map(({ name, kind, role, reason }) => ({ name, kind, role, reason }))
  return { isKept, read: counts.read, kept: counts.kept, refused: counts.refused, notes: proposal.notes, columns }
}

async function exportFile(argv: string[], context: CommandContext): Promise<object> {
  const { positionals, values } = readFlags(argv, {
    format: { type: 'string' },
    out: { type: 'string' },
    flags: { type: 'boolean' },
  })
  const format = (values.format as string | undefined) ?? 'csv'
  if (!formats.includes(format as Format))
    throw new BadInput(`--format takes one of ${formats.join(', ')}, not “${format}”.`)
  const id = uuid(positionals[0] ?? '')
  const extension = format === 'labels' ? 'csv' : format
  const file = pathFrom(context, (values.out as string | undefined) ?? `responses.${extension}`)
  return withInstallation(async ({ db }) => {
    const study = await findStudyById(db, id)
    if (!study) throw new BadInput(`There is no study ${id} here.`)
    const counted = { rows: 0 }
    const exported = await exportedStudy(db, study, { withFlags: values.flags === true })
    const responses = counting(exported.responses, counted)
    await pipeline(streamOf({ ...exported, responses }, format as Format), createWriteStream(file))
    return { file, format, rows: counted.rows, variables: exported.variables.length }
  })
}

function streamOf(study: ExportedStudy, format: Format): Readable {
  if (format === 'jsonl') return responsesJsonLines(study)
  if (format === 'xlsx') return responsesXlsx(study, { values: 'codes' })
  return responsesCsv(study, { values: format === 'labels' ? 'labels' : 'codes' })
}

async function* counting(
  responses: AsyncIterable<ExportedResponse[]>,
  counted: { rows: number },
): AsyncGenerator<ExportedResponse[]> {
  for await (const page of responses) {
    counted.rows += page.length
    yield page
  }
}

function uuid(typed: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(typed)) throw new BadInput(`“${typed}” is no id of a study.`)
  return typed.toLowerCase()
}
