import { AppError } from '../../errors.ts'

/** A file that can't become a document; the message is the one plain sentence a researcher reads beside its name. */
export class UnreadableFile extends AppError {
  readonly kind = 'invalid'
  readonly code = 'unreadable_file'
}
