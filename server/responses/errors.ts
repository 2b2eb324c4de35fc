import { AppError } from '../errors.ts'

export class ImportNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'import_not_found'
  constructor() {
    super('There is no such import in this study.')
  }
}

export class ImportAlreadyConfirmed extends AppError {
  readonly kind = 'conflict'
  readonly code = 'import_already_confirmed'
  constructor() {
    super('This file was imported already. Look at the responses, or upload it again.')
  }
}

export class NotRespondents extends AppError {
  readonly kind = 'invalid'
  readonly code = 'not_respondents'
}
