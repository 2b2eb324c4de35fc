import { controlId, type FieldContext, fieldFrame, shownValues, voiceOf } from '../../item-kind.ts'
import { type TradeOff, tradeOffSteps, undecided } from './schema.ts'

export function viewTradeOff(item: TradeOff, context: FieldContext) {
  const [chosen] = shownValues(item.code, context)
  const detailOf: Record<string, string | undefined> = { left: item.left.detail, right: item.right.detail }
  const points = tradeOffSteps(item, voiceOf(context)).map((step, position) => ({
    id: controlId(item.code, step.code, position === 0),
    code: step.code,
    short: step.short,
    end: step.end,
    detail: detailOf[step.code] ?? null,
    isChosen: chosen === step.code,
  }))
  return {
    ...fieldFrame(item, context),
    or: voiceOf(context)('or'),
    isTwo: item.steps === 'two',
    left: { label: item.left.label, detail: item.left.detail ?? null },
    right: { label: item.right.label, detail: item.right.detail ?? null },
    points,
    pointCount: points.length,
    undecided: item.undecided
      ? { id: `${item.code}-${undecided}`, code: undecided, label: item.undecided, isChosen: chosen === undecided }
      : null,
  }
}
