import { facetNames, facets } from '../facets.ts'
import { shippedInstruments } from '../../survey-forms/catalogue.ts'
import type { FormBody } from '../../survey-forms/form-body.ts'
import { oneValue } from '../../survey-forms/form-body.ts'
import { type Instrument, type Item, itemsOf } from '../../survey-forms/instrument.ts'
import { itemKinds } from '../../survey-forms/item-kinds/registry.ts'
import type { Condition } from '../../survey-forms/parts.ts'
import { formatCount, formatDate } from '../http/format.ts'
import type { EditRefused } from './errors.ts'
import { entryLists } from './item-editing.ts'
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
    canOpen: survey.state !== 'open' && survey.publishedVersion !== null,
    isPublished: survey.publishedVersion !== null,
    isDraftPublished: facts.isDraftPublished,
    nextVersion: facts.versions.length + 1,
    versions: facts.versions
      .map(({ version, publishedAt }) => ({ version, publishedOn: formatDate(publishedAt) }))
      .reverse(),
    problems: facts.problems,
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
        itemView(item, `${base}/items/${item.code}`, refused?.form === item.code ? refused : null),
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

function itemView(item: Item, action: string, refused: RefusedEdit | null) {
  const value = (name: string, stored: string) => (refused ? oneValue(refused.typed, name) : stored)
  const wrong = refused ? String(refused.error.details.field ?? 'ask') : null
  return {
    code: item.code,
    kind: itemKinds[item.kind].name,
    summary: summaryOf(item),
    action,
    isOpen: refused !== null,
    error: refused?.error.message ?? null,
    ask: value('ask', item.ask),
    hint: value('hint', item.hint ?? ''),
    isConsent: item.kind === 'consent',
    isRequired: item.isRequired,
    facets: facetChoices(refused ? oneValue(refused.typed, 'facet') : item.facet),
    facetName: item.facet ? facetNames[item.facet].name : 'Background',
    condition: item.showIf ? `Shown only when ${conditionText(item.showIf)}.` : null,
    lists: entryLists(item).map((list) => ({
      ...list,
      entries: list.entries.map((entry, position) => ({
        ...entry,
        id: fieldId(item.code, `${list.name}.${entry.code}`),
        name: `${list.name}.${entry.code}`,
        label: value(`${list.name}.${entry.code}`, entry.label),
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
    fields: ownFields(item).map((field) => ({
      ...field,
      id: fieldId(item.code, field.name),
      value: value(field.name, field.value),
      isWrong: wrong === field.name,
    })),
    steps: item.kind === 'trade-off' ? stepChoices(value('steps', item.steps)) : null,
    shuffle: 'isShuffled' in item ? { isOn: item.isShuffled } : null,
    refusal: item.kind === 'agreement-matrix' ? { isOn: item.offersRefusal } : null,
  }
}

/** Text fields that only this kind has. */
function ownFields(item: Item): { name: string; label: string; value: string }[] {
  if (item.kind === 'trade-off') {
    return [
      { name: 'left', label: 'Left end', value: item.left.label },
      { name: 'leftDetail', label: 'More about the left end (optional)', value: item.left.detail ?? '' },
      { name: 'right', label: 'Right end', value: item.right.label },
      { name: 'rightDetail', label: 'More about the right end (optional)', value: item.right.detail ?? '' },
      {
        name: 'undecided',
        label: 'Wording of a way out, such as “I can’t choose” (optional)',
        value: item.undecided ?? '',
      },
    ]
  }
  if (item.kind === 'number') {
    return [
      { name: 'minimum', label: 'Smallest number', value: String(item.minimum) },
      { name: 'maximum', label: 'Largest number', value: String(item.maximum) },
      { name: 'unit', label: 'Unit (optional)', value: item.unit ?? '' },
      { name: 'dontKnow', label: 'Wording of “I don’t know” (optional)', value: item.dontKnow ?? '' },
    ]
  }
  return []
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

function conditionText(condition: Condition): string {
  return typeof condition === 'string' ? condition : `${condition.item} is ${condition.isAnyOf.join(' or ')}`
}

function stepChoices(chosen: string) {
  const names = { two: 'Two whole options', four: 'Four points', five: 'Five points, with a middle' }
  return Object.entries(names).map(([code, name]) => ({ code, name, isChosen: code === chosen }))
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
