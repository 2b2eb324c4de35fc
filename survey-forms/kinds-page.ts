import { itemVariables, itemKinds } from './item-kinds/registry.ts'
import type { AnyKind, Item } from './item-kinds/registry.ts'

const parts = {
  question: 'A numbered question.',
  notice: 'Shown, without a number.',
  silent: 'Never shown: the survey fills it in.',
}

/** docs/item-kinds.md: every kind, what it is for, an example as the instrument holds it, and the columns its answers become. */
export function kindsPage(): string {
  const kinds = Object.values(itemKinds)
  return [
    '# Kinds of item',
    '',
    'Written by `node survey-forms/write-kinds-page.ts` from the kinds themselves: `survey-forms/item-kinds/<kind>/`.',
    '',
    ...kinds.flatMap(section),
  ].join('\n')
}

function section(kind: AnyKind): string[] {
  const [example] = kind.examples
  return [
    `## ${kind.name}`,
    `\`${kind.kind}\`. ${kind.description} ${parts[kind.part]}`,
    '',
    '```json',
    JSON.stringify(shortened(example), null, 2),
    '```',
    '',
    ...columnsOf(example),
    '',
  ]
}

function columnsOf(item: Item): string[] {
  const variables = itemVariables(item)
  if (variables.length === 0) return ['It makes no column.']
  return [
    '| Column | Kind | Role | What it holds |',
    '|---|---|---|---|',
    ...variables.map(({ name, kind, role, reason }) => `| \`${name}\` | ${kind} | ${role} | ${reason} |`),
  ]
}

/** A picture's bytes say nothing to a reader. */
function shortened(item: Item): unknown {
  return JSON.parse(JSON.stringify(item), (_, value) =>
    typeof value === 'string' && value.startsWith('data:') ? `${value.slice(0, 30)}…` : value,
  )
}
