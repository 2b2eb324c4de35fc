import { formatCount, formatDate } from '../../http/format.ts'
import type { FormErrors } from '../../http/forms.ts'
import { personaMark } from '../../charts/persona-mark.ts'
import { type Claim, type ClaimZone, isFact, zoneOf } from '../claim.ts'
import { facetView, gradeMeanings } from '../claim-view.ts'
import type { PersonaSet } from '../store.ts'
import { weakestOf } from '../traits.ts'
import { isDue, reviewDateOf } from './expiry.ts'
import { statementZones } from './schema.ts'
import type { ClaimEdit } from './store.ts'

export const zoneNames: Record<ClaimZone, string> = {
  needs: 'What they need',
  motivations: 'What drives them',
  attitudes: 'Where they stand',
  behaviours: 'What they do',
  pains: 'What stands in the way',
  journey: 'How it goes',
  experiences: 'What they went through',
  preferences: 'What they prefer',
  values: 'What matters to them',
  context: 'Who they are',
}

const zoneOrder: ClaimZone[] = [...new Set([...Object.values(zoneOf), 'context' as const])]

/** What can be changed about a line, and everything that was. */
export function editingView(
  set: PersonaSet,
  claim: Claim,
  {
    edits,
    now,
    mayChange,
    form,
  }: { edits: ClaimEdit[]; now: Date; mayChange: boolean; form: { typed: string | null; errors: FormErrors | null } },
) {
  const words = edits.find(({ kind }) => kind === 'words' || kind === 'undo')
  const due = reviewDateOf(claim, set)
  const isEdited = claim.drawnWords !== undefined
  return {
    action: `/personas/${set.id}/claims/${encodeURIComponent(claim.id)}`,
    mayChange,
    isStatement: claim.kind === 'belief',
    typedWords: form.typed ?? claim.words,
    errors: form.errors,
    edited: isEdited && words ? `${words.accountName}, ${formatDate(words.at)}` : '',
    drawnWords: claim.drawnWords ?? '',
    /** Words given to a line that a recount has drawn otherwise since. */
    isOvertaken: !isEdited && words !== undefined && words.wordsAfter !== claim.words,
    due: formatDate(due),
    isDue: due <= now,
    history: edits.map((edit) => ({
      id: edit.id,
      what: historyWords(edit),
      after: edit.kind === 'review' ? '' : edit.wordsAfter,
      who: edit.accountName,
      when: formatDate(edit.at),
      canUndo: mayChange && (edit.kind === 'words' || edit.kind === 'undo') && edit.wordsBefore !== claim.words,
      before: edit.wordsBefore,
    })),
  }
}

function historyWords({ kind, wordsAfter }: ClaimEdit): string {
  switch (kind) {
    case 'words':
      return 'Other words'
    case 'undo':
      return 'Back to earlier words'
    case 'statement':
      return 'Written by hand'
    case 'withdrawal':
      return 'Withdrawn'
    case 'review':
      return `Looked at, and held until ${formatDate(new Date(wordsAfter))}`
  }
}

/** Every line of a persona by zone, with its grade, date and what speaks against it. */
export function claimListView(
  set: PersonaSet,
  persona: PersonaSet['personas'][number],
  claims: Claim[],
  {
    now,
    mayChange,
    form,
  }: {
    now: Date
    mayChange: boolean
    form: { values: Record<string, string>; errors: FormErrors | null }
  },
) {
  const own = claims.filter(({ personaKey }) => personaKey === persona.key)
  const weakest = weakestOf(own.filter(isFact))
  const disputed = own.filter(({ grade }) => grade === 'X').length
  const due = own.filter((claim) => isDue(claim, set, now)).length
  return {
    setId: set.id,
    key: persona.key,
    personaName: persona.name,
    personaHref: `/personas/${set.id}/${persona.key}`,
    className: `persona-${persona.number}`,
    mark: personaMark(persona.number),
    mayChange,
    facts: [
      `${formatCount(own.length)} ${own.length === 1 ? 'line' : 'lines'}`,
      ...(['A', 'B', 'C', 'H', 'X'] as const).flatMap((grade) => {
        const count = own.filter((claim) => claim.grade === grade).length
        return count > 0 ? [`${count} ${grade}`] : []
      }),
    ],
    disputed,
    due,
    weakest: weakest ? { text: weakest.text, href: hrefOf(set, weakest), grade: weakest.grade } : null,
    zones: zoneOrder.flatMap((zone) => {
      const lines = own.filter((claim) => claim.zone === zone)
      return lines.length === 0 ? [] : [{ name: zoneNames[zone], lines: lines.map((claim) => lineOf(set, claim, now)) }]
    }),
    grades: Object.entries(gradeMeanings).map(([grade, meaning]) => ({
      grade,
      gradeClass: grade.toLowerCase(),
      meaning,
    })),
    statementZones: statementZones.map((zone) => ({
      zone,
      name: zoneNames[zone],
      isChosen: form.values.zone === zone,
    })),
    typedWords: form.values.words ?? '',
    errors: form.errors,
  }
}

function lineOf(set: PersonaSet, claim: Claim, now: Date) {
  const { counter } = claim.evidence
  const { facet, facetClass, letters } = facetView(claim)
  return {
    text: claim.text,
    href: hrefOf(set, claim),
    grade: claim.grade,
    gradeClass: claim.grade.toLowerCase(),
    letters,
    facetClass,
    facetName: facet,
    isGuess: claim.grade === 'H',
    isEdited: claim.drawnWords !== undefined,
    against: counter.length,
    due: formatDate(reviewDateOf(claim, set)),
    isDue: isDue(claim, set, now),
  }
}

function hrefOf(set: PersonaSet, claim: Claim): string {
  return `/personas/${set.id}/claims/${encodeURIComponent(claim.id)}`
}
