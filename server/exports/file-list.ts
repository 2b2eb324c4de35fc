import type { OnePagerView } from '../personas/one-pager.ts'

/** A file that a page offers. */
export interface OfferedFile {
  name: string
  what: string
  href: string
  /** The same with words that stay in the house; '' where there are none. */
  internalHref: string
}

const personaFileKinds = [
  { name: 'PDF, A4', what: 'three sheets: the page, its proof, their world', path: 'one-pager.pdf' },
  { name: 'PDF, US Letter', what: 'the same', path: 'one-pager.pdf?paper=letter' },
  { name: 'Picture, 1600 × 1131', what: 'PNG for a chat or a wiki', path: 'one-pager.png' },
  { name: 'Picture, 1920 × 1080', what: 'PNG for a screen', path: 'one-pager.png?size=wide' },
  { name: 'Picture, 3508 × 2480', what: 'PNG for print at 300 dots an inch', path: 'one-pager.png?size=print' },
  {
    name: 'Slides',
    what: 'PPTX: three slides, shapes and chart to edit, evidence in the notes',
    path: 'one-pager.pptx',
  },
  { name: 'Markdown', what: 'for briefs and wikis', path: 'one-pager.md' },
  { name: 'JSON', what: 'for programs, by a published schema', path: 'one-pager.json' },
]

const setFileKinds = [
  { name: 'Everything, one ZIP', what: 'the set and every persona in every format', path: 'persona-set.zip' },
  { name: 'The set as PDF, A4', what: 'one sheet, all on the same axes', path: 'persona-set.pdf' },
  { name: 'The set as PDF, US Letter', what: 'the same', path: 'persona-set.pdf?paper=letter' },
  { name: 'The set as slides', what: 'PPTX: the set, then every persona', path: 'persona-set.pptx' },
]

/** Every file of a whole set, with its address; words that nobody released stay out of them. */
export function setFiles(setId: string): Omit<OfferedFile, 'internalHref'>[] {
  return setFileKinds.map(({ name, what, path }) => ({ name, what, href: `/personas/${setId}/${path}` }))
}

/** Every file of one persona, with its address. */
export function personaFiles({ setId, key, isInternal }: OnePagerView): OfferedFile[] {
  return personaFileKinds.map(({ name, what, path }) => ({
    name,
    what,
    href: `/personas/${setId}/${key}/${path}`,
    internalHref: isInternal ? `/personas/${setId}/${key}/${path}${path.includes('?') ? '&' : '?'}words=internal` : '',
  }))
}
