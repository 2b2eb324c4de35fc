import type { Instrument } from '../../survey-forms/instrument.ts'
import { itemsOf } from '../../survey-forms/instrument.ts'
import { formatCount } from '../http/format.ts'
import type { FormErrors } from '../http/forms.ts'
import type { Survey } from '../surveys/store.ts'
import { linkModes } from './schema.ts'

/** What the page about a survey's links is made from. */
export interface LinksFacts {
  survey: Survey
  /** Without a slash at the end. */
  address: string
  singleUse: { made: number; spent: number }
  /** Responses of an anonymous survey that their links still lead to. */
  linked: number
  hasResponses: boolean
  mayChange: boolean
  typedHowMany: string
  errors: FormErrors | null
}

const modeWords = {
  open: {
    name: 'Anybody with the address',
    hint: 'One address for all. Nothing keeps one person from answering twice.',
  },
  single_use: {
    name: 'Links that work once',
    hint: 'You make as many as you need and hand them out yourself. A link is used up when its answers are sent, not when it is opened.',
  },
  personal: {
    name: 'Invited people',
    hint: 'You bring a list of people. Each gets a link of their own, by our mail or yours.',
  },
} as const

/** Who can answer a survey, and whether anything leads from answers to people. */
export function linksView(facts: LinksFacts) {
  const { survey, address, singleUse, linked, hasResponses, mayChange, errors } = facts
  const base = `/surveys/${survey.id}`
  const hidden = itemsOf(survey.draft).filter(({ kind }) => kind === 'hidden')
  return {
    base,
    title: survey.draft.title,
    errors,
    mayChange,
    isOpen: survey.state === 'open',
    isClosed: survey.state === 'closed',
    address: `${address}/s/${survey.id}`,
    isByAddress: survey.linkMode === 'open',
    isSingleUse: survey.linkMode === 'single_use',
    isPersonal: survey.linkMode === 'personal',
    modes: linkModes.map((mode) => ({ mode, ...modeWords[mode], isChosen: mode === survey.linkMode })),
    made: formatCount(singleUse.made),
    spent: formatCount(singleUse.spent),
    hasLinks: singleUse.made > 0,
    typedHowMany: facts.typedHowMany,
    isAnonymous: survey.isAnonymous,
    canBeAnonymous: !survey.isAnonymous && !hasResponses,
    linked: linked > 0 ? formatCount(linked) : null,
    canCut: linked > 0 && survey.state === 'closed',
    warnings: anonymityWarnings(survey.draft, hidden.length),
  }
}

/** What in this questionnaire can show who somebody is, whatever is done with links and times. */
export function anonymityWarnings(instrument: Instrument, hiddenItems: number): string[] {
  const kinds = itemsOf(instrument).map(({ kind }) => kind)
  const texts = kinds.filter((kind) => kind === 'short-text' || kind === 'long-text').length
  const emails = kinds.filter((kind) => kind === 'email').length
  const warnings: string[] = []
  if (emails > 0) warnings.push('It asks for an e-mail address, which says who somebody is.')
  if (texts > 0)
    warnings.push(
      `It has ${formatCount(texts)} open ${texts === 1 ? 'answer' : 'answers'}: people write names, places and their own way of speaking.`,
    )
  if (hiddenItems + instrument.urlFields.length > 0)
    warnings.push('It takes values from its address. In an anonymous survey these stay empty.')
  return warnings
}
