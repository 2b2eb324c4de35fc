import { facetNames, facets } from '../../facets.ts'
import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import type { Instrument, Item } from '../../../survey-forms/instrument.ts'
import { itemKinds } from '../../../survey-forms/item-kinds/registry.ts'
import { formatCount } from '../../http/format.ts'
import { conditionText, sourcesBefore } from './conditions.ts'
import type { EditRefused } from '../errors.ts'
import { itemFields, takesAnswer, takesFacet } from './item-editing.ts'
import { entryLists } from './item-entries.ts'
import { fieldValue, type OwnField, ownFields } from './item-fields.ts'
import { marksField, marksOf } from './merging.ts'
import type { DraftFinding } from '../publishing.ts'

/** A form that could not be saved: which one, what was typed, and why. */
export interface RefusedEdit {
  /** An item's code, or the name of another form of the page. */
  form: string
  typed: FormBody
  error: EditRefused
}

/** An item as the list of questions shows it. */
export function itemLine(
  draft: Instrument,
  item: Item,
  { base, findings, pageCode }: { base: string; findings: DraftFinding[]; pageCode: string },
) {
  const isConsent = item.kind === 'consent'
  return {
    code: item.code,
    kind: itemKinds[item.kind].name,
    ask: item.ask,
    summary: summaryOf(item),
    what: [
      itemKinds[item.kind].name,
      ...(isConsent ? [] : [item.facet ? facetNames[item.facet].name : 'Background']),
      ...(isConsent || itemKinds[item.kind].part !== 'question'
        ? []
        : [item.isRequired ? 'needs an answer' : 'can be left empty']),
    ].join(' · '),
    action: `${base}/items/${item.code}`,
    editHref: `${base}?open=item.${item.code}#item-${item.code}`,
    ruleHref: `${base}/rules/item.${item.code}`,
    previewHref: `${base}/preview?page=${pageCode}`,
    sentences: ruleSentences(draft, item),
    isConsent,
    findings: findings.filter(({ at }) => at.item === item.code).map(findingLine),
  }
}

export function findingLine({ severity, message }: DraftFinding) {
  return { isError: severity === 'error', severity: severity === 'error' ? 'Must be mended' : 'Worth a look', message }
}

function ruleSentences(draft: Instrument, item: Item): string[] {
  const entries = 'options' in item ? item.options : 'rows' in item ? item.rows : []
  const conditional = (entries as { showIf?: unknown }[]).filter((one) => one.showIf !== undefined).length
  const carried = 'carryForward' in item ? item.carryForward : undefined
  const from = carried && draft.pages.flatMap((page) => page.items).find((one) => one.code === carried.item)
  const which = carried && { chosen: 'chosen', not_chosen: 'not chosen', shown: 'shown' }[carried.which]
  return [
    ...(item.showIf === undefined ? [] : [`Shown only when ${conditionText(draft, item.showIf)}.`]),
    ...(carried ? [`Offers only what was ${which} in “${from?.ask ?? carried.item}”.`] : []),
    ...(conditional > 0
      ? [`${conditional} of its entries ${conditional === 1 ? 'is' : 'are'} offered on a condition.`]
      : []),
    ...('isShuffled' in item && item.isShuffled ? ['Another order for every respondent.'] : []),
  ]
}

/** An item with the form that edits it. */
export function itemForm(
  draft: Instrument,
  item: Item,
  { base, refused, addsEntry }: { base: string; refused: RefusedEdit | null; addsEntry: string },
) {
  // A box that is not ticked is not sent; a form with marks has all its fields.
  const isTyped = (name: string) => refused && (Object.hasOwn(refused.typed, name) || marksField in refused.typed)
  const value = (name: string, stored: string) => (isTyped(name) ? oneValue(refused!.typed, name) : stored)
  const wrong = refused ? String(refused.error.details.field ?? 'ask') : null
  const lists = entryLists(item)
  return {
    code: item.code,
    action: `${base}/items/${item.code}`,
    closeHref: `${base}#item-${item.code}`,
    ruleHref: `${base}/rules/item.${item.code}`,
    marks: marksOf(itemFields(item)),
    error: refused?.error.message ?? null,
    ask: value('ask', item.ask),
    isAskWrong: wrong === 'ask',
    hint: value('hint', item.hint ?? ''),
    isConsent: item.kind === 'consent',
    isStatement: item.kind === 'statement',
    image: item.kind === 'statement' ? imageView(item, { base, value, wrong }) : null,
    takesFacet: takesFacet(item),
    takesAnswer: takesAnswer(item),
    isRequired: value('isRequired', item.isRequired ? 'yes' : '') === 'yes',
    facets: facetChoices(value('facet', item.facet ?? '')),
    lists: lists.map((list) => ({
      ...list,
      focusesNew: addsEntry === list.newName,
      entries: list.entries.map((entry, position) => ({
        ...entry,
        id: fieldId(item.code, `${list.name}.${entry.code}`),
        name: `${list.name}.${entry.code}`,
        label: value(`${list.name}.${entry.code}`, entry.label),
        opposite: value(`${list.name}.${entry.code}.opposite`, entry.opposite ?? ''),
        key: `${list.name}:${entry.code}`,
        isFirst: position === 0,
        isLast: position === list.entries.length - 1,
        isWrong: wrong === `${list.name}.${entry.code}`,
      })),
      newId: fieldId(item.code, list.newName),
      isLong: list.name === 'purpose',
      takesKinds: list.name === 'option',
      takesExclusive: item.kind === 'multiple-choice',
    })),
    fields: ownFields(item).map((field) => fieldView(item, field, { value, wrong })),
    places: placesFor(draft, item),
    pipe: pipeView(draft, item),
  }
}

function imageView(
  item: Extract<Item, { kind: 'statement' }>,
  { base, value, wrong }: { base: string; value: (name: string, stored: string) => string; wrong: string | null },
) {
  const { image } = item
  return {
    action: `${base}/items/${item.code}/image`,
    source: image?.source ?? null,
    stored: image?.alternative ?? '',
    alternative: value('alternative', image?.alternative ?? ''),
    isAlternativeWrong: wrong === 'alternative',
    isFileWrong: wrong === 'image',
  }
}

/** Where an item can be put, page by page: at its start, or behind one of its items. */
function placesFor(draft: Instrument, item: Item) {
  return draft.pages.map((page, index) => ({
    name: `${index + 1}. ${page.title}`,
    places: [
      { value: `page:${page.code}`, name: 'At the start of this page' },
      ...page.items
        .filter((one) => one.code !== item.code)
        .map((one) => ({ value: `after:${one.code}`, name: `After “${shortened(one.ask)}”` })),
    ],
  }))
}

/** Earlier answers that can be put into the item's texts, and the texts that take them. */
function pipeView(draft: Instrument, item: Item) {
  const at = draft.pages.findIndex((page) => page.items.some((one) => one.code === item.code))
  const sources = sourcesBefore(draft, at)
  if (sources.length === 0 || itemKinds[item.kind].part === 'silent') return null
  const entries = entryLists(item).flatMap(({ name, entries: all }) =>
    all.map((entry) => ({ name: `${name}.${entry.code}`, label: shortened(entry.label) })),
  )
  const texts = ownFields(item)
    .filter((field) => field.as === 'text' || field.as === 'paragraphs')
    .map(({ name, label }) => ({ name, label }))
  return {
    sources: sources.map(({ name, label }) => ({ name, label: shortened(label) })),
    texts: [{ name: 'ask', label: 'The question' }, { name: 'hint', label: 'The hint' }, ...texts, ...entries],
  }
}

function shortened(text: string): string {
  return text.length > 70 ? `${text.slice(0, 70)}…` : text
}

function fieldView(
  item: Item,
  field: OwnField,
  { value, wrong }: { value: (name: string, stored: string) => string; wrong: string | null },
) {
  const { name, label, as, hint } = field
  const shown = value(name, fieldValue(item, field))
  const choices = typeof as === 'object' ? Object.entries(as.choices) : []
  return {
    id: fieldId(item.code, name),
    name,
    label,
    hint: hint ?? null,
    value: shown,
    isTick: as === 'tick',
    isTicked: shown === 'yes',
    isNumber: as === 'number',
    isLong: as === 'paragraphs',
    choices: choices.map(([code, words]) => ({ code, name: words, isChosen: code === shown })),
    isWrong: wrong === name,
  }
}

function summaryOf(item: Item): string {
  switch (item.kind) {
    case 'single-choice':
    case 'multiple-choice':
      return item.options.map((one) => one.label).join(' · ')
    case 'agreement-matrix':
      return item.rows.map((row) => row.label).join(' · ')
    case 'trade-off':
      return `${item.left.label} ↔ ${item.right.label}`
    case 'number':
      return `${item.minimum} to ${item.maximum}${item.unit ? ` ${item.unit}` : ''}`
    case 'consent':
      return item.purposes.map((purpose) => purpose.code).join(' · ')
    case 'short-text':
    case 'long-text':
      return `up to ${formatCount(item.longest)} characters`
    default:
      return itemKinds[item.kind].description
  }
}

export function facetChoices(chosen: string | undefined) {
  return [
    { code: '', name: 'None: background', isChosen: !chosen },
    ...facets.map((facet) => ({ code: facet, name: facetNames[facet].name, isChosen: facet === chosen })),
  ]
}

/** Ids are unique over the page's many forms. */
export function fieldId(form: string, field: string): string {
  return `${form}-${field || 'ask'}`.replaceAll('.', '-')
}
