import { AppError } from '../../errors.ts'

export class NothingToExplore extends AppError {
  readonly kind = 'conflict'
  readonly code = 'nothing_to_explore'
  constructor() {
    super('No model could be fitted for this set, so there are no other numbers of groups to look into.')
  }
}
