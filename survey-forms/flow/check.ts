import type { ASTNode } from '@marcbachmann/cel-js'
import type { Instrument } from '../instrument.ts'
import { answerCodes } from '../item-kinds/registry.ts'
import { languagesOf, missingTexts } from '../languages/texts.ts'
import { type Course, courseOf, loopName, nameOn, typeOn } from './course.ts'
import { comparisons, expressionOf, isBroken, readExpression, treeOf } from './expression.ts'
import type { CoursePage } from './loops.ts'
import { canComeAbout } from './reach.ts'
import { type Mention, mentionsOf, ownerOfItem, type Place, type Site, sitesOf } from './sites.ts'

/** Something about a questionnaire's rules that its author should know. */
export interface Finding {
  kind:
    | 'not_readable'
    | 'wrong_type'
    | 'unknown_name'
    | 'unknown_code'
    | 'forward_reference'
    | 'cycle'
    | 'unknown_page'
    | 'backward_jump'
    | 'unreachable_page'
    | 'never_true'
    | 'missing_translation'
  /** An error keeps a version from being published; a warning is shown. */
  severity: 'error' | 'warning'
  at: Place
  /** In one sentence: what is wrong, and about what. */
  message: string
}

/** Everything that is wrong with the rules of a questionnaire, or looks it, in the order written. Pure. */
export function checkFlow(instrument: Instrument): Finding[] {
  const course = courseOf(instrument)
  const sites = sitesOf(course)
  const wrong = [
    ...sites.flatMap((site) => problemsOfSite(course, site)),
    ...mentionsOf(course).flatMap((mention) => problemsOfMention(course, mention)),
    ...cycles(course, sites),
    ...jumpProblems(course),
    ...firstPageProblems(course),
  ]
  // What can come about is worked out by answering; rules that cannot be read would only repeat themselves there.
  const idle = wrong.some((one) => one.severity === 'error')
    ? []
    : [...neverTrue(course, sites), ...unreachablePages(course)]
  return [...wrong, ...idle, ...missingTranslations(instrument)]
}

function problemsOfSite(course: Course, site: Site): Finding[] {
  const source = expressionOf(site.source)
  const { at, subject, page } = site
  const error = (kind: Finding['kind'], message: string): Finding => ({ kind, severity: 'error', at, message })
  const read = readExpression(source, (name) => typeOn(course, page, name))
  if (isBroken(read)) return [error(read.kind, `${subject}: ${read.message}`)]
  const isFitting = read.type === site.gives || (site.gives === 'text' && read.type === 'number')
  if (!isFitting) {
    const needed = { condition: 'yes or no', number: 'a number', text: 'a text' }[site.gives]
    return [error('wrong_type', `${subject}: this does not give ${needed}.`)]
  }
  const late = read.names.filter((name) => name !== loopName && !isAnsweredBefore(course, site, name))
  return [
    ...late.map((name) =>
      error('forward_reference', `${subject} depends on ${name}, which is not answered before it in every order.`),
    ),
    ...unknownCodes(course, page, treeOf(source)).map(({ name, code }) =>
      error('unknown_code', `${subject} asks whether ${name} is “${code}”, which is none of its answers.`),
    ),
  ]
}

function isAnsweredBefore(course: Course, site: Site, name: string): boolean {
  if (!site.page) return true
  const owner = course.owners.get(nameOn(site.page, name))!
  if (owner.page === site.page) return site.seesOwnPage
  return comesBefore(course, owner.page, site.page)
}

/** Whether one page stands before another in every order a respondent can have. */
function comesBefore(course: Course, earlier: CoursePage, later: CoursePage): boolean {
  if (course.placeOf.get(earlier)! > course.placeOf.get(later)!) return false
  if (earlier.block && earlier.block === later.block) return !earlier.block.isShuffled
  const movable = course.pages.filter((page) => page.block?.isMovable)
  const isFixed = (page: CoursePage) => !page.block?.isMovable
  if (isFixed(earlier) && isFixed(later)) return true
  if (isFixed(earlier)) return course.placeOf.get(earlier)! < course.placeOf.get(movable[0])!
  return isFixed(later) && course.placeOf.get(later)! > course.placeOf.get(movable.at(-1)!)!
}

/** Codes that a tree compares an answer with, though the answer can never be one of them. */
function unknownCodes(course: Course, page: CoursePage | null, tree: ASTNode): { name: string; code: string }[] {
  const found = comparisons(tree).flatMap(({ name, codes }) => {
    const key = nameOn(page, name)
    const owner = course.owners.get(key)
    const known = owner ? answerCodes(owner.item, key) : null
    return known ? codes.filter((code) => code !== '' && !known.includes(code)).map((code) => ({ name, code })) : []
  })
  return found
}

function problemsOfMention(course: Course, { at, subject, name, isItem, page }: Mention): Finding[] {
  if (name === loopName && page?.round) return []
  const key = nameOn(page, name)
  const owner = isItem ? ownerOfItem(course, page, name) : course.owners.get(key)
  if (!owner)
    return [
      { kind: 'unknown_name', severity: 'error', at, message: `${subject} uses ${name}, and nothing is called that.` },
    ]
  const isBefore = page && owner.page !== page && comesBefore(course, owner.page, page)
  if (isBefore) return []
  const message = `${subject} uses ${name}, which is not answered before it in every order.`
  return [{ kind: 'forward_reference', severity: 'error', at, message }]
}

/** Calculated values that need each other: everything else only looks back. */
function cycles(course: Course, sites: Site[]): Finding[] {
  const needs = new Map<string, string[]>()
  for (const site of sites) {
    if (!site.at.item || !course.owners.has(site.at.item) || site.at.entry) continue
    const read = readExpression(expressionOf(site.source), (name) => typeOn(course, site.page, name))
    if (isBroken(read)) continue
    const keys = read.names.map((name) => nameOn(site.page, name))
    needs.set(site.at.item, [...(needs.get(site.at.item) ?? []), ...keys])
  }
  const leadsBack = (from: string, to: string, seen = new Set<string>()): boolean =>
    (needs.get(from) ?? []).some((next) => {
      if (next === to) return true
      if (seen.has(next)) return false
      seen.add(next)
      return leadsBack(next, to, seen)
    })
  return [...needs.keys()]
    .filter((key) => leadsBack(key, key))
    .map((key) => ({
      kind: 'cycle',
      severity: 'error',
      at: { item: key },
      message: `${key} needs itself to be worked out.`,
    }))
}

function jumpProblems(course: Course): Finding[] {
  return course.instrument.pages.flatMap((page, index) =>
    (page.jumps ?? []).flatMap(({ to }, place): Finding[] => {
      const at = { page: page.code, entry: String(place + 1) }
      const target = course.instrument.pages.findIndex((one) => one.code === to)
      if (to === 'end') return []
      if (target < 0) {
        return [
          {
            kind: 'unknown_page',
            severity: 'error',
            at,
            message: `A jump of the page “${page.title}” leads to ${to}, and no page is called that.`,
          },
        ]
      }
      if (target > index) return []
      return [
        {
          kind: 'backward_jump',
          severity: 'error',
          at,
          message: `A jump of the page “${page.title}” leads back. Jumps lead on.`,
        },
      ]
    }),
  )
}

/** Everybody starts on the first page: it is not moved, hidden or repeated. */
function firstPageProblems(course: Course): Finding[] {
  const [first] = course.pages
  if (!first) return []
  const { block, written } = first
  const isFree = !written.showIf && !block?.showIf && !block?.isMovable && !block?.isShuffled && !block?.loopOver
  if (isFree) return []
  const message = `The first page, “${written.title}”, is where everybody starts: it cannot be hidden, moved or repeated.`
  return [{ kind: 'unreachable_page', severity: 'error', at: { page: written.code }, message }]
}

function neverTrue(course: Course, sites: Site[]): Finding[] {
  return sites
    .filter((site) => site.gives === 'condition' && !canComeAbout(course, site))
    .map(({ at, subject }) => ({
      kind: 'never_true',
      severity: 'warning',
      at,
      message: `${subject} never comes about: no answers make its condition true.`,
    }))
}

/** Pages that jumps always pass over; those whose own condition never holds are told as such. */
function unreachablePages(course: Course): Finding[] {
  if (!course.hasJumps) return []
  return course.pages
    .filter((page) => !page.round && !page.written.showIf && !page.block?.showIf)
    .filter((page) => page.items.length > 0)
    .filter(
      (page) =>
        !canComeAbout(course, {
          page,
          source: 'true',
          comesAbout: (standing) => standing.isPageShown(standing.placeOf(page)),
        }),
    )
    .map(({ written }) => ({
      kind: 'unreachable_page',
      severity: 'warning',
      at: { page: written.code },
      message: `Nobody reaches the page “${written.title}”: jumps always lead past it.`,
    }))
}

function missingTranslations(instrument: Instrument): Finding[] {
  return languagesOf(instrument).flatMap((language): Finding[] => {
    const missing = missingTexts(instrument, language)
    if (missing.length === 0) return []
    const message = `${missing.length} ${missing.length === 1 ? 'text is' : 'texts are'} not translated into ${language}, the first is ${missing[0]}.`
    return [{ kind: 'missing_translation', severity: 'warning', at: { language }, message }]
  })
}
