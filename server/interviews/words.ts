import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import { readableText, replacementsOfStudy } from '../redaction/readable.ts'
import type { Range } from '../text/code-points.ts'
import { isName } from '../text/redaction-names.ts'
import { documentConsents } from './consent-store.ts'
import { documentTitle } from './document-title.ts'
import { speakerName } from './view.ts'
import {
  documentIdsOfStudy,
  documentText,
  findDocument,
  speakersOf,
  type UtteranceRow,
  utterancesFrom,
} from './store.ts'

/** A document's words with what a quote needs to say where it stands. */
export interface DocumentWords {
  personId: string
  id: string
  /** Interview 07 */
  label: string
  text: string
  /** Words of a range as they may leave the workspace: pseudonyms in place of what points at people. */
  readable: (range: Range) => string
  /** What a speaker is called outside: a name becomes the role, a label such as P07 stays. */
  speakerName: (label: string) => string
  /** What was noted for this document alone; null where only the person's own word in the study counts. */
  mayQuote: boolean | null
  /** A note-taker's words: never a verbatim quote. */
  isAsNoted: boolean
  /** Somebody whose words count, a participant, is heard in it. */
  isHeard: boolean
  /** "12:41" at a code-point offset of a recording with times, otherwise ''. */
  momentOf: (codePoint: number) => string
}

const pageOfDocuments = 100
const utterancesAtOnce = 2000

/** Every document of a study that may be analysed, one at a time: texts are long and there may be hundreds. */
export async function* documentWords(db: Database, { workspaceId, studyId }: StudyKey): AsyncGenerator<DocumentWords> {
  let after: string | null = null
  const replacements = await replacementsOfStudy(db, { workspaceId, studyId })
  const mayAnalyse = await documentConsents(db, { workspaceId, studyId, purpose: 'analysis' })
  const mayQuote = await documentConsents(db, { workspaceId, studyId, purpose: 'quoting' })
  for (;;) {
    const page: { personId: string; id: string }[] = await documentIdsOfStudy(db, {
      workspaceId,
      studyId,
      after,
      limit: pageOfDocuments,
    })
    for (const { personId, id } of page) {
      if (mayAnalyse.get(id) === false) continue
      const key = { workspaceId, personId, documentId: id }
      const document = await findDocument(db, key)
      if (!document) continue
      const utterances = await allUtterances(db, key)
      const speakers = await speakersOf(db, key)
      const participants = new Set(speakers.filter(({ role }) => role === 'participant').map(({ label }) => label))
      const text = await documentText(db, key)
      yield {
        personId,
        id,
        label: documentTitle(document),
        text,
        readable: readableText(text, replacements.get(id) ?? []).words,
        speakerName: (label) => (isName(label) ? speakerName(label, speakers, { isReadable: true }) : label),
        mayQuote: mayQuote.get(id) ?? null,
        isAsNoted: utterances.some((utterance) => utterance.isAsNoted),
        isHeard: utterances.some(({ speaker }) => participants.has(speaker)),
        momentOf: momentIn(utterances),
      }
    }
    if (page.length < pageOfDocuments) return
    after = page.at(-1)!.id
  }
}

async function allUtterances(
  db: Database,
  key: { workspaceId: string; personId: string; documentId: string },
): Promise<UtteranceRow[]> {
  const all: UtteranceRow[] = []
  for (;;) {
    const page = await utterancesFrom(db, { ...key, from: all.length, limit: utterancesAtOnce })
    all.push(...page)
    if (page.length < utterancesAtOnce) return all
  }
}

function momentIn(utterances: UtteranceRow[]): (codePoint: number) => string {
  return (codePoint) => {
    const utterance = utterances.find(({ start, end }) => start <= codePoint && codePoint < end)
    return utterance?.startMilliseconds == null ? '' : clockTime(utterance.startMilliseconds)
  }
}

function clockTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}
