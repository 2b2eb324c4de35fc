import { z } from 'zod'
import type { EditKind } from './edit-store.ts'
import {
  divideTurn,
  joinWithBefore,
  mendWords,
  renameSpeaker,
  setSpeaker,
  type Transcript,
  type TranscriptChange,
} from './transcript-edits.ts'

const turn = z.coerce.number().int().min(0)
const speaker = z.string().max(200)
const revision = z.coerce.number().int().min(0)

/** What a person may do to a transcript, one form each. */
export const editForm = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('words'), turn, words: z.string().max(500_000), revision }),
  z.object({ kind: z.literal('joined'), turn, revision }),
  z.object({ kind: z.literal('divided'), turn, where: z.coerce.number().int().min(0), speaker, revision }),
  z.object({ kind: z.literal('speaker'), turn, speaker, revision }),
  z.object({ kind: z.literal('renamed'), from: speaker, to: speaker, revision }),
])

export type TypedEdit = z.infer<typeof editForm>

/** The edit that a form asks for, to be planned on the transcript as it stands. */
export function plannedEdit(form: TypedEdit): { kind: EditKind; plan: (transcript: Transcript) => TranscriptChange } {
  switch (form.kind) {
    case 'words':
      return { kind: form.kind, plan: (transcript) => mendWords(transcript, form.turn, form.words) }
    case 'joined':
      return { kind: form.kind, plan: (transcript) => joinWithBefore(transcript, form.turn) }
    case 'divided':
      return { kind: form.kind, plan: (transcript) => divideTurn(transcript, form.turn, form.where, form.speaker) }
    case 'speaker':
      return { kind: form.kind, plan: (transcript) => setSpeaker(transcript, form.turn, form.speaker) }
    case 'renamed':
      return { kind: form.kind, plan: (transcript) => renameSpeaker(transcript, form.from, form.to) }
    default:
      form satisfies never
      throw new Error('An edit of a kind that nobody planned.')
  }
}
