import { AppError } from '../errors.ts'

export class RoundNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'coding_round_not_found'
  constructor() {
    super('There is no such coding round in this workspace.')
  }
}

export class NotACoder extends AppError {
  readonly kind = 'forbidden'
  readonly code = 'not_a_coder'
  constructor() {
    super('Only the two coders of this round see its documents while it is open, each with their own tags.')
  }
}

export class RoundOver extends AppError {
  readonly kind = 'conflict'
  readonly code = 'coding_round_over'
  constructor() {
    super('This coding round is closed: what was coded in it stays as it is.')
  }
}

export class RoundStillOpen extends AppError {
  readonly kind = 'conflict'
  readonly code = 'coding_round_open'
  constructor() {
    super('This coding round is still open: until it is closed, neither coder sees what the other said.')
  }
}

export class RoundRefused extends AppError {
  readonly kind = 'invalid'
  readonly code = 'coding_round_refused'
}
