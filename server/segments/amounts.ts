export type DecimalMark = '.' | ','

/**
 * The decimal mark of a column of amounts, from a sample. "1.234,56" and "12,5" speak for the comma, "1,234.56" for the point;
 * "1,234" alone is read as thousands.
 */
export function findDecimalMark(sample: string[]): DecimalMark {
  let comma = 0
  let point = 0
  for (const text of sample) {
    const digits = text.replace(/[^\d.,]/g, '')
    const lastComma = digits.lastIndexOf(',')
    const lastPoint = digits.lastIndexOf('.')
    if (lastComma !== -1 && lastPoint !== -1) lastComma > lastPoint ? comma++ : point++
    else if (/,\d{1,2}$/.test(digits) || /,\d{4,}$/.test(digits)) comma++
    else if (/\.\d{1,2}$/.test(digits) || /\.\d{4,}$/.test(digits)) point++
  }
  return comma > point ? ',' : '.'
}

/** The number in "€ 1.234,56", "(12.50)", "-3", "12.50-"; null when there is none. Parentheses and a minus on either side mean less than nothing. */
export function readAmount(text: string, mark: DecimalMark): number | null {
  const trimmed = text.trim()
  const isNegative = /^\(.*\)$/.test(trimmed) || /^[^\d]*[-\u2212]/.test(trimmed) || /[-\u2212]$/.test(trimmed)
  const unsigned = trimmed
    .replace(/^\((.*)\)$/, '$1')
    .replace(/^([^\d]*)[-+\u2212]/, '$1')
    .replace(/[-\u2212]$/, '')
  const bare = unsigned.replace(/[\s\u00a0']|[$€£¥]|\b[A-Z]{3}\b/g, '')
  const plain = mark === ',' ? bare.replaceAll('.', '').replace(',', '.') : bare.replaceAll(',', '')
  if (!/^(\d+(\.\d*)?|\.\d+)$/.test(plain)) return null
  const value = Number(plain)
  return isNegative && value !== 0 ? -value : value
}
