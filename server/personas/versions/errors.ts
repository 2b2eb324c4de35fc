import { AppError } from '../../errors.ts'

export class NothingToPublish extends AppError {
  readonly kind = 'conflict'
  readonly code = 'nothing_to_publish'
  constructor() {
    super('This set holds no personas, so there is nothing to publish.')
  }
}

export class SetsOfTwoStudies extends AppError {
  readonly kind = 'not_found'
  readonly code = 'sets_of_two_studies'
  constructor() {
    super('This study has no such persona set.')
  }
}
