import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import type { Instrument, Item } from '../../../survey-forms/instrument.ts'
import type { ItemKind } from '../../../survey-forms/item-kinds/registry.ts'
import { freeCode, takenCodes, valid } from './editing.ts'
import { EditRefused } from '../errors.ts'
import { checked, textOrNothing } from './item-editing.ts'

const agreement = ['Strongly disagree', 'Disagree', 'In between', 'Agree', 'Strongly agree']

/** What consent is asked for, each for itself; only the first is needed to take part. */
const purposes = [
  {
    code: 'analysis',
    label: 'I agree that my answers are stored and analysed together with other people’s answers, without my name.',
    isNeeded: true,
  },
  { code: 'quoting', label: 'You may quote what I write, word for word, without my name.' },
  { code: 'recontact', label: 'You may contact me again about this study.' },
]

/** A questionnaire with consent and room for a first question. */
export function emptyInstrument(title: string): Instrument {
  return valid({
    code: freeCode(title, { taken: [], otherwise: 'survey' }),
    title,
    description: 'A questionnaire of our own.',
    introduction: ['There are no right answers. You can stop at any time.'],
    minutes: 5,
    thanks: 'Thank you. Your answers are stored.',
    pages: [
      {
        code: 'start',
        title: 'Before you start',
        items: [
          { kind: 'consent', code: 'consent', ask: 'What may we do with your answers?', isRequired: true, purposes },
        ],
      },
      { code: 'questions', title: 'First questions', items: [] },
    ],
  })
}

/**
 * A new item from the form that adds one: its question, its kind, and lines that are its options, statements, pairs of
 * words or two ends.
 * @throws {EditRefused} when the lines don't make such an item
 */
export function newItem(form: FormBody, draft: Instrument, published: Instrument[]): Item {
  const ask = oneValue(form, 'ask')
  const kind = oneValue(form, 'kind') as ItemKind
  const lines = linesIn(form, 'lines')
  const code = codeFor(form, takenCodes(draft, published))
  const codes: string[] = []
  const entries = lines.map((label) => {
    const entry = { code: freeCode(label, { taken: codes, otherwise: 'option' }), label }
    codes.push(entry.code)
    return entry
  })
  const base = { kind, code, ask, facet: textOrNothing(form, 'facet') }
  switch (kind) {
    case 'single-choice':
    case 'multiple-choice':
    case 'ranking':
    case 'constant-sum':
      return checked({ ...base, isRequired: true, options: entries })
    case 'maxdiff':
      return checked({
        ...base,
        isRequired: true,
        options: entries,
        perSet: Math.max(3, Math.min(4, entries.length - 1)),
        best: 'Matters most',
        worst: 'Matters least',
      })
    case 'arm':
      return checked({ ...base, arms: entries })
    case 'agreement-matrix':
      return checked({
        ...base,
        isRequired: true,
        offersRefusal: true,
        rows: entries,
        points: pointsFrom(form).map((label, position) => ({ code: `p${position + 1}`, label })),
      })
    case 'semantic-differential':
      return checked({ ...base, isRequired: true, offersRefusal: true, rows: pairsOf(entries) })
    case 'trade-off':
      if (lines.length !== 2)
        throw new EditRefused(`A trade-off has two ends, one a line. There are ${lines.length}.`, { field: 'lines' })
      return checked({ ...base, isRequired: true, left: { label: lines[0] }, right: { label: lines[1] } })
    case 'rating':
      return checked({ ...base, measure: 'nps', low: lines[0] ?? 'Not at all likely', high: lines[1] ?? 'Very likely' })
    case 'number':
      return checked({ ...base, minimum: 0, maximum: 100 })
    case 'consent':
      return checked({ ...base, facet: undefined, isRequired: true, purposes })
    case 'statement':
      return checked({ ...base, text: lines.length > 0 ? lines.join('\n\n') : undefined })
    case 'calculated':
      return checked({ ...base, expression: lines.join(' ') || '0' })
    case 'short-text':
    case 'long-text':
    case 'date':
    case 'email':
    case 'hidden':
      return checked(base)
    default:
      throw new EditRefused('Choose what kind of question it is.', { field: 'kind' })
  }
}

/**
 * The code as typed, or made from the question where none is.
 * @throws {EditRefused} for one that is taken: answers stored under it would mean two things
 */
function codeFor(form: FormBody, taken: string[]): string {
  const typed = oneValue(form, 'code').trim()
  if (typed === '') return freeCode(oneValue(form, 'ask'), { taken, otherwise: 'question' })
  if (taken.some((one) => one.toLowerCase() === typed.toLowerCase()))
    throw new EditRefused(
      `The code ${typed} is taken. Answers are stored under a code, so each question has its own.`,
      {
        field: 'code',
      },
    )
  return typed
}

/** What the lines of the form that adds a kind of item stand for; null for a kind that needs none. */
export function linesFor(kind: ItemKind): { label: string; hint: string | null } | null {
  switch (kind) {
    case 'single-choice':
    case 'multiple-choice':
    case 'ranking':
    case 'constant-sum':
      return { label: 'Options', hint: 'One a line. “Other” and “none of these” are added afterwards.' }
    case 'maxdiff':
      return {
        label: 'Things to compare',
        hint: 'One a line. Sets of them are drawn so that each is seen equally often.',
      }
    case 'agreement-matrix':
      return { label: 'Statements', hint: 'One a line.' }
    case 'semantic-differential':
      return { label: 'Pairs of words', hint: 'One pair a line, as cold / warm.' }
    case 'trade-off':
      return { label: 'The two ends', hint: 'One a line, both respectable.' }
    case 'rating':
      return { label: 'What the low and the high end mean (optional)', hint: 'One a line.' }
    case 'statement':
      return { label: 'What stands below the heading (optional)', hint: null }
    case 'calculated':
      return {
        label: 'How it is worked out',
        hint: 'From the codes of earlier questions, such as visits * 12 or age >= 18.',
      }
    case 'arm':
      return { label: 'Versions that are drawn', hint: 'One a line.' }
    case 'number':
    case 'date':
    case 'short-text':
    case 'long-text':
    case 'email':
    case 'hidden':
    case 'consent':
      return null
    default:
      kind satisfies never
      return null
  }
}

function linesIn(form: FormBody, name: string): string[] {
  return oneValue(form, name)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** The points of a new grid from the least to the most; five from disagree to agree where none are written. */
function pointsFrom(form: FormBody): string[] {
  const written = linesIn(form, 'points')
  return written.length > 0 ? written : agreement
}

/** "cold / warm" as a pair of words. @throws {EditRefused} for a line without two */
function pairsOf(entries: { code: string; label: string }[]) {
  return entries.map(({ code, label }) => {
    const [left, right] = label.split(/\s*[/|↔]\s*/)
    if (!left || !right)
      throw new EditRefused('Write each pair as two words with a stroke between them: cold / warm.', { field: 'lines' })
    return { code, left, right }
  })
}
