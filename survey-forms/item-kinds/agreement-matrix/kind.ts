import { defineKind } from '../../item-kind.ts'
import { agreementMatrixExamples } from './examples.ts'
import { parseAgreementMatrix } from './parse.ts'
import { agreementMatrix, rowKey, waysOut } from './schema.ts'
import { agreementMatrixVariables } from './variables.ts'
import { viewAgreementMatrix } from './view.ts'

export const agreementMatrixKind = defineKind<typeof agreementMatrix>({
  kind: 'agreement-matrix',
  name: 'Agreement grid',
  description: 'Several statements on one scale: attitudes and motivations.',
  schema: agreementMatrix,
  examples: agreementMatrixExamples,
  part: 'question',
  parse: parseAgreementMatrix,
  view: viewAgreementMatrix,
  variables: agreementMatrixVariables,
  answerKeys: (item) => item.rows.map((row) => rowKey(item.code, row.code)),
  codes: (item) => [...item.points.map((one) => one.code), ...waysOut(item, '').map((way) => way.code)],
  entryList: (item) => ({
    property: 'rows',
    entries: item.rows,
    isShuffled: item.isShuffled,
    carryForward: item.carryForward,
  }),
  work: (item) => item.rows.length,
})
