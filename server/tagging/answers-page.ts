import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { namesOfAccounts } from '../accounts/store.ts'
import { type CodeRow, codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import type { SignedInAccount } from '../http/access.ts'
import { sendPage } from '../http/page.ts'
import { newestTask } from '../jobs/store.ts'
import { answersToItem } from '../responses/open-answers-store.ts'
import { variablesOfStudy } from '../responses/store.ts'
import { type StudyKey, studyOf } from '../studies/store.ts'
import { taskView } from '../studies/task-view.ts'
import type { answersQuery } from './schema.ts'
import { memosOn } from './memo-store.ts'
import { stepsView } from './step-view.ts'
import { countTagsOnAnswers, tagsOnAnswers } from './store.ts'
import { nextSteps } from './tag-actions-store.ts'
import { address, countsView, facetViews, type TurnInput, turnViews } from './view.ts'

const answersAtOnce = 50

/** Answers with the open answers to one question, each with its tags. */
export async function sendAnswers(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { key, query }: { key: StudyKey; query: z.infer<typeof answersQuery> },
): Promise<FastifyReply> {
  const study = await studyOf(db, key)
  const questions = (await variablesOfStudy(db, key)).filter(({ role }) => role === 'text')
  const question = questions.find(({ name }) => name === query.item) ?? questions[0]
  const path = `/studies/${key.studyId}/answers`
  const running = await newestTask(db, { ...key, kinds: ['suggest-tags'] })
  const task = running ? taskView(running) : null
  const item = question?.name ?? ''
  const counts = await countTagsOnAnswers(db, { ...key, item })
  const { accountId } = request.account
  const codes = await codesOfStudy(db, key)
  const { turns, last } = question
    ? await turnsOf(db, { key, query, item, path, codes, account: request.account })
    : { turns: [], last: undefined }
  const view = {
    studyId: key.studyId,
    questions: questions.map(({ name, label }) => ({
      name,
      label,
      href: address(path, { item: name }),
      isHere: name === item,
    })),
    question: question?.label ?? '',
    counts: countsView(counts),
    facets: facetViews(counts, null),
    turns,
    nextHref: last === undefined ? '' : address(path, { item, after: last }),
    startHref: query.after === undefined && query.alone === undefined ? '' : address(path, { item }),
    steps: stepsView(key.studyId, await nextSteps(db, { ...key, accountId }), codes),
    task: task?.isUnderWay ? task : null,
    returnTo: address(path, { item }),
  }
  const frame = {
    title: 'Open answers',
    styles: ['document'],
    scripts: ['document', ...(task?.isUnderWay ? ['task-progress'] : [])],
    study,
    section: 'interviews' as const,
    ...(task?.isUnderWay ? { refreshSeconds: 2 } : {}),
  }
  return sendPage(request, reply, 'pages/interviews/answers', frame, view)
}

async function turnsOf(
  db: Database,
  {
    key,
    query,
    item,
    path,
    codes,
    account,
  }: {
    key: StudyKey
    query: z.infer<typeof answersQuery>
    item: string
    path: string
    codes: CodeRow[]
    account: SignedInAccount
  },
) {
  const rows = await answersToItem(db, {
    ...key,
    item,
    after: query.after ?? null,
    only: query.alone ?? null,
    limit: answersAtOnce,
  })
  const sources = rows.map(({ personId, id }) => ({ personId, responseId: id }))
  const tags = await tagsOnAnswers(db, { workspaceId: key.workspaceId, item, sources })
  const places = rows.map(({ personId, id }) => ({ personId, sourceId: id }))
  const memos = (await memosOn(db, { workspaceId: key.workspaceId, sources: places })).filter(
    (memo) => memo.item === item,
  )
  const people = [...tags.map(({ decidedBy }) => decidedBy), ...memos.map(({ writtenBy }) => writtenBy)]
  const accountIds = [...new Set(people.filter((id) => id !== null))]
  const turns = rows.map(
    (row): TurnInput => ({
      turn: row.id,
      time: '',
      who: row.label,
      isParticipant: true,
      isAsNoted: false,
      text: row.answer,
      offset: 0,
      tags: tags.filter(({ sourceId }) => sourceId === row.id),
      addAction: `/responses/${row.personId}/${row.id}/tags`,
      hidden: [{ name: 'item', value: item }],
    }),
  )
  const views = turnViews(turns, {
    path,
    query: { item, ...(query.after === undefined ? {} : { after: query.after }) },
    aloneQuery: (turn) => ({ item, alone: turn }),
    open: query,
    codes,
    accountNames: await namesOfAccounts(db, { workspaceId: key.workspaceId, accountIds }),
    memos: account.role === 'viewer' ? [] : memos,
    accountId: account.accountId,
  })
  return { turns: views, last: rows.length === answersAtOnce ? rows.at(-1)!.id : undefined }
}
