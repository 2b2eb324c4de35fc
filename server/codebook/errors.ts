import { AppError } from '../errors.ts'

export class CodeNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'code_not_found'
  constructor() {
    super('There is no such code in this study’s codebook.')
  }
}
