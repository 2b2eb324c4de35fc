import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { colleaguesOf } from '../accounts/colleagues-store.ts'
import { namesOfAccounts } from '../accounts/store.ts'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors } from '../http/forms.ts'
import { ownPath } from '../http/own-address.ts'
import { sendPage } from '../http/page.ts'
import type { TaskQueue } from '../jobs/tasks.ts'
import { replacementsOfStudy } from '../redaction/readable.ts'
import { studyParams } from '../studies/schema.ts'
import { type StudyKey, studyOf } from '../studies/store.ts'
import { chosenCode } from '../tagging/choose-code.ts'
import { askToLearn } from '../tagging/learning/learn-study.ts'
import { agreementCsv, agreementRows, agreementXlsx } from './agreement-files.ts'
import { closeAndSettle, readDocuments, settleUnits } from './close-round.ts'
import { codingRoutes } from './coding-routes.ts'
import { tagsPerCoder } from './coding-store.ts'
import { disagreementsView } from './disagreements-view.ts'
import { RoundNotFound, RoundOver, RoundRefused, RoundStillOpen } from './errors.ts'
import { agreedOn, disagreementsOf, roundFigures } from './figures.ts'
import { insertResolution } from './resolution-store.ts'
import { documentsOfRound, documentsToCode, findRound, type RoundRow, roundsOfStudy } from './round-store.ts'
import { disagreementsQuery, newRoundForm, resolutionForm, roundDocumentParams, roundParams } from './schema.ts'
import { asResolved, labelOf } from './settle.ts'
import { startRound } from './start-round.ts'
import { labelsApart, labelsOn, type ReadUnit } from './units.ts'
import { roundsView, roundView } from './view.ts'

const disagreementsAtOnce = 20

/** Coding rounds: two people code the same words unseen by each other, then see how well they agree and settle the rest. */
export const agreementRoutes: FastifyPluginAsyncZod<{ db: Database; tasks: TaskQueue }> = async (
  app,
  { db, tasks },
) => {
  await app.register(codingRoutes, { db, tasks })

  app.get('/studies/:studyId/coding-rounds', { schema: { params: studyParams } }, async (request, reply) =>
    sendRounds(request, reply, { studyId: request.params.studyId }),
  )

  app.post('/studies/:studyId/coding-rounds', { schema: { params: studyParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const key = { workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    const form = newRoundForm.safeParse(request.body)
    if (!form.success)
      return sendRounds(request, reply.status(422), { ...key, errors: formErrors(form.error), typed: request.body })
    try {
      const coders = new Set((await codersOf(workspaceId)).map(({ id }) => id))
      const roundId = await startRound(db, key, { form: form.data, coders, accountId, at: request.clock.now() })
      return reply.redirect(`/coding-rounds/${roundId}`, 303)
    } catch (error) {
      if (!(error instanceof RoundRefused)) throw error
      const errors = formErrors({ secondCoder: error.message })
      return sendRounds(request, reply.status(422), { ...key, errors, typed: request.body })
    }
  })

  app.get('/coding-rounds/:roundId', { schema: { params: roundParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const round = await roundOf(workspaceId, request.params.roundId)
    const study = await studyOf(db, { workspaceId, studyId: round.studyId })
    const key = { workspaceId, roundId: round.id }
    const position = round.coders.indexOf(accountId)
    const view = roundView(round, {
      names: await namesIn(workspaceId, [round]),
      documents: await documentsOfRound(db, key),
      codes: await codesOfStudy(db, { workspaceId, studyId: round.studyId }),
      coder: position === 0 || position === 1 ? position : null,
      tags: await tagsPerCoder(db, key),
      figures: round.closedAt === null ? null : await roundFigures(db, { workspaceId, round }),
    })
    const frame = { title: view.title, styles: ['document', 'agreement'], study, section: 'interviews' as const }
    return sendPage(request, reply, 'pages/agreement/round', frame, view)
  })

  app.post('/coding-rounds/:roundId/closure', { schema: { params: roundParams } }, async (request, reply) => {
    const { workspaceId, accountId } = request.account
    const round = await roundOf(workspaceId, request.params.roundId)
    if (!(await closeAndSettle(db, { workspaceId, round, accountId, at: request.clock.now() }))) throw new RoundOver()
    await askToLearn(db, tasks, { workspaceId, studyId: round.studyId })
    return reply.redirect(`/coding-rounds/${round.id}`, 303)
  })

  app.get(
    '/coding-rounds/:roundId/disagreements',
    { schema: { params: roundParams, querystring: disagreementsQuery } },
    async (request, reply) => {
      const { workspaceId, role } = request.account
      const round = await closedRound(workspaceId, request.params.roundId)
      const study = await studyOf(db, { workspaceId, studyId: round.studyId })
      const { query } = request
      const asked = { label: query.label, onlyOpen: query.show === 'open', from: query.from ?? 0 }
      const page = await disagreementsOf(db, { workspaceId, round }, { ...asked, limit: disagreementsAtOnce })
      const others = page.rows.flatMap(({ resolution }) => (resolution ? [resolution.resolvedBy] : []))
      const view = disagreementsView(round, page, {
        names: await namesIn(workspaceId, [round], others),
        codes: await codesOfStudy(db, { workspaceId, studyId: round.studyId }),
        query,
        canChange: role !== 'viewer',
        atOnce: disagreementsAtOnce,
        replacements:
          role === 'viewer' ? await replacementsOfStudy(db, { workspaceId, studyId: round.studyId }) : new Map(),
      })
      const title = `Where the coders differ, round ${round.number}`
      const frame = { title, styles: ['document', 'agreement'], study, section: 'interviews' as const }
      return sendPage(request, reply, 'pages/agreement/disagreements', frame, view)
    },
  )

  app.post(
    '/coding-rounds/:roundId/documents/:personId/:documentId/resolution',
    { schema: { params: roundDocumentParams } },
    async (request, reply) => {
      const { workspaceId, accountId } = request.account
      const { roundId, personId, documentId } = request.params
      const round = await closedRound(workspaceId, roundId)
      const form = resolutionForm.safeParse(request.body)
      if (!form.success) throw new RoundRefused('Choose what these words say.')
      const { start, end, choice, code, returnTo } = form.data
      const found = await unitAt(workspaceId, round, { personId, documentId, start, end })
      if (!found) throw new RoundNotFound()
      const labels = await labelsFor(workspaceId, round, found.unit, { choice, code })
      const at = request.clock.now()
      await db.transaction().execute(async (tx) => {
        const place = { workspaceId, roundId, personId, documentId, start, end }
        await insertResolution(tx, { ...place, choice, labels, resolvedBy: accountId, resolvedAt: at })
        const { document, unit } = found
        await settleUnits(tx, { workspaceId, round, accountId, at, document }, [asResolved(unit, labels)])
      })
      await askToLearn(db, tasks, { workspaceId, studyId: round.studyId })
      return reply.redirect(ownPath(returnTo), 303)
    },
  )

  for (const format of ['csv', 'xlsx'] as const) {
    app.get(
      `/coding-rounds/:roundId/agreement.${format}`,
      { schema: { params: roundParams } },
      async (request, reply) => {
        const { workspaceId } = request.account
        const round = await closedRound(workspaceId, request.params.roundId)
        const codes = await codesOfStudy(db, { workspaceId, studyId: round.studyId })
        const rows = agreementRows(await roundFigures(db, { workspaceId, round }), codes)
        reply.header('content-disposition', `attachment; filename="agreement-round-${round.number}.${format}"`)
        reply.header('cache-control', 'no-store')
        if (format === 'csv') return reply.type('text/csv; charset=utf-8').send(agreementCsv(rows))
        return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(agreementXlsx(rows))
      },
    )
  }

  async function roundOf(workspaceId: string, roundId: string): Promise<RoundRow> {
    const round = await findRound(db, { workspaceId, roundId })
    if (!round) throw new RoundNotFound()
    return round
  }

  async function closedRound(workspaceId: string, roundId: string): Promise<RoundRow> {
    const round = await roundOf(workspaceId, roundId)
    if (round.closedAt === null) throw new RoundStillOpen()
    return round
  }

  /** A unit on which the coders differ, with its document. */
  async function unitAt(
    workspaceId: string,
    round: RoundRow,
    { documentId, personId, start, end }: { personId: string; documentId: string; start: number; end: number },
  ) {
    for await (const document of readDocuments(db, { workspaceId, round, only: documentId })) {
      if (document.personId !== personId) continue
      const unit = document.units.find((one) => one.start === start && one.end === end)
      return unit && labelsApart(unit).length > 0 ? { document, unit } : undefined
    }
    return undefined
  }

  async function labelsFor(
    workspaceId: string,
    round: RoundRow,
    unit: ReadUnit,
    { choice, code }: { choice: 'first' | 'second' | 'both' | 'neither' | 'other'; code: string },
  ): Promise<string[]> {
    const [first, second] = [labelsOn(unit.tags[0]), labelsOn(unit.tags[1])]
    const agreed = agreedOn(unit, labelsApart(unit))
    if (choice === 'first') return first
    if (choice === 'second') return second
    if (choice === 'both') return [...new Set([...first, ...second])]
    if (choice === 'neither') return agreed
    if (code === '') throw new RoundRefused('Choose the other code that these words say.')
    const label = labelOf(chosenCode(code, await codesOfStudy(db, { workspaceId, studyId: round.studyId })))
    return [...new Set([...agreed, label])]
  }

  /** People who may code: everybody with an open account who may change the workspace. */
  async function codersOf(workspaceId: string) {
    const colleagues = await colleaguesOf(db, workspaceId)
    return colleagues.filter(({ role, closedAt }) => role !== 'viewer' && closedAt === null)
  }

  async function namesIn(workspaceId: string, rounds: RoundRow[], others: string[] = []) {
    const people = rounds.flatMap(({ coders, startedBy, closedBy }) => [
      ...coders,
      startedBy,
      ...(closedBy ? [closedBy] : []),
    ])
    return namesOfAccounts(db, { workspaceId, accountIds: [...new Set([...people, ...others])] })
  }

  async function sendRounds(
    request: FastifyRequest,
    reply: FastifyReply,
    { studyId, errors = null, typed = {} }: Pick<StudyKey, 'studyId'> & { errors?: FormErrors | null; typed?: unknown },
  ) {
    const { workspaceId, accountId } = request.account
    const key = { workspaceId, studyId }
    const study = await studyOf(db, key)
    const rounds = await roundsOfStudy(db, key)
    const view = roundsView(study.id, {
      rounds,
      names: await namesIn(workspaceId, rounds),
      codes: await codesOfStudy(db, key),
      coders: await codersOf(workspaceId),
      accountId,
      documents: (await documentsToCode(db, key)).length,
      errors,
      typed: (typed ?? {}) as Record<string, unknown>,
    })
    const title = errors ? 'Error: Coding rounds' : 'Coding rounds'
    const frame = { title, styles: ['document', 'agreement'], study, section: 'interviews' as const }
    return sendPage(request, reply, 'pages/agreement/rounds', frame, view)
  }
}
