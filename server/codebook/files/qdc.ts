import { createHash } from 'node:crypto'
import { type Facet, facetNames, facets } from '../../facets.ts'
import { walkXml } from '../../files/xml/walk-xml.ts'
import { CodebookFileRefused } from '../errors.ts'
import type { CodeRow, CodeTexts } from '../store.ts'
import { type Branch, branchesOf } from '../tree.ts'
import { type CodebookRow, facetNamed } from './rows.ts'

const namespace = 'urn:QDA-XML:codebook:1.0'

/**
 * A codebook as other programs for qualitative data read it: facets as folders, codes in use under them, what a code says in its
 * description. Ids are made from the study and the key, so that a second export is known as the same codebook.
 * Format: REFI-QDA 1.5, codebook exchange (QDC).
 */
export function codebookQdc(codes: CodeRow[], studyId: string): string {
  const branches = branchesOf(codes.filter(({ retiredAt }) => retiredAt === null))
  const folders = facets.flatMap((facet) => {
    const own = branches.filter(({ code }) => code.facet === facet)
    if (own.length === 0) return []
    const inside = own.map((branch) => codeXml(branch, studyId, 3)).join('')
    return `    <Code guid="${guidOf(studyId, `facet:${facet}`)}" name="${escaped(facetNames[facet].plural)}" isCodable="false">\n${inside}    </Code>\n`
  })
  return `<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="${namespace}" origin="Verbatim">\n  <Codes>\n${folders.join('')}  </Codes>\n</CodeBook>\n`
}

/**
 * The codes of a REFI-QDA codebook, from whatever program, by the local names of its elements. A topmost folder that is called like one of
 * the nine facets is that facet; any other folder becomes a code.
 */
export function rowsOfQdc(xml: string, { studyId, known }: { studyId: string; known: CodeRow[] }): CodebookRow[] {
  const keys = new Map(known.map(({ key }) => [plainGuid(guidOf(studyId, key)), key]))
  const rows: CodebookRow[] = []
  const open: { id: string; facet: Facet | undefined; row: CodebookRow | null }[] = []
  let isCodebook = false
  let description: string | undefined
  walkXml(xml, {
    open: ({ name, attributes }) => {
      if (name === 'CodeBook') isCodebook = true
      else if (name === 'Description' && open.length > 0) description = ''
      else if (name === 'Code') {
        const above = open.at(-1)
        const { guid = '', name: title = '', isCodable = 'true' } = attributes
        const folder = above === undefined && isCodable === 'false' ? facetNamed(title) : undefined
        const id = plainGuid(guid)
        const row: CodebookRow | null = folder
          ? null
          : { line: rows.length + 1, key: keys.get(id) ?? id, name: title, under: above?.row?.key ?? '' }
        const facet = folder ?? above?.facet
        if (row && facet) row.facet = facet
        if (row) rows.push(row)
        open.push({ id, facet, row })
      }
    },
    text: (text) => {
      if (description !== undefined) description += text
    },
    close: (name) => {
      if (name === 'Description' && description !== undefined) {
        Object.assign(open.at(-1)?.row ?? {}, textsOf(description))
        description = undefined
      } else if (name === 'Code') open.pop()
    },
  })
  if (!isCodebook) throw new CodebookFileRefused('This XML holds no REFI-QDA codebook.')
  return rows
}

function codeXml({ code, under }: Branch, studyId: string, level: number): string {
  const indent = '  '.repeat(level)
  const inside = [
    `${indent}  <Description>${escaped(descriptionOf(code))}</Description>\n`,
    ...under.map((branch) => codeXml(branch, studyId, level + 1)),
  ]
  return `${indent}<Code guid="${guidOf(studyId, code.key)}" name="${escaped(code.name)}" isCodable="true">\n${inside.join('')}${indent}</Code>\n`
}

/** A description is one text, so each part begins with what it is. */
const labels: [keyof CodeTexts, string][] = [
  ['whenToUse', 'When to use it: '],
  ['whenNotToUse', 'When not to use it: '],
  ['example', 'Example: '],
]

function descriptionOf(code: CodeTexts): string {
  const parts = labels.filter(([part]) => code[part] !== '').map(([part, label]) => label + guarded(code[part]))
  return [guarded(code.definition), ...parts].join('\n')
}

/** A line of the text itself that begins like a label is set in, so that it is not taken for one. */
function guarded(text: string): string {
  return text.replace(/^(?= *(?:When to use it|When not to use it|Example): )/gm, ' ')
}

function textsOf(description: string): Partial<CodeTexts> {
  const texts = {
    definition: [] as string[],
    whenToUse: [] as string[],
    whenNotToUse: [] as string[],
    example: [] as string[],
  }
  let part: keyof typeof texts = 'definition'
  for (const line of description.replace(/\r\n?/g, '\n').split('\n')) {
    const label = labels.find(([, start]) => line.startsWith(start))
    if (label) part = label[0] as keyof typeof texts
    texts[part].push(label ? line.slice(label[1].length) : line)
  }
  return Object.fromEntries(
    Object.entries(texts).map(([name, lines]) => [
      name,
      lines.join('\n').replace(/^ (?= *(?:When to use it|When not to use it|Example): )/gm, ''),
    ]),
  )
}

/** Name-based UUID (RFC 9562, version 5) of a code within its study. */
function guidOf(studyId: string, key: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(studyId.replaceAll('-', ''), 'hex'))
    .update(key, 'utf8')
    .digest()
    .subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x50
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Programs write ids in either case and with or without braces. */
function plainGuid(guid: string): string {
  return guid.replace(/[{}]/g, '').toLowerCase()
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\r', '&#13;')
}
