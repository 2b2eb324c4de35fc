/** What went wrong, in one word that `http/error-page.ts` maps to a status and the command line to an exit code. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'too_large'
  | 'too_many'

/**
 * A failure we expect and explain: the message gives the rule and the value in one plain sentence,
 * never a respondent's words. Everything else that is thrown is a programmer's mistake and becomes a 500.
 */
export abstract class AppError extends Error {
  abstract readonly kind: ErrorKind
  /** Stable, snake_case: the contract with API clients. */
  abstract readonly code: string
  /** For the log only. */
  readonly details: Record<string, unknown>

  constructor(message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.details = details
    this.name = new.target.name
  }
}
