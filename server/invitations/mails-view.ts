import type { Instrument } from '../../survey-forms/instrument.ts'
import { directionOf } from '../../survey-forms/languages/direction.ts'
import { languageName } from '../../survey-forms/languages/phrases.ts'
import { languagesOf } from '../../survey-forms/languages/texts.ts'
import { formatCount } from '../http/format.ts'
import type { FormErrors } from '../http/forms.ts'
import type { Survey } from '../surveys/store.ts'
import type { MailCounts } from './mail-store.ts'
import { type ComposedMail, type MessageKind, type MessageText, messageKinds } from './message.ts'

export interface MailsFacts {
  survey: Survey
  written: Instrument
  kind: MessageKind
  language: string
  text: MessageText
  /** Whether somebody wrote this wording, or it is the one offered. */
  isWritten: boolean
  /** How the wording reads to somebody invited; null while it cannot be sent. */
  preview: (ComposedMail & { to: string }) | null
  fields: string[]
  plan: { mostReminders: number; daysBetweenMails: number }
  counts: MailCounts
  due: Record<MessageKind, number>
  isSetUp: boolean
  /** Whether mails are going out at this moment. */
  isSending: boolean
  mayChange: boolean
  /** What became of a test mail, in a sentence. */
  said: string
  errors: FormErrors | null
  typed: Record<string, string>
}

const kindWords = { invitation: 'Invitation', reminder: 'Reminder' } as const

/** Mail to invited people: how it stands, when to remind, how it reads in each language. */
export function mailsView(facts: MailsFacts) {
  const { survey, kind, language, counts, due, typed, plan, isSetUp } = facts
  const base = `/surveys/${survey.id}`
  const isReady = isSetUp && survey.state === 'open' && survey.linkMode === 'personal'
  return {
    base,
    title: survey.draft.title,
    heading:
      counts.sent === 0
        ? 'No mail has gone out yet'
        : `${formatCount(counts.sent)} ${counts.sent === 1 ? 'mail has' : 'mails have'} gone out`,
    isSetUp,
    isOpen: survey.state === 'open',
    isPersonal: survey.linkMode === 'personal',
    mayChange: facts.mayChange,
    canSend: isReady && facts.mayChange && !facts.isSending && counts.waiting === 0,
    errors: facts.errors,
    said: facts.said,
    figures: [
      { name: 'Sent', number: counts.sent },
      { name: 'Waiting', number: counts.waiting },
      { name: 'Not taken', number: counts.refused },
      { name: 'May have gone', number: counts.unknown },
    ]
      .filter(({ number, name }) => number > 0 || name === 'Sent')
      .map(({ name, number }) => ({ name, number: formatCount(number) })),
    hasUnknown: counts.unknown > 0,
    waiting: counts.waiting > 0 && !facts.isSending ? formatCount(counts.waiting) : null,
    sendings: messageKinds.map((one) => ({
      kind: one,
      sentence: dueSentence(one, due[one]),
      button: `Send ${one === 'invitation' ? 'invitations' : 'reminders'} to ${formatCount(due[one])}`,
      isDue: due[one] > 0,
    })),
    plan: {
      mostReminders: typed.mostReminders ?? String(plan.mostReminders),
      daysBetweenMails: typed.daysBetweenMails ?? String(plan.daysBetweenMails),
    },
    wordings: messageKinds.flatMap((one) =>
      languagesOf(facts.written).map((code) => ({
        href: `${base}/mails?kind=${one}&language=${code}#wording`,
        kindName: kindWords[one],
        language: code,
        direction: directionOf(code),
        languageName: languageName(code),
        isHere: one === kind && code === language,
      })),
    ),
    kind,
    kindName: kindWords[kind],
    language,
    languageName: languageName(language),
    direction: directionOf(language),
    isOffered: !facts.isWritten,
    subject: typed.subject ?? facts.text.subject,
    body: typed.body ?? facts.text.body,
    places: [
      '{link}',
      '{survey}',
      '{organisation}',
      '{minutes}',
      '{name|there}',
      ...facts.fields.map((field) => `{${field}|…}`),
    ],
    preview: facts.preview,
  }
}

function dueSentence(kind: MessageKind, count: number): string {
  const people = count === 1 ? '1 person' : `${formatCount(count)} people`
  if (kind === 'invitation')
    return count === 0
      ? 'Everybody with an address has been written to.'
      : `${people} with an address ${count === 1 ? 'has' : 'have'} had no mail yet.`
  return count === 0
    ? 'Nobody is due a reminder today.'
    : `${people} ${count === 1 ? 'has not finished and is' : 'have not finished and are'} due a reminder.`
}
