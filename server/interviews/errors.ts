import { AppError } from '../errors.ts'

export class DocumentNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'document_not_found'
  constructor() {
    super('There is no such interview in this workspace.')
  }
}
