import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../../database/connection.ts'
import type { FormErrors } from '../../http/forms.ts'
import { sendPage } from '../../http/page.ts'
import { studyOf } from '../../studies/store.ts'
import type { Claim } from '../claim.ts'
import { claimView } from '../claim-view.ts'
import { ClaimNotFound, PersonaNotFound } from '../errors.ts'
import { findClaim, type PersonaSet, personaSetOf, spansOfClaim } from '../store.ts'
import { storedClaims } from '../stored-claims.ts'
import { readSpan, type SpanWords } from '../words.ts'
import { type ClaimKey, editsOfClaim } from './store.ts'
import { editingView } from './view.ts'

export interface ClaimInSet {
  set: PersonaSet
  persona: PersonaSet['personas'][number]
  claim: Claim
}

/** @throws {PersonaSetNotFound, ClaimNotFound, PersonaNotFound} */
export async function claimInSet(db: Database, key: ClaimKey): Promise<ClaimInSet> {
  const set = await personaSetOf(db, key)
  const row = await findClaim(db, key)
  if (!row) throw new ClaimNotFound()
  const [claim] = storedClaims([row], await spansOfClaim(db, key))
  const persona = set.personas.find((one) => one.key === row.personaKey)
  if (!persona) throw new PersonaNotFound()
  return { set, persona, claim: claim! }
}

/** The words behind a line, for it and against it, as they stand now; null where the person was erased. */
export async function wordsBehind(
  db: Database,
  { workspaceId, set, claim }: { workspaceId: string; set: PersonaSet; claim: Claim },
): Promise<{ words: SpanWords | null; isCounter: boolean }[]> {
  const study = { workspaceId, studyId: set.studyId }
  const { spans, counter } = claim.evidence
  const found: { words: SpanWords | null; isCounter: boolean }[] = []
  for (const span of spans) found.push({ words: await readSpan(db, study, span), isCounter: false })
  for (const span of counter) found.push({ words: await readSpan(db, study, span), isCounter: true })
  return found
}

/** The page of one line: its evidence, what can be changed about it, and its history. */
export async function sendClaimPage(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  key: ClaimKey,
  form: { typed: string | null; errors: FormErrors | null } = { typed: null, errors: null },
): Promise<FastifyReply> {
  const { set, persona, claim } = await claimInSet(db, key)
  const study = await studyOf(db, { workspaceId: key.workspaceId, studyId: set.studyId })
  const spans = await wordsBehind(db, { workspaceId: key.workspaceId, set, claim })
  const editing = editingView(set, claim, {
    edits: await editsOfClaim(db, key),
    now: request.clock.now(),
    mayChange: request.account.role !== 'viewer',
    form,
  })
  const title = form.errors ? 'Error: Evidence' : 'Evidence'
  const frame = { title, styles: ['one-pager', 'claim'], study, section: 'personas' as const }
  if (form.errors) reply.status(422)
  return sendPage(request, reply, 'pages/personas/claim', frame, {
    ...claimView(set, persona, claim, spans),
    editing,
  })
}
