import { axisStrip } from '../charts/axis-strip.ts'
import { dumbbell } from '../charts/dumbbell.ts'
import { journeyStrip } from '../charts/journey.ts'
import { landscape } from '../charts/landscape.ts'
import { personaMark } from '../charts/persona-mark.ts'
import { shareRuler } from '../charts/share-ruler.ts'
import { signedText } from '../charts/svg.ts'
import { formatCount, formatDate, formatPercent } from '../http/format.ts'
import { seedOf } from '../statistics/random.ts'
import type { Claim, SurveyEvidence } from './claim.ts'
import { shortened } from './claim-words.ts'
import type { PersonaFacts } from './draw-set.ts'
import type { StoredAnalysis } from './find-personas.ts'
import { distancesOf, stabilityOf, verdictLights } from './set-view.ts'
import type { PersonaSet } from './store.ts'
import { neighbourText, prevalenceText, weakestOf } from './traits.ts'
import type { SpanWords } from './words.ts'

/** Lines a zone holds at most: what does not fit stands on the proof, never in smaller type. */
const room = { needs: 3, pains: 3, behaviours: 3, apart: 4, axes: 5, stages: 5, breath: 2, claims: 22, voices: 6 }
/** Characters of a line; a longer one is cut between words and whole on its evidence page. */
const lineLength = 96
/** Means nearer to each other than this, on a scale from −1 to +1, are one place to the eye. */
const axisFloor = 0.15
/** Characters of a row's label beside a chart: two lines. */
const rowLength = 54

export interface PageLine {
  words: string
  proof: string
  grade: string
  gradeClass: string
  href: string
}

/** What the one-pager shows, the same for web, print and text: every value already in words, every line with its evidence's address. */
export type OnePagerView = ReturnType<typeof onePagerView>

export interface OnePagerParts {
  set: PersonaSet
  persona: PersonaSet['personas'][number]
  /** All claims of the set, as drawn. */
  claims: Claim[]
  /** The quote and the counter-quote as they stand now, or null when they are void or may not stand on this page. */
  quote: SpanWords | null
  counterQuote: SpanWords | null
  workspaceName: string
  decision: string
}

/** The twelve zones of a persona's page. A zone without evidence says so. */
export function onePagerView({ set, persona, claims, quote, counterQuote, workspaceName, decision }: OnePagerParts) {
  const analysis = set.analysis as StoredAnalysis
  const place = analysis.classes[set.personas.findIndex(({ key }) => key === persona.key)]!
  const facts = persona.view as PersonaFacts
  const own = claims.filter(({ personaKey }) => personaKey === persona.key)
  // Circumstances describe people afterwards; they stand in the proof, not among the reasons.
  const reasons = own.filter(({ zone }) => zone !== 'context')
  const line = (claim: Claim) => lineOf(set.id, claim)
  const axes = reasons
    .filter(
      ({ axis, zone }) => axis !== null && zone === 'attitudes' && Math.abs(axis.mean - axis.restMean) >= axisFloor,
    )
    .slice(0, room.axes)
  const inZone = (zone: Claim['zone'], most: number) =>
    reasons
      .filter((claim) => claim.zone === zone && isPositive(claim))
      .slice(0, most)
      .map(line)
  const needs = inZone('needs', room.needs)
  const apart = reasons
    .filter((claim) => isShareAnswer(claim) && !axes.includes(claim))
    .filter((claim) => !isPositive(claim) || !['needs', 'pains', 'behaviours', 'journey'].includes(claim.zone))
    .slice(0, room.apart + 2 * (room.needs - needs.length))
  const stages = own.filter(({ stage }) => stage !== null)
  const weakest = weakestOf(own)
  const stability = stabilityOf(place.jaccard)
  // The date of a file is the data's own: the same data gives the same bytes whenever it is drawn.
  const dated = set.dataUntil
  return {
    setId: set.id,
    key: persona.key,
    number: persona.number,
    className: `persona-${persona.number}`,
    mark: personaMark(persona.number),
    name: persona.name,
    tagline: persona.tagline,
    facts: [
      `Persona ${persona.number} of ${set.personas.length}`,
      `${verdictLights[set.word].word}, set ${set.number}`,
      dated ? `Answers until ${formatDate(dated)}` : 'Answers without dates',
    ],
    dated,
    light: stability,
    share: {
      text: formatPercent(place.share.share),
      interval: `95\u202f% interval ${Math.round(place.share.low * 100)} to ${Math.round(place.share.high * 100)}`,
      people: `${formatCount(place.members)} of ${formatCount(place.share.base)} people`,
    },
    ruler: shareRuler(place.share, { of: 'people asked' }),
    landscape: landscape({
      seed: seedOf(set.seed, persona.key),
      distances: distancesOf(own),
      width: 250,
      height: 336,
      levels: 15,
      name: persona.name,
    }),
    quote: quote
      ? { text: quote.text, source: quote.source, href: quote.href, isInternal: quote.quotable !== 'consented' }
      : null,
    noQuote: 'No quote: nobody of this persona said anything that may stand here.',
    counterQuote: counterQuote
      ? { text: counterQuote.text, source: counterQuote.source, href: counterQuote.href }
      : null,
    breath: reasons.slice(0, room.breath).map((claim) => ({ ...line(claim), words: `${shortened(claim.text, 150)}.` })),
    needs,
    pains: inZone('pains', room.pains),
    behaviours: inZone('behaviours', room.behaviours),
    apart: apart.map((claim) => ({
      ...line(claim),
      words: rowLabel(claim.evidence.survey!),
      ...pairOf(claim.evidence.survey!, persona.number),
    })),
    bases: apart[0] ? { these: apart[0].evidence.survey!.these.base, rest: apart[0].evidence.survey!.rest.base } : null,
    apartBases: apart[0]
      ? `members n ${apart[0].evidence.survey!.these.base}, others n ${apart[0].evidence.survey!.rest.base}`
      : '',
    axes: axes.map((claim) => ({
      ...line(claim),
      left: leftEnd(claim),
      right: rightEnd(claim),
      chart: axisStrip({ ...claim.axis!, personaNumber: persona.number }),
      proof: signed(claim.axis!.mean - claim.axis!.restMean, 1),
    })),
    journey: stages.length > 0 ? journeyOf(stages, persona.number) : null,
    segmentsNote: 'Shown once customers are sorted into segments: see the cross-cut.',
    matches: facts.prevalence
      ? prevalenceText(facts.prevalence)
      : 'Too few traits to count who matches the whole page.',
    notThis: facts.neighbour
      ? neighbourText(facts.neighbour, shortened(set.personas[facts.neighbour.persona]?.name ?? 'the next persona', 40))
      : 'There is no other persona to confuse it with.',
    weakest: weakest ? `${shortened(weakest.words, 90)} (${weakest.grade}).` : 'No line stands here yet.',
    workspaceName,
    decision,
    recounted: set.recountedAt ? `Recounted ${formatDate(set.recountedAt)}.` : '',
    claims: own.slice(0, room.claims).map((claim) => ({ ...line(claim), ...proofOf(claim) })),
    claimCount: own.length,
    methods: methodsOf(set, analysis),
  }
}

/** Two ends that someone wrote as a choice speak for themselves; a scale is named by its question and read towards its right end. */
function leftEnd({ axis }: Claim): string {
  return axis!.topic ? shortened(axis!.topic, 42) : shortened(axis!.left, 34)
}

function rightEnd({ axis }: Claim): string {
  return axis!.topic ? shortened(axis!.right, 26) : shortened(axis!.right, 34)
}

/** An answer as the label of a row: short enough for two lines, whole on its evidence page. */
function rowLabel({ label, answer, difference }: SurveyEvidence): string {
  const said = shortened(answer ?? '', 26)
  const topic = shortened(
    label
      .split(' — ')
      .at(-1)!
      .replace(/[?.:\s]+$/, ''),
    rowLength - said.length,
  )
  if (answer === 'chosen' || answer === 'not chosen')
    return `${(answer === 'chosen') === difference > 0 ? 'Choose' : 'Seldom choose'} “${topic}”`
  return `${difference > 0 ? '' : 'Seldom '}“${said}”: ${topic}`
}

function lineOf(setId: string, claim: Claim): PageLine {
  return {
    words: shortened(claim.words, lineLength),
    proof: shortProof(claim),
    grade: claim.grade,
    gradeClass: claim.grade.toLowerCase(),
    href: `/personas/${setId}/claims/${encodeURIComponent(claim.id)}`,
  }
}

/** What people seldom say, or hold less important than others do, is no need or pain of theirs: it stands among what sets them apart. */
function isPositive({ axis, zone, evidence }: Claim): boolean {
  if (axis?.topic && (zone === 'needs' || zone === 'pains')) return axis.mean > axis.restMean
  return evidence.survey === null || evidence.survey.answer === null || evidence.survey.difference > 0
}

function isShareAnswer({ stage, evidence }: Claim): boolean {
  return stage === null && evidence.survey !== null && evidence.survey.these.share !== null
}

/** Voices are counted, never turned into percent; the survey's two sides are shares. */
function shortProof({ evidence: { survey, interviews } }: Claim): string {
  if (interviews && !survey) return `${interviews.mentions} of ${interviews.of}`
  if (survey && survey.these.share !== null)
    return `${Math.round(survey.these.share * 100)} / ${Math.round((survey.rest.share ?? 0) * 100)}`
  return survey ? signed(survey.difference) : ''
}

function pairOf(survey: SurveyEvidence, personaNumber: number) {
  const side = ({ share, low, high }: SurveyEvidence['these']) => ({ share: share ?? 0, low, high })
  const points = Math.round(survey.difference * 100)
  return {
    chart: dumbbell({ these: side(survey.these), rest: side(survey.rest), personaNumber }),
    these: String(Math.round((survey.these.share ?? 0) * 100)),
    rest: String(Math.round((survey.rest.share ?? 0) * 100)),
    proof: `${points < 0 ? '−' : '+'}${Math.abs(points)} pt`,
  }
}

/** Stages in the order of the journey; those nobody spoke of stand between them in grey as far as there is room. */
function journeyOf(stages: Claim[], personaNumber: number) {
  const heard = new Map(stages.map(({ stage }) => [stage!.name, stage!]))
  const path = stages[0]!.stage!.path
  const silent = path.filter((name) => !heard.has(name)).slice(0, Math.max(0, room.stages - heard.size))
  const points = path
    .filter((name) => heard.has(name) || silent.includes(name))
    .map((name) => heard.get(name) ?? { name, people: 0, painShare: null })
  return {
    chart: journeyStrip(points, { personaNumber }),
    stages: points.map(({ name, people, painShare }) => ({
      name,
      isHeard: people > 0,
      note:
        people === 0 ? 'No evidence' : `n ${people}${painShare ? `, ${Math.round(painShare * people)} in pain` : ''}`,
    })),
  }
}

function proofOf(claim: Claim) {
  const { survey, interviews } = claim.evidence
  const side = (estimate: SurveyEvidence['these']) =>
    estimate.share !== null
      ? `${formatPercent(estimate.share)} (n ${estimate.base})`
      : `${signedText(estimate.mean!)} (n ${estimate.base})`
  const heard = interviews ? `${interviews.mentions} of ${interviews.of} heard` : ''
  const kind = survey
    ? survey.defining
      ? 'defining'
      : survey.q === null
        ? 'describing'
        : `describing, q ${survey.q < 0.001 ? '< .001' : survey.q.toFixed(3)}`
    : ''
  return {
    zone: claim.zone === 'context' ? 'who they are' : claim.zone,
    full: shortened(claim.words, 190),
    these: survey ? side(survey.these) : heard,
    rest: survey ? side(survey.rest) : elsewhere(interviews),
    how: [
      kind,
      survey ? `${signed(survey.difference)} [${signed(survey.low)}; ${signed(survey.high)}]` : '',
      survey ? heard : 'words only',
    ]
      .filter(Boolean)
      .join(', '),
  }
}

function methodsOf(set: PersonaSet, analysis: StoredAnalysis): string[] {
  const { n0, n1 } = analysis.nulls
  return [
    `Latent class analysis of ${formatCount(analysis.fitted)} people on ${analysis.indicators.length} questions; ${formatCount(analysis.unassigned)} unassigned, ${formatCount(analysis.between)} between personas.`,
    `The word is “${set.word}”: ${verdictLights[set.word].meaning}`,
    ...analysis.verdict.reasons.map(({ text }) => text),
    ...(n0 ? [`Shuffled answers: ${n0.beaten ? 'beaten' : 'not beaten'} in ${n0.copies.length} copies.`] : []),
    ...(n1
      ? [
          `Answers that go together without groups: ${n1.beaten ? 'beaten' : 'not beaten'} in ${n1.copies.length} copies.`,
        ]
      : []),
    'Questions that built the persona are “defining” and never tested; others are “describing”, tested together at a false discovery rate of 5 %, their values corrected for the error with which people are sorted.',
    `Seed ${set.seed}, version ${set.softwareVersion}, data ${set.dataHash.slice(0, 12)}.`,
  ]
}

function elsewhere(interviews: Claim['evidence']['interviews']): string {
  return interviews && interviews.others.of > 0
    ? `${interviews.others.mentions} of ${interviews.others.of} heard`
    : 'nobody heard'
}

/** "+.71": without the zero that every difference on a scale from −1 to +1 would carry. */
function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits).replace(/^0\./, '.')
  return `${value < 0 ? '−' : '+'}${text}`
}
