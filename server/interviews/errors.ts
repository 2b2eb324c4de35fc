import { AppError } from '../errors.ts'

export class DocumentNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'document_not_found'
  constructor() {
    super('There is no such interview in this workspace.')
  }
}

/** An edit that cannot be made; the message is the one plain sentence that says why. */
export class EditRefused extends AppError {
  readonly kind = 'invalid'
  readonly code = 'edit_refused'
}

export class TextChangedMeanwhile extends AppError {
  readonly kind = 'conflict'
  readonly code = 'text_changed_meanwhile'
  constructor() {
    super('Somebody changed this text since you opened it. Open it again and make your change there.')
  }
}
