import { AppError } from '../errors.ts'

export class AlreadyAnswered extends AppError {
  readonly kind = 'conflict'
  readonly code = 'already_answered'
  constructor() {
    super('Somebody has answered already, under another promise. A new copy of the questionnaire can be anonymous.')
  }
}
