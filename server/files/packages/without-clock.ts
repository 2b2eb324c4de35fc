import { buffer as wholeOf } from 'node:stream/consumers'
import yauzl from 'yauzl'
import { ZipFile } from 'yazl'

const earliest = new Date(Date.UTC(1980, 0, 1))

/**
 * An Office Open XML package (DOCX, PPTX, XLSX) that our own libraries have just written, with the clock taken out: entries in the
 * order of their names at the format's earliest date, created and modified at `date`. The same content gives the same bytes.
 * Never for files from outside: nothing is limited here.
 * @param date when the data are from, which is what a reader takes the file's date for
 */
export async function withoutClock(bytes: Buffer, date: Date): Promise<Buffer> {
  const entries = await entriesOf(bytes)
  const zip = new ZipFile()
  const written = `${date.toISOString().slice(0, 19)}Z`
  for (const [name, content] of [...entries].sort(contentTypesFirst)) {
    const isAboutFile = name === 'docProps/core.xml'
    const clean = isAboutFile ? Buffer.from(dated(content.toString('utf8'), written)) : content
    zip.addBuffer(clean, name, { mtime: earliest, mode: 0o100644, compressionLevel: 6 })
  }
  zip.end()
  return wholeOf(zip.outputStream)
}

function dated(xml: string, written: string): string {
  return xml.replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${written}`)
}

/** Readers that only sniff the start of a file look for this part there. */
function contentTypesFirst([one]: [string, Buffer], [other]: [string, Buffer]): number {
  const place = (name: string) => (name === '[Content_Types].xml' ? 0 : 1)
  return place(one) - place(other) || (one < other ? -1 : 1)
}

async function entriesOf(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true })
  const entries = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.endsWith('/'))
      entries.set(entry.fileName, await wholeOf(await zip.openReadStreamPromise(entry)))
  }
  return entries
}
