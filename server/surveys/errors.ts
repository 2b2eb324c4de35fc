import { AppError } from '../errors.ts'

export class SurveyNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'survey_not_found'
  constructor(details: { surveyId: string }) {
    super('There is no such survey in this workspace.', details)
  }
}

export class SurveyNotOpen extends AppError {
  readonly kind = 'conflict' // the link was good once, or will be
  readonly code = 'survey_not_open'
  constructor(details: { surveyId: string; state: 'draft' | 'closed' }) {
    super(
      details.state === 'draft'
        ? 'This survey is not open yet.'
        : 'This survey is closed and takes no further answers.',
      details,
    )
  }
}

/** A wrong secret and a person who never was look the same from outside. */
export class LinkUnknown extends AppError {
  readonly kind = 'not_found'
  readonly code = 'link_unknown'
  constructor() {
    super('This link opens nothing: it was copied short, or its answers were deleted.')
  }
}

export class LinkExpired extends AppError {
  readonly kind = 'gone'
  readonly code = 'link_expired'
  constructor(details: { expiredAt: Date }) {
    super('This link is too old to go on with. The answers saved before stay saved.', details)
  }
}

/** The link's one response is finished. */
export class LinkSpent extends AppError {
  readonly kind = 'gone'
  readonly code = 'link_spent'
  constructor() {
    super('This survey has been answered with this link.')
  }
}

/** The survey takes only people who were invited, and the address names no invitation that is known. */
export class LinkNeeded extends AppError {
  readonly kind = 'forbidden'
  readonly code = 'link_needed'
  constructor() {
    super('This survey needs a link of your own.')
  }
}

export class TooManyPages extends AppError {
  readonly kind = 'too_many'
  readonly code = 'too_many_pages'
  constructor() {
    super(
      'More pages came at once than one person sends. Your answers are kept: go back, wait a minute and press the button again.',
    )
  }
}

export class NotPublishable extends AppError {
  readonly kind = 'invalid'
  readonly code = 'not_publishable'
  readonly problems: string[]
  constructor(problems: string[]) {
    super(problems.join(' '))
    this.problems = problems
  }
}

export class EditRefused extends AppError {
  readonly kind = 'invalid'
  readonly code = 'edit_refused'
}

/** Somebody saved between our reading and our writing, again and again. */
export class SavedElsewhere extends AppError {
  readonly kind = 'conflict'
  readonly code = 'saved_elsewhere'
  constructor() {
    super('This page is being saved in several places at once. Go back and press the button again.')
  }
}

export class RuleNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'rule_not_found'
  constructor(details: { place: string }) {
    super('The survey has nothing of this name that a condition could be about.', details)
  }
}

export class LanguageNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'language_not_found'
  constructor(details: { language: string }) {
    super('The survey is not translated into this language.', details)
  }
}

export class VersionNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'version_not_found'
  constructor(details: { version: number }) {
    super('The survey has no version of this number.', details)
  }
}

export class PageNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'page_not_found'
  constructor(details: { pageCode: string }) {
    super('The survey has no page of this name any more.', details)
  }
}

export class ImageNotFound extends AppError {
  readonly kind = 'not_found'
  readonly code = 'image_not_found'
  constructor(details: { surveyId: string }) {
    super('There is no such picture.', details)
  }
}
