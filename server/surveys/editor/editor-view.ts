import { oneValue } from '../../../survey-forms/form-body.ts'
import type { Place } from '../../../survey-forms/flow/sites.ts'
import type { Instrument } from '../../../survey-forms/instrument.ts'
import { formatCount, formatDate } from '../../http/format.ts'
import { surveyFields } from './editing.ts'
import { pageSentences } from './flow-words.ts'
import { fieldId, findingLine, itemForm, itemLine, type RefusedEdit } from './item-view.ts'
import { stateNames } from './list-view.ts'
import { marksOf } from './merging.ts'
import type { DraftFinding } from '../publishing.ts'
import type { Survey } from '../store.ts'

/** What the page knows besides the survey itself. */
export interface EditorFacts {
  versions: { version: number; publishedAt: Date }[]
  isDraftPublished: boolean
  findings: DraftFinding[]
  steps: { back: string | null; again: string | null }
  underWay: number
  address: string
}

/** The one form that is open: "item.<code>", "page.<code>", "texts", "new-page", or nothing. */
export interface OpenForm {
  name: string
  /** The field in which an entry was just added, and the next one is likely; '' for none. */
  addsEntry: string
}

export function editorView(survey: Survey, facts: EditorFacts, open: OpenForm, refused: RefusedEdit | null) {
  const { draft } = survey
  const base = `/surveys/${survey.id}`
  const isBroken = facts.findings.some((one) => one.severity === 'error')
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
    findings: facts.findings.map((finding) => ({ ...findingLine(finding), href: hrefOf(base, finding.at) })),
    isBroken,
    back: facts.steps.back,
    again: facts.steps.again,
    underWay: facts.underWay === 0 ? null : formatCount(facts.underWay),
    canPublish: !isBroken && !facts.isDraftPublished,
    address: facts.address,
    refused: refused
      ? { message: refused.error.message, href: `#${fieldId(refused.form, String(refused.error.details.field ?? ''))}` }
      : null,
    texts: open.name === 'texts' ? textsView(draft, refused) : null,
    pages: pageViews(draft, { base, open, refused, findings: facts.findings }),
    newPage:
      open.name === 'new-page'
        ? {
            title: refused ? oneValue(refused.typed, 'title') : '',
            error: refused?.error.message ?? null,
          }
        : null,
  }
}

/** Where a finding is mended. */
function hrefOf(base: string, { item, page, block, screenOut, quota, language }: Place): string {
  if (item) return `${base}#item-${item}`
  if (page) return `${base}#page-${page}`
  if (language) return `${base}/languages/${language}?only=missing`
  const place = block ? `block-${block}` : screenOut ? `screen-${screenOut}` : `quota-${quota}`
  return `${base}/flow#${place}`
}

function textsView(draft: Instrument, refused: RefusedEdit | null) {
  const stored = surveyFields(draft)
  const value = (name: string) => (refused ? oneValue(refused.typed, name) : stored[name]!)
  return {
    title: value('title'),
    introduction: value('introduction'),
    minutes: value('minutes'),
    thanks: value('thanks'),
    language: value('language'),
    marks: marksOf(stored),
    error: refused?.error.message ?? null,
  }
}

function pageViews(
  draft: Instrument,
  shown: { base: string; open: OpenForm; refused: RefusedEdit | null; findings: DraftFinding[] },
) {
  const { base, open, refused, findings } = shown
  return draft.pages.map((page, index) => {
    const isOpen = open.name === `page.${page.code}`
    const own = findings.filter(({ at }) => at.page === page.code && !at.item)
    const all = findings.filter(({ at }) => at.page === page.code || page.items.some((item) => item.code === at.item))
    const count = page.items.length
    return {
      code: page.code,
      title: page.title,
      number: index + 1,
      size: count === 1 ? '1 question' : `${count} questions`,
      toMend: all.length === 0 ? null : all.length === 1 ? '1 note' : `${all.length} notes`,
      action: `${base}/pages/${page.code}`,
      editHref: `${base}?open=page.${page.code}#page-${page.code}`,
      ruleHref: `${base}/rules/page.${page.code}`,
      addHref: `${base}/pages/${page.code}/questions/new`,
      isFirst: index === 0,
      isLast: index === draft.pages.length - 1,
      isEmpty: page.items.length === 0,
      sentences: pageSentences(draft, page),
      findings: own.map(findingLine),
      form: isOpen
        ? {
            title: refused ? oneValue(refused.typed, 'title') : page.title,
            marks: marksOf({ title: page.title }),
            error: refused?.error.message ?? null,
          }
        : null,
      error: !isOpen && refused?.form === page.code ? refused.error.message : null,
      items: page.items.map((item, place) => ({
        ...itemLine(draft, item, { base, findings, pageCode: page.code }),
        isFirst: index === 0 && place === 0,
        isLast: index === draft.pages.length - 1 && place === page.items.length - 1,
        form:
          open.name === `item.${item.code}`
            ? itemForm(draft, item, {
                base,
                refused: refused?.form === item.code ? refused : null,
                addsEntry: open.addsEntry,
              })
            : null,
      })),
    }
  })
}
