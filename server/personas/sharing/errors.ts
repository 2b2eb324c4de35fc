import { AppError } from '../../errors.ts'
import { formatDate } from '../../http/format.ts'

/** A link that never was, and one whose set is gone, look the same from outside. */
export class ShareLinkUnknown extends AppError {
  readonly kind = 'not_found'
  readonly code = 'share_link_unknown'
  constructor() {
    super('This link opens nothing. It may have been copied short.')
  }
}

export class ShareLinkOver extends AppError {
  readonly kind = 'gone'
  readonly code = 'share_link_over'
  constructor(end: { revokedAt: Date } | { expiresAt: Date }) {
    super(
      'revokedAt' in end
        ? `This link was taken back on ${formatDate(end.revokedAt)}. Ask whoever sent it for a new one.`
        : `This link ended on ${formatDate(end.expiresAt)}. Ask whoever sent it for a new one.`,
    )
  }
}

export class ShareLinkNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'share_link_not_found'
  constructor() {
    super('This set has no such link.')
  }
}

export class NothingToShare extends AppError {
  readonly kind = 'conflict'
  readonly code = 'nothing_to_share'
  constructor() {
    super('This set holds no personas, so there is nothing to share.')
  }
}

export class TooManyReads extends AppError {
  readonly kind = 'too_many'
  readonly code = 'too_many_reads'
  constructor() {
    super('This page was opened very often within a minute. Wait a minute and open it again.')
  }
}
