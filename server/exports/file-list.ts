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
]

/** Every file of one persona, with its address. */
export function personaFiles({ setId, key, isInternal }: OnePagerView): OfferedFile[] {
  return personaFileKinds.map(({ name, what, path }) => ({
    name,
    what,
    href: `/personas/${setId}/${key}/${path}`,
    internalHref: isInternal ? `/personas/${setId}/${key}/${path}${path.includes('?') ? '&' : '?'}words=internal` : '',
  }))
}
