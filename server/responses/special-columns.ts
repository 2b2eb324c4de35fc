import type { HeaderColumn } from '../files/tables/header.ts'
import type { ColumnStatistics } from './column-statistics.ts'
import type { VariableKind, VariableRole } from './variable.ts'

export interface SpecialColumn {
  kind: VariableKind
  role: VariableRole
  reason: string
}

const personal: [RegExp, string][] = [
  [/e-?mail/i, 'an e-mail address'],
  [
    /^(your )?((first|last|family|given|full|sur|middle|recipient)[ _]?(first|last)?[ _]?)?name$|\brecipient(first|last)name\b|\bwhat is your name\b/i,
    'a name',
  ],
  [/\b(tele)?phone( number)?$|\bmobile number\b|\bphone ?number\b/i, 'a telephone number'],
  [/^ip[ _]?(address|addr)?$|\bip-?addr/i, 'an IP address'],
  [
    /\b(street|postal|mailing|home) address\b|^address( ?\d| line.*)?$|^(zip|postal)[ _]?code$|^postcode$/i,
    'an address',
  ],
  [/latitude|longitude|^location ?accuracy$|\bgps\b|coordinates/i, 'a position on the map'],
  [/^(contact|linkedin|twitter|facebook|instagram)( handle| name| profile)?$/i, 'a contact'],
]

const paradata =
  /^(status|response (status|type)|progress|finished|duration( \(in seconds\))?|duration.*seconds|last ?page|start ?language|seed|distribution ?channel|user ?language|collector ?id|external( data)? ?reference|externaldatareference|network ?id|refurl|referr?er|user ?agent|tags|response ?set|interviewtime|group ?time.*|question ?time.*|q_[a-z]+(score|stuffing|respondent|duplicate)?|recipient\w*|score|token|stage date.*|total ?time|time ?taken|custom ?data ?\d*|browser|device( type)?|platform|operating system)$/i

const consent =
  /\b(share|use|publish|store) your (answers|data|responses)\b|\binformed consent\b|\b(agree|consent) to (participate|take part|the processing)\b/i

const dateHeader =
  /\b(date|timestamp|time started|time submitted|submitted|recorded|datestamp|submitdate|startdate|enddate|createdat|completedat)\b|date$|_at$/i
const idHeader =
  /^(#|no\.?|row|rownames?|row[ _.-]?names?|uuid|guid|id|pid|ids?)$|^(respondent|response|participant|person|customer|client|user|case|record|subject|survey|session|transcript|member|contact|account)[ _.-]?(id|key|number|no\.?|code|uuid)$|^_?(id|uuid)$|^case$/i
const weightHeader =
  /^(weight|weights|wt|wts|wgt|pweight|(survey|sample|sampling|analysis|design|final|post[- ]?strat\w*)[ _.-]?weight|weighting|weight[ _.-]?(factor|variable)|weightvec|gewicht)\d*$/i

/**
 * Columns known by what they are rather than by what was asked: empty ones, ids, weights, dates, personal data and what the survey
 * program recorded by itself. Undefined for everything that was a question.
 */
export function specialColumn(header: HeaderColumn, column: ColumnStatistics, rows: number): SpecialColumn | undefined {
  const name = header.name.trim()
  const wording = header.label
  // Where a file has codes and wordings, either may say what the column is (V1, ResponseID).
  const named = (pattern: RegExp) => pattern.test(name) || pattern.test(wording)
  if (column.filled === 0) return ignored('The column is empty.')
  const data = personal.find(([pattern]) => pattern.test(name) || pattern.test(wording))
  if (data) return ignored(`It looks like personal data (${data[1]}), so it starts as ignored.`)
  if (column.emails >= 0.5 * column.filled)
    return ignored('Its values look like e-mail addresses, so it starts as ignored.')
  if (isIpColumn(column)) return ignored('Its values look like IP addresses, so it starts as ignored.')
  if (
    named(weightHeader) &&
    column.numeric === column.filled &&
    column.negative === 0 &&
    column.whole < column.filled
  ) {
    return {
      kind: 'weight',
      role: 'weight',
      reason: 'Its name says weight and it holds positive numbers with decimals.',
    }
  }
  const unique = column.isCapped
    ? column.answers.size >= 200 && isEveryAnswerSingle(column)
    : isEveryAnswerSingle(column)
  if (named(idHeader) && unique) {
    return { kind: 'id', role: 'id', reason: 'Its name says id and every value is different.' }
  }
  if (column.dates >= 0.9 * column.filled || (named(dateHeader) && column.dates >= 0.5 * column.filled)) {
    return {
      kind: 'date',
      role: 'ignored',
      reason: 'It holds dates or times, which say when someone answered, not what.',
    }
  }
  if (/^\{.*\(.*\}/.test(wording))
    return ignored('The survey program computed it (its header is a formula); it is no answer.')
  if (consent.test(wording))
    return ignored('It asks for consent, which is a condition of the study and no answer to it.')
  if (named(paradata)) {
    return ignored('The survey program recorded it by itself; it is no answer.')
  }
  if (unique && rows >= 20 && header.index === 0 && isCodeLike(column)) {
    return { kind: 'id', role: 'id', reason: 'It is the first column and every value is a different code.' }
  }
  const isQuestion = wording.includes('?') || wording.split(' ').length > 3
  if (
    !isQuestion &&
    unique &&
    rows >= 50 &&
    column.whole === column.filled &&
    column.isRising &&
    column.filled === rows
  ) {
    return { kind: 'id', role: 'id', reason: 'It is a running number: every value is larger than the one above.' }
  }
  return undefined
}

function ignored(reason: string): SpecialColumn {
  return { kind: 'ignored', role: 'ignored', reason }
}

function isEveryAnswerSingle(column: ColumnStatistics): boolean {
  if (column.longAnswers > 0 || column.filled === 0) return false
  for (const count of column.answers.values()) if (count > 1) return false
  return true
}

function isCodeLike(column: ColumnStatistics): boolean {
  let looked = 0
  for (const answer of column.answers.keys()) {
    if (!/^[A-Za-z0-9_.:-]{1,64}$/.test(answer) || !/\d/.test(answer)) return false
    if (++looked === 50) break
  }
  return column.whole === column.filled || column.numeric === 0
}

function isIpColumn(column: ColumnStatistics): boolean {
  const answers = [...column.answers.keys()].slice(0, 50)
  return (
    answers.length > 0 &&
    answers.filter((answer) => /^\d{1,3}(\.\d{1,3}){3}$/.test(answer)).length >= 0.8 * answers.length
  )
}
