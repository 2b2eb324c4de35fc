import { formatDate } from '../../http/format.ts'
import type { FormErrors } from '../../http/forms.ts'
import { revocableView } from '../../http/revocable.ts'
import type { PersonaSet } from '../store.ts'
import { privacyFloor } from './privacy-floor.ts'
import { linkDays } from './schema.ts'
import type { ShareLink } from './store.ts'

/** Links of a set with their state, and the form for a new one. */
export function linksView(
  set: PersonaSet,
  links: ShareLink[],
  {
    now,
    mayChange,
    made,
    form,
  }: {
    now: Date
    mayChange: boolean
    /** The address of the link just made: shown once, kept nowhere. */
    made: string | null
    form: { values: Record<string, string>; errors: FormErrors | null }
  },
) {
  return {
    setId: set.id,
    number: set.number,
    mayChange: mayChange && set.word !== 'none',
    isNone: set.word === 'none',
    floor: privacyFloor,
    made: made ?? '',
    links: links.map((link) => {
      const { isOpen, ...standing } = revocableView(link, now)
      return {
        id: link.id,
        reader: link.reader,
        maker: link.accountName,
        made: formatDate(link.createdAt),
        ...standing,
        canRevoke: isOpen && mayChange,
      }
    }),
    days: linkDays.map((days) => ({ days, isChosen: (form.values.days ?? '30') === days })),
    typedReader: form.values.reader ?? '',
    errors: form.errors,
  }
}
