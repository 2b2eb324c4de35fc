import { AppError } from '../errors.ts'

export class PersonNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'person_not_found'
  constructor() {
    super('There is no such person in this workspace. They may have been erased.')
  }
}
