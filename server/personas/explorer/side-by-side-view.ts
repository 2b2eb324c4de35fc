import { axisLine } from '../../charts/axis-strip.ts'
import { personaMark } from '../../charts/persona-mark.ts'
import { formatPercent } from '../../http/format.ts'
import type { Contrast, ItemContrast } from '../../statistics/persona-profile.ts'
import type { Claim } from '../claim.ts'
import type { StoredAnalysis } from '../find-personas.ts'
import type { PersonaSet } from '../store.ts'

/** Axes that stand beside each other; more than these nobody compares by eye. */
const axesShown = 12

/** Chosen personas on the same axes, and what they answer to every question that built them. */
export function sideBySideView(
  set: PersonaSet,
  claims: Claim[],
  { chosen, labels }: { chosen: string[]; labels: Map<string, { label: string; answers: Map<string, string> }> },
) {
  const analysis = set.analysis as StoredAnalysis
  const shown = set.personas
    .map((persona, index) => ({ persona, place: analysis.classes[index]! }))
    .filter(({ persona }) => chosen.length === 0 || chosen.includes(persona.key))
  const axes = axesOf(
    claims,
    shown.map(({ persona }) => persona.key),
  )
  return {
    setId: set.id,
    number: set.number,
    isNone: set.personas.length === 0,
    choices: set.personas.map(({ key, name, number }) => ({
      key,
      name,
      className: `persona-${number}`,
      mark: personaMark(number),
      isChosen: shown.some(({ persona }) => persona.key === key),
    })),
    personas: shown.map(({ persona, place }) => ({
      name: persona.name,
      className: `persona-${persona.number}`,
      mark: personaMark(persona.number),
      href: `/personas/${set.id}/${persona.key}`,
      share: `${formatPercent(place.share.share)} [${Math.round(place.share.low * 100)}–${Math.round(place.share.high * 100)}]`,
    })),
    axesText:
      axes.length > axesShown
        ? `The ${axesShown} of ${axes.length} axes on which one of them is furthest from everyone else.`
        : '',
    axes: axes.slice(0, axesShown).map(({ name, topic, left, right }) => ({
      topic: topic ?? '',
      left,
      right,
      cells: shown.map(({ persona }) => {
        const claim = axisClaim(claims, persona.key, name)
        return {
          className: `persona-${persona.number}`,
          chart: claim?.axis ? axisLine({ ...claim.axis, personaNumber: persona.number }) : '',
          mean: claim?.axis ? signed(claim.axis.mean) : 'as everyone',
        }
      }),
    })),
    questions: (shown[0]?.place.profile ?? []).map((item) => ({
      label: labels.get(item.name)?.label ?? item.name,
      colspan: shown.length + 1,
      rows: rowsOf(item).map((row) => ({
        answer: row.category === null ? 'Mean' : (labels.get(item.name)?.answers.get(row.category) ?? row.category),
        cells: shown.map(({ place }) =>
          cellOf(place.profile.find(({ name }) => name === item.name)?.contrasts[row.place], row.category !== null),
        ),
      })),
    })),
  }
}

/** Axes on which at least one of them differs from everyone else, largest difference first. */
function axesOf(claims: Claim[], keys: string[]) {
  const found = new Map<string, { name: string; topic: string | null; left: string; right: string; apart: number }>()
  for (const { personaKey, axis, evidence, zone } of claims) {
    if (!axis || !evidence.survey || zone === 'context' || !keys.includes(personaKey)) continue
    const name = evidence.survey.variable
    const apart = Math.max(found.get(name)?.apart ?? 0, Math.abs(axis.mean - axis.restMean))
    found.set(name, { name, topic: axis.topic, left: axis.left, right: axis.right, apart })
  }
  return [...found.values()].sort((one, other) => other.apart - one.apart || (one.name < other.name ? -1 : 1))
}

function axisClaim(claims: Claim[], personaKey: string, variable: string): Claim | undefined {
  return claims.find(
    (claim) => claim.personaKey === personaKey && claim.axis && claim.evidence.survey?.variable === variable,
  )
}

function rowsOf({ categories }: ItemContrast): { category: string | null; place: number }[] {
  return categories ? categories.map((category, place) => ({ category, place })) : [{ category: null, place: 0 }]
}

function cellOf(contrast: Contrast | undefined, isShare: boolean) {
  if (!contrast) return { value: '', word: '' }
  const value = isShare ? formatPercent(contrast.these) : contrast.these.toFixed(2).replace('-', '−')
  const word = contrast.distinctive ? (contrast.difference > 0 ? 'more' : 'less') : ''
  return { value, word }
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
}
