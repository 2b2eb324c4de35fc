import { formatCount } from '../http/format.ts'
import type { CodeField } from './differences.ts'
import type { CodeChange } from './history-store.ts'

/** How pages call what a change can change. */
export const fieldNames: Record<CodeField, string> = {
  facet: 'Facet',
  name: 'Name',
  definition: 'Definition',
  whenToUse: 'When to use it',
  whenNotToUse: 'When not to use it',
  example: 'Example',
  position: 'Order',
  retiredAt: 'In use',
  opposite: 'Opposite',
  parent: 'Stands under',
  mergedInto: 'Merged into',
}

/** What a change did, as the first half of a sentence. */
export function changeText(change: CodeChange): string {
  const { kind, about, other, undoes } = change
  switch (kind) {
    case 'added':
      return `“${about}” added`
    case 'worded':
      return `“${about}”: ${wordedFields(change)} changed`
    case 'moved':
      return other === '' ? `“${about}” moved` : `“${about}” moved ${other}`
    case 'merged':
      return `“${about}” merged into “${other}”`
    case 'split':
      return `“${other}” split from “${about}”`
    case 'retired':
      return `“${about}” retired`
    case 'returned':
      return `“${about}” taken back into use`
    case 'imported':
      return `Taken over from a file: ${about}`
    case 'undone':
      return `Change ${undoes} taken back`
    default:
      return kind satisfies never
  }
}

/** What became of the tags, or ''. */
export function tagsText({ tagsMoved, tagsJoined }: Pick<CodeChange, 'tagsMoved' | 'tagsJoined'>): string {
  const moved = tagsMoved === 0 ? '' : `${formatCount(tagsMoved)} ${tagsMoved === 1 ? 'tag' : 'tags'} went along`
  const joined =
    tagsJoined === 0 ? '' : `${formatCount(tagsJoined)} stood on the same words and became one with another`
  return [moved, joined].filter((part) => part !== '').join(', ')
}

function wordedFields({ differences }: CodeChange): string {
  const fields = new Set(
    differences.flatMap(({ before, after }) => (before && after ? (Object.keys(after) as CodeField[]) : [])),
  )
  return [...fields].map((field) => fieldNames[field].toLowerCase()).join(', ')
}
