import { createHash } from 'node:crypto'
import { type FormBody, oneValue } from '../../../survey-forms/form-body.ts'
import { EditRefused } from '../errors.ts'

/** What a form's fields hold, by name: '' for a field that is empty or not ticked. */
export type Fields = Record<string, string>

/** The form field in which a form says what its fields held when it was shown. */
export const marksField = '_marks'

/** A short mark of each field's value, for the hidden field of the form that shows them. */
export function marksOf(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}:${mark(value)}`)
    .join(' ')
}

/**
 * A posted form brought together with what its fields hold now: a field nobody touched here keeps what somebody else
 * wrote meanwhile, one that only changed here is taken as typed. Fields the form does not have stay as they are; a box
 * that the form has and does not send is not ticked.
 * @throws {EditRefused} naming the first field that both changed, with what it holds now
 */
export function mergedForm(form: FormBody, now: Fields): Fields {
  const merged: Fields = { ...now }
  for (const name of Object.keys(form)) if (typeof form[name] === 'string') merged[name] = oneValue(form, name)
  for (const pair of oneValue(form, marksField).split(' ').filter(Boolean)) {
    const at = pair.lastIndexOf(':')
    const [name, before] = [pair.slice(0, at), pair.slice(at + 1)]
    const typed = oneValue(form, name)
    const current = now[name]
    if (mark(typed) === before) {
      if (current === undefined) delete merged[name]
      else merged[name] = current
    } else if (current === undefined || (mark(current) !== before && current !== typed)) {
      throw new EditRefused(conflictMessage(current), { field: name, isConflict: true })
    } else merged[name] = typed
  }
  delete merged[marksField]
  return merged
}

function conflictMessage(current: string | undefined): string {
  if (current === undefined) return 'Somebody removed this meanwhile. What you typed is below.'
  const shown = current.length > 200 ? `${current.slice(0, 200)}…` : current
  const theirs = current === '' ? 'It is empty now.' : `It now reads “${shown}”.`
  return `Somebody else changed this while you typed. ${theirs} Save again to put your text in its place.`
}

function mark(value: string): string {
  return createHash('sha256').update(value).digest('base64url').slice(0, 8)
}
