import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Database } from '../database/connection.ts'
import { type FormErrors, formErrors, typedValues } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { studyParams } from '../studies/schema.ts'
import { type StudyKey, studyOf } from '../studies/store.ts'
import { GroupNotFound } from './errors.ts'
import { quotesOfMembers } from './group-quotes.ts'
import { groupView } from './group-view.ts'
import { spokenInInterviews } from './participants.ts'
import { groupParams, movesForm, nameForm } from './schema.ts'
import {
  deleteGroup,
  findGroup,
  groupOfPeople,
  groupsOfStudy,
  insertGroup,
  movePeople,
  renameGroup,
  replaceGroups,
} from './store.ts'
import { suggestGroups } from './suggest-groups.ts'
import { groupsView } from './view.ts'

/** Groups by hand in studies that rest on interviews: counts and quotes, never shares or a word of a verdict. */
export const groupRoutes: FastifyPluginAsyncZod<{ db: Database }> = async (app, { db }) => {
  app.get('/studies/:studyId/groups', { schema: { params: studyParams } }, async (request, reply) =>
    groupsPage(request, reply, { workspaceId: request.account.workspaceId, studyId: request.params.studyId }),
  )

  app.post('/studies/:studyId/groups', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    const form = nameForm.safeParse(request.body)
    if (!form.success) return groupsPage(request, reply.status(422), key, formErrors(form.error))
    await insertGroup(db, { ...key, name: form.data.name, at: request.clock.now() })
    return reply.redirect(`/studies/${key.studyId}/groups`, 303)
  })

  app.post('/studies/:studyId/group-suggestion', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    const groups = suggestGroups(await spokenInInterviews(db, key))
    await replaceGroups(db, { ...key, at: request.clock.now() }, groups)
    return reply.redirect(`/studies/${key.studyId}/groups`, 303)
  })

  app.post('/studies/:studyId/group-members', { schema: { params: studyParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, studyId: request.params.studyId }
    await studyOf(db, key)
    const { participants } = await spokenInInterviews(db, key)
    const groups = new Set((await groupsOfStudy(db, key)).map(({ id }) => id))
    const fields = movesForm.parse(request.body ?? {})
    // Only people of this study move, and only into its groups; whatever else a form may hold says nothing.
    const moves = participants.flatMap(({ personId }) => {
      const chosen = fields[`person-${personId}`]
      if (typeof chosen !== 'string' || (chosen !== '' && !groups.has(chosen))) return []
      return [{ personId, groupId: chosen === '' ? null : chosen }]
    })
    await movePeople(db, key, moves)
    return reply.redirect(`/studies/${key.studyId}/groups`, 303)
  })

  app.get('/groups/:groupId', { schema: { params: groupParams } }, async (request, reply) =>
    groupPage(request, reply, request.params.groupId),
  )

  app.post('/groups/:groupId/name', { schema: { params: groupParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, groupId: request.params.groupId }
    if (!(await findGroup(db, key))) throw new GroupNotFound()
    const form = nameForm.safeParse(request.body)
    if (!form.success) return groupPage(request, reply.status(422), key.groupId, formErrors(form.error))
    await renameGroup(db, { ...key, name: form.data.name })
    return reply.redirect(`/groups/${key.groupId}`, 303)
  })

  app.post('/groups/:groupId/removal', { schema: { params: groupParams } }, async (request, reply) => {
    const key = { workspaceId: request.account.workspaceId, groupId: request.params.groupId }
    const group = await findGroup(db, key)
    if (!group) throw new GroupNotFound()
    await deleteGroup(db, key)
    return reply.redirect(`/studies/${group.studyId}/groups`, 303)
  })

  async function groupsPage(
    request: FastifyRequest,
    reply: FastifyReply,
    key: StudyKey,
    errors: FormErrors | null = null,
  ) {
    const study = await studyOf(db, key)
    const parts = {
      spoken: await spokenInInterviews(db, key),
      groups: await groupsOfStudy(db, key),
      groupOf: await groupOfPeople(db, key),
    }
    const typedName = errors ? (typedValues(request.body).name ?? '') : ''
    const view = groupsView(key.studyId, parts, { errors, typedName })
    const title = errors ? 'Error: Groups by hand' : 'Groups by hand'
    const frame = { title, styles: ['groups'], study, section: 'interviews' as const }
    return sendPage(request, reply, 'pages/groups/groups', frame, view)
  }

  async function groupPage(
    request: FastifyRequest,
    reply: FastifyReply,
    groupId: string,
    errors: FormErrors | null = null,
  ) {
    const { workspaceId } = request.account
    const group = await findGroup(db, { workspaceId, groupId })
    if (!group) throw new GroupNotFound()
    const key = { workspaceId, studyId: group.studyId }
    const study = await studyOf(db, key)
    const spoken = await spokenInInterviews(db, key)
    const groupOf = await groupOfPeople(db, key)
    const members = new Set([...groupOf].filter(([, id]) => id === groupId).map(([personId]) => personId))
    const quotes = await quotesOfMembers(db, key, { tags: spoken.tags, members })
    const typedName = errors ? (typedValues(request.body).name ?? '') : group.name
    const view = groupView(group, spoken, { members, quotes, errors, typedName })
    const title = errors ? `Error: ${group.name}` : group.name
    const frame = { title, styles: ['groups'], study, section: 'interviews' as const }
    return sendPage(request, reply, 'pages/groups/group', frame, view)
  }
}
