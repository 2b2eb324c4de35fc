import { type FormBody, oneValue } from '../../form-body.ts'
import type { ParsedItem, Reading } from '../../item-kind.ts'
import { dontKnow, dontKnowField, type NumberItem } from './schema.ts'

/** The answer is the number in plain digits with a point, as text: "12.5". */
export function parseNumber(item: NumberItem, body: FormBody, { say }: Reading): ParsedItem {
  const typed = oneValue(body, item.code)
  const isUnknown = item.dontKnow !== undefined && oneValue(body, dontKnowField(item.code)) === dontKnow
  const fail = (message: string): ParsedItem => ({
    answers: {},
    errors: [{ key: item.code, message }],
    drafts: { [item.code]: typed.slice(0, 200) },
  })
  if (typed.trim() === '') {
    if (isUnknown) return { answers: { [item.code]: dontKnow }, errors: [], drafts: {} }
    if (!item.isRequired) return { answers: { [item.code]: null }, errors: [], drafts: {} }
    return fail(item.dontKnow ? say('write_number_or', { way: item.dontKnow }) : say('write_number', range(item)))
  }
  if (isUnknown) return fail(say('write_number_not_both', { way: item.dontKnow! }))
  const read = readNumber(typed, item)
  if (read === null) return fail(say('write_digits', { example: item.minimum }))
  if (read.decimals > item.decimals) {
    return fail(item.decimals === 0 ? say('write_whole') : say('write_decimals', { count: item.decimals }))
  }
  if (read.value < item.minimum || read.value > item.maximum) return fail(say('write_number', range(item)))
  return { answers: { [item.code]: String(read.value) }, errors: [], drafts: {} }
}

function range({ minimum, maximum, unit }: NumberItem) {
  return { minimum, maximum: unit ? `${maximum} ${unit}` : String(maximum) }
}

/**
 * Reads a number the way people write it: Arabic-Indic or Persian digits, a decimal comma, thousands apart by
 * space, apostrophe, comma or point, the unit before or behind. One separator before three digits is thousands
 * only where decimals make no sense; where they do, it is a decimal sign and the digits behind it are counted.
 */
export function readNumber(typed: string, { decimals, unit }: { decimals: number; unit?: string }) {
  let text = typed.normalize('NFKC').replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
  if (unit) text = text.replace(unit.normalize('NFKC'), '')
  text = text
    .replace(/[\s'’]/g, '')
    .replaceAll('٫', '.')
    .replaceAll('٬', '')
    .replace(/^[−–]/, '-')
  const parts = /^([+-]?)(\d{1,3}(?:[.,]\d{3})+|\d+)?(?:([.,])(\d+))?$/.exec(text)
  if (!parts || (parts[2] === undefined && parts[4] === undefined)) return null
  const sign = parts[1] === '-' ? '-' : ''
  let whole = parts[2] ?? '0'
  const separators = [...new Set(whole.replace(/\d/g, ''))]
  // 1.234,5 mixes both signs and is clear; 1.234.567 can only be thousands; 1,234 depends on whether decimals are asked for.
  if (separators.length > 1 || (parts[3] !== undefined && separators.includes(parts[3]))) return null
  let fraction = parts[4] ?? ''
  if (separators.length === 1 && parts[3] === undefined && whole.split(separators[0]).length === 2 && decimals > 0) {
    ;[whole, fraction] = whole.split(separators[0])
  }
  const value = Number(`${sign}${whole.replace(/[.,]/g, '')}.${fraction || '0'}`)
  return { value: value === 0 ? 0 : value, decimals: fraction.replace(/0+$/, '').length }
}
