import { formatCount, formatDate } from '../../http/format.ts'
import type { FormErrors } from '../../http/forms.ts'
import { verdictLights } from '../set-view.ts'
import type { PersonaSet } from '../store.ts'
import type { Publication, SetInList } from './store.ts'

/** Every set of a study, which one is in use, and how that was decided. */
export function versionsView(
  studyId: string,
  sets: SetInList[],
  publications: Publication[],
  {
    mayChange,
    form,
  }: {
    mayChange: boolean
    form: { personaSetId: string; values: Record<string, string>; errors: FormErrors } | null
  },
) {
  const inUse = publications[0]?.personaSetId ?? null
  const numberOf = new Map(sets.map(({ id, number }) => [id, number]))
  return {
    studyId,
    mayChange,
    errors: form?.errors ?? null,
    hasSets: sets.length > 0,
    canCompare: sets.length > 1,
    isPublished: inUse !== null,
    sets: sets.map((set) => {
      const light = verdictLights[set.word]
      return {
        id: set.id,
        number: set.number,
        ...light,
        isSound: light.light === 'sound',
        isCaution: light.light === 'caution',
        personas: formatCount(Number(set.personas)),
        made: formatDate(set.createdAt),
        data: set.dataUntil ? formatDate(set.dataUntil) : 'without dates',
        recounted: set.recountedAt ? formatDate(set.recountedAt) : '',
        hash: set.dataHash.slice(0, 12),
        seed: set.seed,
        disputed: Number(set.disputed),
        isInUse: set.id === inUse,
        canPublish: mayChange && set.word !== 'none' && set.id !== inUse,
        typedNote: form?.personaSetId === set.id ? (form.values.note ?? '') : '',
        mustConfirm: form?.personaSetId === set.id && Number(set.disputed) > 0,
        previous: sets.find(({ number }) => number === set.number - 1)?.id ?? '',
      }
    }),
    options: sets.map(({ id, number, createdAt }, index) => ({
      id,
      name: `Set ${number}, ${formatDate(createdAt)}`,
      isBefore: index === Math.min(1, sets.length - 1),
      isAfter: index === 0,
    })),
    history: publications.map((publication) => ({
      what: publication.personaSetId
        ? `Set ${numberOf.get(publication.personaSetId) ?? ''} published`
        : 'Publication taken back',
      note: publication.note,
      who: publication.accountName,
      when: formatDate(publication.at),
    })),
  }
}

/** "Set 2, 3 May 2026" */
export function setName({ number, createdAt }: Pick<PersonaSet, 'number' | 'createdAt'>): string {
  return `Set ${number}, ${formatDate(createdAt)}`
}
