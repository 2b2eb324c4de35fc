import type { ZodError, ZodType, z } from 'zod'
import { AppError } from '../errors.ts'

/** Errors of a form: the summary's lines in the order of the fields, and each field's own message. */
export interface FormErrors {
  title: string
  list: { field: string; message: string }[]
  of: Record<string, string>
}

/** The first message of each field, from a failed parse or written by hand. */
export function formErrors(source: ZodError | Record<string, string>): FormErrors {
  const list =
    'issues' in source
      ? fromIssues(source as ZodError)
      : Object.entries(source).map(([field, message]) => ({ field, message }))
  const title = list.length === 1 ? 'One thing needs your attention' : `${list.length} things need your attention`
  return { title, list, of: Object.fromEntries(list.map(({ field, message }) => [field, message])) }
}

function fromIssues(error: ZodError): { field: string; message: string }[] {
  const first = new Map<string, string>()
  for (const issue of error.issues) {
    const field = issue.path.join('.')
    if (!first.has(field)) first.set(field, issue.message)
  }
  return [...first].map(([field, message]) => ({ field, message }))
}

export class FormForged extends AppError {
  readonly kind = 'invalid'
  readonly code = 'form_forged'
  constructor() {
    super('This form carries a value that its page does not offer.')
  }
}

/**
 * The values of a form whose page leaves nothing to mistype: choices, hidden fields, lengths that the browser holds.
 * @throws {FormForged} when they are none that the page can send
 */
export function offeredValues<S extends ZodType>(schema: S, body: unknown): z.output<S> {
  const form = schema.safeParse(body)
  if (!form.success) throw new FormForged()
  return form.data
}

const neverShownAgain = new Set(['password', 'current', '_form'])

/** What a person typed, text fields only, to fill the form again. Passwords and the form's own token are left out. */
export function typedValues(body: unknown): Record<string, string> {
  if (typeof body !== 'object' || body === null) return {}
  return Object.fromEntries(
    Object.entries(body).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && !neverShownAgain.has(entry[0]),
    ),
  )
}
