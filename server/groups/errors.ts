import { AppError } from '../errors.ts'

export class GroupNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'group_not_found'
  constructor() {
    super('There is no such group in this workspace.')
  }
}

export class TooManyToGroup extends AppError {
  readonly kind = 'conflict'
  readonly code = 'too_many_to_group'
  constructor(people: number, most: number) {
    super(`${people} people are more than the ${most} that can be grouped by hand: look for personas instead.`)
  }
}

export class TooFewToGroup extends AppError {
  readonly kind = 'conflict'
  readonly code = 'too_few_to_group'
  constructor(people: number) {
    super(`${people} people have codes on their words; four are the fewest that can be parted.`)
  }
}
