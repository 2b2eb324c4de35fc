import { extractTextItems, getDocumentProxy } from 'unpdf'
import { UnreadableFile } from './errors.ts'

export interface PdfLimits {
  pages: number
  characters: number
}

export const pdfLimits: PdfLimits = { pages: 2000, characters: 5_000_000 }

/** A line of a page as it is printed: its words, and its place in points from the bottom left. */
export interface PrintedLine {
  text: string
  x: number
  y: number
  right: number
  size: number
}

/**
 * Text of a PDF. A PDF has no sentences, only places of letters: lines that end at the margin are joined again, words
 * broken by a hyphen are mended, lines that repeat at the same place of most pages are left out.
 * @returns the text, and plain warnings about what was guessed
 * @throws {UnreadableFile} when it is locked, broken, too long, or made of pictures
 */
export async function pdfText(
  bytes: Uint8Array,
  limits: PdfLimits = pdfLimits,
): Promise<{ text: string; warnings: string[] }> {
  const pages = await printedPages(bytes, limits)
  if (pages.every((lines) => lines.length === 0)) {
    throw new UnreadableFile(
      'The PDF holds pictures of pages and no text: run text recognition on it first, or bring in the text.',
    )
  }
  const { kept, repeated } = withoutRunningHeads(pages)
  const text = kept
    .map(joinedLines)
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n')
  const warnings = ['Text of a PDF: lines were joined again by their length; look at the beginnings of turns.']
  if (repeated > 0) warnings.push(`${repeated} lines that stand at the same place of most pages were left out.`)
  if (/[\u0590-\u08ff]/.test(text)) {
    warnings.push('The PDF is written from right to left: letters and marks may come in another order. Compare a page.')
  }
  const empty = pages.filter((lines) => lines.length === 0).length
  if (empty > 0) warnings.push(`${empty} of ${pages.length} pages hold no text (pictures, or blank).`)
  return { text, warnings }
}

async function printedPages(bytes: Uint8Array, limits: PdfLimits): Promise<PrintedLine[][]> {
  let pdf: Awaited<ReturnType<typeof getDocumentProxy>>
  try {
    // The reader takes its bytes over, so it is given a copy.
    pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 })
  } catch (error) {
    if ((error as Error).name === 'PasswordException') throw new UnreadableFile('The PDF is locked with a password.')
    throw new UnreadableFile('The PDF is broken and can\u2019t be read.')
  }
  try {
    if (pdf.numPages > limits.pages) throw new UnreadableFile(`The PDF has more than ${limits.pages} pages.`)
    const { items } = await extractTextItems(pdf)
    let characters = 0
    for (const page of items) for (const { str } of page) characters += str.length
    if (characters > limits.characters) throw new UnreadableFile('The text of the PDF is larger than is allowed.')
    return items.map(linesOf)
  } catch (error) {
    if (error instanceof UnreadableFile) throw error
    throw new UnreadableFile('The PDF is broken and can\u2019t be read.')
  } finally {
    await pdf.loadingTask.destroy()
  }
}

type TextItem = Awaited<ReturnType<typeof extractTextItems>>['items'][number][number]

/** Items of a page in the file's order, put together while they stand on one line. */
function linesOf(items: TextItem[]): PrintedLine[] {
  const lines: PrintedLine[] = []
  let open: PrintedLine | undefined
  for (const item of items) {
    const size = item.fontSize || item.height || 10
    if (open && Math.abs(item.y - open.y) < size * 0.5 && item.x >= open.right - size) {
      // A gap without a space between two items of a line is a space, a wide one a column.
      const gap = item.x - open.right
      const apart =
        /\s$/.test(open.text) || /^\s/.test(item.str) ? '' : gap > size * 2 ? '\t' : gap > size * 0.15 ? ' ' : ''
      open.text += apart + item.str
      open.right = Math.max(open.right, item.x + item.width)
      open.size = Math.max(open.size, size)
    } else if (item.str.trim() !== '') {
      open = { text: item.str, x: item.x, y: item.y, right: item.x + item.width, size }
      lines.push(open)
    }
    if (item.hasEOL && item.str === '') open = undefined
  }
  return lines.map((line) => ({ ...line, text: line.text.trim() })).filter(({ text }) => text !== '')
}

/** Page numbers and titles: the same words, numbers aside, at the same height of more than half of the pages. */
export function withoutRunningHeads(pages: PrintedLine[][]): { kept: PrintedLine[][]; repeated: number } {
  const seen = new Map<string, number>()
  const place = (line: PrintedLine) => `${Math.round(line.y / 3)} ${line.text.replace(/\d+/g, '#')}`
  for (const lines of pages) {
    for (const key of new Set(
      [lines[0], lines[1], lines.at(-2), lines.at(-1)].flatMap((line) => (line ? [place(line)] : [])),
    ))
      seen.set(key, (seen.get(key) ?? 0) + 1)
  }
  let repeated = 0
  const kept = pages.map((lines) =>
    lines.filter((line) => {
      const isHead = pages.length >= 3 && (seen.get(place(line)) ?? 0) > pages.length / 2
      if (isHead) repeated++
      return !isHead
    }),
  )
  return { kept, repeated }
}

/** A line that may open a turn or an item is never joined to what stands above it. */
const opens =
  /^(?:[\p{L}][\p{L}\p{M}\p{N} .'\u2019_()-]{0,40}[:\uff1a](?:\s|$)|[[(]?\d{1,2}[:.]\d{2}|\d+[.)]\s|[\u2022\u2013-]\s)/u

/** The lines of a page as paragraphs. */
export function joinedLines(lines: PrintedLine[]): string {
  const widest = Math.max(0, ...lines.map(({ right }) => right))
  const gaps = lines
    .slice(1)
    .map((line, index) => lines[index]!.y - line.y)
    .filter((gap) => gap > 0)
  const usual = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
  let text = ''
  for (const [index, line] of lines.entries()) {
    const last = lines[index - 1]
    if (!last) {
      text = line.text
      continue
    }
    const gap = last.y - line.y
    if (gap > usual * 1.6 || gap < 0) text += `\n\n${line.text}`
    else if (opens.test(line.text) || last.right < widest * 0.8 || line.size > last.size * 1.2) text += `\n${line.text}`
    else if (/\p{Ll}[-\u2010\u00ad]$/u.test(text) && /^\p{Ll}/u.test(line.text)) text = text.slice(0, -1) + line.text
    else text += ` ${line.text}`
  }
  return text
}
