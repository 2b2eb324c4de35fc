import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

const templateFolder = fileURLToPath(new URL('../../templates/', import.meta.url))
const require = createRequire(import.meta.url)

/** The families of look.md as TTF; Typst reads neither woff2 nor variable fonts, and no font of the system may change a page. */
const fontFiles = [
  'newsreader/300Light/Newsreader_300Light.ttf',
  'newsreader/400Regular/Newsreader_400Regular.ttf',
  'newsreader/400Regular_Italic/Newsreader_400Regular_Italic.ttf',
  'instrument-sans/400Regular/InstrumentSans_400Regular.ttf',
  'instrument-sans/400Regular_Italic/InstrumentSans_400Regular_Italic.ttf',
  'instrument-sans/600SemiBold/InstrumentSans_600SemiBold.ttf',
  'instrument-sans/600SemiBold_Italic/InstrumentSans_600SemiBold_Italic.ttf',
]

let compiler: NodeCompiler | undefined

function typesetter(): NodeCompiler {
  compiler ??= NodeCompiler.create({
    workspace: templateFolder,
    fontArgs: [{ fontBlobs: fontFiles.map((file) => readFileSync(fontPath(file))) }],
  })
  return compiler
}

function fontPath(file: string): string {
  const [family, ...rest] = file.split('/')
  return join(dirname(require.resolve(`@expo-google-fonts/${family}/package.json`)), ...rest)
}

export interface TypesetPdf {
  bytes: Uint8Array
  /** Whether it holds to PDF/UA-1; without, a character that no font has was printed as an empty box. */
  isAccessible: boolean
}

/**
 * Typesets templates/<template>.typ with JSON data as a tagged PDF. Same data, same bytes: the date is the data's own.
 * @param createdAt in seconds since 1970
 */
export function typesetPdf(template: string, data: object, createdAt: number): TypesetPdf {
  const source = { mainFilePath: join(templateFolder, `${template}.typ`), inputs: { page: JSON.stringify(data) } }
  try {
    const bytes = typesetter().pdf(source, { pdfStandard: 'ua-1', creationTimestamp: createdAt })
    return { bytes: new Uint8Array(bytes), isAccessible: true }
  } catch {
    const bytes = typesetter().pdf(source, { pdfTags: true, creationTimestamp: createdAt })
    return { bytes: new Uint8Array(bytes), isAccessible: false }
  }
}

/** All pages as one SVG with outlines instead of fonts, for pictures. */
export function typesetSvg(template: string, data: object): string {
  return typesetter().plainSvg({
    mainFilePath: join(templateFolder, `${template}.typ`),
    inputs: { page: JSON.stringify(data) },
  })
}

/** Whether print can draw this picture: a damaged one must not be found out by every file that holds it. */
export function canTypeset({ bytes, format }: { bytes: Uint8Array; format: 'png' | 'jpg' }): boolean {
  try {
    // A picture that print links to but cannot unpack fails only when it is put into a file.
    typesetter().pdf(
      {
        mainFilePath: join(templateFolder, 'logo.typ'),
        inputs: { page: JSON.stringify({ bytes: [...bytes], format }) },
      },
      { creationTimestamp: 0 },
    )
    return true
  } catch {
    return false
  }
}
