import { pageAfter } from '../../survey-forms/flow/path.ts'
import { presentItem, presentText, wordsOn } from '../../survey-forms/flow/present.ts'
import { Standing, shownKeys } from '../../survey-forms/flow/standing.ts'
import type { CoursePage } from '../../survey-forms/flow/loops.ts'
import type { Instrument, Item } from '../../survey-forms/instrument.ts'
import { answerKeys, itemVariables, partOf } from '../../survey-forms/item-kinds/registry.ts'
import { waysOut } from '../../survey-forms/item-kinds/agreement-matrix/schema.ts'
import { setCount } from '../../survey-forms/item-kinds/maxdiff/schema.ts'
import { stepLabel, tradeOffSteps, undecided } from '../../survey-forms/item-kinds/trade-off/schema.ts'
import { type Say, sayIn } from '../../survey-forms/languages/phrases.ts'
import type { Answers } from '../responses/variable.ts'
import { type Link, pagePath } from './link.ts'

/** What a respondent answered, page by page: each question with its answers in words and the address of its page. */
export function reviewView(instrument: Instrument, { answers, seed }: { answers: Answers; seed: number }, link: Link) {
  const standing = new Standing(instrument, { answers, seed })
  const parts = []
  for (let place = pageAfter(standing, -1); place !== null; place = pageAfter(standing, place)) {
    const page = standing.pages[place]
    const questions = standing.itemsOn(page).filter((item) => partOf(item) === 'question' || item.kind === 'consent')
    if (questions.length === 0) continue
    parts.push({
      title: presentText(standing, page, page.written.title),
      items: questions.map((item) => ({
        ask: presentItem(standing, page, item).ask,
        lines: answerLines(standing, page, item),
        href: `${pagePath(link, place)}#${answerKeys(item)[0]}`,
      })),
    })
  }
  return parts
}

/** An item's answers in words, one line a row where it has several; what somebody left empty is said to be empty. */
function answerLines(standing: Standing, page: CoursePage, item: Item) {
  const say = sayIn(standing.course.instrument.language)
  const presented = presentItem(standing, page, item)
  const keys = shownKeys(standing, page, item)
  const lines = keys.map((key) => ({
    about: aboutOf(presented, key, say),
    words: inWords(standing, page, presented, key),
  }))
  // Words beside an option, scores and the like have no line of their own while they are empty.
  const said = lines.filter(
    (line, index) => line.words !== '' || (line.about !== null && index < keys.length && item.kind !== 'maxdiff'),
  )
  return said.length > 0
    ? said.map(({ about, words }) => ({ about, words: words || say('nothing_here'), isEmpty: words === '' }))
    : [{ about: null, words: say('nothing_here'), isEmpty: true }]
}

/** The row or option a key is of, in the respondent's language; null for an item with one answer. */
function aboutOf(item: Item, key: string, say: Say): string | null {
  if (key === item.code) return null
  if (item.kind === 'maxdiff') {
    const [, set, end] = /_s(\d+)_(best|worst)$/.exec(key) ?? []
    return set ? `${say('set_of', { set, sets: setCount(item) })}, ${item[end as 'best' | 'worst']}` : null
  }
  const lists = item as {
    rows?: { code: string; label?: string; left?: string; right?: string }[]
    options?: { code: string; label: string }[]
  }
  const entry = [...(lists.rows ?? []), ...(lists.options ?? [])].find((one) => key === `${item.code}_${one.code}`)
  if (!entry) return null
  const { label, left, right } = entry as { label?: string; left?: string; right?: string }
  return label ?? `${left} – ${right}`
}

function inWords(standing: Standing, page: CoursePage, item: Item, key: string): string {
  const stored = standing.answers[key]
  if (stored === null || stored === undefined) return ''
  const say = sayIn(standing.course.instrument.language)
  const said: Record<string, string> = { refused: say('refusal') }
  const entries = entriesOf(item, key, say)
  if (item.kind === 'maxdiff' && !entries.some((one) => one.code === stored)) return ''
  if (entries.length > 0) {
    const labels = [stored].flat().map((code) => entries.find((one) => one.code === code)?.label ?? said[code] ?? code)
    return labels.map(String).join(', ')
  }
  // Points of a trade-off and the like get their words from their variable.
  const options = itemVariables(item).find((one) => one.name === key)?.options ?? []
  return (
    options.find((one) => one.code === stored)?.label ?? (wordsOn(standing, page, key) || [stored].flat().join(', '))
  )
}

function entriesOf(item: Item, key: string, say: Say): { code: string; label: string }[] {
  switch (item.kind) {
    case 'single-choice':
    case 'multiple-choice':
      return key === item.code ? item.options : []
    case 'trade-off': {
      const steps = tradeOffSteps(item, say).map((step) => ({ code: step.code, label: stepLabel(step, item.steps) }))
      return item.undecided ? [...steps, { code: undecided, label: item.undecided }] : steps
    }
    case 'maxdiff':
      return item.options
    case 'consent':
      return item.purposes
    case 'agreement-matrix':
      return [...item.points, ...waysOut(item, say('refusal'))]
    default:
      return []
  }
}
