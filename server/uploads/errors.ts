import { AppError } from '../errors.ts'

export class UploadCutShort extends AppError {
  readonly kind = 'invalid'
  readonly code = 'upload_cut_short'
  constructor() {
    super('The upload stopped before the whole file had arrived. Send it again.')
  }
}
