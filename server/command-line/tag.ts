import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { documentLimits } from '../files/documents/read-document.ts'
import { DocumentParser } from '../jobs/document-parsing.ts'
import type { ParsedDocument, SpeakerRole } from '../text/document.ts'
import { cueLanguage, suggestTags } from '../text/suggest.ts'
import type { Suggestion } from '../text/suggestion.ts'
import { BadInput, type CommandContext, pathFrom, readFlags } from './command.ts'

export interface TaggedDocument {
  file: string
  format: string
  kind: string
  text: string
  turns: number
  speakers: { name: string; role: SpeakerRole; turns: number; reason: string }[]
  tags: Omit<Suggestion, 'rules'>[]
  warnings: string[]
}

export interface TagResult {
  documents: TaggedDocument[]
  refusedDocuments: { file: string; reason: string }[]
}

/**
 * `tag PATH... [--unnamed participant]`: documents of files and folders with the facets that participants' words carry.
 * `--unnamed participant` says that words of nobody in particular (captions, plain texts) are a participant's.
 * @throws {BadInput} for a path that is not there, and when not one document could be read
 */
export async function runTag(argv: string[], context: CommandContext): Promise<TagResult> {
  const { values, positionals } = readFlags(argv, { unnamed: { type: 'string' } })
  if (positionals.length === 0) throw new BadInput('Say which files or folders to tag: tag PATH...')
  const unnamed = values['unnamed']
  if (unnamed !== undefined && unnamed !== 'participant') {
    throw new BadInput(`--unnamed takes “participant”, not “${String(unnamed)}”.`)
  }
  const { documents, refused } = await readPaths(
    positionals.map((typed) => ({ typed, path: pathFrom(context, typed) })),
  )
  if (documents.length === 0) {
    const [first] = refused
    throw new BadInput(
      first ? `No document could be read. ${first.file}: ${first.reason}` : 'There are no files in the folder.',
    )
  }
  return {
    documents: documents.map((document) => taggedDocument(document, unnamed === 'participant')),
    refusedDocuments: refused,
  }
}

/**
 * Documents of all files under the paths, in name order; parsed in a worker thread with limits.
 * @throws {BadInput} for a path that is not there
 */
export async function readPaths(
  paths: { typed: string; path: string }[],
): Promise<{ documents: ParsedDocument[]; refused: { file: string; reason: string }[] }> {
  const files: { path: string; name: string }[] = []
  for (const { typed, path } of paths) files.push(...(await filesUnder(path, typed)))
  const parser = new DocumentParser()
  const documents: ParsedDocument[] = []
  const refused: { file: string; reason: string }[] = []
  try {
    for (const file of files) {
      const { size } = await stat(file.path)
      if (size > documentLimits.bytes) {
        refused.push({
          file: file.name,
          reason: `The file is larger than ${Math.round(documentLimits.bytes / 1e6)} MB.`,
        })
        continue
      }
      const read = await parser.parse(await readFile(file.path), file.name)
      documents.push(...read.documents)
      refused.push(...read.refused)
    }
  } finally {
    await parser.close()
  }
  return { documents, refused }
}

/** Tags on the words of those who count as participants; others' words are context and never tagged. */
export function taggedDocument(document: ParsedDocument, unnamedIsParticipant = false): TaggedDocument {
  const counts = new Set(
    document.speakers
      .filter(
        ({ label, role }) => role === 'participant' || (unnamedIsParticipant && label === '' && role === 'unknown'),
      )
      .map(({ label }) => label),
  )
  const ranges = document.utterances.filter(({ speaker }) => counts.has(speaker))
  const warnings = [...document.warnings]
  if (ranges.length > 0 && !cueLanguage(document.text, ranges).english) {
    warnings.push('The words are not English, and there is no cue list for another language: nothing was tagged.')
  }
  return {
    file: document.name,
    format: document.format,
    kind: document.kind,
    text: document.text,
    turns: document.utterances.length,
    speakers: document.speakers.map(({ label, role, turns, reason }) => ({ name: label, role, turns, reason })),
    tags: suggestTags(document.text, ranges).map(({ rules: _, ...tag }) => tag),
    warnings,
  }
}

async function filesUnder(path: string, typed: string): Promise<{ path: string; name: string }[]> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new BadInput(`There is no file or folder “${typed}”.`)
  if (!found.isDirectory()) return [{ path, name: path.split(/[\\/]/).at(-1)! }]
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: file, name: relative(path, file) }))
}
