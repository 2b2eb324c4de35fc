import { formatCount, formatDate } from '../http/format.ts'
import { offsetMap } from '../text/code-points.ts'
import { sentences } from '../text/sentences.ts'
import type { EditKind } from './edit-store.ts'
import type { EditOutcome } from './moved-ranges-store.ts'
import type { SpeakerRow } from './store.ts'

/** The forms that mend one turn: its words, who speaks, where it begins and ends. */
export function editView(turn: {
  href: string
  position: number
  words: string
  /** Code point at which the words begin. */
  start: number
  speaker: string
  speakers: SpeakerRow[]
  revision: number
  stayHref: string
}) {
  const map = offsetMap(turn.words)
  const places = sentences(turn.words, { start: 0, end: turn.words.length })
    .slice(1)
    .map((range) => ({
      where: turn.start + map.toCodePoint(range.start),
      beginning: beginning(turn.words.slice(range.start, range.end)),
    }))
  return {
    id: `edit-${turn.position}`,
    action: `${turn.href}/edits`,
    turn: turn.position,
    revision: turn.revision,
    words: turn.words,
    rows: Math.min(20, Math.max(3, Math.ceil(turn.words.length / 70))),
    speaker: turn.speaker,
    speakers: turn.speakers.map(({ label }) => label).filter((label) => label !== ''),
    canJoin: turn.position > 0,
    places,
    stayHref: turn.stayHref,
  }
}

const kindWords: Record<EditKind, string> = {
  words: 'Words of a turn mended',
  joined: 'A turn joined with the one before',
  divided: 'A turn divided',
  speaker: 'Another speaker for a turn',
  renamed: 'A speaker renamed',
  reread: 'The file read another way',
}

/** What was done to a document, newest first, and whether the newest can be taken back. */
export function historyView(
  edits: { kind: EditKind; accountId: string; madeAt: Date; undoneAt: Date | null; outcome: EditOutcome | null }[],
  names: ReadonlyMap<string, string>,
) {
  const newest = edits.find(({ undoneAt }) => undoneAt === null)
  return {
    count: edits.length,
    canUndo: newest !== undefined && newest.kind !== 'reread',
    undoes: newest ? kindWords[newest.kind] : '',
    edits: edits.map(({ kind, accountId, madeAt, undoneAt, outcome }) => ({
      what: kindWords[kind],
      who: names.get(accountId) ?? 'A colleague',
      when: formatDate(madeAt),
      isUndone: undoneAt !== null,
      outcome: outcome ? outcomeWords(outcome) : '',
    })),
  }
}

/** "2 tags stand on changed words, 1 tag went with its words", or ''. */
export function outcomeWords({ changedTags, goneTags, voidQuotes }: EditOutcome): string {
  const parts = [
    changedTags > 0
      ? `${formatCount(changedTags)} ${changedTags === 1 ? 'tag stands' : 'tags stand'} on changed words`
      : '',
    goneTags > 0 ? `${formatCount(goneTags)} ${goneTags === 1 ? 'tag' : 'tags'} went with the words` : '',
    voidQuotes > 0 ? `${formatCount(voidQuotes)} ${voidQuotes === 1 ? 'quote is' : 'quotes are'} void` : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function beginning(words: string): string {
  const characters = [...words.trim().replace(/\s+/g, ' ')]
  return characters.length <= 50 ? characters.join('') : `${characters.slice(0, 50).join('')}\u2026`
}
