import { facetNames, type Facet } from '../facets.ts'
import { tickCategories } from '../responses/build-indicators.ts'
import type { Variable } from '../responses/variable.ts'
import { frequencyOf, oftenOrSeldom } from './answer-frequency.ts'
import type { ClaimEvidence, Grade, SpokenEvidence, SurveyEvidence } from './claim.ts'

/** Between a number and its per cent sign. */
const thin = '\u202f'

/** What a question is about, short enough for a line: the row of a grid or the option of a block, else the question. */
export function topicOf({ label }: Pick<Variable, 'label'>): string {
  return label.split(' — ').at(-1)!.trim()
}

/** The question a row or option belongs to. */
export function questionOf(variable: Variable): string {
  return variable.label.split(' — ')[0]!.trim()
}

/** At most `limit` characters, cut between words. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text
  const cut = text.slice(0, limit - 1)
  const space = cut.lastIndexOf(' ')
  return `${cut.slice(0, space > limit / 2 ? space : undefined).replace(/[\s,;:.–—-]+$/, '')}…`
}

/** The label of a stored answer; a category of an indicator is a label already. */
export function answerLabel(variable: Variable, code: string): string {
  return variable.options.find((option) => option.code === code)?.label ?? code
}

/** Whether a category of a tick-all-that-apply option is the ticked one: as indicators name it, or as answers hold it. */
export function isTicked(variable: Variable, category: string): boolean {
  return category === tickCategories[1] || category === (variable.ticked ?? '1')
}

/**
 * A sentence in the product's words around the survey's: what these people answer, and whether more or less than others.
 * @param these share of these people who give the answer
 */
export function answerWords(
  variable: Variable,
  { category, these, isMore }: { category: string; these: number; isMore: boolean },
): string {
  const topic = topicOf(variable)
  if (variable.kind === 'multiple') {
    // That an option was not ticked is the same figure the other way round.
    const told = isTicked(variable, category) ? { these, isMore } : { these: 1 - these, isMore: !isMore }
    return oftenOrSeldom(frequencyOf(told), 'choose', `“${topic}”`)
  }
  const verb = variable.label.includes(' — ') ? 'say' : 'answer'
  return oftenOrSeldom(frequencyOf({ these, isMore }), verb, `“${answerLabel(variable, category)}” to “${topic}”`)
}

export function meanWords(variable: Variable, { isMore }: { isMore: boolean }): string {
  return `${isMore ? 'Higher' : 'Lower'} on “${topicOf(variable)}”`
}

export function axisWords({
  left,
  right,
  mean,
  restMean,
}: {
  left: string
  right: string
  mean: number
  restMean: number
}): string {
  const towards = mean < restMean ? left : right
  const away = mean < restMean ? right : left
  return `Nearer to “${towards}” than to “${away}”`
}

/** For ordered answers without named ends of their own. */
export function axisMeanWords(variable: Variable, { towards }: { towards: string }): string {
  return `Nearer to “${towards}” on “${topicOf(variable)}”`
}

/** "41 %, everyone else 12 %" or "6.2 on average, everyone else 3.1". */
export function surveyNumbers({ these, rest }: SurveyEvidence): string {
  if (these.share !== null && rest.share !== null)
    return `${percent(these.share)}, everyone else ${percent(rest.share)}`
  return `${number(these.mean!)} on average, everyone else ${number(rest.mean!)}`
}

/** "9 of 12 interviewed", "9 of 84 who wrote". */
export function spokenNumbers({ mentions, of, channel }: Pick<SpokenEvidence, 'mentions' | 'of' | 'channel'>): string {
  const who = { interviews: 'interviewed', answers: 'who wrote', both: 'heard' }[channel]
  return `${mentions} of ${of} ${who}`
}

/** The numbers that stand behind a line's words, whoever wrote the words; '' where there are none. A dispute gives both sides. */
export function numbersOf({ survey, interviews }: Pick<ClaimEvidence, 'survey' | 'interviews'>, grade: Grade): string {
  if (!survey) return interviews ? spokenNumbers(interviews) : ''
  if (grade !== 'X' || !interviews?.opposing) return surveyNumbers(survey)
  return `${surveyNumbers(survey)}, but ${spokenNumbers({ ...interviews, mentions: interviews.opposing })} say otherwise`
}

/** What a code says, as a line of the facet's zone. */
export function codeWords(facet: Facet, name: string): string {
  return `${facetNames[facet].name}: ${name.charAt(0).toLowerCase()}${name.slice(1)}`
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}${thin}%`
}

export function number(value: number): string {
  const text = Math.abs(value) >= 100 ? Math.round(value).toString() : value.toFixed(1)
  return text.replace('-', '−')
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
