import { AppError } from '../errors.ts'

export class TagNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'tag_not_found'
  constructor() {
    super('There is no such tag in this workspace.')
  }
}

export class TagRefused extends AppError {
  readonly kind = 'invalid'
  readonly code = 'tag_refused'
}
