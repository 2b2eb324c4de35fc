import { facetNames, facets } from '../facets.ts'
import { shippedInstruments } from '../../survey-forms/catalogue.ts'
import type { FormBody } from '../../survey-forms/form-body.ts'
import { oneValue } from '../../survey-forms/form-body.ts'
import { type Instrument, type Item, itemsOf } from '../../survey-forms/instrument.ts'
import { itemKinds } from '../../survey-forms/item-kinds/registry.ts'
import { formatCount, formatDate } from '../http/format.ts'
import { conditionText } from './conditions.ts'
import type { EditRefused } from './errors.ts'
import { entryLists } from './item-entries.ts'
import { itemFields } from './item-editing.ts'
import { marksOf } from './merging.ts'
import { fieldValue, type OwnField, ownFields } from './item-fields.ts'
import type { Survey, surveysOfStudy } from './store.ts'

const stateNames = { draft: 'Draft', open: 'Open', closed: 'Closed' }

/** The study's surveys and the questionnaires a new one can start from. */
export function surveyListView(studyId: string, surveys: Awaited<ReturnType<typeof surveysOfStudy>>) {
  return {
    studyId,
    surveys: surveys.map((survey) => ({
      href: `/surveys/${survey.id}`,
      respondentHref: survey.state === 'open' ? `/s/${survey.id}` : null,
      title: survey.title,
      state: stateNames[survey.state],
      version: survey.publishedVersion ?? 0,
      started: formatCount(Number(survey.started)),
      completed: formatCount(Number(survey.completed)),
    })),
    instruments: shippedInstruments().map((instrument) => ({
      code: instrument.code,
      title: instrument.title,
      description: instrument.description,
      size: `${instrument.pages.length} pages, ${itemsOf(instrument).length} questions, about ${instrument.minutes} minutes`,
    })),
  }
}

/** A form that could not be saved: which one, what was typed, and why. */
export interface RefusedEdit {
  /** An item's code, or the name of another form of the page. */
  form: string
  typed: FormBody
  error: EditRefused
}

export function editorView(
  survey: Survey,
  facts: {
    versions: { version: number; publishedAt: Date }[]
    isDraftPublished: boolean
    problems: string[]
    warnings: string[]
    canTakeBack: boolean
    underWay: number
    address: string
  },
  refused: RefusedEdit | null,
) {
  const { draft } = survey
  const base = `/surveys/${survey.id}`
  return {
    base,
    listHref: `/studies/${survey.studyId}/survey`,
    title: draft.title,
    state: stateNames[survey.state],
    isOpen: survey.state === 'open',
    isByAddress: survey.linkMode === 'open',
    canOpen: survey.state !== 'open' && survey.publishedVersion !== null,
    isPublished: survey.publishedVersion !== null,
    isDraftPublished: facts.isDraftPublished,
    nextVersion: facts.versions.length + 1,
    versions: facts.versions
      .map(({ version, publishedAt }) => ({ version, publishedOn: formatDate(publishedAt) }))
      .reverse(),
    problems: facts.problems,
    warnings: facts.warnings,
    canTakeBack: facts.canTakeBack,
    underWay: facts.underWay === 0 ? null : formatCount(facts.underWay),
    canPublish: facts.problems.length === 0 && !facts.isDraftPublished,
    address: facts.address,
    refused: refused
      ? { message: refused.error.message, href: `#${fieldId(refused.form, String(refused.error.details.field ?? ''))}` }
      : null,
    texts: textsView(draft, refused),
    pages: pageViews(draft, base, refused),
    newPage: { error: refused?.form === 'new-page' ? refused.error.message : null },
    kinds: Object.entries(itemKinds)
      .filter(([kind]) => kind !== 'consent')
      .map(([kind, { name }]) => ({ kind, name })),
    facets: facetChoices(undefined),
  }
}

function textsView(draft: Instrument, refused: RefusedEdit | null) {
  const typed = refused?.form === 'texts' ? refused.typed : null
  return {
    title: typed ? oneValue(typed, 'title') : draft.title,
    introduction: typed ? oneValue(typed, 'introduction') : draft.introduction.join('\n\n'),
    minutes: typed ? oneValue(typed, 'minutes') : String(draft.minutes),
    thanks: typed ? oneValue(typed, 'thanks') : draft.thanks,
    error: typed ? refused!.error.message : null,
  }
}

function pageViews(draft: Instrument, base: string, refused: RefusedEdit | null) {
  return draft.pages.map((page, index) => {
    const adding = refused?.form === `new-${page.code}` ? refused : null
    return {
      code: page.code,
      title: page.title,
      number: index + 1,
      action: `${base}/pages/${page.code}`,
      isFirst: index === 0,
      isLast: index === draft.pages.length - 1,
      isEmpty: page.items.length === 0,
      error: refused?.form === page.code ? refused.error.message : null,
      items: page.items.map((item) =>
        itemView(draft, item, { base, pageCode: page.code, refused: refused?.form === item.code ? refused : null }),
      ),
      adding: {
        isOpen: adding !== null,
        error: adding?.error.message ?? null,
        ask: adding ? oneValue(adding.typed, 'ask') : '',
        lines: adding ? oneValue(adding.typed, 'lines') : '',
      },
    }
  })
}

function itemView(
  draft: Instrument,
  item: Item,
  { base, pageCode, refused }: { base: string; pageCode: string; refused: RefusedEdit | null },
) {
  const value = (name: string, stored: string) => (refused ? oneValue(refused.typed, name) : stored)
  const wrong = refused ? String(refused.error.details.field ?? 'ask') : null
  return {
    code: item.code,
    kind: itemKinds[item.kind].name,
    summary: summaryOf(item),
    action: `${base}/items/${item.code}`,
    ruleHref: `${base}/rules/item.${item.code}`,
    pageChoices: draft.pages
      .map((page, index) => ({ code: page.code, name: `${index + 1}. ${page.title}` }))
      .filter((page) => page.code !== pageCode),
    isOpen: refused !== null,
    marks: marksOf(itemFields(item)),
    error: refused?.error.message ?? null,
    ask: value('ask', item.ask),
    hint: value('hint', item.hint ?? ''),
    isConsent: item.kind === 'consent',
    isRequired: item.isRequired,
    facets: facetChoices(refused ? oneValue(refused.typed, 'facet') : item.facet),
    facetName: item.facet ? facetNames[item.facet].name : 'Background',
    condition: item.showIf ? `Shown only when ${conditionText(draft, item.showIf)}.` : 'Always shown.',
    lists: entryLists(item).map((list) => ({
      ...list,
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
      newId: fieldId(item.code, 'newEntry'),
      isLong: list.name === 'purpose',
      takesKinds: list.name === 'option',
      takesExclusive: item.kind === 'multiple-choice',
    })),
    fields: ownFields(item).map((field) => fieldView(item, field, { value, wrong })),
  }
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

function facetChoices(chosen: string | undefined) {
  return [
    { code: '', name: 'None: background', isChosen: !chosen },
    ...facets.map((facet) => ({ code: facet, name: facetNames[facet].name, isChosen: facet === chosen })),
  ]
}

/** Ids are unique over the page's many forms. */
export function fieldId(form: string, field: string): string {
  return `${form}-${field || 'ask'}`.replaceAll('.', '-')
}
