import { AppError } from '../../errors.ts'

export class EditNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'claim_edit_not_found'
  constructor() {
    super('There is no such change in the history of this line.')
  }
}

export class NotAStatement extends AppError {
  readonly kind = 'conflict'
  readonly code = 'not_a_statement'
  constructor() {
    super('This line rests on evidence and cannot be withdrawn; its words can be edited.')
  }
}
