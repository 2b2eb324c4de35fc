import { controlId, type FieldContext, fieldFrame, inOrder, shownValues, voiceOf } from '../../item-kind.ts'
import { type AgreementMatrix, rowKey, waysOut } from './schema.ts'

export function viewAgreementMatrix(item: AgreementMatrix, context: FieldContext) {
  return {
    ...fieldFrame(item, context),
    pointCount: item.points.length,
    rows: inOrder(item.rows, context.order).map((row) => {
      const key = rowKey(item.code, row.code)
      const [chosen] = shownValues(key, context)
      return {
        key,
        label: row.label,
        error: context.errors[key] ?? null,
        points: item.points.map((point, position) => ({
          id: controlId(key, point.code, position === 0),
          code: point.code,
          label: point.label,
          isChosen: chosen === point.code,
        })),
        waysOut: waysOut(item, voiceOf(context)('refusal')).map(({ code, label }) => ({
          id: `${key}-${code}`,
          code,
          label,
          isChosen: chosen === code,
        })),
      }
    }),
  }
}
