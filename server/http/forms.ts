import type { ZodError } from 'zod'

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

/** What a person typed, text fields only, to fill the form again. Passwords and the form's own token are left out. */
export function typedValues(body: unknown): Record<string, string> {
  if (typeof body !== 'object' || body === null) return {}
  return Object.fromEntries(
    Object.entries(body).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && entry[0] !== 'password' && entry[0] !== '_form',
    ),
  )
}
