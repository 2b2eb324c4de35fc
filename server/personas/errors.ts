import { AppError } from '../errors.ts'

export class PersonaSetNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'persona_set_not_found'
  constructor() {
    super('There is no such persona set in this workspace.')
  }
}

export class PersonaNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'persona_not_found'
  constructor() {
    super('This set has no such persona.')
  }
}

export class AnswersChanged extends AppError {
  readonly kind = 'conflict'
  readonly code = 'answers_changed'
  constructor() {
    super('Answers or tags have changed since this set was found: find personas again, and record that set.')
  }
}

export class ClaimNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'claim_not_found'
  constructor() {
    super('This persona makes no such claim. It may have been drawn again since.')
  }
}
