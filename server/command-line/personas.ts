import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../clock.ts'
import { facets } from '../facets.ts'
import { fileSource } from '../files/tables/table-source.ts'
import { keepDocuments } from '../interviews/keep-documents.ts'
import { newId } from '../ids.ts'
import type { Database } from '../database/connection.ts'
import type { Claim, SpanReference } from '../personas/claim.ts'
import { drawSet } from '../personas/draw-set.ts'
import { claimsOfSet, type PersonaSet, type PersonaSetKey, personaSetOf, spansOfSet } from '../personas/store.ts'
import { storedClaims } from '../personas/stored-claims.ts'
import type { PersonaClass } from '../statistics/analysis.ts'
import { membersCsv, projectedCsv, readPages } from '../personas/page.ts'
import { setSummary } from '../personas/set-summary.ts'
import type { QuotesPolicy } from '../personas/quotes.ts'
import { drawFile } from '../exports/draw-file.ts'
import { filesInFolder } from '../exports/set-archive.ts'
import { findPersonas, type StoredAnalysis } from '../personas/find-personas.ts'
import { type Plan, planSchema } from '../personas/plan.ts'
import { computeFamilies } from '../segments/compute-families.ts'
import { crossCutOf } from '../segments/cross-cut.ts'
import { importCustomerFile } from '../segments/import-customers.ts'
import { familiesOf } from '../segments/store.ts'
import { checkResponses } from '../response-quality/check-study.ts'
import { NotRespondents } from '../responses/errors.ts'
import { importTable, proposeImport } from '../responses/import.ts'
import type { Variable } from '../responses/variable.ts'
import { tagsOfStudy } from '../tagging/store.ts'
import { suggestForStudy } from '../tagging/tag-study.ts'
import { BadInput, type Command, type CommandContext, pathFrom, readFlags, wholeNumber } from './command.ts'
import { readPaths } from './tag.ts'
import { type TemporaryStudy, withTemporaryStudy } from './temporary-study.ts'

const flags = {
  responses: { type: 'string' },
  interviews: { type: 'string', multiple: true },
  customers: { type: 'string' },
  purchases: { type: 'string' },
  plan: { type: 'string' },
  quotes: { type: 'string' },
  out: { type: 'string' },
  seed: { type: 'string' },
  record: { type: 'boolean' },
  'without-flagged': { type: 'boolean' },
} as const

/** `personas`: from files to personas, their claims and pages, through everything a server would do. */
export const runPersonas: Command = async (argv, context) => {
  const began = performance.now()
  const { values } = readFlags(argv, flags)
  const interviews = (values.interviews as string[] | undefined) ?? []
  if (!values.responses && interviews.length === 0)
    throw new BadInput('Say which answers or interviews: --responses FILE.csv, --interviews PATH, or both.')
  const seed = wholeNumber('seed', values.seed as string | undefined, 1)
  const written = values.plan ? await readPlan(pathFrom(context, values.plan as string)) : undefined
  const plan = values['without-flagged'] ? { ...written, withoutFlagged: true } : written
  return withTemporaryStudy(async (temporary) => {
    const responses = values.responses
      ? await bringIn(temporary, pathFrom(context, values.responses as string), context)
      : { read: 0, kept: 0, refused: [], variables: [] }
    const documents = await bringInDocuments(temporary, interviews, context)
    const tags = await tagEverything(temporary, context)
    const care = await checkResponses(temporary.open.db, { ...temporary.study, at: systemClock.now() })
    context.log(`${care.suspect} of ${care.checked} responses look careless.`)
    const found = await findPersonas(
      temporary.open.db,
      temporary.study,
      { seed, plan, record: values.record === true, workers: context.workers },
      { clock: systemClock, onProgress: ({ sentence }) => context.log(sentence) },
    )
    const { db } = temporary.open
    const { workspaceId } = temporary.study
    const policy = quotesPolicy(values.quotes as string | undefined)
    await drawSet(db, { workspaceId: temporary.study.workspaceId, personaSetId: found.personaSetId })
    const set = await personaSetOf(db, { workspaceId: temporary.study.workspaceId, personaSetId: found.personaSetId })
    const claims = await claimsOf(db, { workspaceId: temporary.study.workspaceId, personaSetId: found.personaSetId })
    return {
      responses: { read: responses.read, kept: responses.kept, refused: responses.refused },
      columns: columnsOf(responses.variables, found.analysis),
      documents: documents.documents,
      refusedDocuments: documents.refused,
      tags,
      tagIndicators: found.analysis.choice.tags,
      wordsExplained: found.analysis.wordsExplained,
      projection: found.analysis.projection,
      withoutFlagged: found.analysis.withoutFlagged,
      notes: found.analysis.choice.notes,
      classes: found.analysis.models.map(({ k, logLikelihood, parameters, bic, entropyR2 }) => ({
        k,
        logLikelihood,
        parameters,
        bic,
        entropyR2,
      })),
      verdict: found.analysis.verdict,
      personas: set.personas.map((persona, index) =>
        personaResult(persona, found.analysis.classes[index]!, { claims, respondents: found.analysis.respondents }),
      ),
      crosscut: await crossCutResult(temporary, values, context),
      files: values.out
        ? await writeFiles(db, { workspaceId, set, policy, folder: pathFrom(context, values.out as string) })
        : [],
      seconds: (performance.now() - began) / 1000,
    }
  })
}

function personaResult(
  persona: PersonaSet['personas'][number],
  { share, jaccard }: PersonaClass,
  { claims, respondents }: { claims: Claim[]; respondents: number },
) {
  return {
    key: persona.key,
    name: persona.name,
    tagline: persona.tagline,
    // A part of everyone who answered; `base` of them are in the fit that it was estimated on.
    share: { ...share, of: respondents },
    stability: Number.isNaN(jaccard) ? null : jaccard,
    claims: claims
      .filter(({ personaKey }) => personaKey === persona.key)
      .map(({ text, kind, zone, facet, grade, evidence }) => ({
        text,
        kind,
        zone,
        // A circumstance is of no facet: nobody thinks, needs or does their age.
        facet: zone === 'context' ? null : facet,
        grade,
        evidence: withoutPeople(evidence),
      })),
  }
}

/** Ids of the temporary database mean nothing to anybody, and would differ from run to run. */
function withoutPeople({ survey, interviews, spans, counter }: Claim['evidence']) {
  const place = ({ sourceKind, item, startCodePoint, endCodePoint, quotable }: SpanReference) => ({
    sourceKind,
    item,
    startCodePoint,
    endCodePoint,
    quotable,
  })
  return { survey, interviews, spans: spans.map(place), counter: counter.map(place) }
}

/** The personas against the first way of segmenting the customers: recency and frequency of purchase where there are purchases. */
async function crossCutResult(
  { open, study }: TemporaryStudy,
  values: { customers?: unknown; purchases?: unknown },
  context: CommandContext,
) {
  const base = { workspaceId: study.workspaceId, isSimulated: false, at: systemClock.now() }
  const files = (['customers', 'purchases'] as const).filter((kind) => values[kind] !== undefined)
  if (files.length === 0) return null
  for (const kind of files) {
    const { kept } = await importCustomerFile(open.db, base, {
      kind,
      source: fileSource(pathFrom(context, values[kind] as string)),
      timeZone: 'UTC',
    })
    context.log(`${kept} lines of ${kind}.`)
  }
  await computeFamilies(open.db, base, { timeZone: 'UTC' })
  for (const family of await familiesOf(open.db, base)) {
    const cut = await crossCutOf(open.db, study, family)
    if (cut?.result) return { family: family.name, ...cut.result, corrected: cut.corrected }
  }
  return null
}

function quotesPolicy(typed: string | undefined): QuotesPolicy {
  if (typed === undefined || typed === 'consented' || typed === 'internal') return typed ?? 'consented'
  throw new BadInput(`--quotes takes “consented” or “internal”, not “${typed}”.`)
}

/** Each persona's page in every format, the set, and members.csv; paths of what was written, in that order. */
async function writeFiles(
  db: Database,
  { workspaceId, set, policy, folder }: { workspaceId: string; set: PersonaSet; policy: QuotesPolicy; folder: string },
): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const files: string[] = []
  const write = async (name: string, content: Uint8Array | string) => {
    const path = join(folder, name)
    await writeFile(path, content)
    files.push(path)
  }
  const order = { workspaceId, personaSetId: set.id, policy, workspaceName: 'Verbatim' }
  const { claims, study, views } = await readPages(db, order)
  const summary = setSummary(set, claims, { workspaceName: 'Verbatim', decision: study.decision })
  const brand = { accentInk: null, logo: null }
  for (const { name, bytes } of filesInFolder({ set: summary, views, brand }, drawFile))
    await write(name, await bytes())
  if (set.personas.length > 0) {
    const lines = await Array.fromAsync(membersCsv(db, { workspaceId, personaSetId: set.id }))
    await write('members.csv', lines.join(''))
    const projected = await Array.fromAsync(projectedCsv(db, { workspaceId, personaSetId: set.id }))
    if (projected.length > 1) await write('projected.csv', projected.join(''))
  }
  return files
}

async function claimsOf(db: Database, key: PersonaSetKey): Promise<Claim[]> {
  return storedClaims(await claimsOfSet(db, key), await spansOfSet(db, key))
}

async function bringIn({ open, study }: TemporaryStudy, path: string, context: CommandContext) {
  const source = fileSource(path)
  const { variables, doubt } = await proposeImport(source)
  if (doubt) throw new NotRespondents(doubt)
  const order = {
    ...study,
    importId: newId(),
    at: systemClock.now(),
    basis: 'Command line',
    mayQuote: false,
    joinsByKey: true,
  }
  const counts = await importTable(open.db, source, variables, order)
  context.log(`${counts.kept} of ${counts.read} lines are respondents.`)
  return { ...counts, variables }
}

async function bringInDocuments({ open, study }: TemporaryStudy, typed: string[], context: CommandContext) {
  if (typed.length === 0) return { documents: [], refused: [] }
  const read = await readPaths(typed.map((one) => ({ typed: one, path: pathFrom(context, one) })))
  const basis = {
    ...study,
    basis: 'Command line',
    mayQuote: false,
    joinsByKey: true,
    fileId: null,
    at: systemClock.now(),
  }
  const { refused } = await keepDocuments(open.db, basis, read.documents)
  context.log(`${read.documents.length - refused.length} documents.`)
  const documents = read.documents.map(({ name, format, utterances, speakers }) => ({
    file: name,
    format,
    turns: utterances.length,
    speakers: speakers.map(({ label, role }) => ({ name: label, role })),
  }))
  return { documents, refused: [...read.refused, ...refused.map(({ name, reason }) => ({ file: name, reason }))] }
}

/** Suggests tags on all words and counts them by facet: those strong enough to count as evidence. */
async function tagEverything(
  { open, study }: TemporaryStudy,
  context: CommandContext,
): Promise<Record<string, number>> {
  const { suggestions } = await suggestForStudy(open.db, { ...study, at: systemClock.now() })
  context.log(`${suggestions} tags suggested.`)
  const counts: Record<string, number> = Object.fromEntries(facets.map((facet) => [facet, 0]))
  for await (const { facet } of tagsOfStudy(open.db, study)) counts[facet] = (counts[facet] ?? 0) + 1
  return counts
}

/** Every column of the file with the part it played: an indicator that was not used says why. */
function columnsOf(variables: Variable[], analysis: StoredAnalysis) {
  const used = new Set(analysis.indicators)
  const leftOut = new Map(
    [...analysis.choice.leftOut, ...analysis.excludedIndicators].map(({ name, reason }) => [name, reason]),
  )
  return variables.map(({ name, kind, role, reason }) => {
    if (role !== 'indicator' || used.has(name)) return { name, kind, role, reason }
    return { name, kind, role: 'ignored', reason: leftOut.get(name) ?? reason }
  })
}

async function readPlan(path: string): Promise<Plan> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    throw new BadInput(`The plan ${path} can’t be read.`)
  }
  try {
    return planSchema.parse(JSON.parse(text))
  } catch {
    throw new BadInput(
      'The plan is not JSON with the fields “indicators” (names of columns and tags), “maximumClasses”, “tags”, “minimumWords” and “withoutFlagged”.',
    )
  }
}
