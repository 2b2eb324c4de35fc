import { type FormBody, oneValue } from '../../form-body.ts'
import type { ParsedItem, Reading } from '../../item-kind.ts'
import { type AgreementMatrix, rowKey, waysOut } from './schema.ts'

export function parseAgreementMatrix(item: AgreementMatrix, body: FormBody, { say }: Reading): ParsedItem {
  const parsed: ParsedItem = { answers: {}, errors: [], drafts: {} }
  const known = new Set([...item.points.map((point) => point.code), ...waysOut(item, '').map((way) => way.code)])
  const [way] = waysOut(item, say('refusal')).reverse()
  for (const row of item.rows) {
    const key = rowKey(item.code, row.code)
    const chosen = oneValue(body, key)
    if (known.has(chosen)) parsed.answers[key] = chosen
    else if (chosen === '' && !item.isRequired) parsed.answers[key] = null
    else {
      const message = way ? say('choose_one_or', { way: way.label }) : say('choose_one')
      parsed.errors.push({ key, message, about: row.label })
    }
  }
  return parsed
}
