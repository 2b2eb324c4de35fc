import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { type Coverage, coverageOf } from './font-coverage.ts'
import { printable } from './printable.ts'

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

interface Typesetter {
  compiler: NodeCompiler
  covers: Coverage
}

let made: Typesetter | undefined

function typesetter(): Typesetter {
  if (made) return made
  const fonts = [...fontFiles.map(fontPath), ...furtherFonts(process.env.VERBATIM_FONTS)].map((path) =>
    readFileSync(path),
  )
  const coverages = fonts.map(coverageOf)
  made = {
    compiler: NodeCompiler.create({ workspace: templateFolder, fontArgs: [{ fontBlobs: fonts }] }),
    covers: (codePoint) => coverages.some((covers) => covers(codePoint)),
  }
  return made
}

/** Fonts of a folder that whoever runs the product names: for surveys in scripts that ours lack. In name order, so that files stay the same. */
function furtherFonts(folder: string | undefined): string[] {
  if (!folder) return []
  return readdirSync(folder)
    .filter((name) => /\.(ttf|otf)$/i.test(name))
    .sort()
    .map((name) => join(folder, name))
}

function fontPath(file: string): string {
  const [family, ...rest] = file.split('/')
  return join(dirname(require.resolve(`@expo-google-fonts/${family}/package.json`)), ...rest)
}

export interface TypesetPdf {
  bytes: Uint8Array
  /** Whether it holds to PDF/UA-1. */
  isAccessible: boolean
}

/**
 * Typesets templates/<template>.typ with JSON data as a tagged PDF. Same data, same bytes: the date is the data's own.
 * @param createdAt in seconds since 1970
 */
export function typesetPdf(template: string, data: object, createdAt: number): TypesetPdf {
  const { compiler } = typesetter()
  const source = sourceOf(template, data)
  try {
    const bytes = compiler.pdf(source, { pdfStandard: 'ua-1', creationTimestamp: createdAt })
    return { bytes: new Uint8Array(bytes), isAccessible: true }
  } catch {
    // A sheet that breaks a rule of the standard is still better than none.
    const bytes = compiler.pdf(source, { pdfTags: true, creationTimestamp: createdAt })
    return { bytes: new Uint8Array(bytes), isAccessible: false }
  }
}

/** All pages as one SVG with outlines instead of fonts, for pictures. */
export function typesetSvg(template: string, data: object): string {
  return typesetter().compiler.plainSvg(sourceOf(template, data))
}

function sourceOf(template: string, data: object) {
  const { data: typeset, lacking } = printable(data, typesetter().covers)
  const note =
    lacking.length > 0
      ? `These fonts lack what stands here as ${lacking.map((kind) => `[${kind}]`).join(', ')}; the live page has it.`
      : ''
  return {
    mainFilePath: join(templateFolder, `${template}.typ`),
    inputs: { page: JSON.stringify({ ...typeset, lacking: note }) },
  }
}

/** Whether print can draw this picture: a damaged one must not be found out by every file that holds it. */
export function canTypeset({ bytes, format }: { bytes: Uint8Array; format: 'png' | 'jpg' }): boolean {
  try {
    // A picture that print links to but cannot unpack fails only when it is put into a file.
    typesetter().compiler.pdf(
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
