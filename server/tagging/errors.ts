import { AppError } from '../errors.ts'

export class TagNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'tag_not_found'
  constructor() {
    super('There is no such tag in this workspace.')
  }
}

export class TagRefused extends AppError {
  readonly kind = 'invalid'
  readonly code = 'tag_refused'
}

export class NothingToUndo extends AppError {
  readonly kind = 'conflict'
  readonly code = 'nothing_to_undo'
  constructor(direction: 'undone' | 'redone') {
    super(
      direction === 'undone'
        ? 'None of your steps in this study can be taken back.'
        : 'None of your steps in this study can be made again.',
    )
  }
}

export class TagsChangedSince extends AppError {
  readonly kind = 'conflict'
  readonly code = 'tags_changed_since'
  constructor() {
    super('Somebody changed the same tags since, so this step stays as it is. The step before it can be taken back.')
  }
}

export class MemoNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'memo_not_found'
  constructor() {
    super('There is no such memo in this workspace.')
  }
}

export class MemoRefused extends AppError {
  readonly kind = 'invalid'
  readonly code = 'memo_refused'
}
