import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../templates/styles/', import.meta.url))

export interface Style {
  /** Names its content, so that browsers keep it for good. */
  path: string
  plain: Buffer
  gzip: Buffer
  brotli: Buffer
}

/**
 * The one style sheet of respondents' pages: tokens and components together, compressed once. It brings no typefaces of
 * its own: on a slow line they would be sixteen times the page, and the system's serif and sans keep the two voices apart.
 */
export function respondentStyle(): Style {
  made ??= makeStyle()
  return made
}

let made: Style | undefined

function makeStyle(): Style {
  const read = (name: string) => readFileSync(`${folder}${name}.css`, 'utf8')
  const sheets = [withoutTypefaces(read('tokens')), read('respondent'), read('respondent-page')]
  const plain = Buffer.from(sheets.map(squeezed).join(''))
  const name = createHash('sha256').update(plain).digest('base64url').slice(0, 10)
  return {
    path: `/r/style/${name}.css`,
    plain,
    gzip: gzipSync(plain, { level: 9 }),
    brotli: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  }
}

function withoutTypefaces(css: string): string {
  return css.replace(/@font-face\s*\{[^}]*\}/g, '')
}

/** Without comments and the blanks that only people read. */
function squeezed(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/\s*([{};,])\s*/g, '$1')
}
