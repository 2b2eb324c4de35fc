import { axisStrip } from '../charts/axis-strip.ts'
import { journeyStrip } from '../charts/journey.ts'
import { landscape } from '../charts/landscape.ts'
import { liftBar, liftText } from '../charts/lift-bars.ts'
import { nullStrip } from '../charts/null-strip.ts'
import { personaAvatar } from '../charts/persona-avatar.ts'
import { personaMark } from '../charts/persona-mark.ts'
import { qrCode } from '../charts/qr-code.ts'
import { shareRuler } from '../charts/share-ruler.ts'
import { stageIcon } from '../charts/stage-icon.ts'
import { formatCount, formatDate, formatPercent } from '../http/format.ts'
import { seedOf } from '../statistics/random.ts'
import type { Claim } from './claim.ts'
import { reviewDateOf } from './claim-editing/expiry.ts'
import { shortened } from './claim-words.ts'
import type { PersonaFacts } from './draw-set.ts'
import { empathyOf } from './empathy-map.ts'
import type { StoredAnalysis } from './find-personas.ts'
import type { InterpretationLine } from './interpretation-store.ts'
import {
  axisFloor,
  breathOf,
  isPositive,
  isShareAnswer,
  leftEnd,
  lineOf,
  pageWords,
  pairOf,
  rightEnd,
  rowLabels,
  shortLine,
  signed,
} from './page-lines.ts'
import { methodsOf, nullGainsOf, proofOf } from './page-proof.ts'
import type { SegmentsOfPersona } from './segments-of-persona.ts'
import { distancesOf, simulatedFact, stabilityOf, verdictLights } from './set-view.ts'
import type { PersonaSet } from './store.ts'
import { dropText, neighbourText, prevalenceText, weakestOf } from './traits.ts'
import type { SpanWords } from './words.ts'

export type { PageLine } from './page-lines.ts'

/** Lines a zone holds at most: what does not fit stands on the proof, never in smaller type. */
const room = { needs: 3, pains: 3, behaviours: 3, apart: 4, axes: 5, stages: 5, breath: 2, claims: 22, made: 2 }
/** People who must have spoken of one stage before a journey is drawn: one or two are a voice, not a path. */
const journeyFloor = 3

/** What the one-pager shows, the same for web, print, slides and text: every value already in words, every line with its evidence's address. */
export type OnePagerView = ReturnType<typeof onePagerView>

export interface OnePagerParts {
  set: PersonaSet
  persona: PersonaSet['personas'][number]
  /** All claims of the set, as drawn. */
  claims: Claim[]
  /** The quote as it stands now, or null when it is void or may not stand on this page. */
  quote: SpanWords | null
  /** Members of another mind, the first of whom stands on the front. */
  counterQuotes: SpanWords[]
  /** Further words that may stand on this page. */
  voices?: SpanWords[]
  /** Where the job stories were told, story by story. */
  jobPlaces?: SpanWords[][]
  /** Null when no customers are joined. */
  segments?: SegmentsOfPersona | null
  interpretation?: InterpretationLine[]
  /** Where the page is on the web, when that is known. */
  address?: string | null
  /** Whether words that nobody released stand on the page: then its files say that they stay in the house. */
  isInternal?: boolean
  /** Whether a generator made every answer: then the page says so wherever it goes. */
  isSimulated?: boolean
  workspaceName: string
  decision: string
}

/** The twelve zones of a persona's page. A zone without evidence says so. */
export function onePagerView(parts: OnePagerParts) {
  const { set, persona, claims, quote, counterQuotes, workspaceName, decision } = parts
  const analysis = set.analysis as StoredAnalysis
  const place = analysis.classes[set.personas.findIndex(({ key }) => key === persona.key)]!
  const facts = persona.view as PersonaFacts
  const all = claims.filter(({ personaKey }) => personaKey === persona.key)
  // A guess of the team is shown as a guess where people work on it; on the page and in files it is no line.
  const own = all.filter(({ grade }) => grade !== 'H')
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
    .slice(0, room.apart + 2 * (room.needs - needs.length) + (axes.length === 0 ? 2 : 0))
  const rows = rowLabels(apart.map(({ evidence }) => evidence.survey!))
  const weakest = weakestOf(own)
  // The day a reader of paper compares with the calendar: files carry no clock, so they say until when, not whether.
  const reviewBy = own
    .map((claim) => reviewDateOf(claim, set))
    .reduce<Date | null>((first, date) => (first && first <= date ? first : date), null)
  // The date of a file is the data's own: the same data gives the same bytes whenever it is drawn.
  const dated = set.dataUntil
  const ground = { seed: seedOf(set.seed, persona.key), distances: distancesOf(own) }
  const voices = (parts.voices ?? []).map(voiceOf)
  const breath = reasons.slice(0, room.breath).map((claim) => ({ ...line(claim), words: breathOf(claim) }))
  return {
    setId: set.id,
    key: persona.key,
    number: persona.number,
    className: `persona-${persona.number}`,
    mark: personaMark(persona.number),
    name: persona.name,
    tagline: persona.tagline,
    facts: [
      `Persona ${persona.number}, one of ${set.personas.length}`,
      `${verdictLights[set.word].word}, set ${set.number}`,
      dated ? `Answers until ${formatDate(dated)}` : 'Answers without dates',
      ...(parts.isSimulated ? [simulatedFact] : []),
    ],
    dated,
    isInternal: parts.isInternal ?? false,
    light: stabilityOf(place.jaccard),
    share: {
      text: formatPercent(place.share.share),
      interval: `95\u202f% interval ${Math.round(place.share.low * 100)} to ${Math.round(place.share.high * 100)}`,
      // Of everybody who answered: the share is of them, those whom no persona took included.
      people: `${formatCount(place.members)} of ${formatCount(analysis.size)} people`,
      ...place.share,
      /** The share is a part of these: everyone who answered. `base` are those in the fit. */
      of: analysis.size,
    },
    ruler: shareRuler({ ...place.share, base: analysis.size }, { of: 'people asked' }),
    ground,
    avatar: personaAvatar({ ...ground, number: persona.number, name: persona.name }),
    landscape: landscape({ ...ground, width: 250, height: 336, levels: 15, name: persona.name }),
    quote: quote ? voiceOf(quote) : null,
    noQuote: 'No quote: nobody of this persona said anything that may stand here.',
    counterQuote: counterQuotes[0] ? voiceOf(counterQuotes[0]) : null,
    /** All of them, for the proof and the files: the first as well. */
    counterQuotes: counterQuotes.map(voiceOf),
    voices,
    breath,
    // Without a quote the strongest line takes its place, and the breath goes on after it.
    finding: quote ? null : (breath[0] ?? null),
    breathBelow: quote ? breath : breath.slice(1),
    needs,
    pains: inZone('pains', room.pains),
    behaviours: inZone('behaviours', room.behaviours),
    apart: apart.map((claim, index) => ({
      ...line(claim),
      ...rows[index]!,
      words: `${rows[index]!.topic}: ${rows[index]!.said}`,
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
      mean: claim.axis!.mean,
      restMean: claim.axis!.restMean,
      band: claim.axis!.band,
      chart: axisStrip({ ...claim.axis!, personaNumber: persona.number }),
      proof: signed(claim.axis!.mean - claim.axis!.restMean, 1),
    })),
    ...journeyZone(own, persona.number),
    ...segmentsZone(parts.segments ?? null),
    crossCutHref: `/studies/${set.studyId}/segments`,
    ...interpretationZone(parts.interpretation ?? []),
    jobStories: (facts.jobStories ?? []).map(({ when, want, so, people, grade }, index) => ({
      when,
      want,
      so: so ?? '',
      people,
      proof: `${people} said both`,
      places: (parts.jobPlaces?.[index] ?? []).map(({ source, href }) => ({ source, href })),
      grade,
      gradeClass: grade.toLowerCase(),
    })),
    journeyMap: (facts.journeyMap ?? []).map(({ stage, people, doing, thinking, feeling, barrier, wish }) => ({
      stage,
      people,
      cells: [doing, thinking, feeling, barrier, wish].map(countedText),
    })),
    empathy: empathyOf(reasons, {
      line,
      says: [...(quote ? [voiceOf(quote)] : []), ...voices],
    }),
    matches: facts.prevalence
      ? [prevalenceText(facts.prevalence), dropText(facts.prevalence)].filter(Boolean).join(' ')
      : 'Too few traits to count who matches the whole page.',
    notThis: facts.neighbour
      ? neighbourText(facts.neighbour, shortened(set.personas[facts.neighbour.persona]?.name ?? 'the next persona', 40))
      : 'There is no other persona to confuse it with.',
    weakest: weakest
      ? `${shortLine(weakest.evidence.survey?.answer === 'chosen' ? weakest.words : pageWords(weakest), 90)} (${weakest.grade}).`
      : 'No line stands here yet.',
    reviewDate: reviewBy,
    reviewBy: reviewBy ? `Look again by ${formatDate(reviewBy)}.` : '',
    workspaceName,
    decision,
    address: parts.address ?? '',
    qr: parts.address ? qrCode(parts.address) : '',
    recounted: set.recountedAt ? `Recounted ${formatDate(set.recountedAt)}.` : '',
    claims: own
      .slice(0, room.claims)
      .map((claim) => ({ ...line(claim), ...proofOf(claim), reviewDate: reviewDateOf(claim, set) })),
    claimCount: own.length,
    hypotheses: all.filter(({ grade }) => grade === 'H').map(line),
    methods: methodsOf(set, analysis, facts),
    nulls: nullGainsOf(analysis).map((gains) => ({
      name: gains.name,
      gain: String(Math.round(gains.observed)),
      best: String(Math.round(Math.max(...gains.copies))),
      chart: nullStrip({ ...gains, personaNumber: persona.number }),
    })),
    indicators: analysis.indicators,
  }
}

/** "Price (4), Speed (2)": codes and the people who spoke of them. */
function countedText(codes: { name: string; people: number }[]): string {
  return codes.map(({ name, people }) => `${name} (${people})`).join(', ')
}

function voiceOf({ text, source, href, quotable }: SpanWords) {
  return { text, source, href, isInternal: quotable !== 'consented' }
}

/** Stages in the order of the journey; those nobody spoke of stand between them in grey as far as there is room. */
function journeyZone(own: Claim[], personaNumber: number) {
  const stages = own.filter(({ stage }) => stage !== null)
  const most = Math.max(0, ...stages.map(({ stage }) => stage!.people))
  if (most < journeyFloor) {
    const journeyNote =
      most === 0
        ? 'No evidence: nobody of this persona spoke of a stage of the journey.'
        : `No evidence: no stage of the journey was spoken of by more than ${most} of this persona’s people.`
    return { journey: null, journeyNote }
  }
  const heard = new Map(stages.map(({ stage }) => [stage!.name, stage!]))
  const path = stages[0]!.stage!.path
  const silent = path.filter((name) => !heard.has(name)).slice(0, Math.max(0, room.stages - heard.size))
  const points = path
    .filter((name) => heard.has(name) || silent.includes(name))
    .map((name) => heard.get(name) ?? { name, people: 0, painShare: null })
  return {
    journeyNote: '',
    journey: {
      chart: journeyStrip(points, { personaNumber }),
      stages: points.map(({ name, people, painShare }) => ({
        name,
        people,
        painShare,
        isHeard: people > 0,
        icon: stageIcon(name),
        note:
          people === 0 ? 'No evidence' : `n ${people}${painShare ? `, ${Math.round(painShare * people)} in pain` : ''}`,
      })),
    },
  }
}

function segmentsZone(segments: SegmentsOfPersona | null) {
  if (!segments) {
    const segmentsNote = 'No customers joined: nobody of this set is known from a file of customers.'
    return { segments: [], segmentsNote, segmentsShort: segmentsNote }
  }
  const { rows, span, of, family, customers, isCorrected } = segments
  const isTold = rows.some(({ signs }) => signs !== '')
  return {
    segments: rows.map(({ name, lift, base, signs }) => ({
      name: shortened(name, 24),
      value: lift,
      lift: liftText(lift),
      signs,
      base,
      chart: liftBar({ segment: name, lift }),
    })),
    segmentsShort: `Spans ${span.toFixed(1)} of ${of} segments, n ${formatCount(customers)}.`,
    segmentsNote:
      `Times everyone’s share${isCorrected ? '' : ', not corrected for sorting errors'}, by ${shortened(family.charAt(0).toLowerCase() + family.slice(1), 40)}, n ${formatCount(customers)}. ` +
      `Spans ${span.toFixed(1)} of ${of} segments.${isTold ? '' : ' No difference here is more than chance gives.'}`,
  }
}

/** What the team concluded: shown as theirs, by name and day, and never as a finding. */
function interpretationZone(lines: InterpretationLine[]) {
  const of = (kind: InterpretationLine['kind']) =>
    lines.filter((line) => line.kind === kind).map(({ text }) => shortened(text, 80))
  const newest = lines.reduce<InterpretationLine | null>(
    (last, line) => (last && last.writtenAt >= line.writtenAt ? last : line),
    null,
  )
  const authors = [...new Set(lines.map(({ author }) => author))].join(', ')
  return {
    dos: of('do').slice(0, room.made),
    donts: of('dont').slice(0, room.made),
    madeBy: newest ? `Interpretation, ${authors}, ${formatDate(newest.writtenAt)}` : '',
  }
}
