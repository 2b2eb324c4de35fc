import { isDeepStrictEqual } from 'node:util'
import { type Instrument, type Item, itemsOf } from '../../survey-forms/instrument.ts'
import { languagesOf, textsOf } from '../../survey-forms/languages/texts.ts'

/** One thing that two versions of a questionnaire do not share. */
export interface Difference {
  what: 'added' | 'removed' | 'moved' | 'worded' | 'settings' | 'rules' | 'language'
  /** What it is about: a question, a page, a text's key. */
  about: string
  before: string | null
  after: string | null
}

/** What became of a questionnaire from one version to the next, in the order of the next. Pure. */
export function differencesBetween(before: Instrument, after: Instrument): Difference[] {
  return [
    ...pageDifferences(before, after),
    ...itemDifferences(before, after),
    ...wordDifferences(before, after),
    ...ruleDifferences(before, after),
    ...languageDifferences(before, after),
  ]
}

function pageDifferences(before: Instrument, after: Instrument): Difference[] {
  const codes = (one: Instrument) => one.pages.map((page) => page.code)
  const added = after.pages.filter((page) => !codes(before).includes(page.code))
  const removed = before.pages.filter((page) => !codes(after).includes(page.code))
  return [
    ...added.map((page): Difference => ({ what: 'added', about: `Page “${page.title}”`, before: null, after: null })),
    ...removed.map(
      (page): Difference => ({ what: 'removed', about: `Page “${page.title}”`, before: null, after: null }),
    ),
    ...movedAmong(codes(before), codes(after)).map((code): Difference => {
      const page = after.pages.find((one) => one.code === code)!
      return { what: 'moved', about: `Page “${page.title}”`, before: null, after: null }
    }),
  ]
}

function itemDifferences(before: Instrument, after: Instrument): Difference[] {
  const earlier = new Map(itemsOf(before).map((item) => [item.code, item]))
  const later = new Map(itemsOf(after).map((item) => [item.code, item]))
  const about = (item: Item) => `“${item.ask}” (${item.code})`
  const added = [...later.values()].filter((item) => !earlier.has(item.code))
  const removed = [...earlier.values()].filter((item) => !later.has(item.code))
  const pageOf = (one: Instrument) => new Map(one.pages.flatMap((page) => page.items.map((item) => [item.code, page])))
  const [pagesBefore, pagesAfter] = [pageOf(before), pageOf(after)]
  const onOther = [...later.keys()].filter(
    (code) => earlier.has(code) && pagesBefore.get(code)!.code !== pagesAfter.get(code)!.code,
  )
  const within = after.pages.flatMap((page) => {
    const stayed = (code: string) => pagesBefore.get(code)?.code === page.code
    const same = before.pages.find((one) => one.code === page.code)?.items.map((item) => item.code) ?? []
    const there = (code: string) => pagesAfter.get(code)?.code === page.code
    return movedAmong(same.filter(there), page.items.map((item) => item.code).filter(stayed))
  })
  return [
    ...added.map((item): Difference => ({ what: 'added', about: about(item), before: null, after: null })),
    ...removed.map((item): Difference => ({ what: 'removed', about: about(item), before: null, after: null })),
    ...onOther.map(
      (code): Difference => ({
        what: 'moved',
        about: about(later.get(code)!),
        before: pagesBefore.get(code)!.title,
        after: pagesAfter.get(code)!.title,
      }),
    ),
    ...within.map((code): Difference => ({ what: 'moved', about: about(later.get(code)!), before: null, after: null })),
    ...[...later.values()].flatMap((item) => settingDifferences(earlier.get(item.code), item, about(item))),
  ]
}

/** The fewest codes that changed their place among those that both orders have. */
function movedAmong(before: string[], after: string[]): string[] {
  const shared = after.filter((code) => before.includes(code))
  const places = shared.map((code) => before.indexOf(code))
  // Whoever is in a longest increasing run stayed; the others moved around them.
  const longest: { length: number; from: number }[] = []
  places.forEach((place, index) => {
    let best = { length: 1, from: -1 }
    for (let other = 0; other < index; other++) {
      if (places[other]! < place && longest[other]!.length + 1 > best.length)
        best = { length: longest[other]!.length + 1, from: other }
    }
    longest.push(best)
  })
  const stayed = new Set<number>()
  const lengths = longest.map((one) => one.length)
  for (let at = lengths.indexOf(Math.max(...lengths, 0)); at >= 0; at = longest[at]!.from) stayed.add(at)
  return shared.filter((_, index) => !stayed.has(index))
}

function settingDifferences(before: Item | undefined, after: Item, about: string): Difference[] {
  if (!before) return []
  const found: Difference[] = []
  const properties = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  for (const property of properties) {
    const [old, now] = [before, after].map((one) => (one as unknown as Record<string, unknown>)[property])
    if (Array.isArray(old) && Array.isArray(now)) {
      const codes = (entries: unknown[]) =>
        entries.map((one) => (one as { code?: string }).code ?? String(one)).join(', ')
      if (codes(old) !== codes(now)) {
        found.push({ what: 'settings', about: `${about}: ${property}`, before: codes(old), after: codes(now) })
      }
      continue
    }
    if (property === 'showIf' || property === 'carryForward' || property === 'expression') {
      if (!isDeepStrictEqual(old, now)) found.push({ what: 'rules', about, before: said(old), after: said(now) })
    } else if (
      typeof old === 'boolean' ||
      typeof now === 'boolean' ||
      typeof old === 'number' ||
      typeof now === 'number'
    ) {
      if (old !== now)
        found.push({ what: 'settings', about: `${about}: ${property}`, before: said(old), after: said(now) })
    } else if (
      ['facet', 'steps', 'display', 'precision', 'measure', 'gives', 'kind'].includes(property) &&
      old !== now
    ) {
      found.push({ what: 'settings', about: `${about}: ${property}`, before: said(old), after: said(now) })
    }
  }
  return found
}

function wordDifferences(before: Instrument, after: Instrument): Difference[] {
  const earlier = new Map(textsOf(before).map(({ key, text }) => [key, text]))
  return textsOf(after)
    .filter(({ key, text }) => earlier.has(key) && earlier.get(key) !== text)
    .map(({ key, text }) => ({ what: 'worded' as const, about: key, before: earlier.get(key)!, after: text }))
}

/** Blocks, jumps, screen-outs, quotas and what else decides the way. */
function ruleDifferences(before: Instrument, after: Instrument): Difference[] {
  const parts = ['blocks', 'screenOuts', 'quotas', 'quotaHoldMinutes', 'reviewsAnswers'] as const
  const whole = parts
    .filter((part) => !isDeepStrictEqual(ruleOf(before[part]), ruleOf(after[part])))
    .map((part): Difference => ({ what: 'rules', about: part, before: said(before[part]), after: said(after[part]) }))
  const pages = after.pages.flatMap((page) => {
    const same = before.pages.find((one) => one.code === page.code)
    if (!same) return []
    return (['showIf', 'jumps', 'block', 'isShuffled'] as const)
      .filter((part) => !isDeepStrictEqual(same[part], page[part]))
      .map(
        (part): Difference => ({
          what: 'rules',
          about: `Page “${page.title}”: ${part}`,
          before: said(same[part]),
          after: said(page[part]),
        }),
      )
  })
  return [...whole, ...pages]
}

/** Without the texts, which are told among the words. */
function ruleOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map(({ title: _title, text: _text, ...rule }) => rule) : value
}

function languageDifferences(before: Instrument, after: Instrument): Difference[] {
  const languages = [...new Set([...languagesOf(before), ...languagesOf(after)])]
  return languages.flatMap((language): Difference[] => {
    const [old, now] = [before, after].map((one) => one.translations?.[language])
    if (isDeepStrictEqual(old, now)) return []
    const size = (texts: Record<string, string> | undefined) => (texts ? `${Object.keys(texts).length} texts` : null)
    return [{ what: 'language', about: language, before: size(old), after: size(now) }]
  })
}

function said(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
