import { AppError } from '../errors.ts'

export class AccessKeyNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'access_key_not_found'
  constructor() {
    super('This workspace has no such key.')
  }
}
