import type { SignedInAccount } from '../http/access.ts'
import { formatCount, formatDate } from '../http/format.ts'
import type { FormErrors } from '../http/forms.ts'
import type { TaskView } from '../studies/task-view.ts'
import type { SpeakerRole } from '../text/document.ts'
import { documentHref, documentNumber, documentTitle, fileNameFor } from './document-title.ts'
import type { documentPage, DocumentRow, SpeakerRow, UtteranceRow } from './store.ts'
import { type Purpose, purposes } from './consent-store.ts'
import type { UploadFileRow } from './upload-store.ts'

export const roleNames: Record<SpeakerRole, string> = {
  participant: 'Participant',
  interviewer: 'Interviewer',
  agent: 'Agent',
  system: 'System',
  unknown: 'Not said',
}

/** The list of a study's interviews, with what became of the newest upload and the form for the next. */
export function interviewsView(
  studyId: string,
  parts: {
    documents: Awaited<ReturnType<typeof documentPage>>
    total: number
    next: number | null
    files: UploadFileRow[]
    /** Documents whose speakers nobody has confirmed. */
    waiting: number
    task: TaskView | null
    errors: FormErrors | null
    /** Who looks: file names are not for everybody. */
    account: SignedInAccount
  },
) {
  const { documents, total, next, files, task, errors, account } = parts
  const refused = files.filter(({ state, reason }) => state === 'refused' || reason !== '')
  return {
    studyId,
    heading: headingFor(total),
    hasDocuments: documents.length > 0,
    documents: documents.map((document) => ({
      href: documentHref({ personId: document.personId, documentId: document.id }),
      title: documentTitle(document),
      file: fileNameFor(document.name, account, ''),
      format: formatName(document.format),
      respondent: document.respondent ?? '',
      turns: formatCount(document.turns),
      accepted: formatCount(document.accepted),
      suggested: formatCount(document.suggested),
      speakers: document.areSpeakersConfirmed ? 'Confirmed' : 'Proposed',
    })),
    nextHref: next === null ? '' : `/studies/${studyId}/interviews?after=${next}`,
    task: task?.isUnderWay ? task : null,
    failure: task?.hasFailed ? task.message : '',
    outcome: task && !task.isUnderWay && !task.hasFailed ? task.message : '',
    refused: refused.map(({ name, documents: kept, reason }) => ({
      name: fileNameFor(name, account, 'A file'),
      kept: kept > 0 ? `${formatCount(kept)} kept` : 'Refused',
      reason,
    })),
    waiting: parts.waiting,
    refusedCount: refused.filter(({ documents: kept }) => kept === 0).length,
    errors,
  }
}

function headingFor(total: number): string {
  if (total === 0) return 'No interviews yet'
  return total === 1 ? 'One interview so far' : `${formatCount(total)} interviews, notes and conversations`
}

const hiddenFile = 'a file whose name is not shown'

/** What stands above a document's words: who speaks, what they agreed to, and what was odd about the file. */
export function documentHeadView(
  document: DocumentRow,
  parts: {
    speakers: SpeakerRow[]
    consents: { purpose: string; isGranted: boolean; basis: string }[]
    /** What was noted for this document alone: it goes before what the person said in the study. */
    ownConsents: { purpose: string; isGranted: boolean; basis: string }[]
    person: { label: string; keys: string[]; responses: number }
    size: { turns: number; firstMilliseconds: number | null; lastMilliseconds: number | null }
    errors: FormErrors | null
    typedKey: string
    /** Whether pseudonyms are shown, and how many places they stand in. */
    readable: { isShown: boolean; replaced: number }
    account: SignedInAccount
  },
) {
  const { speakers, consents, ownConsents, person, size, errors, typedKey, readable, account } = parts
  const href = documentHref({ personId: document.personId, documentId: document.id })
  return {
    href,
    studyId: document.studyId,
    personId: document.personId,
    title: documentTitle(document),
    number: documentNumber(document.number),
    facts: [lengthOf(size), `brought in ${formatDate(document.createdAt)}`].join(', '),
    consent: consentSentence([...ownConsents, ...consents]),
    file: readable.isShown ? hiddenFile : fileNameFor(document.name, account, hiddenFile),
    isReadable: readable.isShown,
    replaced: formatCount(readable.replaced),
    hasReplaced: readable.replaced > 0,
    format: formatName(document.format),
    warnings: document.warnings,
    revision: document.textRevision,
    areSpeakersConfirmed: document.areSpeakersConfirmed,
    speakers: speakers.map((speaker, index) => ({
      index,
      name: speaker.label,
      label: readable.isShown
        ? speakerName(speaker.label, speakers, { isReadable: true })
        : speaker.label || 'Nobody is named',
      turns: formatCount(speaker.turns),
      reason: speaker.reason,
      roleName: roleNames[speaker.role],
      roles: Object.entries(roleNames).map(([value, name]) => ({ value, name, isChosen: value === speaker.role })),
    })),
    respondent: person.label,
    keyList: person.keys.join(', '),
    responses: formatCount(person.responses),
    hasResponses: person.responses > 0,
    typedKey,
    errors,
  }
}

/** Links to the parts of a document that is longer than a page. */
export function partsView(
  href: string,
  { from, shown, total, isReadable }: { from: number; shown: number; total: number; isReadable: boolean },
  turnsAtOnce: number,
) {
  const more = isReadable ? '&readable=yes' : ''
  return {
    isWhole: from === 0 && shown >= total,
    sentence: `Turns ${formatCount(from + 1)} to ${formatCount(from + shown)} of ${formatCount(total)}`,
    before: from > 0 ? `${href}?from=${Math.max(0, from - turnsAtOnce)}${more}` : '',
    after: from + shown < total ? `${href}?from=${from + shown}${more}` : '',
  }
}

/** "Participant", or the label beside it where several people have the same role; for readers outside a number. */
export function speakerName(label: string, speakers: SpeakerRow[], { isReadable = false } = {}): string {
  const speaker = speakers.find((one) => one.label === label)
  const role = speaker?.role ?? 'unknown'
  const alike = speakers.filter((one) => one.role === role)
  if (isReadable) {
    const name = role === 'unknown' ? 'Speaker' : roleNames[role]
    return alike.length === 1 ? name : `${name} ${alike.findIndex((one) => one.label === label) + 1}`
  }
  if (role === 'unknown') return label || 'Nobody named'
  return alike.length === 1 ? roleNames[role] : `${roleNames[role]} ${label}`
}

/** 12:41, or 1:02:41 from an hour on. */
export function clockTime(milliseconds: UtteranceRow['startMilliseconds']): string {
  if (milliseconds === null) return ''
  const seconds = Math.floor(milliseconds / 1000)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const rest = String(seconds % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

function lengthOf(size: { turns: number; firstMilliseconds: number | null; lastMilliseconds: number | null }): string {
  const { turns, firstMilliseconds, lastMilliseconds } = size
  const spoken = `${formatCount(turns)} ${turns === 1 ? 'turn' : 'turns'}`
  if (lastMilliseconds === null) return spoken
  const minutes = Math.max(1, Math.round((lastMilliseconds - fromBeginning(firstMilliseconds)) / 60_000))
  return `${formatCount(minutes)} ${minutes === 1 ? 'minute' : 'minutes'}, ${spoken}`
}

/** Times of the day begin at midnight, and the talk does not: more than an hour before the first word is no recording. */
function fromBeginning(firstMilliseconds: number | null): number {
  return firstMilliseconds !== null && firstMilliseconds > 3_600_000 ? firstMilliseconds : 0
}

function consentSentence(consents: { purpose: string; isGranted: boolean; basis: string }[]): string {
  const granted = (purpose: string) => consents.find((one) => one.purpose === purpose)?.isGranted === true
  const basis = consents.find((one) => one.basis !== '')?.basis
  const source = basis ? ` Basis: ${basis.replace(/\.$/, '')}.` : ' No basis was noted.'
  if (consents.some(({ purpose, isGranted }) => purpose === 'analysis' && !isGranted) && !granted('analysis'))
    return `Participant does not agree to analysis: these words count nowhere.${source}`
  if (!granted('analysis')) return 'Nothing is known of a consent.'
  if (granted('quoting')) return `Participant gave consent to analysis and to quotes.${source}`
  return `Participant gave consent to analysis, not to quotes: no word of theirs leaves this workspace.${source}`
}

const purposeQuestions: Record<Purpose, string> = {
  analysis: 'May these words be analysed?',
  quoting: 'May they be quoted, without a name?',
  recontact: 'May the person be asked again?',
}

/** The form of a document's own consent: each purpose granted, refused, or left as the person said in the study. */
export function consentView(
  inStudy: { purpose: string; isGranted: boolean }[],
  own: { purpose: string; isGranted: boolean; at: Date }[],
) {
  return purposes.map((purpose) => {
    const said = inStudy.find((one) => one.purpose === purpose)
    const noted = own.find((one) => one.purpose === purpose)
    const asSaid = said ? (said.isGranted ? 'yes' : 'no') : 'nothing'
    return {
      purpose,
      question: purposeQuestions[purpose],
      choices: [
        ...(noted ? [] : [{ value: 'as-said', name: `As in the study: ${asSaid}`, isChosen: true }]),
        { value: 'yes', name: 'Yes', isChosen: noted?.isGranted === true },
        { value: 'no', name: 'No', isChosen: noted?.isGranted === false },
      ],
      note: noted ? `Noted for this document on ${formatDate(noted.at)}.` : '',
    }
  })
}

/** A format as a person calls it. */
export function formatName(format: string): string {
  const names: Record<string, string> = {
    vtt: 'WebVTT',
    srt: 'SubRip',
    sbv: 'SBV',
    text: 'Text',
    markdown: 'Markdown',
    docx: 'Word',
    notes: 'Notes',
    'csv-interviews': 'Table, one interview a row',
    'csv-turns': 'Table, one turn a row',
    json: 'JSON',
    odt: 'OpenDocument',
    rtf: 'Rich text',
    pdf: 'PDF',
    html: 'HTML',
    chat: 'CHAT',
  }
  return names[format] ?? format
}
