import { formatCount, formatDate } from '../http/format.ts'
import type { FormErrors } from '../http/forms.ts'
import type { Survey } from '../surveys/store.ts'
import type { Invitation, invitationCounts, InvitationState } from './invitation-store.ts'
import { columnUses, type ColumnUse } from './people-file.ts'
import { stateWords } from './state-words.ts'
import type { InvitationUpload } from './upload-store.ts'

export const invitationsShown = 50

export interface InvitationsFacts {
  survey: Survey
  counts: Awaited<ReturnType<typeof invitationCounts>>
  /** One more than is shown, where there are more. */
  invitations: Invitation[]
  search: string
  uploads: InvitationUpload[]
  /** Whether somebody works on a list at this moment. */
  isReading: boolean
  mayChange: boolean
  typed: Record<string, string>
  errors: FormErrors | null
}

const useWords: Record<ColumnUse, string> = {
  email: 'E-mail address',
  name: 'Name',
  firstName: 'First name',
  lastName: 'Last name',
  language: 'Language',
  key: 'Id that they are known by here',
  field: 'A field of their own',
  none: 'Leave it out',
}

const orderOfStates = Object.keys(stateWords) as InvitationState[]

/** Who is invited to a survey, how far they are, and lists that wait to be confirmed. */
export function invitationsView(facts: InvitationsFacts) {
  const { survey, counts, search, errors, mayChange } = facts
  const base = `/surveys/${survey.id}`
  const shown = facts.invitations.slice(0, invitationsShown)
  const last = shown.at(-1)
  const more = facts.invitations.length > shown.length && last
  const query = search === '' ? '' : `search=${encodeURIComponent(search)}&`
  return {
    base,
    title: survey.draft.title,
    heading:
      counts.invited === 0
        ? 'Nobody is invited yet'
        : `${formatCount(counts.invited)} ${counts.invited === 1 ? 'person is' : 'people are'} invited`,
    isPersonal: survey.linkMode === 'personal',
    isAnonymous: survey.isAnonymous,
    mayChange,
    errors,
    figures: figuresOf(facts),
    hasInvited: counts.invited > 0,
    search,
    people: shown.map((invitation) => ({
      href: `/studies/${survey.studyId}/people/${invitation.personId}`,
      who: invitation.email || invitation.name || 'No address',
      name: invitation.email === '' ? '' : invitation.name,
      language: invitation.language,
      state: survey.isAnonymous ? '' : stateWords[invitation.state],
    })),
    moreHref: more ? `${base}/invitations?${query}after=${last.personId}` : null,
    waiting: facts.uploads.filter(({ state }) => state === 'proposed').map((upload) => waitingView(upload, facts)),
    lists: facts.uploads
      .filter(({ state }) => state !== 'proposed')
      .map((upload) => ({
        id: upload.id,
        fileName: upload.fileName,
        on: formatDate(upload.createdAt),
        basis: upload.basis,
        kept: formatCount(upload.keptCount),
        message: upload.state === 'importing' && !facts.isReading ? 'Reading was stopped.' : (upload.message ?? ''),
        refused: refusedView(upload),
      })),
  }
}

function figuresOf({ survey, counts }: InvitationsFacts) {
  const finished = survey.isAnonymous
    ? [{ name: 'Have answered', number: formatCount(counts.finished) }]
    : orderOfStates
        .map((state) => ({ name: stateWords[state], count: counts.states.get(state) ?? 0 }))
        .filter(({ count }) => count > 0)
        .map(({ name, count }) => ({ name: `${name[0]!.toUpperCase()}${name.slice(1)}`, number: formatCount(count) }))
  return counts.invited === 0 ? [] : [{ name: 'Invited', number: formatCount(counts.invited) }, ...finished]
}

function waitingView(upload: InvitationUpload, { survey, typed, errors }: InvitationsFacts) {
  const { columns, sample, read, usable } = upload.proposal
  const isTyped = typed.uploadId === upload.id
  return {
    id: upload.id,
    fileName: upload.fileName,
    action: `/surveys/${survey.id}/invitation-lists/${upload.id}`,
    summary: `${formatCount(usable)} of ${formatCount(read)} ${read === 1 ? 'line' : 'lines'} can be invited.`,
    basis: isTyped ? (typed.basis ?? '') : '',
    basisError: isTyped ? (errors?.of.basis ?? '') : '',
    columnsError: isTyped ? (errors?.of.columns ?? '') : '',
    columns: columns.map(({ header, use, field }, index) => ({
      header,
      index,
      field,
      samples: sample.map((cells) => cells[index] ?? '').filter((cell) => cell !== ''),
      uses: columnUses
        // Ids join nobody in an anonymous survey.
        .filter((one) => one !== 'key' || !survey.isAnonymous || use === 'key')
        .map((value) => ({
          value,
          word: useWords[value],
          isChosen: value === (isTyped ? typed[`use-${index}`] : use),
        })),
    })),
    refused: refusedView(upload),
  }
}

function refusedView({ refused, refusedCount }: InvitationUpload) {
  if (refusedCount === 0) return null
  const listed = refused.slice(0, 50)
  return {
    title: refusedCount === 1 ? '1 line is not kept' : `${formatCount(refusedCount)} lines are not kept`,
    lines: listed.map(({ line, reason }) => `Line ${formatCount(line)}: ${reason}.`),
    more: refusedCount > listed.length ? `${formatCount(refusedCount - listed.length)} more are not listed.` : null,
  }
}
