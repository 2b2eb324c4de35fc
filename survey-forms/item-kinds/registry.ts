import { z } from 'zod'
import type { Variable } from '../../server/responses/variable.ts'
import type { AnswerType } from '../flow/expression.ts'
import type { FormBody } from '../form-body.ts'
import {
  type EntryList,
  type FieldContext,
  type FieldFrame,
  type ItemKindDefinition,
  type ParsedItem,
  plainReading,
  type Reading,
} from '../item-kind.ts'
import { agreementMatrixKind } from './agreement-matrix/kind.ts'
import { armKind } from './arm/kind.ts'
import { calculatedKind } from './calculated/kind.ts'
import { consentKind } from './consent/kind.ts'
import { constantSumKind } from './constant-sum/kind.ts'
import { dateKind } from './date/kind.ts'
import { emailKind } from './email/kind.ts'
import { hiddenKind } from './hidden/kind.ts'
import { longTextKind } from './long-text/kind.ts'
import { maxDiffKind } from './maxdiff/kind.ts'
import { multipleChoiceKind } from './multiple-choice/kind.ts'
import { numberKind } from './number/kind.ts'
import { rankingKind } from './ranking/kind.ts'
import { ratingKind } from './rating/kind.ts'
import { semanticDifferentialKind } from './semantic-differential/kind.ts'
import { shortTextKind } from './short-text/kind.ts'
import { singleChoiceKind } from './single-choice/kind.ts'
import { statementKind } from './statement/kind.ts'
import { tradeOffKind } from './trade-off/kind.ts'

/** Every kind of item, in the order the editor offers them: a new one is a folder and a line here. */
const kinds = [
  singleChoiceKind,
  multipleChoiceKind,
  agreementMatrixKind,
  semanticDifferentialKind,
  tradeOffKind,
  rankingKind,
  maxDiffKind,
  constantSumKind,
  ratingKind,
  numberKind,
  dateKind,
  shortTextKind,
  longTextKind,
  emailKind,
  consentKind,
  statementKind,
  hiddenKind,
  calculatedKind,
  armKind,
] as const

type Schemas<Kinds extends readonly { schema: unknown }[]> = {
  -readonly [Place in keyof Kinds]: Kinds[Place]['schema']
}

export const itemSchema = z.discriminatedUnion(
  'kind',
  kinds.map((one) => one.schema) as unknown as Schemas<typeof kinds>,
)

export type Item = z.infer<(typeof kinds)[number]['schema']>
export type ItemKind = Item['kind']
export type AnyKind = ItemKindDefinition<z.ZodType<Item>, Item>

/** The kinds by name, in the order the editor offers them: how each is called, what it is for, its schema and examples. */
export const itemKinds = Object.fromEntries(kinds.map((one) => [one.kind, one])) as unknown as Record<ItemKind, AnyKind>

function kindOf(item: Item): AnyKind {
  return itemKinds[item.kind]
}

/** Reads one item from a posted form. Fields that the item does not have are never looked at. */
export function parseItem(item: Item, body: FormBody, reading: Reading = plainReading): ParsedItem {
  return kindOf(item).parse(item, body, reading)
}

/** What the template item-kinds/<kind> sees. */
export function viewItem(item: Item, context: FieldContext): FieldFrame {
  return kindOf(item).view(item, context) as FieldFrame
}

/** What statistics and tagging see of an item. */
export function itemVariables(item: Item): Variable[] {
  return kindOf(item).variables(item)
}

/** Keys of `response.answers` that an item may write; no other key is ever stored. */
export function answerKeys(item: Item): string[] {
  return kindOf(item).answerKeys(item)
}

/** What an answer under this key is to a condition. */
export function answerType(item: Item, key: string): AnswerType {
  return kindOf(item).answerType?.(item, key) ?? 'text'
}

/** The codes an answer under this key can hold, in their order; null where it is open. */
export function answerCodes(item: Item, key: string): string[] | null {
  return kindOf(item).codes?.(item, key) ?? null
}

/** The list of an item whose entries can be shuffled, shown on condition and carried forward; null where it has none. */
export function entryListOf(item: Item): EntryList | null {
  return kindOf(item).entryList?.(item) ?? null
}

/** Lists that the item draws for the respondent with this seed, by name: what they are shown besides an order. */
export function drawnLists(item: Item, seed: number): Record<string, string[]> {
  return kindOf(item).drawn?.(item, seed) ?? {}
}

/** Answers to give, for the minutes left. */
export function workOf(item: Item): number {
  return kindOf(item).work?.(item) ?? 1
}

/** Whether it is a question with a number, a notice without one, or filled by the survey itself. */
export function partOf(item: Item): AnyKind['part'] {
  return kindOf(item).part
}

/** The entries whose order may differ between respondents, or null where there is nothing to shuffle. */
export function shuffledEntries(item: Item): { code: string; isPinned?: boolean }[] | null {
  const list = entryListOf(item)
  if (!list?.isShuffled) return null
  return list.entries.map((one) => ({ code: one.code, isPinned: one.isPinned || one.isExclusive }))
}
