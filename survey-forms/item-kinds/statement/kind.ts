import { defineKind, type FieldContext, fieldFrame } from '../../item-kind.ts'
import { mapText } from '../../languages/foreign-text.ts'
import { statementExamples } from './examples.ts'
import { type Statement, statement } from './schema.ts'

function view(item: Statement, context: FieldContext) {
  return {
    ...fieldFrame({ ...item, isRequired: true }, context),
    paragraphs: item.text ? paragraphsOf(item.text) : [],
    image: item.image ?? null,
  }
}

function paragraphsOf(text: string): string[] {
  const count = String(text).split(/\n\s*\n/).length
  return Array.from({ length: count }, (_, index) => mapText(text, (whole) => whole.split(/\n\s*\n/)[index]))
}

export const statementKind = defineKind<typeof statement>({
  kind: 'statement',
  name: 'Text or picture',
  description: 'Something to read or look at before a question: a concept, an instruction, a picture with its words.',
  schema: statement,
  examples: statementExamples,
  part: 'notice',
  parse: () => ({ answers: {}, errors: [], drafts: {} }),
  view,
  variables: () => [],
  answerKeys: () => [],
  work: () => 1,
})
