/** Cells that say nothing was recorded: never asked, skipped, or written by the program that exported the file. */
const notRecorded = new Set([
  '',
  'NA',
  '<NA>',
  'NaN',
  'nan',
  'NULL',
  'null',
  '#N/A',
  '#NULL!',
  '-',
  '--',
  '.',
  '{question_not_shown}',
])

/** Codes that survey programs write for "skipped", "refused" and the like. */
const missingCodes = new Set([
  '-99',
  '-98',
  '-97',
  '-96',
  '-95',
  '-90',
  '-88',
  '-77',
  '-9',
  '-8',
  '-7',
  '-999',
  '-99.0',
])

const nonSubstantive = [
  /^(i )?(don'?t|do not) know\b.{0,30}$/,
  /^(dk|d\/k|n\/a|n\.a\.|na)$/,
  /\(n\/a\)$/,
  /^(not applicable|does(n'?t| not) apply( to me)?|inapplicable)$/,
  /^(i )?(would |'d )?(prefer|rather) not( to)? (say|answer|disclose|respond|tell|share)\b.*$/,
  /^(refused?|declined?|skipped|no answer|no response|not answered|missing|undisclosed)( to (answer|say))?$/,
  /^(not sure|unsure|no opinion|can'?t (say|choose|judge)|cannot (say|judge)|no basis to judge|unfamiliar)(\s*[/,(].*)?$/,
  /^(don'?t know|not sure|no opinion)\s*\/\s*.+$/,
  /^i (don'?t|do not) understand( this| the)? question$/,
  /^no opinion\b.{0,30}$/,
]

/** True for a cell that holds no answer at all; such a cell becomes null. */
export function isNotRecorded(cell: string): boolean {
  const trimmed = cell.trim()
  return trimmed.length < 24 && notRecorded.has(trimmed)
}

/** True for an answer that takes no position: "Don't know", "N/A", "Prefer not to say", −99. It is kept and shown, and missing to the model. */
export function isNonSubstantive(answer: string): boolean {
  const plain = answer.trim()
  if (missingCodes.has(plain)) return true
  const lower = plain
    .toLowerCase()
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replace(/[.!]$/, '')
  return nonSubstantive.some((pattern) => pattern.test(lower))
}
