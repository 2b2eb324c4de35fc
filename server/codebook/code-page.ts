import type { FastifyReply, FastifyRequest } from 'fastify'
import { namesOfAccounts } from '../accounts/store.ts'
import type { Database } from '../database/connection.ts'
import type { FormErrors } from '../http/forms.ts'
import { sendPage } from '../http/page.ts'
import { studyOf } from '../studies/store.ts'
import { CodeNotFound } from './errors.ts'
import { changesOf, countChanges, newestChange } from './history-store.ts'
import { changesView } from './history-view.ts'
import { passagesOfCode } from './passages-store.ts'
import { type CodeKey, type CodeRow, codesOfStudy, findCode } from './store.ts'
import { useOfCodes } from './use-store.ts'
import { codePageView, passagesView } from './view.ts'

export interface TypedForm {
  values: Record<string, string>
  errors: FormErrors | null
}

const passagesAtOnce = 50
const changesShown = 5

/** The pages of one code, which several routes answer with. */
export function codePage(db: Database) {
  /** @throws {StudyNotFound, CodeNotFound} */
  async function codeOf(key: CodeKey): Promise<CodeRow> {
    await studyOf(db, key)
    const code = await findCode(db, key)
    if (!code) throw new CodeNotFound()
    return code
  }

  /** What it says, where it stands, and everything that can be done with it. */
  async function sendCode(request: FastifyRequest, reply: FastifyReply, key: CodeKey, form: TypedForm) {
    const study = await studyOf(db, key)
    const code = await codeOf(key)
    const codes = await codesOfStudy(db, key)
    const shown = await changesOf(db, key, { touching: code.key, limit: changesShown })
    const names = await namesOfAccounts(db, {
      workspaceId: key.workspaceId,
      accountIds: [...new Set(shown.map(({ accountId }) => accountId))],
    })
    const view = codePageView(study.id, {
      code,
      codes,
      use: await useOfCodes(db, key, codes),
      seen: await newestChange(db, key),
      history: changesView(shown, { names, codes }),
      allChanges: await countChanges(db, key, code.key),
      form,
    })
    const frame = {
      title: form.errors ? `Error: ${code.name}` : code.name,
      styles: ['document', 'codebook'],
      study,
      section: 'interviews' as const,
    }
    return sendPage(request, reply, 'pages/codebook/code', frame, view)
  }

  /** The words that carry it, and the form that splits some of them off. */
  async function sendPassages(
    request: FastifyRequest,
    reply: FastifyReply,
    key: CodeKey,
    { query, form, ticked }: { query: { q: string; after?: string | undefined }; form: TypedForm; ticked: Set<string> },
  ) {
    const study = await studyOf(db, key)
    const code = await codeOf(key)
    const codes = await codesOfStudy(db, key)
    const page = await passagesOfCode(db, {
      ...key,
      search: query.q,
      after: query.after ?? null,
      limit: passagesAtOnce,
    })
    const view = passagesView(study.id, {
      code,
      codes,
      use: await useOfCodes(db, key, codes),
      seen: await newestChange(db, key),
      page,
      search: query.q,
      isFirst: query.after === undefined,
      ticked,
      form,
    })
    const title = form.errors ? `Error: ${code.name}, passages` : `${code.name}, passages`
    const frame = { title, styles: ['document', 'codebook'], study, section: 'interviews' as const }
    return sendPage(request, reply, 'pages/codebook/passages', frame, view)
  }

  return { codeOf, sendCode, sendPassages }
}
