import type { CodeRow } from '../codebook/store.ts'
import { type Facet, facetNames } from '../facets.ts'
import type { TagAction, TagActionKind } from './tag-actions-store.ts'

const verbs: Record<TagActionKind, string> = {
  accepted: 'accepted',
  rejected: 'rejected',
  reopened: 'left open',
  added: 'added',
  removed: 'removed',
  recoded: 'changed to',
  moved: 'put on other words',
}

/** The buttons that take one’s newest step back or make it again, each saying which. */
export function stepsView(
  studyId: string,
  { undo, redo }: { undo: TagAction | null; redo: TagAction | null },
  codes: CodeRow[],
) {
  const path = `/studies/${studyId}/tag-steps`
  return {
    undo: undo && { action: `${path}/undone`, what: stepText(undo, codes) },
    redo: redo && { action: `${path}/redone`, what: stepText(redo, codes) },
  }
}

function stepText({ kind, facet, code }: TagAction, codes: CodeRow[]): string {
  const name = codes.find(({ key }) => key === code)?.name ?? facetNames[facet as Facet].name
  if (kind === 'recoded') return `${verbs.recoded} ${name}`
  return kind === 'moved' ? `${name} ${verbs.moved}` : `${verbs[kind]} ${name}`
}
