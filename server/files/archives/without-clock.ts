import { type ArchivePart, archiveTime, partsOfOwnArchive, stableArchive } from './stable-archive.ts'

/**
 * An Office Open XML package (DOCX, PPTX, XLSX) that our own libraries have just written, with the clock taken out: parts in the
 * order of their names, created and modified at `date`. The same content gives the same bytes.
 * Never for files from outside: nothing is limited here.
 * @param date when the data are from, which is what a reader takes the file's date for
 * @param at the time of the archive's entries
 */
export async function withoutClock(bytes: Uint8Array, date: Date, at = archiveTime(null)): Promise<Buffer> {
  const parts = (await partsOfOwnArchive(bytes)).map((part) =>
    part.name === 'docProps/core.xml' ? { ...part, bytes: Buffer.from(datedCore(textOf(part), date)) } : part,
  )
  return stableArchive(parts.sort(contentTypesFirst), at)
}

/** The part docProps/core.xml with `date`, to the second, in place of the clock's. */
export function datedCore(xml: string, date: Date): string {
  return xml.replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${date.toISOString().slice(0, 19)}Z`)
}

function textOf({ bytes }: ArchivePart): string {
  return Buffer.from(bytes).toString('utf8')
}

/** Readers that only sniff the start of a file look for this part there. */
function contentTypesFirst(one: ArchivePart, other: ArchivePart): number {
  const place = ({ name }: ArchivePart) => (name === '[Content_Types].xml' ? 0 : 1)
  return place(one) - place(other) || (one.name < other.name ? -1 : 1)
}
