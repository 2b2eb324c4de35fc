import type { z } from 'zod'
import type { CodeRow } from '../codebook/store.ts'
import { codesOfStudy } from '../codebook/store.ts'
import type { Database } from '../database/connection.ts'
import { facets } from '../facets.ts'
import { newId } from '../ids.ts'
import { documentConsents } from '../interviews/consent-store.ts'
import { randomFrom, seedOf } from '../statistics/random.ts'
import type { StudyKey } from '../studies/store.ts'
import { copyEarlierTags } from './coding-store.ts'
import { RoundRefused } from './errors.ts'
import { documentsToCode, insertRound, type RoundLabel, type Scale } from './round-store.ts'
import type { newRoundForm } from './schema.ts'

type NewRound = z.output<typeof newRoundForm>
type Document = Awaited<ReturnType<typeof documentsToCode>>[number]

/**
 * Starts a round. Documents that may not be analysed, or in which no participant speaks, are left out.
 * @throws {RoundRefused} when its choices do not fit together, saying which
 */
export async function startRound(
  db: Database,
  study: StudyKey,
  { form, coders, accountId, at }: { form: NewRound; coders: ReadonlySet<string>; accountId: string; at: Date },
): Promise<string> {
  const { firstCoder, secondCoder } = form
  if (!coders.has(firstCoder) || !coders.has(secondCoder))
    throw new RoundRefused('Choose two coders who may change this workspace.')
  if (firstCoder === secondCoder)
    throw new RoundRefused('Choose two different people: nobody codes blind with themselves.')
  const roundId = newId()
  const mayAnalyse = await documentConsents(db, { ...study, purpose: 'analysis' })
  const usable = (await documentsToCode(db, study)).filter(({ documentId }) => mayAnalyse.get(documentId) !== false)
  const { documents, sampling } = documentsOf(form, usable, roundId)
  if (documents.length === 0) throw new RoundRefused('None of these documents has words of a participant to code.')
  const labels = roundLabels(form, await codesOfStudy(db, study))
  await db.transaction().execute(async (tx) => {
    await insertRound(tx, {
      ...study,
      roundId,
      unit: form.unit,
      labels,
      sampling,
      showsSuggestions: form.showsSuggestions === 'yes',
      coders: [firstCoder, secondCoder],
      accountId,
      at,
      documents: documents.map(({ personId, documentId }) => ({ personId, documentId })),
    })
    if (form.beginsFromOwn === 'yes') {
      const { workspaceId } = study
      const given = new Set(labels.map(({ label }) => label))
      await copyEarlierTags(tx, { workspaceId, roundId, coders: [firstCoder, secondCoder], labels: given, at })
    }
  })
  return roundId
}

function documentsOf(form: NewRound, usable: Document[], roundId: string): { documents: Document[]; sampling: string } {
  if (form.which === 'all') return { documents: usable, sampling: `All ${usable.length} documents` }
  if (form.which === 'sample') {
    if (form.sampleSize === undefined) throw new RoundRefused('Say how many documents are drawn.')
    const documents = drawn(usable, form.sampleSize, roundId)
    return { documents, sampling: `${documents.length} of ${usable.length} documents, drawn at random` }
  }
  const numbers = numbersIn(form.numbers)
  const documents = usable.filter(({ number }) => numbers.has(number))
  return { documents, sampling: `Documents ${documents.map(({ number }) => number).join(', ')}`.slice(0, 500) }
}

/** A sample without replacement, the same for the same round. */
function drawn(documents: Document[], size: number, roundId: string): Document[] {
  const random = randomFrom(seedOf(1, roundId))
  return documents
    .map((document) => ({ document, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, size)
    .map(({ document }) => document)
    .sort((a, b) => a.number - b.number)
}

/**
 * The numbers of a list such as "1-5, 8".
 * @throws {RoundRefused} when it holds anything else
 */
export function numbersIn(list: string): Set<number> {
  const numbers = new Set<number>()
  for (const part of list.split(/[\s,;]+/).filter((one) => one !== '')) {
    const [, from, to = from] = /^(\d{1,6})(?:[-–](\d{1,6}))?$/.exec(part) ?? []
    if (from === undefined) throw new RoundRefused('Write the numbers of documents, such as 1-5, 8.')
    const [low, high] = [Number(from), Number(to)]
    if (high - low > 10_000) throw new RoundRefused('Write at most 10,000 numbers of documents.')
    for (let number = low; number <= high; number++) numbers.add(number)
  }
  if (numbers.size === 0) throw new RoundRefused('Write the numbers of the documents, such as 1-5, 8.')
  return numbers
}

function roundLabels(form: NewRound, codes: CodeRow[]): RoundLabel[] {
  const inUse = codes.filter(({ retiredAt }) => retiredAt === null).map(({ key }) => key)
  const all = [...facets.map((facet) => `facet:${facet}`), ...inUse]
  const chosen = form.label.length === 0 ? all : all.filter((label) => form.label.includes(label))
  if (chosen.length === 0) throw new RoundRefused('Choose codes that are in use in this codebook.')
  const scales = scalesOf(form)
  const stray = [...scales.keys()].find((label) => !chosen.includes(label))
  if (stray !== undefined) throw new RoundRefused('Values can only go with a code of the round.')
  return chosen.map((label) => ({ label, scale: scales.get(label) ?? null }))
}

function scalesOf({ scaleLabel, scaleLevel, scaleLow, scaleHigh }: NewRound): Map<string, Scale> {
  const scales = new Map<string, Scale>()
  for (const [row, label] of scaleLabel.entries()) {
    if (label === '') continue
    const level = (['ordinal', 'interval', 'ratio'] as const).find((one) => one === scaleLevel[row])
    const [low, high] = [scaleLow[row], scaleHigh[row]]
    if (!level || low === undefined || high === undefined || low >= high)
      throw new RoundRefused('A code with values needs a level, a lowest value and a highest that is above it.')
    if (level === 'ratio' && low < 0) throw new RoundRefused('Values of a ratio scale begin at 0 or above.')
    scales.set(label, { level, low, high })
  }
  return scales
}
