const number = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i

/**
 * A cell that no spreadsheet takes for a formula: an apostrophe before text that begins like one. Numbers, negative ones too, stay
 * what they are, so that other programs read them.
 * Source: OWASP, CSV Injection (triggers = + - @, tab, carriage return, line feed).
 */
export function spreadsheetSafe(cell: string): string {
  return /^[=+\-@\t\r\n]/.test(cell) && !number.test(cell) ? `'${cell}` : cell
}
