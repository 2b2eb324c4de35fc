import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import Handlebars from 'handlebars'
import { directionOf } from '../../survey-forms/languages/direction.ts'
import { ForeignText } from '../../survey-forms/languages/foreign-text.ts'

const templateFolder = fileURLToPath(new URL('../../templates/', import.meta.url))
const itemKindFolder = fileURLToPath(new URL('../../survey-forms/item-kinds/', import.meta.url))

const engine = Handlebars.create()
const compiled = new Map<string, Handlebars.TemplateDelegate>()

// A value that a view forgot fails in a test instead of printing nothing; a partial sees only what it is given.
const options: CompileOptions = { strict: true, explicitPartialContext: true, preventIndent: true }

for (const path of templatesIn(templateFolder)) {
  const name = relative(templateFolder, path).replace(/\.hbs$/, '')
  engine.registerPartial(name, engine.compile(readFileSync(path, 'utf8'), options))
}
// A kind of item brings its own field: survey-forms/item-kinds/<kind>/field.hbs is the partial item-kinds/<kind>.
for (const path of templatesIn(itemKindFolder)) {
  const name = `item-kinds/${relative(itemKindFolder, path)
    .replace(/\/field\.hbs$/, '')
    .replace(/\.hbs$/, '')}`
  engine.registerPartial(name, engine.compile(readFileSync(path, 'utf8'), options))
}

/** A field's own message, or '' where the form has none: errors is FormErrors of http/forms.ts, or null. */
engine.registerHelper(
  'errorOf',
  (errors: { of: Record<string, string> } | null, field: string) => errors?.of[field] ?? '',
)
engine.registerHelper('equals', (a: unknown, b: unknown) => a === b)
engine.registerHelper('either', (a: unknown, b: unknown) => a || b)
/** Shares travel as fractions and are read as percent, with a narrow no-break space before the sign. */
engine.registerHelper('percent', (share: number) => `${Math.round(share * 100)}\u202f%`)
engine.registerHelper('fixed', (value: number, digits: number) => value.toFixed(digits))
engine.registerHelper('count', (value: number) => value.toLocaleString('en-GB'))
engine.registerHelper('plural', (value: number, one: string, many: string) => (value === 1 ? one : many))
/** The one way around escaping: SVG that server/charts made, which escapes every text it takes. */
engine.registerHelper('svg', (chart: string) => new engine.SafeString(chart))

/** A text where no element can stand, in an attribute or an option: without the element that names its language. */
engine.registerHelper('plain', (text: unknown) => String(text))
/** The attributes that name the language of such a text, where it is not the page's. */
engine.registerHelper('languageOf', (text: unknown) =>
  text instanceof ForeignText
    ? new engine.SafeString(` lang="${engine.escapeExpression(text.language)}" dir="${directionOf(text.language)}"`)
    : '',
)

type CompileOptions = Parameters<typeof Handlebars.compile>[1]

/**
 * Renders templates/<name>.hbs.
 * @throws when the view lacks a value that the template names: a programmer's mistake
 */
export function render(name: string, view: object): string {
  let template = compiled.get(name)
  if (!template) {
    template = engine.compile(readFileSync(join(templateFolder, `${name}.hbs`), 'utf8'), options)
    compiled.set(name, template)
  }
  return template(view, { allowProtoPropertiesByDefault: false })
}

/**
 * Renders a page inside its layout: the page gives the inside of <main>, the layout everything around it.
 * @param change what becomes of the page's HTML before it stands in the layout
 */
export function renderPage(
  name: string,
  view: object,
  layout: { name: string; view: object },
  change: (body: string) => string = (body) => body,
): string {
  return render(`layouts/${layout.name}`, { ...layout.view, body: new engine.SafeString(change(render(name, view))) })
}

function templatesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .sort()
    .map((file) => join(folder, file))
}
