import { AppError } from '../errors.ts'

export class StudyNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'study_not_found'
  constructor() {
    super('There is no such study in this workspace.')
  }
}
