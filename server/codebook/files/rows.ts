import { type Facet, facetNames, facets } from '../../facets.ts'
import type { CodeRow, CodeTexts } from '../store.ts'
import { inTreeOrder } from '../tree.ts'

/** One code as a file says it. What the file has no place for is missing; what it leaves empty is ''. */
export interface CodebookRow extends Partial<CodeTexts> {
  /** Where it stands in the file, from 1. */
  line: number
  /** The code's key, or whatever the file tells its codes apart by. */
  key?: string
  facet?: string
  /** The code it stands under, by key or name; '' right under the facet. */
  under?: string
  opposite?: string
  status?: string
  /** Number of the newest change of the codebook that the file was written from. */
  asOf?: string
}

export type CodebookColumn = Exclude<keyof CodebookRow, 'line'>

/** The columns of our own files, in their order. */
export const columnNames: Record<CodebookColumn, string> = {
  key: 'Key',
  facet: 'Facet',
  name: 'Name',
  under: 'Under',
  definition: 'Definition',
  whenToUse: 'When to use it',
  whenNotToUse: 'When not to use it',
  example: 'Example',
  opposite: 'Opposite',
  status: 'Status',
  asOf: 'As of change',
}

/** What other programs and people call the same. */
const otherNames: Record<string, CodebookColumn> = {
  id: 'key',
  category: 'facet',
  code: 'name',
  'code name': 'name',
  tag: 'name',
  title: 'name',
  label: 'name',
  parent: 'under',
  'parent code': 'under',
  description: 'definition',
  meaning: 'definition',
  memo: 'definition',
  use: 'whenToUse',
  'when to use': 'whenToUse',
  inclusion: 'whenToUse',
  'inclusion criteria': 'whenToUse',
  not: 'whenNotToUse',
  'when not to use': 'whenNotToUse',
  exclusion: 'whenNotToUse',
  'exclusion criteria': 'whenNotToUse',
  examples: 'example',
  state: 'status',
}

/** Which column of a codebook a heading names, or undefined. */
export function columnOf(heading: string): CodebookColumn | undefined {
  const plain = heading
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
  const own = (Object.keys(columnNames) as CodebookColumn[]).find(
    (column) => columnNames[column].toLowerCase() === plain,
  )
  return own ?? (Object.hasOwn(otherNames, plain) ? otherNames[plain] : undefined)
}

/** The facet that a cell names, by its key, its name or its plural. */
export function facetNamed(cell: string): Facet | undefined {
  const plain = cell.trim().toLowerCase()
  return facets.find((facet) =>
    [facet, facetNames[facet].name, facetNames[facet].plural].some((name) => name.toLowerCase() === plain),
  )
}

/** The codebook as rows of our own files, each code before those under it. What was merged into another code is left out: it lives on there. */
export function rowsOfCodebook(codes: CodeRow[], asOf: number): Required<CodebookRow>[] {
  return inTreeOrder(codes.filter(({ mergedInto }) => mergedInto === null)).map(({ code }, index) => ({
    line: index + 2,
    key: code.key,
    facet: code.facet,
    name: code.name,
    under: code.parent ?? '',
    definition: code.definition,
    whenToUse: code.whenToUse,
    whenNotToUse: code.whenNotToUse,
    example: code.example,
    opposite: code.opposite ?? '',
    status: code.retiredAt === null ? 'in use' : 'retired',
    asOf: String(asOf),
  }))
}
