import { AppError } from '../errors.ts'

export class RedactionRefused extends AppError {
  readonly kind = 'invalid'
  readonly code = 'redaction_refused'
}
