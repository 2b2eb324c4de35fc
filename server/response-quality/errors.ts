import { AppError } from '../errors.ts'

export class ResponseNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'response_not_found'
  constructor() {
    super('There is no such finished response in this workspace.')
  }
}

export class DecisionRefused extends AppError {
  readonly kind = 'invalid'
  readonly code = 'decision_refused'
}
