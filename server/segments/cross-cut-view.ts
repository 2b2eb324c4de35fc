import { personaMark } from '../charts/persona-mark.ts'
import { blocksRuler, partsToReach, personaBlocks, segmentBlocks } from '../charts/segments-against-personas.ts'
import { signedText } from '../charts/svg.ts'
import { formatCount, formatDate, formatPercent } from '../http/format.ts'
import type { CorrectedCut } from '../statistics/corrected-crosscut.ts'
import type { Crosscut } from '../statistics/crosscut.ts'
import type { CrossCut } from './cross-cut.ts'
import { notKnown } from './segment-family.ts'

export const cellViews = ['segment', 'persona', 'lift', 'residual'] as const
export type CellView = (typeof cellViews)[number]

/** Cells with fewer people are shown to the team only. */
export const privacyFloor = 10
/** People under which a percentage is indicative at best. */
const indicativeBase = 30
const reach = 0.8

const viewNames: Record<CellView, string> = {
  segment: '% of segment',
  persona: '% of persona',
  lift: 'Lift',
  residual: 'Residual',
}

const captions: Record<CellView, string> = {
  segment: 'Each segment by persona, % of the segment',
  persona: 'Each persona by segment, % of the persona',
  lift: 'How often a persona is met in a segment, against everyone',
  residual: 'How far each cell is from what chance gives',
}

interface Persona {
  key: string
  number: number
  name: string
  tagline: string
}

/** Everything the cross-cut's page shows. `cross.result` may be null: then nobody stands in both. */
export function crossCutView(cross: CrossCut, { studyId, cells }: { studyId: string; cells: CellView }) {
  const { family, set, result } = cross
  const path = `/studies/${studyId}/segments/${family.id}/cross-cut`
  const asOf = family.asOf ? `, as of ${formatDate(family.asOf)}` : ''
  return {
    kicker: `Cross-cut: persona set ${set.number} with “${family.name}”${asOf}`,
    segmentsHref: `/studies/${studyId}/segments`,
    personasHref: `/studies/${studyId}/personas`,
    membersHref: `/personas/${set.id}/members.csv`,
    title: result ? titleOf(result) : 'Nobody stands in both',
    sentence: result
      ? sentenceOf(result, set.personas)
      : 'None of the people in these personas is a customer with a known segment. Import customers under the keys that respondents have.',
    few: fewView(cross),
    cut: result ? cutView(result, cross, { cells, path }) : null,
    follows: result ? followsOf(result, set.personas) : [],
    proof: result ? proofOf(result) : null,
  }
}

function titleOf({ costumes, theilsU, strength, table }: Crosscut): string {
  if (table.personas.length < 2 || table.segments.length < 2) return 'There is nothing to cross'
  if (costumes.length > 0 || theilsU.personaGivenSegment > 0.5) return 'These personas are segments wearing a name'
  return strength === 'none to speak of' || strength === 'small'
    ? 'The personas cut across the segments'
    : 'The personas lean on the segments'
}

/** What a label tells of the other, and where it tells more than chance would. */
function sentenceOf(result: Crosscut, personas: Persona[]): string {
  const told = formatPercent(result.theilsU.personaGivenSegment)
  const knowing =
    result.p < 0.05
      ? `Knowing somebody’s segment tells ${told} of what there is to know about their persona.`
      : `Knowing somebody’s segment tells no more about their persona than chance would (${told}).`
  const cells = outstanding(result)
  const total = result.table.personas.length * result.table.segments.length
  if (cells.length === 0) return `${knowing} No cell of ${total} stands out.`
  const named = cells
    .slice(0, 2)
    .map(({ i, j, value }) => {
      const persona = nameOf(personas, result.table.personas[i]!)
      return `${value > 0 ? 'more' : 'fewer'} of ${persona} in “${result.table.segments[j]!}”`
    })
    .join(', ')
  return `${knowing} ${counted(cells.length, 'cell')} of ${total} ${cells.length === 1 ? 'stands' : 'stand'} out${cells.length > 2 ? ', most of all' : ''}: ${named}.`
}

function outstanding({ residuals }: Crosscut): { i: number; j: number; value: number }[] {
  return residuals
    .flatMap((row, i) => row.flatMap(({ value, stars }, j) => (stars === '' ? [] : [{ i, j, value }])))
    .sort((one, other) => Math.abs(other.value) - Math.abs(one.value))
}

function nameOf(personas: Persona[], key: string): string {
  return personas.find((persona) => persona.key === key)?.name ?? key
}

/** The picture that the product exists for: how many segments hold 80 % of people, and how many personas. */
function fewView({ family, set, people, members, between, unassigned }: CrossCut) {
  const segments = family.segments.filter(({ name }) => name !== notKnown)
  const customers = family.segments.reduce((sum, { size }) => sum + size, 0)
  const sizes = segments.map(({ size }) => size / customers).sort((one, other) => other - one)
  const personas = set.personas
    .map((persona) => ({ ...persona, share: (members.get(persona.key) ?? 0) / people }))
    .sort((one, other) => other.share - one.share)
  const held = personas.reduce((sum, { share }) => sum + share, 0)
  const segmentsNeeded = partsToReach(sizes, reach)
  const personasNeeded = partsToReach(
    personas.map(({ share }) => share),
    reach,
  )
  const segmentPart =
    segmentsNeeded === null ? `all ${sizes.length} segments are not enough` : counted(segmentsNeeded, 'segment')
  const personaPart =
    personasNeeded === null
      ? `all ${personas.length} personas hold ${formatPercent(held)}`
      : counted(personasNeeded, 'persona')
  return {
    title: `To reach ${formatPercent(reach)} of people: ${segmentPart}, or ${personaPart}`,
    segmentsNeeded: segmentsNeeded ?? sizes.length,
    segmentsOf: `of ${sizes.length} segments`,
    segmentsBase: `${formatCount(customers)} customers`,
    segmentChart: segmentBlocks(sizes.map((share) => ({ share }))),
    personasNeeded: personasNeeded ?? personas.length,
    personasOf:
      personasNeeded === null || personasNeeded === personas.length ? 'personas' : `of ${personas.length} personas`,
    personasBase: `all hold ${formatPercent(held)} of ${formatCount(people)} respondents`,
    personaChart: personaBlocks(personas.map(({ share, number }) => ({ share, personaNumber: number }))),
    ruler: blocksRuler(),
    names: personas.map(({ name, number, share }) => ({
      name,
      className: `persona-${number}`,
      mark: personaMark(number),
      shareText: formatPercent(share),
    })),
    leftOver: `Between personas or in none: ${formatCount(between + unassigned)}`,
    segments: [...segments]
      .sort((one, other) => other.size - one.size)
      .map(({ name, size }) => ({ name, size, shareText: formatPercent(size / customers) })),
  }
}

function cutView(
  result: Crosscut,
  { family, set, corrected, ...left }: CrossCut,
  { cells, path }: { cells: CellView; path: string },
) {
  const { table } = result
  // Rows in the order of the personas' numbers, columns in the order that the segments have among themselves.
  const rows = set.personas.flatMap((persona) => {
    const at = table.personas.indexOf(persona.key)
    return at === -1 ? [] : [{ persona, at }]
  })
  const columns = family.segments.flatMap(({ name }) => {
    const at = table.segments.indexOf(name)
    return at === -1 ? [] : [{ name, at, people: table.columnTotals[at]! }]
  })
  const spanOf = (at: number) => result.spans[at]!.span
  return {
    caption: captions[cells],
    views: cellViews.map((view) => ({
      name: viewNames[view],
      href: `${path}?view=${view}#cut-title`,
      isHere: view === cells,
    })),
    segments: columns.map(({ name, people }) => ({ name, people, isThin: people < indicativeBase })),
    rows: rows.map(({ persona, at }) => ({
      name: persona.name,
      className: `persona-${persona.number}`,
      mark: personaMark(persona.number),
      cells: columns.map((column) => cellView(result, corrected, { row: at, column: column.at, cells })),
      span: spanOf(at).toFixed(1),
      people: table.rowTotals[at]!,
    })),
    mixes: columns.map(({ at }) => result.mixes[at]!.mix.toFixed(2)),
    people: columns.map(({ people }) => people),
    segmentCount: columns.length,
    isMany: columns.length > 8,
    isCrowded: columns.length > 14,
    total: result.n,
    counts: rows.map(({ persona, at }) => ({
      name: persona.name,
      cells: columns.map((column) => ({
        count: table.counts[at]![column.at]!,
        isFew: table.counts[at]![column.at]! < privacyFloor,
      })),
      total: table.rowTotals[at]!,
    })),
    hasFew: table.counts.some((row) => row.some((count) => count < privacyFloor)),
    privacyFloor,
    isThin: columns.some(({ people }) => people < indicativeBase),
    indicativeBase,
    leftOut: leftOutOf(left),
    sorting: sortingText(corrected, cells),
  }
}

/** Whether the shares are freed of the errors with which people are sorted, and what is not. */
function sortingText(corrected: CorrectedCut | null, cells: CellView): string {
  if (!corrected)
    return 'Not corrected for the errors with which people are sorted into personas, which overlap too much for it: differences are larger than they look.'
  return cells === 'residual'
    ? 'Residuals are of people as they are sorted, and so a little small; shares and lifts are corrected for it.'
    : `Corrected for the errors with which people are sorted, by three steps over ${formatCount(corrected.people)} people, those between two personas included. Signs and the people behind are as sorted.`
}

function leftOutOf({
  between,
  unassigned,
  strangers,
  unknown,
}: Pick<CrossCut, 'between' | 'unassigned' | 'strangers' | 'unknown'>) {
  const parts = [
    [between, 'between personas'],
    [unassigned, 'in no persona'],
    [strangers, 'who are no customers'],
    [unknown, 'whose segment is not known'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, who]) => `${formatCount(count)} ${who}`)
  return said.length === 0 ? 'Nobody is left out.' : `Left out: ${said.join(', ')}.`
}

function cellView(
  result: Crosscut,
  corrected: CorrectedCut | null,
  { row, column, cells }: { row: number; column: number; cells: CellView },
) {
  const { table } = result
  const count = table.counts[row]![column]!
  const residual = result.residuals[row]![column]!
  const base = cells === 'persona' ? table.rowTotals[row]! : table.columnTotals[column]!
  const size = residual.stars.length
  const direction = residual.value > 0 ? 'more' : 'fewer'
  const shares = cells === 'persona' ? corrected?.segmentsOfClass : corrected?.classesOfSegment
  return {
    text: cellText(cells, {
      count,
      base,
      share: shares ? shares[row]![column]! : count / Math.max(1, base),
      lift: (corrected ?? result).lift[row]![column]!,
      residual: residual.value,
    }),
    sign: size === 0 ? '·' : (residual.value > 0 ? '+' : '−').repeat(size),
    said: size === 0 ? 'as expected' : `${direction} than expected, residual ${signedText(residual.value, 1)}`,
    className: size === 0 ? '' : `heat__cell--${direction}-${size}`,
    isThin: base < indicativeBase,
  }
}

function cellText(
  cells: CellView,
  { count, base, share, lift, residual }: Record<'count' | 'base' | 'share' | 'lift' | 'residual', number>,
): string {
  switch (cells) {
    case 'segment':
    case 'persona':
      return base < privacyFloor ? `${count} of ${base}` : String(Math.round(100 * share))
    case 'lift':
      return `×${lift.toFixed(1)}`
    case 'residual':
      return signedText(residual, 1)
  }
}

/** What the numbers mean for the work, strongest first; each with the number it rests on. */
function followsOf(result: Crosscut, personas: Persona[]): { lead: string; rest: string }[] {
  return [
    ...costumeLines(result, personas),
    ...standingOut(result, personas),
    ...broadSegments(result),
    reachLine(result),
  ]
}

function costumeLines(result: Crosscut, personas: Persona[]) {
  if (result.costumes.length > 0) {
    return result.costumes.map(({ persona, segment, share }) => ({
      lead: `${nameOf(personas, persona)} is the segment “${segment}” wearing a name.`,
      rest: `${formatPercent(share)} of its people stand in it.`,
    }))
  }
  if (result.theilsU.personaGivenSegment > 0.5) {
    const told = formatPercent(result.theilsU.personaGivenSegment)
    return [{ lead: 'The segment nearly tells the persona.', rest: `It removes ${told} of the doubt about it.` }]
  }
  const narrowest = [...result.spans].sort((one, other) => one.span - other.span)[0]!
  return [
    {
      lead: 'No persona is a segment wearing a name.',
      rest: `The most concentrated, ${nameOf(personas, narrowest.persona)}, still crosses ${narrowest.span.toFixed(1)} of ${result.table.segments.length} segments.`,
    },
  ]
}

function standingOut(result: Crosscut, personas: Persona[]) {
  const { table, lift } = result
  return outstanding(result)
    .filter(({ value }) => value > 0)
    .slice(0, 2)
    .map(({ i, j }) => ({
      lead: `Look for ${nameOf(personas, table.personas[i]!)} in “${table.segments[j]!}”.`,
      rest: `${table.counts[i]![j]!} of ${table.columnTotals[j]!} people there, ${lift[i]![j]!.toFixed(1)} times everyone’s share.`,
    }))
}

function broadSegments({ table, mixes }: Crosscut) {
  const broad = mixes
    .map(({ segment, mix }, at) => ({ segment, mix, people: table.columnTotals[at]! }))
    .filter(({ mix, people }) => mix > 0.9 && people >= indicativeBase)
  if (broad.length === 0) return []
  const names = broad.slice(0, 3).map(({ segment }) => `“${segment}”`)
  const more = broad.length > 3 ? ` and ${broad.length - 3} more` : ''
  return [
    {
      lead: `Too broad for one message: ${names.join(', ')}${more}.`,
      rest: `Their mix is above 0.9: nearly every persona is there in proportion.`,
    },
  ]
}

function reachLine({ theilsU, strength }: Crosscut) {
  const told = formatPercent(theilsU.personaGivenSegment)
  return strength === 'none to speak of' || strength === 'small'
    ? {
        lead: 'On the whole, segments will not find these people for you.',
        rest: `They remove ${told} of the doubt about a persona. Carry the persona of known people into your records instead.`,
      }
    : {
        lead: 'Segments help to find these people.',
        rest: `They remove ${told} of the doubt about a persona; the persona tells ${formatPercent(theilsU.segmentGivenPersona)} about the segment.`,
      }
}

function proofOf(result: Crosscut) {
  const largest = Math.max(
    ...result.table.counts.map((row, i) => Math.max(...row) / Math.max(1, result.table.rowTotals[i]!)),
  )
  const isPassed = result.costumes.length === 0 && result.theilsU.personaGivenSegment <= 0.5
  const by = result.pBy === 'permutation' ? ' by 2,000 shuffles, cells being small' : ''
  return {
    isPassed,
    word: isPassed ? 'Costume check passed' : 'Costume check failed',
    largest: `Largest share of a persona in one segment: ${formatPercent(largest)}`,
    strength: `Association: ${result.strength}. V′ ${result.cramersVCorrected.toFixed(2)}, χ² ${result.chiSquare.toFixed(1)}, df ${result.df}, p ${pText(result.p)}${by}, n ${formatCount(result.n)}`,
    told: `The segment tells ${formatPercent(result.theilsU.personaGivenSegment)} about the persona, the persona ${formatPercent(result.theilsU.segmentGivenPersona)} about the segment (Theil’s U)`,
  }
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3)
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
