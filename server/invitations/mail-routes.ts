import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { bestLanguage, languagesOf } from '../../survey-forms/languages/texts.ts'
import { ownAccount } from '../accounts/colleagues-store.ts'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, offeredValues, typedValues } from '../http/forms.ts'
import { addressOf } from '../http/own-address.ts'
import { sendPage } from '../http/page.ts'
import { newestTask } from '../jobs/store.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import type { Mailer } from '../mail/mailer.ts'
import { studyOf } from '../studies/store.ts'
import { taskView } from '../studies/task-view.ts'
import { surveyParams } from '../surveys/schema.ts'
import { type Survey, type SurveyKey, surveyOf } from '../surveys/store.ts'
import { MailNotSetUp, NothingToSend } from './errors.ts'
import { anInvitation, fieldsOfInvitations } from './invitation-store.ts'
import { countRecipients, dropWaiting, mailCounts, writeBatch } from './mail-store.ts'
import { mailsView } from './mails-view.ts'
import { composedMail, type MessageText, problemsOfText } from './message.ts'
import { messagesOf, organisationName, reminderPlanOf, saveMessage, saveReminderPlan } from './message-store.ts'
import { mailQuery, messageForm, planForm, sendingForm } from './schema.ts'
import { textOf, writtenOf } from './send-task.ts'

interface Shown {
  errors?: FormErrors
  said?: string
  /** A wording that is looked at or tried without being kept. */
  text?: MessageText
}

/** Mail to a survey's invited people: wording by language, sending, reminding. */
export const mailRoutes: FastifyPluginAsyncZod<{
  db: Database
  tasks: TaskQueue
  mailer: Mailer | null
}> = async (app, { db, tasks, mailer }) => {
  const { publicAddress } = app
  const survey = { schema: { params: surveyParams } }
  const keyOf = (request: FastifyRequest): SurveyKey => ({
    workspaceId: request.account.workspaceId,
    surveyId: (request.params as { surveyId: string }).surveyId,
  })
  const send = (found: Survey) =>
    tasks.send({
      workspaceId: found.workspaceId,
      studyId: found.studyId,
      kind: 'send-mails',
      subjectId: found.id,
      input: { surveyId: found.id },
    })

  app.get('/surveys/:surveyId/mails', { schema: { params: surveyParams, querystring: mailQuery } }, (request, reply) =>
    sendMails(request, reply, {}),
  )

  app.post('/surveys/:surveyId/messages', survey, async (request, reply) => {
    const key = keyOf(request)
    const found = await surveyOf(db, key)
    const form = offeredValues(messageForm, request.body)
    const text = { subject: form.subject.trim(), body: form.body.replace(/\r\n?/g, '\n').trim() }
    const problems = problemsOfText(text, await fieldsOfInvitations(db, key))
    if (Object.keys(problems).length > 0)
      return sendMails(request, reply, { errors: formErrors(problems as Record<string, string>), text })
    if (form._do === 'test') return sendMails(request, reply, { said: await tryOnOneself(request, found, text), text })
    await saveMessage(db, { ...key, kind: form.kind, language: form.language, ...text })
    return reply.redirect(`/surveys/${key.surveyId}/mails?kind=${form.kind}&language=${form.language}#wording`, 303)
  })

  app.post('/surveys/:surveyId/reminder-plan', survey, async (request, reply) => {
    const key = keyOf(request)
    await surveyOf(db, key)
    const form = planForm.safeParse(request.body)
    if (!form.success) return sendMails(request, reply, { errors: formErrors(form.error) })
    await saveReminderPlan(db, { ...key, ...form.data })
    return reply.redirect(`/surveys/${key.surveyId}/mails`, 303)
  })

  app.post('/surveys/:surveyId/mails', survey, async (request, reply) => {
    const key = keyOf(request)
    const found = await surveyOf(db, key)
    const { kind } = offeredValues(sendingForm, request.body)
    assertReady(found)
    const at = request.clock.now()
    if (!(await writeBatch(db, kind, { ...key, at })))
      throw new NothingToSend(kind === 'invitation' ? 'Everybody has been written to.' : 'Nobody is due a reminder.')
    await send(found)
    return reply.redirect(`/surveys/${key.surveyId}/mails`, 303)
  })

  app.post('/surveys/:surveyId/mails/continuation', survey, async (request, reply) => {
    const found = await surveyOf(db, keyOf(request))
    assertReady(found)
    await send(found)
    return reply.redirect(`/surveys/${found.id}/mails`, 303)
  })

  app.post('/surveys/:surveyId/mails/removal', survey, async (request, reply) => {
    const key = keyOf(request)
    await surveyOf(db, key)
    await dropWaiting(db, key)
    return reply.redirect(`/surveys/${key.surveyId}/mails`, 303)
  })

  function assertReady(found: Survey): void {
    if (!mailer || !publicAddress) throw new MailNotSetUp()
    if (found.linkMode !== 'personal') throw new NothingToSend('Choose “Invited people” as the way in first.')
    if (found.state !== 'open')
      throw new NothingToSend('Open the survey first, so that whoever gets a mail can answer.')
  }

  /** Sends a wording to whoever is signed in, with the survey's preview in the place of a person's link. */
  async function tryOnOneself(request: FastifyRequest, found: Survey, text: MessageText): Promise<string> {
    if (!mailer || !publicAddress) throw new MailNotSetUp()
    const { kind, language } = offeredValues(messageForm, request.body)
    const { email, name } = await ownAccount(db, request.account)
    const mail = await asSomebodyReads(found, {
      text,
      language,
      link: `${publicAddress}/surveys/${found.id}/preview`,
      optOutAddress: `${publicAddress}/o/…`,
    })
    const to = { name, address: email }
    const subject = `Test (${kind}): ${mail.subject}`
    const handover = await mailer.send({ ...mail, subject, to, language, optOutAddress: null })
    await mailer.close()
    return handover.kind === 'sent'
      ? `A test mail is on its way to ${email}.`
      : `The test mail was not sent (${handover.reason}).`
  }

  async function asSomebodyReads(
    found: Survey,
    {
      text,
      language,
      link,
      optOutAddress,
    }: { text: MessageText; language: string; link: string; optOutAddress: string },
  ) {
    const key = { workspaceId: found.workspaceId, surveyId: found.id }
    const example = (await anInvitation(db, key)) ?? { name: '', language: '', fields: {} }
    const written = await writtenOf(db, found)
    const organisation = await organisationName(db, key.workspaceId)
    const facts = { survey: found.draft.title, organisation, minutes: String(written.minutes) }
    return { ...composedMail(text, example, { ...facts, language, link, optOutAddress }), to: example.name }
  }

  async function sendMails(request: FastifyRequest, reply: FastifyReply, { errors, said = '', text }: Shown) {
    const key = keyOf(request)
    const found = await surveyOf(db, key)
    const study = await studyOf(db, { workspaceId: key.workspaceId, studyId: found.studyId })
    const written = await writtenOf(db, found)
    const at = request.clock.now()
    const asked = mailQuery.parse(text || errors ? { ...typedValues(request.body) } : request.query)
    const language = bestLanguage(languagesOf(written), asked.language ? [asked.language] : [])
    const messages = await messagesOf(db, key)
    const fields = await fieldsOfInvitations(db, key)
    const shown = text ?? textOf(messages, asked.kind, language)
    const canBeSent = Object.keys(problemsOfText(shown, fields)).length === 0
    const address = addressOf(request)
    const link = `${address}/s/${found.id}?code=…`
    const newest = await newestTask(db, { workspaceId: key.workspaceId, studyId: found.studyId, kinds: ['send-mails'] })
    const task = newest?.subjectId === key.surveyId ? taskView(newest) : null
    const view = {
      ...mailsView({
        survey: found,
        written,
        kind: asked.kind,
        language,
        text: shown,
        isWritten: messages.has(`${asked.kind}/${language}`),
        preview: canBeSent
          ? await asSomebodyReads(found, { text: shown, language, link, optOutAddress: `${address}/o/…` })
          : null,
        fields,
        plan: await reminderPlanOf(db, key),
        counts: await mailCounts(db, { ...key, at }),
        due: {
          invitation: await countRecipients(db, 'invitation', { ...key, at }),
          reminder: await countRecipients(db, 'reminder', { ...key, at }),
        },
        isSetUp: mailer !== null && publicAddress !== undefined,
        isSending: task?.isUnderWay ?? false,
        mayChange: request.account.role !== 'viewer',
        said,
        errors: errors ?? null,
        typed: errors ? typedValues(request.body) : {},
      }),
      task: task?.isUnderWay ? task : null,
      failure: task?.hasFailed ? task.message : '',
    }
    if (errors) reply.status(422)
    const waiting = task?.isUnderWay ? { refreshSeconds: 2, scripts: ['task-progress'] } : {}
    const title = `${errors ? 'Error: ' : ''}Mail: ${found.draft.title}`
    const frame = { title, styles: ['invitations'], study, section: 'survey' as const, ...waiting }
    return sendPage(request, reply, 'pages/invitations/mails', frame, view)
  }
}
