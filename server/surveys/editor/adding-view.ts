import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import { type Instrument, itemsOf, type Page } from '../../../survey-forms/instrument.ts'
import { type ItemKind, itemKinds, shuffledEntries, viewItem } from '../../../survey-forms/item-kinds/registry.ts'
import type { EditRefused } from '../errors.ts'
import { linesFor } from './item-adding.ts'
import { facetChoices } from './item-view.ts'

interface Adding {
  base: string
  draft: Instrument
  page: Page
}

/** Every kind of question with an example of it as respondents see it. */
export function galleryView({ base, draft, page }: Adding, error: EditRefused | null) {
  const hasConsent = itemsOf(draft).some((item) => item.kind === 'consent')
  return {
    base,
    title: draft.title,
    page: page.title,
    error: error?.message ?? null,
    kinds: Object.values(itemKinds)
      .filter(({ kind }) => kind !== 'consent' || !hasConsent)
      .map(({ kind, name, description, part }) => ({
        name,
        description,
        href: `${base}/pages/${page.code}/questions/new?kind=${kind}`,
        isSilent: part === 'silent',
        example: part === 'silent' ? null : exampleOf(kind as ItemKind),
      })),
  }
}

function exampleOf(kind: ItemKind) {
  const [item] = itemKinds[kind].examples
  const order = shuffledEntries(item!)?.map((one) => one.code) ?? []
  const field = viewItem(item!, { number: null, answers: {}, drafts: {}, errors: {}, order, seed: 1 })
  return { partial: `item-kinds/${kind}`, field }
}

/** The form that words a new question of one kind. */
export function addingView(
  { base, draft, page }: Adding,
  { kind, typed, error }: { kind: string; typed: FormBody; error: EditRefused | null },
) {
  const { name, description, part } = itemKinds[kind as ItemKind]
  const lines = linesFor(kind as ItemKind)
  const wrong = error ? String(error.details.field ?? 'ask') : null
  const isLinesWrong = wrong !== null && wrong !== 'ask' && wrong !== 'code'
  return {
    base,
    title: draft.title,
    page: page.title,
    action: `${base}/pages/${page.code}/items`,
    galleryHref: `${base}/pages/${page.code}/questions/new`,
    kind,
    name,
    description,
    error: error
      ? { message: error.message, href: isLinesWrong && lines ? '#lines' : `#${wrong === 'code' ? 'code' : 'ask'}` }
      : null,
    ask: oneValue(typed, 'ask'),
    askLabel: part === 'silent' ? 'What it is, for you' : kind === 'statement' ? 'Heading' : 'Question',
    isAskWrong: wrong === 'ask',
    lines: lines && { ...lines, value: oneValue(typed, 'lines'), isWrong: isLinesWrong },
    points: kind === 'agreement-matrix' ? { value: oneValue(typed, 'points'), isWrong: wrong === 'points' } : null,
    code: oneValue(typed, 'code'),
    isCodeWrong: wrong === 'code',
    facets: part === 'question' && kind !== 'consent' ? facetChoices(oneValue(typed, 'facet')) : null,
  }
}
