import type { Tokens } from './tokens.ts'

type Attributes = Record<string, string | number>

/**
 * The chart as a file that stands alone: every class becomes the presentation attributes that the style sheets give it in the
 * light scheme, because Typst, resvg and slides read neither classes nor custom properties.
 * @param svg one chart as made in this folder
 * @param personaNumber whose colour `--persona` is where the chart does not say so itself
 * @throws when a class has no print style: a chart that was forgotten here would print black
 */
export function resolveForPrint(svg: string, tokens: Tokens, personaNumber: number): string {
  const resolved = svg.replace(
    /<(\w+)([^>]*?)class="([^"]*)"/g,
    (_, element: string, before: string, classes: string) => {
      const names = classes.split(' ').filter(Boolean)
      const own = names.find((name) => name.startsWith('persona-'))
      const persona = own ?? `persona-${personaNumber}`
      let style: Attributes = {}
      for (const name of names) {
        if (name === own) continue
        const find = styleOf[name]
        if (!find) throw new RangeError(`The chart class ${name} has no print style.`)
        style = { ...style, ...find(tokens, persona) }
      }
      return `<${element}${before}${Object.entries(style)
        .map(([name, value]) => `${name}="${value}"`)
        .join(' ')}`
    },
  )
  return resolved
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replaceAll(/ role="img"| aria-hidden="true"/g, '')
}

const nothing = () => ({})

/** What each class of a chart looks like on paper. The style sheets say the same for the screen; a test compares the lists of classes. */
export const styleOf: Record<string, (tokens: Tokens, persona: string) => Attributes> = {
  chart: nothing,
  ruler: nothing,
  sharebar: nothing,
  pair: nothing,
  axis: nothing,
  lift: nothing,
  journey: nothing,
  blocks: nothing,
  'blocks--rule': nothing,
  land: nothing,
  'land--avatar': nothing,
  nulls: nothing,
  icon: (tokens) => ({
    fill: 'none',
    stroke: tokens.colour('text-soft'),
    'stroke-width': 1.5,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  }),
  qr: nothing,
  qr__ground: (tokens) => ({ fill: tokens.colour('surface') }),
  qr__modules: (tokens) => ({ fill: tokens.colour('text') }),
  mark: (tokens, persona) => ({ fill: tokens.colour(persona) }),
  chart__axis: (tokens) => ({ fill: 'none', stroke: tokens.colour('border-control'), 'stroke-width': 0.8 }),
  chart__grid: (tokens) => ({ fill: 'none', stroke: tokens.colour('border') }),
  chart__these: (tokens, persona) => ({ fill: tokens.colour(persona) }),
  chart__interval: (tokens, persona) => ({ fill: 'none', stroke: tokens.colour(persona) }),
  chart__else: (tokens) => ({
    fill: tokens.colour('surface'),
    stroke: tokens.colour('elsewhere'),
    'stroke-width': 1.4,
  }),
  'chart__else-line': (tokens) => ({ fill: 'none', stroke: tokens.colour('elsewhere'), 'stroke-width': 1.2 }),
  chart__spread: (tokens, persona) => ({ fill: tokens.mix(persona, 26, 'surface') }),
  chart__none: (tokens) => ({ fill: 'none', stroke: tokens.colour('border-control'), 'stroke-dasharray': '3 3' }),
  chart__bar: () => ({ 'stroke-width': 1.4 }),
  chart__link: (tokens, persona) => ({ stroke: tokens.mix(persona, 45, 'surface'), 'stroke-width': 2.4 }),
  axis__base: () => ({ 'stroke-width': 2 }),
  set__base: () => ({ 'stroke-width': 2 }),
  set__spread: (tokens, persona) => ({ stroke: tokens.mix(persona, 32, 'desk'), 'stroke-width': 7 }),
  ruler__fill: (tokens, persona) => ({ fill: tokens.colour(persona) }),
  ruler__range: (tokens) => ({ fill: 'none', stroke: tokens.colour('text'), 'stroke-width': 1.6 }),
  journey__line: (tokens, persona) => ({ fill: 'none', stroke: tokens.colour(persona), 'stroke-width': 1.8 }),
  sharebar__part: (tokens, persona) => ({ fill: tokens.colour(persona) }),
  sharebar__between: (tokens) => ({ fill: tokens.colour('surface-sunk'), stroke: tokens.colour('border-control') }),
  sharebar__none: (tokens) => ({ fill: 'none', stroke: tokens.colour('border-control'), 'stroke-dasharray': '4 3' }),
  blocks__in: (tokens) => ({ fill: tokens.colour('elsewhere') }),
  blocks__out: (tokens) => ({ fill: 'none', stroke: tokens.colour('border-control') }),
  blocks__persona: (tokens, persona) => ({ fill: tokens.colour(persona) }),
  blocks__none: (tokens) => ({ fill: 'none', stroke: tokens.colour('border-control'), 'stroke-dasharray': '4 3' }),
  blocks__line: (tokens) => ({ stroke: tokens.colour('text'), 'stroke-width': 1.5 }),
  land__ground: (tokens, persona) => ({ fill: tokens.mix(persona, 9, 'surface') }),
  land__level: (tokens, persona) => ({
    fill: tokens.colour(persona),
    'fill-opacity': 0.085,
    stroke: tokens.colour('surface'),
    'stroke-width': 0.55,
    'stroke-opacity': 0.8,
  }),
  'land__level--index': () => ({ 'stroke-width': 1.2, 'stroke-opacity': 1 }),
  land__peak: (tokens) => ({ fill: tokens.colour('surface') }),
}
