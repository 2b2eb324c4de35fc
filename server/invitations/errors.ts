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

export class MailNotSetUp extends AppError {
  readonly kind = 'conflict'
  readonly code = 'mail_not_set_up'
  constructor() {
    super('No mail server is set up, or the product has no address on the web. Settings, Mail says how.')
  }
}

export class MailServerUnreachable extends AppError {
  readonly kind = 'conflict'
  readonly code = 'mail_server_unreachable'
  constructor(reason: string) {
    super(`The mail server took nothing (${reason}). What was not sent still waits: go on when it is there again.`)
  }
}

/** Mail goes out only while whoever gets it can answer. */
export class NothingToSend extends AppError {
  readonly kind = 'conflict'
  readonly code = 'nothing_to_send'
}

export class TooManyOptOuts extends AppError {
  readonly kind = 'too_many'
  readonly code = 'too_many_opt_outs'
  constructor() {
    super('More came at once than one person sends. Wait a minute and press the button again.')
  }
}
