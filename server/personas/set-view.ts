import { axisLine } from '../charts/axis-strip.ts'
import { landscape } from '../charts/landscape.ts'
import { personaMark } from '../charts/persona-mark.ts'
import { shareBar } from '../charts/share-bar.ts'
import { formatCount, formatDate, formatPercent } from '../http/format.ts'
import { OVERDISPERSED } from '../statistics/latent-class/dispersion.ts'
import { fixedBeside } from '../statistics/printed-number.ts'
import { seedOf } from '../statistics/random.ts'
import { type Claim, isFact } from './claim.ts'
import type { PersonaFacts } from './draw-set.ts'
import type { StoredAnalysis } from './find-personas.ts'
import type { PersonaSet, Word } from './store.ts'
import { weakestOf } from './traits.ts'
import type { SpanWords } from './words.ts'

/** "Four personas": a number as a title begins with it. */
export function personasCounted(count: number): string {
  return `${numerals[count] ?? count} ${count === 1 ? 'persona' : 'personas'}`
}

const numerals = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight']

/** The word of the verdict with its light: shape and word first, colour last. */
export const verdictLights: Record<Word, { word: string; light: string; meaning: string }> = {
  natural: { word: 'Natural', light: 'sound', meaning: 'The groups are there without us.' },
  reproducible: { word: 'Reproducible', light: 'sound', meaning: 'The same groups return; the edges are ours.' },
  constructive: {
    word: 'Constructive',
    light: 'caution',
    meaning: 'A useful cut through a cloud. Say so when you use it.',
  },
  none: { word: 'No personas', light: 'none', meaning: 'These answers hold no groups that would stand.' },
}

/** What stands among the facts of everything drawn from a generator's answers. */
export const simulatedFact = 'Simulated people'

/** Axes drawn beside each other on the set's page. */
const axesShown = 6

/** Everything the page of a persona set shows. */
export function setView(set: PersonaSet, claims: Claim[], quotes: Map<string, SpanWords>) {
  const analysis = set.analysis as StoredAnalysis
  const light = verdictLights[set.word]
  const axisNames = sharedAxes(claims)
  const isNone = set.word === 'none'
  const held = analysis.classes.reduce((sum, { share }) => sum + share.share, 0) - betweenShare(analysis)
  return {
    setId: set.id,
    studyId: set.studyId,
    kicker: `Persona set ${set.number}, ${formatDate(set.createdAt)}`,
    title: isNone
      ? 'No personas in these answers'
      : `${personasCounted(set.personas.length)} ${set.personas.length === 1 ? 'holds' : 'hold'} for ${formatPercent(held)} of the people we asked`,
    isNone,
    verdict: {
      ...light,
      isSound: light.light === 'sound',
      isCaution: light.light === 'caution',
      reasons: analysis.verdict.reasons,
      advice: analysis.verdict.advice,
    },
    recounted: set.recountedAt ? `Recounted ${formatDate(set.recountedAt)}: somebody asked to be erased.` : '',
    people: formatCount(analysis.size),
    shareNote: isNone ? '' : shareNoteOf(analysis, shareParts(set, analysis)),
    shareChart: isNone ? '' : shareBar(shareParts(set, analysis)),
    shares: isNone
      ? []
      : shareParts(set, analysis).map(({ name, share, who }) => ({
          name,
          shareText: formatPercent(share),
          className: typeof who === 'number' ? `persona-${who}` : '',
          mark: typeof who === 'number' ? personaMark(who) : '',
          isPersona: typeof who === 'number',
          isBetween: who === 'between',
        })),
    personas: set.personas.map((persona, index) =>
      personaView({ set, persona, index, analysis, claims, axisNames, quotes }),
    ),
    hasAxes: axisNames.length > 0,
    models: analysis.models.map((model) => ({
      k: model.k,
      isChosen: model.k === analysis.chosenClasses,
      bic: model.bic.toFixed(1),
      logLikelihood: model.logLikelihood.toFixed(1),
      parameters: model.parameters,
      entropy: model.entropyR2 === null ? '' : model.entropyR2.toFixed(2),
      replicated: model.replicated ? 'yes' : 'no',
      shares: model.shares.map((share) => formatPercent(share)).join(', '),
    })),
    disagreements: analysis.disagreements,
    nulls: nullLines(analysis),
    indicators: analysis.indicators.length,
    indicatorList: powerOf(analysis),
    notes: analysis.choice.notes,
    leftOut: [...analysis.choice.leftOut, ...analysis.excludedIndicators],
    tagRows: tagRows(analysis),
    tagsEntered: analysis.choice.tags.filter(({ entered }) => entered).length,
    wordsNote: wordsNote(analysis),
    flaggedNote: analysis.withoutFlagged?.text ?? '',
    flaggedDiffers: analysis.withoutFlagged?.differs === true,
    projectionNote: analysis.projection?.text ?? '',
    hasProjected: (analysis.projection?.placed ?? 0) > 0,
    dependent: dependentPairs(analysis),
    seed: set.seed,
    version: set.softwareVersion,
    hash: set.dataHash.slice(0, 12),
  }
}

function dependentPairs(analysis: StoredAnalysis) {
  const labels = tagLabels(analysis)
  return analysis.localDependence.slice(0, 5).map(({ items: [first, second], residual }) => ({
    first: labels.get(first) ?? first,
    second: labels.get(second) ?? second,
    residual: residual.toFixed(1),
  }))
}

function powerOf(analysis: StoredAnalysis) {
  const labels = tagLabels(analysis)
  return analysis.itemPower.map(({ name, power, dispersion = 1 }) => ({
    name: labels.get(name) ?? name,
    shareText: formatPercent(power),
    spreadNote:
      dispersion >= OVERDISPERSED
        ? `Varies ${dispersion.toFixed(1)} times as much within a persona as counts that come by chance: groups of its amount may be only that.`
        : '',
  }))
}

/** Tags are named by a key; readers are shown what it says. */
function tagLabels({ choice }: StoredAnalysis): Map<string, string> {
  return new Map(choice.tags.map(({ name, label }) => [name, label]))
}

/** Codes and kinds that people's words carry: those that entered first, each with its counts and why. */
function tagRows({ choice }: StoredAnalysis) {
  return choice.tags
    .toSorted((one, other) => Number(other.entered) - Number(one.entered))
    .map(({ label, entered, reason, said, unsaid, unknown }) => ({ label, entered, reason, said, unsaid, unknown }))
}

/** From this part of the variation on, the groups are told apart by how much people say. */
const talkativeness = 0.2

function wordsNote({ wordsExplained }: StoredAnalysis): string {
  if (wordsExplained === null) return ''
  const share = formatPercent(wordsExplained)
  return wordsExplained >= talkativeness
    ? `Take care: ${share} of how much people say goes along with these groups. They may part the talkative from the terse.`
    : `${share} of how much people say goes along with these groups.`
}

function betweenShare({ between, size }: StoredAnalysis): number {
  return size > 0 ? between / size : 0
}

/** Shares on one ruler: people between two personas are taken from those they stand between, so that all parts make one. */
export function shareParts(set: PersonaSet, analysis: StoredAnalysis) {
  const between = betweenShare(analysis)
  const unassigned = analysis.size > 0 ? analysis.unassigned / analysis.size : 0
  const inClasses = analysis.classes.reduce((sum, { share }) => sum + share.share, 0)
  const kept = inClasses > 0 ? (inClasses - between) / inClasses : 0
  return [
    ...set.personas.map((persona, index) => ({
      name: persona.name,
      share: analysis.classes[index]!.share.share * kept,
      who: persona.number as number | 'between' | 'unassigned',
    })),
    { name: 'Between personas', share: between, who: 'between' as const },
    { name: 'Unassigned', share: unassigned, who: 'unassigned' as const },
  ]
}

/** Where a reader would meet two numbers for one persona, why; '' where every part shows the same percentage as its share. */
export function shareNoteOf(analysis: StoredAnalysis, parts: ReturnType<typeof shareParts>): string {
  const differs = analysis.classes.some(
    ({ share }, index) =>
      parts[index] !== undefined && formatPercent(share.share) !== formatPercent(parts[index].share),
  )
  return differs
    ? 'On this bar people between two personas stand apart, so a part can be a point or two below the share of its persona.'
    : ''
}

/** Axes that tell at least one persona apart, the same for all: only those can stand beside each other. */
export function sharedAxes(claims: Claim[]): string[] {
  const weight = new Map<string, number>()
  for (const { axis, evidence, zone } of claims) {
    if (!axis || !evidence.survey || zone === 'context') continue
    const name = evidence.survey.variable
    weight.set(name, Math.max(weight.get(name) ?? 0, Math.abs(axis.mean - axis.restMean)))
  }
  return [...weight]
    .sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
    .slice(0, axesShown)
    .map(([name]) => name)
}

interface PersonaParts {
  set: PersonaSet
  persona: PersonaSet['personas'][number]
  index: number
  analysis: StoredAnalysis
  claims: Claim[]
  axisNames: string[]
  quotes: Map<string, SpanWords>
}

function personaView({ set, persona, index, analysis, claims, axisNames, quotes }: PersonaParts) {
  const own = claims.filter((claim) => claim.personaKey === persona.key && isFact(claim))
  const { share, jaccard, members } = analysis.classes[index]!
  const facts = persona.view as PersonaFacts
  const axes = own.flatMap(({ axis, evidence }) =>
    axis && evidence.survey && axisNames.includes(evidence.survey.variable)
      ? [{ name: evidence.survey.variable, axis }]
      : [],
  )
  const quote = quotes.get(persona.key)
  const weakest = weakestOf(own)
  return {
    key: persona.key,
    href: `/personas/${set.id}/${persona.key}`,
    name: persona.name,
    tagline: persona.tagline,
    className: `persona-${persona.number}`,
    mark: personaMark(persona.number),
    land: landscape({
      seed: seedOf(set.seed, persona.key),
      distances: distancesOf(own),
      width: 270,
      height: 120,
      name: persona.name,
    }),
    shareText: formatPercent(share.share),
    interval: `${Math.round(share.low * 100)}–${formatPercent(share.high)}, 95\u202f% interval`,
    people: `${formatCount(members)} of ${formatCount(analysis.size)} people`,
    projected: projectedText(analysis.projection?.perPersona[persona.key] ?? 0),
    axes: axisNames.flatMap((name) => {
      const found = axes.find((axis) => axis.name === name)
      return found
        ? [
            {
              chart: axisLine({ ...found.axis, personaNumber: persona.number }),
              topic: found.axis.topic,
              left: found.axis.left,
              right: found.axis.right,
            },
          ]
        : []
    }),
    strongest: own
      .filter(({ zone }) => zone !== 'context')
      .slice(0, 3)
      .map((claim) => ({
        text: claim.text,
        grade: claim.grade,
        gradeClass: claim.grade.toLowerCase(),
        href: `/personas/${set.id}/claims/${encodeURIComponent(claim.id)}`,
      })),
    quote: quote ? { text: quote.text, source: quote.source } : null,
    stability: stabilityOf(jaccard),
    traits: facts.prevalence
      ? `${facts.prevalence.needed} of ${facts.prevalence.traits}: ${formatPercent(facts.prevalence.members.most)}`
      : 'too few traits',
    weakest: weakest ? `${weakest.words}, ${weakest.grade}` : '',
    claims: own.length,
  }
}

function projectedText(count: number): string {
  return count === 0 ? '' : `${formatCount(count)} projected, not in the share`
}

/** One hill for each of the persona's largest differences: attitudes first where there are axes. */
export function distancesOf(claims: Claim[]): number[] {
  const axes = claims.flatMap(({ axis }) => (axis ? [Math.abs(axis.mean - axis.restMean)] : []))
  const answers = claims.flatMap(({ axis, evidence }) =>
    !axis && evidence.survey ? [Math.min(2, Math.abs(evidence.survey.effect))] : [],
  )
  const distances = [...axes, ...answers].slice(0, 6)
  return distances.length > 0 ? distances : [0.2]
}

const jaccardSteps = { stable: 0.75, doubtful: 0.6 }

/** Hennig's reading of the mean overlap with resamples. */
export function stabilityOf(jaccard: number | null): {
  word: string
  light: string
  value: string
  isSound: boolean
  isCaution: boolean
} {
  if (jaccard === null || Number.isNaN(jaccard))
    return { word: 'Not measured', light: 'none', value: '', isSound: false, isCaution: false }
  const [word, light] =
    jaccard >= jaccardSteps.stable
      ? ['Stable', 'sound']
      : jaccard >= jaccardSteps.doubtful
        ? ['Doubtful', 'caution']
        : ['Unstable', 'error']
  return {
    word: word!,
    light: light!,
    value: fixedBeside(jaccard, [jaccardSteps.stable, jaccardSteps.doubtful], 2),
    isSound: light === 'sound',
    isCaution: light === 'caution',
  }
}

function nullLines({ nulls }: StoredAnalysis) {
  const line = (name: string, null_: StoredAnalysis['nulls']['n0']) =>
    null_
      ? [
          {
            name,
            gain: null_.observedGain.toFixed(0),
            largest: Math.max(...null_.copies).toFixed(0),
            copies: null_.copies.length,
            beaten: null_.beaten ? 'beaten' : 'not beaten',
          },
        ]
      : []
  return [...line('Shuffled answers', nulls.n0), ...line('Answers that go together, without groups', nulls.n1)]
}
