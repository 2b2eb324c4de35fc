import { AppError } from '../errors.ts'

export class TooManySignIns extends AppError {
  readonly kind = 'too_many'
  readonly code = 'too_many_sign_ins'
  constructor(minutes: number) {
    super(`Too many wrong passwords. Try again in ${minutes} minutes.`)
  }
}

/** A link that never was, one that was used and one that ended look the same from outside. */
export class InvitationOver extends AppError {
  readonly kind = 'gone'
  readonly code = 'invitation_over'
  constructor() {
    super('This link opens nothing any more: it works once and for a few days. Ask whoever sent it for a new one.')
  }
}

export class NoSuchColleague extends AppError {
  readonly kind = 'not_found'
  readonly code = 'no_such_colleague'
  constructor() {
    super('This workspace has no such account or invitation.')
  }
}

export class LastOwner extends AppError {
  readonly kind = 'conflict'
  readonly code = 'last_owner'
  constructor() {
    super('This is the only owner of the workspace. Make somebody else an owner first.')
  }
}

export class TooManyTries extends AppError {
  readonly kind = 'too_many'
  readonly code = 'too_many_tries'
  constructor() {
    super('Too many tries from here within a minute. Wait a minute and try again.')
  }
}
