import { dumbbell } from '../charts/dumbbell.ts'
import { personaMark } from '../charts/persona-mark.ts'
import { facetNames } from '../facets.ts'
import { formatPercent } from '../http/format.ts'
import { fixedBeside, percentBeside } from '../statistics/printed-number.ts'
import type { Claim, Estimate, Grade, SurveyEvidence } from './claim.ts'
import type { PersonaSet } from './store.ts'
import type { SpanWords } from './words.ts'

export const gradeMeanings: Record<Grade, string> = {
  A: 'The survey and at least three people’s own words agree.',
  B: 'One side supports it: the survey, or at least three people’s words. The other is silent.',
  C: 'A voice: one or two people said so, or the survey only hints at it.',
  H: 'A guess of the team. Nobody’s evidence.',
  X: 'Disputed: the survey and people’s words say different things.',
}

const quotableWords = {
  consented: 'may be quoted',
  internal: 'not for outside: nobody said it may be quoted',
  noted: 'a note-taker’s words, not a quote',
  refused: 'not for outside: the person said no',
}

/** The evidence behind one line of a persona: counts, bases, interval, difference, and the words where they stand. */
export function claimView(
  set: PersonaSet,
  persona: PersonaSet['personas'][number],
  claim: Claim,
  spans: { words: SpanWords | null; isCounter: boolean }[],
) {
  const { survey, interviews } = claim.evidence
  const shown = spans.flatMap(({ words, isCounter }) =>
    words ? [{ ...words, isCounter, quotableWord: quotableWords[words.quotable] }] : [],
  )
  return {
    personaName: persona.name,
    personaHref: `/personas/${set.id}/${persona.key}`,
    className: `persona-${persona.number}`,
    mark: personaMark(persona.number),
    text: claim.text,
    grade: claim.grade,
    gradeClass: claim.grade.toLowerCase(),
    gradeMeaning: gradeMeanings[claim.grade],
    ...facetView(claim),
    survey: survey ? surveyView(survey, persona.number) : null,
    isGuess: claim.grade === 'H',
    ofAnotherMind: survey ? ofAnotherMind(survey) : '',
    silentWords: claim.silent === 'interviews' || interviews === null,
    interviews: interviews
      ? {
          mentions: interviews.mentions,
          of: interviews.of,
          opposing: interviews.opposing ?? 0,
          othersMentions: interviews.others.mentions,
          othersOf: interviews.others.of,
          isDefining: interviews.defining === true,
          projected: interviews.projected ?? 0,
          channel: { interviews: 'interviews', answers: 'open answers', both: 'interviews and open answers' }[
            interviews.channel
          ],
        }
      : null,
    spans: shown.filter(({ isCounter }) => !isCounter),
    counter: shown.filter(({ isCounter }) => isCounter),
    voided: spans.filter(({ words }) => words === null).length,
  }
}

/** A circumstance is of no facet: nobody thinks, needs or does their age. */
export function facetView({ zone, facet }: Pick<Claim, 'zone' | 'facet'>) {
  if (zone === 'context') return { facet: 'Circumstance', facetClass: '', letters: '' }
  return { facet: facetNames[facet].name, facetClass: `facet-${facet}`, letters: facetNames[facet].letters }
}

/** How many of the persona the line is not true of: counter-evidence that every share carries with it. */
function ofAnotherMind({ these, difference }: SurveyEvidence): string {
  if (these.share === null) return ''
  const others = difference > 0 ? 1 - these.share : these.share
  const people = Math.round(others * these.base)
  return `It is not true of ${formatPercent(others)} of this persona’s own people: ${people} of ${these.base}.`
}

function surveyView(survey: SurveyEvidence, personaNumber: number) {
  const isShare = survey.these.share !== null
  const scale = (estimate: Estimate) => ({ share: estimate.share ?? 0, low: estimate.low, high: estimate.high })
  return {
    label: survey.label,
    answer: survey.answer ?? '',
    chart: isShare ? dumbbell({ these: scale(survey.these), rest: scale(survey.rest), personaNumber }) : '',
    rows: [row('These people', survey.these), row('Everyone else', survey.rest)],
    difference: isShare ? points(survey.difference) : decimal(survey.difference),
    interval: isShare
      ? `${points(survey.low)} to ${points(survey.high)}`
      : `${besideZero(survey.low)} to ${besideZero(survey.high)}`,
    effect: decimal(survey.effect),
    effectName: isShare ? 'Cohen’s h' : 'd',
    isDefining: survey.defining,
    q: survey.q === null ? '' : survey.q < 0.001 ? 'under .001' : fixedBeside(survey.q, [0.05], 3),
    isIndicative: survey.strength === 'indicative',
  }
}

function row(who: string, estimate: Estimate) {
  const isShare = estimate.share !== null
  return {
    who,
    value: isShare ? formatPercent(estimate.share!) : decimal(estimate.mean ?? 0),
    interval: isShare
      ? `${formatPercent(estimate.low)} to ${formatPercent(estimate.high)}`
      : `${decimal(estimate.low)} to ${decimal(estimate.high)}`,
    base: estimate.base,
    weightedBase: estimate.weightedBase ?? '',
  }
}

/** Whole points, or more digits where these would hide on which side of no difference the value lies. */
function points(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${percentBeside(Math.abs(difference), [0])} points`
}

function besideZero(value: number): string {
  return fixedBeside(value, [0], 2).replace('-', '−')
}

function decimal(value: number): string {
  return value.toFixed(2).replace('-', '−')
}
