import { z } from 'zod'
import { personaFileSchema } from '../exports/persona-file.ts'

const time = z.iso.datetime()
const day = z.iso.date()
const setId = z.uuid().meta({ description: 'Id of a persona set' })
const fraction = z.number().min(0).max(1)

/** RFC 9457. Every refusal has this shape; `type` names the reason and does not change. */
export const problem = z
  .object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() })
  .meta({ description: 'Problem details (RFC 9457): title says what happened in words, type names it for programs' })

export const study = z.object({
  id: z.uuid(),
  name: z.string(),
  decision: z.string().meta({ description: 'The decision that the study serves' }),
  isSimulated: z.boolean().meta({ description: 'Made by a generator: never a finding' }),
  createdAt: time,
  setInUse: setId.nullable().meta({ description: 'The set that the team has said is in use; null when it has not' }),
})

export const studyList = z.object({ studies: z.array(study) })

const setHead = z.object({
  id: setId,
  number: z.int().min(1),
  word: z.enum(['natural', 'reproducible', 'constructive', 'none']).meta({ description: 'The verdict on the set' }),
  isInUse: z.boolean(),
  madeAt: time,
  dataUntil: day.nullable().meta({ description: 'Day of the newest answer that counted' }),
  recountedAt: time.nullable().meta({ description: 'When it was counted again, because somebody was erased' }),
})

export const setList = z.object({
  sets: z.array(setHead.extend({ personas: z.int().min(0).meta({ description: 'How many personas it holds' }) })),
})

export const personaSet = setHead.extend({
  studyId: z.uuid(),
  meaning: z.string().meta({ description: 'What the verdict means, in a sentence' }),
  reasons: z.array(z.string()).meta({ description: 'Every rule that fired' }),
  shares: z.array(z.object({ persona: z.string(), name: z.string(), share: fraction })).meta({
    description: 'Shares of everyone asked; persona is a key, “between” or “unassigned”; together they are 1',
  }),
  personas: z.array(personaFileSchema).meta({ description: 'Empty when the verdict is none' }),
})

export const membersQuery = z.object({
  status: z.enum(['member', 'projected']).default('member').meta({
    description: 'Members, or people known only from interviews who were placed afterwards and are in no share',
  }),
  after: z.uuid().optional().meta({ description: 'What the page before gave as next' }),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
})

export const memberList = z.object({
  members: z.array(
    z.object({
      key: z.string().meta({ description: 'The key your own tools know the person by, or the respondent number' }),
      persona: z.string(),
      probability: fraction,
      margin: fraction.meta({ description: 'Probability less that of the next persona; at least .2 for a member' }),
    }),
  ),
  next: z.uuid().nullable().meta({ description: 'Send it as after for the page behind; null at the end' }),
})
