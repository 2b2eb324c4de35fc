import { AppError } from '../errors.ts'

/** A file of customers, purchases or visits whose columns can't be told. */
export class BadCustomerFile extends AppError {
  readonly kind = 'invalid'
  readonly code = 'bad_customer_file'
}
