import type { Variable } from '../../../server/responses/variable.ts'
import { type FormBody, oneLine } from '../../form-body.ts'
import {
  defineKind,
  emptyAnswer,
  type FieldContext,
  fieldFrame,
  type ParsedItem,
  type Reading,
  shownValues,
} from '../../item-kind.ts'
import { emailExamples } from './examples.ts'
import { isEmailAddress } from './address.ts'
import { type Email, email } from './schema.ts'

function parse(item: Email, body: FormBody, { say }: Reading): ParsedItem {
  const typed = oneLine(body, item.code).trim()
  if (typed === '') return emptyAnswer(item, say('write_email'))
  if (isEmailAddress(typed)) return { answers: { [item.code]: typed }, errors: [], drafts: {} }
  return {
    answers: {},
    errors: [{ key: item.code, message: say('not_an_email') }],
    drafts: { [item.code]: typed.slice(0, 300) },
  }
}

function view(item: Email, context: FieldContext) {
  return { ...fieldFrame(item, context), value: shownValues(item.code, context)[0] ?? '' }
}

function variables(item: Email): Variable[] {
  return [
    {
      name: item.code,
      label: item.ask,
      kind: 'ignored',
      role: 'ignored',
      reason: 'Personal data, asked for contact alone.',
      options: [],
    },
  ]
}

export const emailKind = defineKind<typeof email>({
  kind: 'email',
  name: 'E-mail address',
  description: 'Where to write to somebody who agreed to it. Never counted, quoted or exported with answers.',
  schema: email,
  examples: emailExamples,
  part: 'question',
  parse,
  view,
  variables,
  answerKeys: (item) => [item.code],
})
