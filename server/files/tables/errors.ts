import { AppError } from '../../errors.ts'

/** A file that can't be read as a table at all. The message is one plain sentence and never holds a respondent's words. */
export class BadTable extends AppError {
  readonly kind = 'invalid'
  readonly code = 'bad_table'
}
