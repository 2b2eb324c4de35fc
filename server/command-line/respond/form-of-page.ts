/** One control or group of controls of a form, by its name. */
export interface FormField {
  name: string
  type: 'radio' | 'checkbox' | 'select' | 'text'
  /** Values that can be chosen; empty for text. */
  values: string[]
}

export interface PageForm {
  /** Where the form posts to: its action, or null for the page's own address. */
  action: string | null
  /** Hidden fields with their values, sent back as they are. */
  hidden: [string, string][]
  fields: FormField[]
}

/**
 * The form of a respondent's page, read from its HTML as a browser without script would: only for pages of our own, whose markup is
 * regular.
 * @returns null when the page has no form to send
 */
export function formOfPage(html: string): PageForm | null {
  const form = /<form\b([^>]*)>(.*?)<\/form>/s.exec(html.slice(Math.max(0, html.indexOf('<main'))))
  if (!form || attribute(form[1]!, 'method')?.toLowerCase() !== 'post') return null
  const hidden: [string, string][] = []
  const fields = new Map<string, FormField>()
  const controls = /<select\b([^>]*)>(.*?)<\/select>|<(?:input|textarea)\b([^>]*)>/gs
  for (const [whole, ofSelect, inside, ofInput] of form[2]!.matchAll(controls)) {
    const attributes = ofSelect ?? ofInput ?? ''
    const name = attribute(attributes, 'name')
    if (name === null) continue
    const value = attribute(attributes, 'value') ?? ''
    const type = whole.startsWith('<input') ? (attribute(attributes, 'type') ?? 'text') : 'text'
    const list = attribute(attributes, 'list')
    if (list !== null) fields.set(name, { name, type: 'select', values: optionValues(suggestionsOf(form[2]!, list)) })
    else if (inside !== undefined) fields.set(name, { name, type: 'select', values: optionValues(inside) })
    else if (type === 'hidden') hidden.push([name, value])
    else if (type === 'radio' || type === 'checkbox') addChoice(fields, { name, type, values: [value] })
    else if (type !== 'submit') fields.set(name, { name, type: 'text', values: [] })
  }
  return { action: attribute(form[1]!, 'action'), hidden, fields: [...fields.values()] }
}

function addChoice(fields: Map<string, FormField>, choice: FormField): void {
  const known = fields.get(choice.name)
  if (known) known.values.push(...choice.values)
  else fields.set(choice.name, choice)
}

/** What stands in the list that a text field suggests from. */
function suggestionsOf(form: string, id: string): string {
  return (
    [...form.matchAll(/<datalist\b([^>]*)>(.*?)<\/datalist>/gs)].find(([, own]) => attribute(own!, 'id') === id)?.[2] ??
    ''
  )
}

function optionValues(inside: string): string[] {
  const values = [...inside.matchAll(/<option\b([^>]*)>/g)].map(
    ([, attributes]) => attribute(attributes!, 'value') ?? '',
  )
  return values.filter((value) => value !== '')
}

function attribute(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)
  return found ? decoded(found[1]!) : null
}

function decoded(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
      if (decimal) return String.fromCodePoint(Number(decimal))
      return named[name!.toLowerCase()] ?? whole
    },
  )
}
