import { z } from 'zod'
import type { OnePagerView } from '../personas/one-pager.ts'
import type { PageLine } from '../personas/page-lines.ts'

const grade = z.enum(['A', 'B', 'C', 'X']).meta({
  description: 'A both the survey and people’s words, B one of them, C a voice, X disputed. Guesses never leave.',
})
const fraction = z.number().min(0).max(1)
const line = z.object({
  words: z.string(),
  proof: z.string().meta({ description: 'Members / everyone else in percent, or people of those heard' }),
  grade,
  evidence: z.string().meta({ description: 'Address of the counts and words behind it, within the product' }),
})
const voice = z.object({ text: z.string(), source: z.string() })
const count = z.int().min(0)
const day = z.iso.date()

/** One persona as other programs read it. What changes here changes the name of the schema. */
export const personaFileSchema = z
  .object({
    schema: z.literal('verbatim-persona-2'),
    key: z.string().meta({ description: 'Stable within the set; the name is not, people change it' }),
    number: z.int().min(1),
    name: z.string(),
    tagline: z.string(),
    workspace: z.string(),
    decision: z.string(),
    date: day.nullable().meta({ description: 'Day of the newest answer that counted; null where none is known' }),
    isInternal: z.boolean().meta({ description: 'Holds words that nobody released for quoting' }),
    share: z
      .object({
        share: fraction,
        base: z.number(),
        of: z.number(),
        low: fraction,
        high: fraction,
        text: z.string(),
      })
      .meta({ description: 'A part of everyone who answered (of), estimated on those in the fit (base)' }),
    stability: z.object({ word: z.string(), value: z.string() }),
    quote: voice.nullable(),
    counterQuote: voice.nullable(),
    counterQuotes: z.array(voice).meta({ description: 'Members of another mind, the one above included' }),
    voices: z.array(voice),
    breath: z.array(line),
    needs: z.array(line),
    pains: z.array(line),
    apart: z.array(line.extend({ these: z.number(), rest: z.number() })),
    axes: z.array(line.extend({ left: z.string(), right: z.string(), mean: z.number(), restMean: z.number() })),
    behaviours: z.array(line),
    journey: z
      .array(z.object({ name: z.string(), people: count, painShare: fraction.nullable() }))
      .nullable()
      .meta({ description: 'Null where too few people spoke of any stage' }),
    journeyMap: z.array(
      z.object({
        stage: z.string(),
        people: count,
        doing: z.string(),
        thinking: z.string(),
        feeling: z.string(),
        barrier: z.string(),
        wish: z.string(),
      }),
    ),
    jobStories: z
      .array(z.object({ when: z.string(), want: z.string(), so: z.string().nullable(), people: count, grade }))
      .meta({
        description: 'Names of codes that the same people spoke of in one breath; the wording between them is derived',
      }),
    segments: z.array(z.object({ name: z.string(), lift: z.number(), signs: z.string(), base: count })),
    interpretation: z.object({ by: z.string(), do: z.array(z.string()), dont: z.array(z.string()) }),
    matches: z.string(),
    notThis: z.string(),
    weakest: z.string(),
    reviewBy: day.nullable().meta({ description: 'First day on which one of the lines should be looked at again' }),
    claims: z.array(
      line.extend({ zone: z.string(), these: z.string(), rest: z.string(), how: z.string(), reviewBy: day }),
    ),
    methods: z.array(z.string()),
  })
  .meta({
    title: 'A persona by Verbatim',
    description: 'Every line with its proof, its grade and where its evidence is',
  })

export type PersonaFile = z.infer<typeof personaFileSchema>

/** The published JSON Schema (draft 2020-12) of the files that `personaJson` writes. */
export function personaJsonSchema(): object {
  return { $id: 'verbatim-persona-2', ...z.toJSONSchema(personaFileSchema, { target: 'draft-2020-12' }) }
}

/** The one-pager as JSON for programs: the lines, their figures and where each is proven; no pictures. */
export function personaJson(view: OnePagerView): string {
  return `${JSON.stringify(personaFileOf(view), null, 2)}\n`
}

/** @throws when the page holds what the schema does not allow: a file that breaks its own contract must not leave */
export function personaFileOf(view: OnePagerView): PersonaFile {
  const lineOf = ({ words, proof, grade, href }: PageLine) => ({ words, proof, grade, evidence: href })
  const voiceOf = ({ text, source }: { text: string; source: string }) => ({ text, source })
  const { share, base, of, low, high, text } = view.share
  const dayOf = (date: Date) => date.toISOString().slice(0, 10)
  return personaFileSchema.parse({
    schema: 'verbatim-persona-2',
    key: view.key,
    number: view.number,
    name: view.name,
    tagline: view.tagline,
    workspace: view.workspaceName,
    decision: view.decision,
    date: view.dated && dayOf(view.dated),
    isInternal: view.isInternal,
    share: { share, base, of, low, high, text },
    stability: { word: view.light.word, value: view.light.value },
    quote: view.quote && voiceOf(view.quote),
    counterQuote: view.counterQuote && voiceOf(view.counterQuote),
    counterQuotes: view.counterQuotes.map(voiceOf),
    voices: view.voices.map(voiceOf),
    breath: view.breath.map(lineOf),
    needs: view.needs.map(lineOf),
    pains: view.pains.map(lineOf),
    apart: view.apart.map((row) => ({ ...lineOf(row), these: Number(row.these), rest: Number(row.rest) })),
    axes: view.axes.map(({ left, right, mean, restMean, ...row }) => ({ ...lineOf(row), left, right, mean, restMean })),
    behaviours: view.behaviours.map(lineOf),
    journey: view.journey?.stages.map(({ name, people, painShare }) => ({ name, people, painShare })) ?? null,
    journeyMap: view.journeyMap.map(({ stage, people, cells }) => {
      const [doing, thinking, feeling, barrier, wish] = cells
      return { stage, people, doing, thinking, feeling, barrier, wish }
    }),
    jobStories: view.jobStories.map(({ when, want, so, people, grade }) => ({
      when,
      want,
      so: so || null,
      people,
      grade,
    })),
    segments: view.segments.map(({ name, value, signs, base }) => ({ name, lift: value, signs, base })),
    interpretation: { by: view.madeBy, do: view.dos, dont: view.donts },
    matches: view.matches,
    notThis: view.notThis,
    weakest: view.weakest,
    reviewBy: view.reviewDate && dayOf(view.reviewDate),
    claims: view.claims.map(({ zone, these, rest, how, reviewDate, ...row }) => ({
      ...lineOf(row),
      zone,
      these,
      rest,
      how,
      reviewBy: dayOf(reviewDate),
    })),
    methods: view.methods,
  })
}
