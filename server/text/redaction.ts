import { offsetMap, type Range, sliceCodePoints } from './code-points.ts'
import { applyEdits, type TextEdit } from './edit-ranges.ts'
import { likelyNames, namesIn } from './redaction-names.ts'
import { detailsIn } from './redaction-details.ts'
import { folded, type RedactionHit, type RedactionKind, wholeWords } from './redaction-hit.ts'

/** Words that may point at somebody. Offsets count code points of the text. */
export interface RedactionProposal extends Range {
  kind: RedactionKind
  /** What the words stand for: every spelling with the same identity gets the same pseudonym. */
  identity: string
  /** Why they are proposed, in plain words. */
  reason: string
  /** False where only a capital letter or a cue speaks for it: proposed, never taken unasked. */
  isCertain: boolean
}

export const pseudonymNames: Record<RedactionKind, string> = {
  person: 'Person',
  email: 'E-mail',
  phone: 'Phone',
  address: 'Address',
  card: 'Account',
  link: 'Link',
  number: 'Number',
  term: 'Term',
}

/** "[Person 1]" */
export function pseudonym(kind: RedactionKind, number: number): string {
  return `[${pseudonymNames[kind]} ${number}]`
}

/**
 * Everything in a text that may point at a person, in order, none overlapping: where two hits do, the certain one stands,
 * then the longer one.
 * @param known names of people the file or the study knows (speakers, respondents' keys), and the researcher's own terms
 * What it cannot find: names that nobody in the file bears and that open a sentence, misspelt names, and people who can be
 * told from what they say. A person reads the text before it leaves.
 */
export function proposeRedactions(
  text: string,
  known: { names: readonly string[]; terms: readonly string[] },
): RedactionProposal[] {
  const hits = [
    ...termsIn(text, known.terms),
    ...detailsIn(text),
    ...namesIn(text, known.names),
    ...likelyNames(text, known.names),
  ]
  hits.sort(
    (a, b) => Number(b.isCertain) - Number(a.isCertain) || b.end - b.start - (a.end - a.start) || a.start - b.start,
  )
  const map = offsetMap(text)
  return withoutOverlaps(hits).map(({ start, end, ...hit }) => ({
    ...hit,
    start: map.toCodePoint(start),
    end: map.toCodePoint(end),
  }))
}

/** Keeps each hit that overlaps none kept before it; the result is in the order of the text. */
function withoutOverlaps(hits: RedactionHit[]): RedactionHit[] {
  const kept: RedactionHit[] = []
  for (const hit of hits) {
    let low = 0
    let high = kept.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (kept[middle]!.start < hit.start) low = middle + 1
      else high = middle
    }
    const overlaps = (kept[low - 1]?.end ?? 0) > hit.start || (kept[low]?.start ?? Number.POSITIVE_INFINITY) < hit.end
    if (!overlaps) kept.splice(low, 0, hit)
  }
  return kept
}

function termsIn(text: string, terms: readonly string[]): RedactionHit[] {
  return terms.flatMap((term) => {
    const pattern = wholeWords(term)
    if (!pattern) return []
    return [...text.matchAll(new RegExp(pattern, 'giu'))].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      kind: 'term' as const,
      identity: folded(term),
      reason: 'One of the terms of this study.',
      isCertain: true,
    }))
  })
}

/** The text with its replacements, which must not overlap: what readers outside see. */
export function redactedText(text: string, replacements: readonly TextEdit[]): string {
  return applyEdits(text, replacements)
}

/**
 * The words of a range as readers outside see them: a pseudonym that the range cuts stands whole.
 * @param replacements in order, not overlapping, in code points of the text
 */
export function redactedWords(text: string, replacements: readonly TextEdit[], range: Range): string {
  const touched = replacements.filter(({ start, end }) => start < range.end && end > range.start)
  const map = offsetMap(text)
  if (touched.length === 0) return sliceCodePoints(text, map, range)
  const start = Math.min(range.start, touched[0]!.start)
  const end = Math.max(range.end, touched.at(-1)!.end)
  return applyEdits(
    sliceCodePoints(text, map, { start, end }),
    touched.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
  )
}
