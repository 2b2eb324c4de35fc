import { directionOf } from './direction.ts'

/**
 * A text in another language than the page around it: a translation that is missing, so that the original stands in.
 * A template prints it inside an element that names its language and direction; everywhere else it is the text itself.
 */
export class ForeignText extends String {
  readonly language: string
  constructor(text: string, language: string) {
    super(text)
    this.language = language
  }

  /** What Handlebars prints: the text, escaped, in an element of its own language. */
  toHTML(): string {
    const { language } = this
    return `<span lang="${escapeHtml(language)}" dir="${directionOf(language)}">${escapeHtml(this.toString())}</span>`
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign])
}

/** The same text changed, in the same language as before. */
export function mapText(text: string, change: (text: string) => string): string {
  const given = text as unknown
  return given instanceof ForeignText
    ? (new ForeignText(change(given.toString()), given.language) as unknown as string)
    : change(text)
}
