import { AppError } from '../errors.ts'

/** A file of customers, purchases or visits whose columns can't be told. */
export class BadCustomerFile extends AppError {
  readonly kind = 'invalid'
  readonly code = 'bad_customer_file'
}

export class FamilyNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'segment_family_not_found'
  constructor() {
    super('There are no such segments in this workspace.')
  }
}
