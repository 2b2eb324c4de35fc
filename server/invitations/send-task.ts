import { bestLanguage, inLanguage, languagesOf } from '../../survey-forms/languages/texts.ts'
import type { Database } from '../database/connection.ts'
import { isCancelled } from '../jobs/store.ts'
import type { TaskHandler } from '../jobs/tasks.ts'
import type { Handover, Mail, Mailer } from '../mail/mailer.ts'
import { versionOf } from '../surveys/respondent-store.ts'
import { type Survey, surveyOf } from '../surveys/store.ts'
import { MailNotSetUp, MailServerUnreachable } from './errors.ts'
import { claimMail, dropWaiting, type MailToSend, mailCounts, settleMail } from './mail-store.ts'
import { composedMail, type MessageKind, type MessageText, proposedText } from './message.ts'
import { mailKeyOf, messagesOf, organisationName } from './message-store.ts'
import { optOutPath } from './opt-out.ts'
import { codedAddress } from './single-use-csv.ts'

/** How often a mail that the server put off is offered, and how many times in a row a server may be out of reach. */
const attempts = 3

export interface MailParts {
  mailer: Mailer
  publicAddress: string
}

/**
 * Sends the waiting mails of a survey, one after the other, no faster than the operator allows. Each is marked before it is handed
 * over, so that it goes at most once: a mail doubled annoys a person, a mail missing shows on the page and is one press away.
 */
export function sendMailsTask(parts: MailParts | null): TaskHandler {
  return async ({ db, clock, task, signal, progress }) => {
    const key = { workspaceId: task.workspaceId, surveyId: (task.input as { surveyId: string }).surveyId }
    if (!parts) throw new MailNotSetUp()
    const { config } = parts.mailer
    const write = await mailWriter(db, key, parts)
    const total = (await mailCounts(db, { ...key, at: clock.now() })).waiting
    let sent = 0
    let refused = 0
    let unreachable = 0
    try {
      for (;;) {
        const started = performance.now()
        signal.throwIfAborted()
        progress('Sending', Math.min(sent + refused, total), total)
        const claimed = await claimMail(db, { ...key, at: clock.now() })
        if (!claimed) break
        const mail = { workspaceId: key.workspaceId, personId: claimed.personId, id: claimed.id }
        if (claimed.isUnwanted) {
          await settleMail(db, mail, { state: 'dropped', at: clock.now() })
          continue
        }
        const handover = await parts.mailer.send(write(claimed))
        const state = stateAfter(handover, claimed)
        await settleMail(db, mail, {
          state,
          reason: 'reason' in handover ? handover.reason : '',
          isFree: handover.kind === 'unreachable',
          at: clock.now(),
        })
        if (state === 'sent') sent++
        if (state === 'refused' || state === 'unknown') refused++
        unreachable = handover.kind === 'unreachable' ? unreachable + 1 : 0
        if (handover.kind === 'unreachable' && unreachable >= attempts) throw new MailServerUnreachable(handover.reason)
        const isPutOff = handover.kind === 'unreachable' || handover.kind === 'postponed'
        const wait = isPutOff
          ? config.secondsBeforeRetry * 1000
          : 60_000 / config.perMinute - (performance.now() - started)
        await pause(wait, signal)
      }
    } catch (error) {
      if (signal.aborted && (await isCancelled(db, { workspaceId: key.workspaceId, taskId: task.id })))
        await dropWaiting(db, key)
      throw error
    } finally {
      await parts.mailer.close()
    }
    return saidOf(sent, refused)
  }
}

function stateAfter(handover: Handover, { attempts: made }: MailToSend) {
  if (handover.kind === 'unreachable') return 'waiting' as const
  if (handover.kind === 'postponed') return made >= attempts ? ('refused' as const) : ('waiting' as const)
  return handover.kind
}

function saidOf(sent: number, refused: number): string {
  const mails = sent === 1 ? '1 mail sent.' : `${sent.toLocaleString('en-GB')} mails sent.`
  return refused === 0 ? mails : `${mails} ${refused.toLocaleString('en-GB')} could not be.`
}

/** Puts together the mail to one person, in their language or the survey's. */
export async function mailWriter(
  db: Database,
  key: { workspaceId: string; surveyId: string },
  { publicAddress }: { publicAddress: string },
): Promise<(to: Pick<MailToSend, 'kind' | 'email' | 'emailHash' | 'name' | 'language' | 'fields' | 'code'>) => Mail> {
  const survey = await surveyOf(db, key)
  const written = await writtenOf(db, survey)
  const messages = await messagesOf(db, key)
  const organisation = await organisationName(db, key.workspaceId)
  const mailKey = await mailKeyOf(db, key.workspaceId)
  const offered = languagesOf(written)
  return (to) => {
    const language = bestLanguage(offered, to.language === '' ? [] : [to.language])
    const optOutAddress = `${publicAddress}${optOutPath(mailKey, { workspaceId: key.workspaceId, emailHash: to.emailHash })}`
    const mail = composedMail(textOf(messages, to.kind, language), to, {
      language,
      optOutAddress,
      link: codedAddress(publicAddress, key.surveyId, to.code),
      survey: String(inLanguage(written, language).title),
      organisation,
      minutes: String(written.minutes),
    })
    return { ...mail, to: { name: to.name, address: to.email }, language, optOutAddress }
  }
}

/** The wording of a kind in a language: as somebody wrote it, or as it is offered. */
export function textOf(messages: Map<string, MessageText>, kind: MessageKind, language: string): MessageText {
  return messages.get(`${kind}/${language}`) ?? proposedText(kind, language)
}

/** What respondents see: the published version, before there is one the draft. */
export async function writtenOf(db: Database, survey: Survey) {
  if (survey.publishedVersion === null) return survey.draft
  const { workspaceId, id: surveyId, publishedVersion: version } = survey
  return versionOf(db, { workspaceId, surveyId, version })
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return Promise.resolve()
  return new Promise((done) => {
    const timer = setTimeout(end, milliseconds)
    function end() {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      done()
    }
    signal.addEventListener('abort', end)
  })
}
