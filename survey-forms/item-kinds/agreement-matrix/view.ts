import { controlId, type FieldContext, fieldFrame, inOrder, shownValues, voiceOf } from '../../item-kind.ts'
import { type AgreementMatrix, refused, rowKey } from './schema.ts'

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
        refusal: item.offersRefusal
          ? { id: `${key}-${refused}`, code: refused, label: voiceOf(context)('refusal'), isChosen: chosen === refused }
          : null,
      }
    }),
  }
}
