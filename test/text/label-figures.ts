import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDocuments } from '../../server/files/documents/read-document.ts'
import { type Facet, facets } from '../../server/facets.ts'
import { wilsonInterval } from '../../server/statistics/proportions.ts'
import type { ParsedDocument } from '../../server/text/document.ts'
import { suggestTags } from '../../server/text/suggest.ts'

export type Half = 'tuning' | 'test' | 'second'

export interface LabelledSentence {
  file: string
  id: string
  start: number
  end: number
  half: Half
  facets: Facet[]
}

/** One suggestion or label met by the other side, or not. */
interface Met {
  facet: Facet
  half: Half
  strength: number | null
  labelled: boolean
}

function kept(name: string): LabelledSentence[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../reference/tag-labels', `${name}.json`), 'utf8')).labels
}

/** The first draw, in two halves, and the second, which was labelled before the rules of 25 November were changed. */
export const labels: LabelledSentence[] = [...kept('ai-interviewer-2025'), ...kept('ai-interviewer-2025-second')]

/** Every facet that was suggested or labelled, sentence by sentence. */
export async function meetings(referenceFolder: string): Promise<Met[]> {
  const documents = new Map<string, ParsedDocument>()
  for (const file of new Set(labels.map(({ file }) => file))) {
    const read = await readDocuments(readFileSync(join(referenceFolder, 'transcripts/ai-interviewer-2025', file)), file)
    for (const document of read.documents) documents.set(document.personKey!, document)
  }
  return labels.flatMap((label) => {
    const suggested = new Map(
      suggestTags(documents.get(label.id)!.text, [label]).map((tag) => [tag.facet, tag.strength]),
    )
    return facets
      .filter((facet) => suggested.has(facet) || label.facets.includes(facet))
      .map((facet) => ({
        facet,
        half: label.half,
        strength: suggested.get(facet) ?? null,
        labelled: label.facets.includes(facet),
      }))
  })
}

export interface Counts {
  suggested: number
  labelled: number
  both: number
}

export function counts(met: Met[]): Counts {
  return {
    suggested: met.filter(({ strength }) => strength !== null).length,
    labelled: met.filter(({ labelled }) => labelled).length,
    both: met.filter(({ strength, labelled }) => strength !== null && labelled).length,
  }
}

/** Share with its 95 % Wilson interval in whole percents, or a dash for an empty base. */
export function percent(successes: number, base: number): string {
  if (base === 0) return '-'
  const { low, high } = wilsonInterval({ successes, base })
  return `${Math.round((100 * successes) / base)} (${Math.round(100 * low)}-${Math.round(100 * high)})`
}

/** Precision and recall by facet and half, and precision by strength, as the table that is kept beside the labels. */
export function figuresTable(met: Met[]): string {
  const lines = [
    '# Figures of the cue rules on the labelled sentences',
    '',
    'Percent with 95 % Wilson intervals; made by `test/text/labels.test.ts`.',
    '',
  ]
  for (const [title, halves] of [
    ['Held back, both draws (the honest figures)', ['test', 'second']],
    ['Test half of the first draw', ['test']],
    ['Second draw', ['second']],
    ['Tuning half (seen while writing rules, so too good)', ['tuning']],
  ] as const) {
    const own = met.filter((one) => (halves as readonly Half[]).includes(one.half))
    lines.push(`## ${title}`, '')
    lines.push('| Facet | Labelled | Suggested | Both | Precision | Recall |', '|---|---|---|---|---|---|')
    for (const facet of [...facets, 'all'] as const) {
      const { suggested, labelled, both } = counts(facet === 'all' ? own : own.filter((one) => one.facet === facet))
      lines.push(
        `| ${facet} | ${labelled} | ${suggested} | ${both} | ${percent(both, suggested)} | ${percent(both, labelled)} |`,
      )
    }
    lines.push('', '| Strength | Suggested | Precision |', '|---|---|---|')
    for (const [from, to] of [
      [0, 0.45],
      [0.45, 0.55],
      [0.55, 0.7],
      [0.7, 1.01],
    ] as const) {
      const band = own.filter(({ strength }) => strength !== null && strength >= from && strength < to)
      const right = band.filter(({ labelled }) => labelled).length
      lines.push(`| ${from} to ${Math.min(1, to)} | ${band.length} | ${percent(right, band.length)} |`)
    }
    lines.push('')
  }
  return lines.join('\n')
}
