import { z } from 'zod'
import type { Variable } from '../../server/responses/variable.ts'
import type { FormBody } from '../form-body.ts'
import type { FieldContext, ParsedItem } from '../item-kind.ts'
import { agreementMatrixExamples } from './agreement-matrix/examples.ts'
import { parseAgreementMatrix } from './agreement-matrix/parse.ts'
import { agreementMatrix, rowKey } from './agreement-matrix/schema.ts'
import { agreementMatrixVariables } from './agreement-matrix/variables.ts'
import { viewAgreementMatrix } from './agreement-matrix/view.ts'
import { consentExamples } from './consent/examples.ts'
import { parseConsent } from './consent/parse.ts'
import { consentItem } from './consent/schema.ts'
import { consentVariables } from './consent/variables.ts'
import { viewConsent } from './consent/view.ts'
import { longTextExamples } from './long-text/examples.ts'
import { parseLongText } from './long-text/parse.ts'
import { longText } from './long-text/schema.ts'
import { longTextVariables } from './long-text/variables.ts'
import { viewLongText } from './long-text/view.ts'
import { multipleChoiceExamples } from './multiple-choice/examples.ts'
import { parseMultipleChoice } from './multiple-choice/parse.ts'
import { multipleChoice } from './multiple-choice/schema.ts'
import { multipleChoiceVariables } from './multiple-choice/variables.ts'
import { viewMultipleChoice } from './multiple-choice/view.ts'
import { numberExamples } from './number/examples.ts'
import { parseNumber } from './number/parse.ts'
import { numberItem } from './number/schema.ts'
import { numberVariables } from './number/variables.ts'
import { viewNumber } from './number/view.ts'
import { shortTextExamples } from './short-text/examples.ts'
import { parseShortText } from './short-text/parse.ts'
import { shortText } from './short-text/schema.ts'
import { shortTextVariables } from './short-text/variables.ts'
import { viewShortText } from './short-text/view.ts'
import { singleChoiceExamples } from './single-choice/examples.ts'
import { parseSingleChoice } from './single-choice/parse.ts'
import { otherTextKey, singleChoice } from './single-choice/schema.ts'
import { singleChoiceVariables } from './single-choice/variables.ts'
import { viewSingleChoice } from './single-choice/view.ts'
import { tradeOffExamples } from './trade-off/examples.ts'
import { parseTradeOff } from './trade-off/parse.ts'
import { tradeOff } from './trade-off/schema.ts'
import { tradeOffVariables } from './trade-off/variables.ts'
import { viewTradeOff } from './trade-off/view.ts'

/** Every kind of item: a new one is a folder here, a line in this union, and what the never-checks below then ask for. */
export const itemSchema = z.discriminatedUnion('kind', [
  singleChoice,
  multipleChoice,
  agreementMatrix,
  tradeOff,
  numberItem,
  shortText,
  longText,
  consentItem,
])

export type Item = z.infer<typeof itemSchema>
export type ItemKind = Item['kind']

/** How the editor names a kind, in the order it offers them, and examples that show every part of it. */
export const itemKinds: Record<ItemKind, { name: string; examples: Item[] }> = {
  'single-choice': { name: 'One choice', examples: singleChoiceExamples },
  'multiple-choice': { name: 'Several choices', examples: multipleChoiceExamples },
  'agreement-matrix': { name: 'Agreement grid', examples: agreementMatrixExamples },
  'trade-off': { name: 'Trade-off between two ends', examples: tradeOffExamples },
  number: { name: 'Number', examples: numberExamples },
  'short-text': { name: 'One line of text', examples: shortTextExamples },
  'long-text': { name: 'Open answer', examples: longTextExamples },
  consent: { name: 'Consent', examples: consentExamples },
}

/** Reads one item from a posted form. Fields that the item does not have are never looked at. */
export function parseItem(item: Item, body: FormBody): ParsedItem {
  switch (item.kind) {
    case 'single-choice':
      return parseSingleChoice(item, body)
    case 'multiple-choice':
      return parseMultipleChoice(item, body)
    case 'agreement-matrix':
      return parseAgreementMatrix(item, body)
    case 'trade-off':
      return parseTradeOff(item, body)
    case 'number':
      return parseNumber(item, body)
    case 'short-text':
      return parseShortText(item, body)
    case 'long-text':
      return parseLongText(item, body)
    case 'consent':
      return parseConsent(item, body)
    default:
      return neverAKind(item)
  }
}

/** What the template item-kinds/<kind> sees. */
export function viewItem(item: Item, context: FieldContext) {
  switch (item.kind) {
    case 'single-choice':
      return viewSingleChoice(item, context)
    case 'multiple-choice':
      return viewMultipleChoice(item, context)
    case 'agreement-matrix':
      return viewAgreementMatrix(item, context)
    case 'trade-off':
      return viewTradeOff(item, context)
    case 'number':
      return viewNumber(item, context)
    case 'short-text':
      return viewShortText(item, context)
    case 'long-text':
      return viewLongText(item, context)
    case 'consent':
      return viewConsent(item, context)
    default:
      return neverAKind(item)
  }
}

/** What statistics and tagging see of an item. */
export function itemVariables(item: Item): Variable[] {
  switch (item.kind) {
    case 'single-choice':
      return singleChoiceVariables(item)
    case 'multiple-choice':
      return multipleChoiceVariables(item)
    case 'agreement-matrix':
      return agreementMatrixVariables(item)
    case 'trade-off':
      return tradeOffVariables(item)
    case 'number':
      return numberVariables(item)
    case 'short-text':
      return shortTextVariables(item)
    case 'long-text':
      return longTextVariables(item)
    case 'consent':
      return consentVariables(item)
    default:
      return neverAKind(item)
  }
}

/** Keys of `response.answers` that an item may write; no other key is ever stored. */
export function answerKeys(item: Item): string[] {
  switch (item.kind) {
    case 'single-choice':
    case 'multiple-choice': {
      const other = item.options.find((one) => one.takesText)
      return other ? [item.code, otherTextKey(item.code, other.code)] : [item.code]
    }
    case 'agreement-matrix':
      return item.rows.map((row) => rowKey(item.code, row.code))
    case 'trade-off':
    case 'number':
    case 'short-text':
    case 'long-text':
    case 'consent':
      return [item.code]
    default:
      return neverAKind(item)
  }
}

/** The entries whose order may differ between respondents, or null where there is nothing to shuffle. */
export function shuffledEntries(item: Item): { code: string; isPinned?: boolean }[] | null {
  if (item.kind === 'agreement-matrix') return item.isShuffled ? item.rows : null
  if (item.kind === 'single-choice') return item.isShuffled ? item.options : null
  if (item.kind === 'multiple-choice') {
    return item.isShuffled
      ? item.options.map((one) => ({ code: one.code, isPinned: one.isPinned || one.isExclusive }))
      : null
  }
  return null
}

function neverAKind(item: never): never {
  throw new Error(`Not a kind of item: ${JSON.stringify(item)}`)
}
