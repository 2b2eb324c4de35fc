import { canonicalText } from '../../text/canonical-text.ts'
import type { DocumentFormat, ParsedDocument } from '../../text/document.ts'
import { documentFromText } from './build-document.ts'
import { looksLikeChat, parseChat } from './chat.ts'
import { conversationsFromTable, messagesFromTable, turnColumns } from './csv-turns.ts'
import { interviewColumn, interviewsFromTable } from './csv-interviews.ts'
import { readTable } from './csv-table.ts'
import { decode } from './decode.ts'
import { docxText } from './docx.ts'
import { UnreadableFile } from './errors.ts'
import { htmlText } from './html.ts'
import { parseJsonTurns } from './json-turns.ts'
import { isNamedAfterTimings, labelledTurns } from './labelled-text.ts'
import { markdownText, notWriting } from './markdown.ts'
import { looksLikeNotes, parseNotes } from './notes.ts'
import { odtText } from './odt.ts'
import { pdfText } from './pdf.ts'
import { rtfText } from './rtf.ts'
import { parseSbv, parseSrt } from './srt.ts'
import { parseVtt } from './vtt.ts'

export interface DocumentLimits {
  /** Bytes of one file. */
  bytes: number
  /** Cells of one table. */
  cells: number
}

export const documentLimits: DocumentLimits = { bytes: 50_000_000, cells: 2_000_000 }

/** How a person says a file is to be read, where what its content shows was wrong. */
export const readings = ['labelled', 'plain', 'notes', 'captions'] as const
export type Reading = (typeof readings)[number]

export interface ReadDocuments {
  documents: ParsedDocument[]
  refused: { file: string; reason: string }[]
}

/**
 * Documents in one uploaded file, whatever its format: what the content shows decides, the name helps.
 * @param bytes the whole file
 * @param name  path or file name, used for the documents' names
 * @param as    how it is to be read, whatever its content shows
 * @returns the documents, and the file with a plain reason when it holds none
 * Never throws for what a file holds.
 */
export async function readDocuments(
  bytes: Uint8Array,
  name: string,
  limits: DocumentLimits = documentLimits,
  as?: Reading,
): Promise<ReadDocuments> {
  try {
    const documents = await parse(bytes, name, limits, as)
    return { documents, refused: [] }
  } catch (error) {
    if (error instanceof UnreadableFile) return { documents: [], refused: [{ file: name, reason: error.message }] }
    throw error
  }
}

async function parse(
  bytes: Uint8Array,
  name: string,
  limits: DocumentLimits,
  as: Reading | undefined,
): Promise<ParsedDocument[]> {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  if (bytes.length === 0) throw new UnreadableFile('The file is empty.')
  if (bytes.length > limits.bytes)
    throw new UnreadableFile(`The file is larger than ${Math.round(limits.bytes / 1e6)} MB.`)
  if (/^(?:readme|licen[cs]e|changelog|contributing|notice)(?:\.|$)/i.test(name.split(/[\\/]/).at(-1)!)) {
    throw new UnreadableFile('By its name it explains other files; it is no interview.')
  }
  const packed = await fromPackedFile(bytes, name, { ending, as })
  if (packed) return [packed]
  const known = signature(bytes)
  if (known) throw new UnreadableFile(`It is ${known}, which can\u2019t be read as an interview.`)
  const { text: raw, encoding, guessed } = decode(bytes)
  const text = canonicalText(raw)
  if (text.trim() === '') throw new UnreadableFile('The file holds no words.')
  const documents = as ? [asSaid(text, name, { ending, as })] : byContent(text, name, ending, limits)
  if (guessed)
    for (const document of documents.slice(0, 1))
      document.warnings.unshift(`Read as ${encoding}, which is a guess: look at the accents and quotation marks.`)
  return documents
}

/** A document of a format that is no plain text; undefined when the bytes are something else. */
async function fromPackedFile(
  bytes: Uint8Array,
  name: string,
  { ending, as }: { ending: string; as: Reading | undefined },
): Promise<ParsedDocument | undefined> {
  if (startsWith(bytes, '%PDF')) {
    const { text, warnings } = await pdfText(bytes)
    return fromText(canonicalText(text), name, 'pdf', warnings, as)
  }
  if (startsWith(bytes, '{\\rtf')) return fromText(canonicalText(rtfText(bytes)), name, 'rtf', [], as)
  if (ending === 'odt' && !startsWith(bytes, '<'))
    return fromText(canonicalText(await odtText(bytes)), name, 'odt', [], as)
  // A locked Word document is an old Office file inside.
  if (ending === 'docx' && startsWith(bytes, '\u00d0\u00cf\u0011\u00e0'))
    throw new UnreadableFile('The Word document is locked with a password.')
  if (ending !== 'docx' && !isZip(bytes)) return undefined
  if (ending !== 'docx' && ending !== 'docm' && ending !== '')
    throw new UnreadableFile(`A .${ending} file can\u2019t be read; save it as DOCX, ODT, TXT, VTT, SRT, CSV or JSON.`)
  return fromText(canonicalText(await docxText(bytes)), name, 'docx', [], as)
}

function byContent(text: string, name: string, ending: string, limits: DocumentLimits): ParsedDocument[] {
  if (/^WEBVTT(?:[ \t\n]|$)/.test(text) || ending === 'vtt') return [parseVtt(text, name)]
  if (ending === 'sbv' || /^\s*\d+:\d{2}:\d{2}\.\d{3},\d+:\d{2}:\d{2}\.\d{3}\s*\n/.test(text))
    return [parseSbv(text, name)]
  if (ending === 'srt' || /^\s*\d+\s*\n\s*\d+:\d{2}:\d{2}[,.]\d{1,3}\s*-->/.test(text)) return [parseSrt(text, name)]
  if (
    ending === 'json' ||
    ending === 'jsonl' ||
    ending === 'ndjson' ||
    (/^\s*[[{]\s*["{[]/.test(text) && ending === '')
  )
    return parseJsonTurns(text, name)
  if (ending === 'csv' || ending === 'tsv') return fromTable(text, name, limits)
  // Captions pasted into a text file, with or without their numbers.
  if (/^\s*\d+:\d{2}:\d{2}[.,]\d{1,3}[ \t]*-->/.test(text) && !isNamedAfterTimings(text)) return [parseSrt(text, name)]
  if (looksLikeChat(text)) return [parseChat(text, name)]
  if (/^html?$|^xhtml$/.test(ending) || /^\s*(?:<!doctype html|<html[\s>])/i.test(text)) {
    return [fromText(canonicalText(htmlText(text)), name, 'html', [])]
  }
  const isMarkdown = ending === 'md' || ending === 'markdown'
  if (looksLikeNotes(text)) return [parseNotes(text, name)]
  return [fromText(isMarkdown ? markdownText(text) : text, name, isMarkdown ? 'markdown' : 'text', [])]
}

/** A text file read as a person says it is to be read. */
function asSaid(text: string, name: string, { ending, as }: { ending: string; as: Reading }): ParsedDocument {
  if (as === 'captions') {
    if (/^WEBVTT/.test(text) || ending === 'vtt') return parseVtt(text, name)
    return /^\s*[\d:.]+,[\d:.]+\s*\n/.test(text) ? parseSbv(text, name) : parseSrt(text, name)
  }
  if (/^html?$|^xhtml$/.test(ending)) return fromText(canonicalText(htmlText(text)), name, 'html', [], as)
  const isMarkdown = ending === 'md' || ending === 'markdown'
  if (as === 'notes') return notesOf(text, name)
  return fromText(isMarkdown ? markdownText(text) : text, name, isMarkdown ? 'markdown' : 'text', [], as)
}

function notesOf(text: string, name: string): ParsedDocument {
  if (!looksLikeNotes(text)) throw new UnreadableFile('There are no questions with an answer after an asterisk in it.')
  return parseNotes(text, name)
}

function fromText(
  text: string,
  name: string,
  format: DocumentFormat,
  warnings: string[],
  as?: Reading,
): ParsedDocument {
  if (text.trim() === '') throw new UnreadableFile('The file holds no words.')
  if (as === 'captions') throw new UnreadableFile('There are no captions in it.')
  if (as === 'notes') return { ...notesOf(text, name), format }
  if (as === 'plain') return unnamed(text, name, format, warnings)
  if (as === undefined && format !== 'text' && format !== 'markdown' && looksLikeNotes(text))
    return { ...parseNotes(text, name), format }
  const labelled = labelledTurns(text)
  if (labelled.turns.length > 0) {
    return documentFromText(text, labelled.turns, {
      name,
      format,
      kind: 'interview',
      warnings: [...warnings, ...labelled.warnings],
    })
  }
  if (as === 'labelled') throw new UnreadableFile('No names that come twice stand before words in it.')
  const reason = format === 'text' ? undefined : notWriting(text)
  if (reason) throw new UnreadableFile(reason)
  return unnamed(text, name, format, warnings)
}

/** Somebody's words, a turn a paragraph, and nobody knows whose. */
function unnamed(text: string, name: string, format: DocumentFormat, warnings: string[]): ParsedDocument {
  const paragraphs = [...text.matchAll(/\S(?:[\s\S]*?\S)?(?=\s*\n[ \t]*\n|\s*$)/g)].map((match) => ({
    speaker: '',
    start: match.index,
    end: match.index + match[0].length,
  }))
  return documentFromText(text, paragraphs, {
    name,
    format,
    kind: 'text',
    warnings: [...warnings, 'Nobody is named in this text: say whose words they are before it is tagged.'],
  })
}

function fromTable(text: string, name: string, limits: DocumentLimits): ParsedDocument[] {
  const table = readTable(text, limits.cells)
  if (table.rows.length === 0) throw new UnreadableFile('The table has no rows below its header.')
  const column = interviewColumn(table)
  if (column !== undefined) return withUneven(interviewsFromTable(table, column, name), table.unevenLines)
  const columns = turnColumns(table)
  // A survey export also has columns named "comment"; many columns and no speaker make a table of answers, not of talk.
  if (columns && (columns.speaker >= 0 || table.header.length <= 4)) {
    const documents =
      columns.speaker >= 0 || columns.conversation >= 0
        ? conversationsFromTable(table, columns, name)
        : messagesFromTable(table, columns.words, name)
    if (documents.length > 0) return withUneven(documents, table.unevenLines)
  }
  throw new UnreadableFile(
    `It is a table with ${table.header.length} columns and neither interviews nor turns of talk; if each row is a respondent, import it as responses.`,
  )
}

function withUneven(documents: ParsedDocument[], lines: number[]): ParsedDocument[] {
  if (lines.length > 0)
    documents[0]?.warnings.push(`${lines.length} rows have another number of cells than the header.`)
  return documents
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)
}

/** Whether the first bytes are these Latin-1 characters. */
function startsWith(bytes: Uint8Array, head: string): boolean {
  return [...head].every((character, index) => bytes[index] === character.charCodeAt(0))
}

function signature(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 8))
  if (head.startsWith('\u0089PNG') || head.startsWith('\u00ff\u00d8\u00ff') || head.startsWith('GIF8'))
    return 'a picture'
  if (head.startsWith('\u00d0\u00cf\u0011\u00e0')) return 'an old Office file'
  if (head.startsWith('ID3') || head.startsWith('RIFF') || head.slice(4, 8) === 'ftyp') return 'sound or video'
  return undefined
}
