import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { OnePagerView } from '../personas/one-pager.ts'
import type { SetSummary } from '../personas/set-summary.ts'
import type { FileOrder } from './draw-file.ts'
import { fileName } from './file-name.ts'
import { onePagerMarkdown } from './one-pager-text.ts'
import { pictureSizes, type PictureSize } from './one-pager-files.ts'
import { personaJson, personaJsonSchema } from './persona-file.ts'
import type { Paper, PrintBrand } from './print-page.ts'
import { archiveTime } from '../files/archives/stable-archive.ts'

export interface SetFiles {
  set: SetSummary
  views: OnePagerView[]
  brand: PrintBrand
}

interface NamedFile {
  name: string
  bytes: () => Promise<Uint8Array> | Uint8Array
}

/**
 * Every file of a set, in the order they stand in the archive: the set, then a folder for each persona. Who belongs to a persona is not
 * among them: a list of members is no picture for the wall.
 */
export function filesOfSet(
  { set, views, brand }: SetFiles,
  draw: (order: FileOrder) => Promise<Uint8Array>,
): NamedFile[] {
  const text = (content: string) => () => Buffer.from(content, 'utf8')
  const ofSet = (['a4', 'letter'] as Paper[]).map((paper) => ({
    name: `persona-set-${paper}.pdf`,
    bytes: () => draw({ kind: 'set-pdf', set, views, paper, brand }),
  }))
  const ofPersonas = views.flatMap((view) => {
    const folder = `${view.key}-${fileName(view.name)}`
    const pages = (['a4', 'letter'] as Paper[]).map((paper) => ({
      name: `${folder}/one-pager-${paper}.pdf`,
      bytes: () => draw({ kind: 'pdf', view, paper, brand }),
    }))
    const pictures = (Object.keys(pictureSizes) as PictureSize[]).map((size) => ({
      name: `${folder}/one-pager-${size}.png`,
      bytes: () => draw({ kind: 'png', view, size, brand }),
    }))
    return [
      ...pages,
      ...pictures,
      { name: `${folder}/avatar.png`, bytes: () => draw({ kind: 'avatar', view }) },
      { name: `${folder}/one-pager.pptx`, bytes: () => draw({ kind: 'pptx', view, brand }) },
      { name: `${folder}/one-pager.md`, bytes: text(onePagerMarkdown(view)) },
      { name: `${folder}/one-pager.json`, bytes: text(personaJson(view)) },
    ]
  })
  return [
    { name: 'READ-ME.txt', bytes: text(readMe({ set, views })) },
    ...ofSet,
    { name: 'persona-set.pptx', bytes: () => draw({ kind: 'set-pptx', set, views, brand }) },
    { name: 'persona-2.schema.json', bytes: text(`${JSON.stringify(personaJsonSchema(), null, 2)}\n`) },
    ...ofPersonas,
  ]
}

/** All files of a set as one ZIP, sent piece by piece as they are drawn; its times are the data's. */
export function setArchive(files: SetFiles, draw: (order: FileOrder) => Promise<Uint8Array>): Readable {
  const archive = new ZipFile()
  const options = { mtime: archiveTime(files.set.dated), mode: 0o100644, forceDosTimestamp: true }
  const fill = async () => {
    for (const { name, bytes } of filesOfSet(files, draw)) archive.addBuffer(Buffer.from(await bytes()), name, options)
    archive.end()
  }
  const out = archive.outputStream as Readable
  fill().catch((error: Error) => out.destroy(error))
  return out
}

function readMe({ set, views }: Pick<SetFiles, 'set' | 'views'>): string {
  const lines = [
    set.title,
    [...set.facts, `${set.word}: ${set.meaning}`].join('. '),
    set.decision ? `The decision it serves: ${set.decision}` : '',
    '',
    ...views.map(({ key, name, share }) => `${key}  ${name}  ${share.text}, ${share.interval}, ${share.people}`),
    '',
    views.some(({ isInternal }) => isInternal)
      ? 'INTERNAL: these files hold words that nobody released for quoting.'
      : 'Every quote in these files was released for quoting.',
    'Lines of grade H, guesses of the team, are left out. The JSON files keep to persona-2.schema.json.',
  ]
  return `${lines.join('\r\n')}\r\n`
}

/** What the command line writes into its folder: for each persona its page in every format, then the set; short names, A4, one picture. */
export function filesInFolder(
  { set, views, brand }: SetFiles,
  draw: (order: FileOrder) => Promise<Uint8Array>,
): NamedFile[] {
  const text = (content: string) => () => Buffer.from(content, 'utf8')
  const ofPersonas = views.flatMap((view) => [
    { name: `${view.key}.pdf`, bytes: () => draw({ kind: 'pdf', view, paper: 'a4', brand }) },
    { name: `${view.key}.png`, bytes: () => draw({ kind: 'png', view, size: 'screen', brand }) },
    { name: `${view.key}.pptx`, bytes: () => draw({ kind: 'pptx', view, brand }) },
    { name: `${view.key}.md`, bytes: text(onePagerMarkdown(view)) },
    { name: `${view.key}.json`, bytes: text(personaJson(view)) },
  ])
  if (views.length === 0) return []
  return [
    ...ofPersonas,
    { name: 'persona-set.pdf', bytes: () => draw({ kind: 'set-pdf', set, views, paper: 'a4', brand }) },
    { name: 'persona-set.pptx', bytes: () => draw({ kind: 'set-pptx', set, views, brand }) },
  ]
}
