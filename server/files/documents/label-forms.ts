import { clockMs } from './cues.ts'

/** A way in which a transcript says who speaks: a pattern with the group `label` and, where it has one, `time`, `after` or `wall`. */
export interface LabelForm {
  pattern: RegExp
  /** Brackets also hold remarks ("[hidden for the review]"), so a name in them is short. */
  mostWords: number
}

const name = String.raw`\p{L}[\p{L}\p{M}\p{N} .,'\u2019_#/()\-]{0,62}?`
/** 0:49, 00:49, 1:02:03, 00:00:05.790, 00.05.32 */
const clock = String.raw`\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d{1,3})?`
/** (3m 12s), 1h 2m 3s */
const spelt = String.raw`(?:\d{1,2}h )?\d{1,3}m \d{1,2}s`
/** 12:31 PM */
const noon = String.raw`[ \u202f]?[AaPp]\.?[Mm]\.?`
/** 12/03/2025, 2025-03-12, 12.3.25 */
const date = String.raw`\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4},?[ \u202f]`
const time = (group: string) => `(?<${group}>(?:${clock}|${spelt})(?:${noon})?)`
/** A moment before a label, in any bracket or none, with a date before it in saved chats. */
const moment = String.raw`[\[({<#]?[ \u200e]?(?<date>${date})?${time('time')}[ ]?[\])}>#]?`
const bracketed = (group: string) => String.raw`[ \t]*[\[(]${time(group)}[\])]`
/** A colon ends a label before a space or the line's end; the wide colon of East Asian text needs neither. */
const colon = String.raw`[ \t]*(?::(?=[ \t\n]|$)|\uff1a)[ \t]*`

const form = (source: string, mostWords = 5): LabelForm => ({ pattern: new RegExp(source, 'gmu'), mostWords })

/** Asked in this order: a place that one form has taken is not taken again by a later one. */
export const labelForms: LabelForm[] = [
  // **Name:** words, **Name**: words, **Name (00:05):** words
  form(
    String.raw`^[ \t]*(?:\*\*|__)(?<label>${name})(?:${bracketed('time')})?[ \t]*(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*:)[ \t]*`,
  ),
  // 10:01:22 From Name to Everyone: words (the saved chat of a call)
  form(
    String.raw`^[ \t]*${time('time')}[ \t]+From[ \t]+(?<label>${name})[ \t]+(?:to|To)[ \t]+[^\n:]{1,60}:[ \t]*\n?[ \t]*`,
  ),
  // Name: words, 00:00:05 Name: words, [00:05] Name: words, Name (00:05): words; the time may stand on lines of its own
  form(
    String.raw`^[ \t]*(?:${moment}[ \t]*(?:[-\u2013][ \t]*)?\n{0,2}[ \t]*)?[#@]?(?<label>${name})(?:${bracketed('after')})?${colon}`,
  ),
  // [Name] 10:02:13 above the words, [Name] words, {Name} words
  form(String.raw`^[ \t]*[\[{](?<label>${name})[\]}][ \t]*${time('time')}[ \t]*\n`, 5),
  form(String.raw`^[ \t]*[\[{](?<label>${name})[\]}][ \t]*:?[ \t]*(?=\S)`, 3),
  // Name  0:49 or Name  00:01:23 --> 00:01:45, a header line above the words; also on two lines
  form(
    String.raw`^[ \t]*(?<label>${name})(?:[ \t]{2,}|\t|[ \t]*\n)${time('time')}(?:[ \t]*-->[ \t]*${clock})?[ \t]*\n`,
  ),
  // Name (10:02), a header line above the words
  form(String.raw`^[ \t]*(?<label>${name})${bracketed('time')}[ \t]*\n`),
  // 00:05:32  Name  words
  form(String.raw`^[ \t]*${time('time')}(?:[ ]{2,}|\t)(?<label>${name})(?:[ ]{2,}|\t)(?=\S)`),
  // 00:00:12 Speaker 1, a header line above the words
  form(String.raw`^[ \t]*${time('time')}[ \t]+(?<label>${name})[ \t]*\n`),
  // Name<TAB>words
  form(String.raw`^(?<label>${name})\t+(?=\S)`),
  // NAME.— words
  form(String.raw`^(?<label>\p{Lu}[\p{Lu} ]{0,30})\.[ ]?[\u2014\u2013][ \t]*(?=\S)`),
]

/** Captions saved as text: a timing line, the name on a line of its own, the words, over and over. */
export const timedNameForm: LabelForm = form(
  String.raw`^[ \t]*(?<time>\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)[ \t]*-->[ \t]*\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?[ \t]*\n[ \t]*(?<label>${name})[ \t]*\n(?=[ \t]*\S)`,
)

/** Machine transcripts lose their line breaks: a full clock running into the words, then a label. */
export const runInForm: LabelForm = {
  pattern: new RegExp(String.raw`(?<time>\d{2}:\d{2}:\d{2})(?:[.,]\d{1,3})?\s*(?<label>${name})[ \t]*:[ \t]*`, 'gu'),
  mostWords: 5,
}

const neverLabels =
  /^(?:https?|ftp|mailto|note|notes|example|examples|e\.g|i\.e|ps|nb|tip|warning|caution|source|sources|date|time|title|subject|location|duration|transcript|transcribed by|question \d+|pros|cons|tl;dr|edit|update|attendees|participants)$/i

/** Whether words that stand where a label stands could be one. */
export function plausibleLabel(label: string, mostWords: number): boolean {
  return (
    label.length <= 63 &&
    label.split(/\s+/).length <= mostWords &&
    !neverLabels.test(label) &&
    !/ {2}/.test(label) &&
    !/[a-z]{3}[.?!]$/.test(label)
  )
}

/**
 * Milliseconds of a moment as transcripts write it: from the beginning of the recording, or from midnight where a date or
 * AM and PM say that it is the time of day. Undefined when it is none.
 */
export function momentMs(written: string, { isTimeOfDay }: { isTimeOfDay: boolean }): number | undefined {
  const half = /^(.*?)[ \u202f]?([ap])\.?m\.?$/i.exec(written)
  const time = half?.[1] ?? written
  const spelt = /^(?:(\d+)h )?(\d+)m (\d+)s$/.exec(time)
  if (spelt) return inMilliseconds(Number(spelt[1] ?? 0), Number(spelt[2]), Number(spelt[3]))
  if (half || isTimeOfDay) {
    const day = /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?/.exec(time)
    if (!day) return undefined
    const hours = Number(day[1])
    const shifted = half ? (hours % 12) + (half[2]!.toLowerCase() === 'p' ? 12 : 0) : hours
    return inMilliseconds(shifted, Number(day[2]), Number(day[3] ?? 0))
  }
  const loose = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?$/.exec(time)
  if (!loose) return clockMs(time)
  const fraction = Number((loose[4] ?? '').padEnd(3, '0'))
  return inMilliseconds(Number(loose[1]), Number(loose[2]), Number(loose[3])) + fraction
}

function inMilliseconds(hours: number, minutes: number, seconds: number): number {
  return ((hours * 60 + minutes) * 60 + seconds) * 1000
}

/** Lines that a tool adds and nobody says. */
export const footer =
  /\n\s*(?:Transcribed by [^\n]{1,120}|[^\n]{1,60} (?:started|stopped) transcription|Meeting ended (?:after|at)[^\n]{0,60}|This editable transcript was[^\n]{0,120}|\[?END OF TRANSCRIPT\]?)\s*$/i
