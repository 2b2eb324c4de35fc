import { AppError } from '../errors.ts'

export class AlreadyAnswered extends AppError {
  readonly kind = 'conflict'
  readonly code = 'already_answered'
  constructor() {
    super('Somebody has answered already, under another promise. A new copy of the questionnaire can be anonymous.')
  }
}

/** A list that cannot be used at all. */
export class BadPeopleFile extends AppError {
  readonly kind = 'invalid'
  readonly code = 'bad_people_file'
}

export class UploadNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'invitation_upload_not_found'
  constructor() {
    super('There is no such list waiting here.')
  }
}
