import { type ArchivePart, archiveTime, partsOfOwnArchive, stableArchive } from '../../files/archives/stable-archive.ts'
import { datedCore, withoutClock } from '../../files/archives/without-clock.ts'
import {
  notesTheme,
  soundChart,
  soundNotes,
  soundPresentation,
  soundSlide,
  soundTypes,
  withTitlePlace,
} from './sound-parts.ts'

export interface DeckFinish {
  /** The day of the data, null where none is known: the only date in the file. */
  dated: Date | null
  /** Accents of the theme as RRGGBB, at most six: the personas in their order. */
  accents: string[]
  /** Colour of links as RRGGBB. */
  link: string
}

/**
 * What the slide library wrote, made fit to leave: no clock in it, the personas' colours as the theme's, and every part as its schema has
 * it. The same slides give the same bytes.
 */
export async function finishedDeck(bytes: Uint8Array, finish: DeckFinish): Promise<Buffer> {
  const at = archiveTime(finish.dated)
  const parts = withNotesTheme(renumbered(await partsOfOwnArchive(bytes)))
  const names = new Set(parts.map(({ name }) => name))
  const finished: ArchivePart[] = []
  for (const { name, bytes: content } of parts) {
    // The numbers behind a chart are a workbook of their own, with a clock of its own.
    if (name.endsWith('.xlsx')) finished.push({ name, bytes: await withoutClock(content, dayOf(finish.dated), at) })
    else if (/\.(xml|rels)$/.test(name))
      finished.push({ name, bytes: finishedPart(name, content, { ...finish, names }) })
    else finished.push({ name, bytes: content })
  }
  return stableArchive(finished, at)
}

/** The library counts the charts of a process, not of a file: here each file's charts are numbered from 1. */
function renumbered(parts: ArchivePart[]): ArchivePart[] {
  const numbers = parts
    .flatMap(({ name }) => /^ppt\/charts\/chart(\d+)\.xml$/.exec(name)?.[1] ?? [])
    .sort((one, other) => Number(one) - Number(other))
  const place = new Map(numbers.map((number, index) => [number, index + 1]))
  const named = (text: string) =>
    text.replace(
      /(charts\/chart|charts\/_rels\/chart|Microsoft_Excel_Worksheet)(\d+)(?=\.x)/g,
      (_, before: string, number: string) => `${before}${place.get(number) ?? number}`,
    )
  return parts.map(({ name, bytes }) => ({
    name: named(name),
    bytes: /\.(xml|rels)$/.test(name) ? encoded(named(Buffer.from(bytes).toString('utf8'))) : bytes,
  }))
}

function withNotesTheme(parts: ArchivePart[]): ArchivePart[] {
  const place = parts.findIndex(({ name }) => name === 'ppt/theme/theme1.xml')
  return parts.toSpliced(place + 1, 0, { name: notesTheme, bytes: parts[place]!.bytes })
}

function finishedPart(
  name: string,
  content: Uint8Array,
  { dated, accents, link, names }: DeckFinish & { names: Set<string> },
): Uint8Array {
  const xml = Buffer.from(content).toString('utf8')
  if (name === 'docProps/core.xml') return encoded(datedCore(xml, dayOf(dated)))
  if (name === '[Content_Types].xml') return encoded(soundTypes(xml, names))
  if (name === 'ppt/presentation.xml') return encoded(soundPresentation(xml))
  if (name === 'ppt/notesMasters/_rels/notesMaster1.xml.rels') return encoded(xml.replace('theme1.xml', 'theme2.xml'))
  if (/^ppt\/(slideMasters|slideLayouts)\/[^/]+\.xml$/.test(name)) return encoded(withTitlePlace(xml))
  if (/^ppt\/slides\/[^/]+\.xml$/.test(name)) return encoded(soundSlide(xml))
  if (/^ppt\/notesSlides\/[^/]+\.xml$/.test(name)) return encoded(soundNotes(xml))
  if (/^ppt\/charts\/[^/]+\.xml$/.test(name)) return encoded(soundChart(xml))
  if (name.startsWith('ppt/theme/')) {
    const coloured = accents
      .slice(0, 6)
      .reduce(
        (text, colour, index) =>
          text.replace(
            new RegExp(`<a:accent${index + 1}>.*?</a:accent${index + 1}>`, 's'),
            `<a:accent${index + 1}><a:srgbClr val="${colour}"/></a:accent${index + 1}>`,
          ),
        xml,
      )
    return encoded(coloured.replace(/<a:hlink>.*?<\/a:hlink>/s, `<a:hlink><a:srgbClr val="${link}"/></a:hlink>`))
  }
  return content
}

/** Midnight of the data's day; the first day there is where none is known. */
function dayOf(dated: Date | null): Date {
  return new Date(`${(dated ?? new Date(0)).toISOString().slice(0, 10)}T00:00:00Z`)
}

function encoded(text: string): Uint8Array {
  return Buffer.from(text, 'utf8')
}
