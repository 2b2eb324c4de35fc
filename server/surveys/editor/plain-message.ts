import type { z } from 'zod'

/** What is wrong, as our schemas say it in words; in plain words of ours where they leave it to the library. */
export function plainMessage(issue: z.core.$ZodIssue): string {
  if (!/^(Too (big|small)|Invalid|Unrecognized)\b/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'too_big':
      return isNumber(issue.origin) ? `Use a number of at most ${issue.maximum}.` : `At most ${issue.maximum} fit here.`
    case 'too_small':
      return isNumber(issue.origin)
        ? `Use a number of at least ${issue.minimum}.`
        : `At least ${issue.minimum} belong here.`
    case 'invalid_type':
      return isNumber(issue.expected) ? 'Write a whole number here.' : 'Fill this in.'
    default:
      return 'This is none of the values that fit here.'
  }
}

function isNumber(kind: string): boolean {
  return kind === 'number' || kind === 'int'
}
