import { directionOf } from '../../survey-forms/languages/direction.ts'
import { interfaceLanguageOf, phraseBook, sayIn } from '../../survey-forms/languages/phrases.ts'

export const messageKinds = ['invitation', 'reminder'] as const
export type MessageKind = (typeof messageKinds)[number]

/** A mail's wording in one language, with places such as {link} and {name|there} for what differs from person to person. */
export interface MessageText {
  subject: string
  body: string
}

export const longestSubject = 150
export const longestBody = 10_000

/** What everybody has; a place for one of these needs no fallback. */
const always = ['link', 'survey', 'organisation', 'minutes'] as const
export type AlwaysKnown = Record<(typeof always)[number], string>

const places = /\{([A-Za-z][A-Za-z0-9_]*)(?:\|([^{}|\n]*))?\}/g

/** The wording offered where nobody has written one, in the language's own words or in English. */
export function proposedText(kind: MessageKind, language: string): MessageText {
  const book = phraseBook(interfaceLanguageOf(language))
  return { subject: String(book[`mail_${kind}_subject`]), body: String(book[`mail_${kind}_body`]) }
}

/**
 * What is wrong with a wording, by its field; empty when it can be sent.
 * @param fields names of the fields that invited people of this survey have
 */
export function problemsOfText(
  { subject, body }: MessageText,
  fields: string[],
): Partial<Record<keyof MessageText, string>> {
  const problems: Partial<Record<keyof MessageText, string>> = {}
  const ofSubject = lengthProblem(subject, longestSubject) ?? placeProblem(subject, fields)
  if (ofSubject) problems.subject = ofSubject
  else if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(subject)) problems.subject = 'The subject is one line.'
  else if (/\{link[|}]/.test(subject)) problems.subject = 'The link belongs into the mail, not into its subject.'
  const ofBody = lengthProblem(body, longestBody) ?? placeProblem(body, fields)
  if (ofBody) problems.body = ofBody
  else if (!body.includes('{link}')) problems.body = 'The mail needs {link}, the place where each person’s link stands.'
  return problems
}

function lengthProblem(text: string, longest: number): string | null {
  if (text.trim() === '') return 'Write something here.'
  return [...text].length > longest ? `Use at most ${longest.toLocaleString('en-GB')} characters.` : null
}

function placeProblem(text: string, fields: string[]): string | null {
  const rest = text.replace(places, '')
  if (/[{}]/.test(rest))
    return 'A place is written {name|there}: a name, and after the stroke what stands there for people without one.'
  for (const [whole, name, fallback] of text.matchAll(places)) {
    const isAlways = (always as readonly string[]).includes(name!)
    if (!isAlways && name !== 'name' && !fields.includes(name!))
      return `${whole} is no place that these people have. There are: ${[...always, 'name', ...fields].map((one) => `{${one}}`).join(' ')}`
    if (!isAlways && fallback === undefined)
      return `${whole} can be empty: say what stands there then, such as {${name}|…}.`
  }
  return null
}

export interface Recipient {
  name: string
  language: string
  fields: Record<string, string>
}

export interface ComposedMail {
  subject: string
  text: string
  html: string
}

/**
 * A mail to one person: their words put into the places, the same as text and as plain HTML, and under it why they get it and
 * how it ends. What comes from a list is one line and escaped; none of it becomes markup or a line of the head.
 */
export function composedMail(
  { subject, body }: MessageText,
  person: Recipient,
  facts: AlwaysKnown & { optOutAddress: string; language: string },
): ComposedMail {
  const values: Record<string, string> = {
    ...person.fields,
    name: person.name,
    link: facts.link,
    survey: facts.survey,
    organisation: facts.organisation,
    minutes: facts.minutes,
  }
  // Where nothing is put in, the blank before it goes too: “Hello {name|},” becomes “Hello,”.
  const filled = (text: string) =>
    text.replace(new RegExp(` ?${places.source}`, 'g'), (whole, name: string, fallback = '') => {
      const words = oneLine(values[name] ?? '') || fallback
      return words === '' ? '' : `${whole.startsWith(' ') ? ' ' : ''}${words}`
    })
  const say = sayIn(interfaceLanguageOf(facts.language))
  const why = String(say('mail_why', { organisation: facts.organisation }))
  const stop = String(say('mail_stop'))
  const text = filled(body).replace(/\r\n?/g, '\n').trim()
  return {
    subject: oneLine(filled(subject)),
    text: `${text}\n\n-- \n${why}\n${stop} ${facts.optOutAddress}\n`,
    html: htmlOf(text, { ...facts, why, stop }),
  }
}

function htmlOf(
  text: string,
  {
    language,
    link,
    optOutAddress,
    why,
    stop,
  }: { language: string; link: string; optOutAddress: string; why: string; stop: string },
): string {
  const anchor = (address: string, words: string) => `<a href="${escaped(address)}">${escaped(words)}</a>`
  const paragraphs = text
    .split(/\n{2,}/)
    .map((paragraph) => {
      const parts = paragraph.split(link).map((part) => escaped(part).replaceAll('\n', '<br>'))
      return `<p>${parts.join(anchor(link, link))}</p>`
    })
    .join('\n')
  return `<!doctype html>
<html lang="${escaped(language)}" dir="${directionOf(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title></title></head>
<body style="font-family: Georgia, serif; font-size: 17px; line-height: 1.5; max-width: 36em; margin: 1.5em">
${paragraphs}
<hr>
<p style="font-size: 14px">${escaped(why)}<br>${anchor(optOutAddress, stop)}</p>
</body>
</html>
`
}

function escaped(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (sign) => signs[sign]!)
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
