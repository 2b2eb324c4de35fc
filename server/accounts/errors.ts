import { AppError } from '../errors.ts'

export class TooManySignIns extends AppError {
  readonly kind = 'too_many'
  readonly code = 'too_many_sign_ins'
  constructor(minutes: number) {
    super(`Too many wrong passwords. Try again in ${minutes} minutes.`)
  }
}
