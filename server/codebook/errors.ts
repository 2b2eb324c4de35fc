import { AppError } from '../errors.ts'

export class CodeNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'code_not_found'
  constructor() {
    super('There is no such code in this study’s codebook.')
  }
}

/** A change that would leave a codebook nobody could read: the message says what is wrong with it. */
export class CodebookRefused extends AppError {
  readonly kind = 'invalid'
  readonly code = 'codebook_refused'
}

/** Somebody else changed the same code since the page was opened. */
export class CodeChangedMeanwhile extends AppError {
  readonly kind = 'conflict'
  readonly code = 'code_changed_meanwhile'
  readonly codeKey: string
  constructor({ key, name }: { key: string; name: string }) {
    super(`“${name}” was changed since this page was opened. Look at it as it stands now, then decide again.`)
    this.codeKey = key
  }
}

export class CodebookChangedMeanwhile extends AppError {
  readonly kind = 'conflict'
  readonly code = 'codebook_changed_meanwhile'
  constructor() {
    super('The codebook was changed since this page was opened. Look at what the file would change now.')
  }
}

export class ChangeNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'code_change_not_found'
  constructor() {
    super('There is no such change in this codebook’s history.')
  }
}

/** A change that can't be taken back as things stand: the message says what came later. */
export class ChangeStays extends AppError {
  readonly kind = 'conflict'
  readonly code = 'code_change_stays'
}

/** An uploaded codebook that can't be read at all; what is wrong with single rows stands in its preview. */
export class CodebookFileRefused extends AppError {
  readonly kind = 'invalid'
  readonly code = 'codebook_file_refused'
}

export class CodebookFileNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'codebook_file_not_found'
  constructor() {
    super('This uploaded codebook is not here any more: it was taken over, or a day has passed. Upload it again.')
  }
}

export class NothingToExport extends AppError {
  readonly kind = 'conflict'
  readonly code = 'nothing_to_export'
  constructor() {
    super('No code is in use, and a QDC file can’t be empty: take the codebook along as XLSX or CSV.')
  }
}
