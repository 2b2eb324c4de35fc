import type { RedactionHit, RedactionKind } from './redaction-hit.ts'

/**
 * Details that point at a person by their form: addresses of e-mail and web, telephone numbers, card and bank account
 * numbers that pass their check, streets and postcodes, numbers that a word calls an order, an account or a birthday.
 * Sources: Luhn, US patent 2,950,048 (card numbers); ISO 13616 (IBAN, modulo 97).
 */
export function detailsIn(text: string): RedactionHit[] {
  const hits: RedactionHit[] = []
  for (const { kind, pattern, reason, identity, holds } of recognisers) {
    for (const match of text.matchAll(pattern)) {
      const words = match.groups?.hit ?? match[0]
      if (holds && !holds(words)) continue
      const start = match.index + match[0].lastIndexOf(words)
      hits.push({ start, end: start + words.length, kind, identity: identity(words), reason, isCertain: true })
    }
  }
  return hits
}

interface Recogniser {
  kind: RedactionKind
  /** With a group `hit` where only a part is replaced. */
  pattern: RegExp
  reason: string
  identity: (words: string) => string
  /** What the form alone does not show. */
  holds?: (words: string) => boolean
}

const asWritten = (words: string) => words.replace(/\s+/g, ' ').toLowerCase()
const digitsOnly = (words: string) => words.replace(/[^\d+]/g, '')
const street =
  'Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Square|Sq|Way|Place|Pl|Terrace|Close|Crescent|Row|Hill'

const recognisers: Recogniser[] = [
  {
    kind: 'email',
    pattern: /[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu,
    reason: 'An e-mail address.',
    identity: asWritten,
  },
  {
    kind: 'link',
    pattern: /(?:https?:\/\/|www\.)[^\s<>"'()\u201c\u201d]{2,2000}[^\s<>"'().,;:!?\u201c\u201d]/giu,
    reason: 'A web address.',
    identity: (words) => words.toLowerCase(),
  },
  {
    kind: 'link',
    pattern: /(?<![\p{L}\p{N}.@])@[\p{L}\p{N}_]{2,30}(?![\p{L}\p{N}@])/gu,
    reason: 'A name on a social network.',
    identity: (words) => words.toLowerCase(),
  },
  {
    kind: 'card',
    pattern: /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])/g,
    reason: 'A card number: its check digit is right.',
    identity: digitsOnly,
    holds: (words) => passesLuhn(digitsOnly(words)),
  },
  {
    kind: 'card',
    pattern: /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}(?![\p{L}\p{N}])/gu,
    reason: 'A bank account number: its check digits are right.',
    identity: (words) => words.replace(/ /g, ''),
    holds: (words) => passesModulo97(words.replace(/ /g, '')),
  },
  {
    kind: 'phone',
    pattern: /(?<![\p{L}\p{N}+])(?:\+|00)\d{1,3}(?:[ .\-/]?\(?\d{1,5}\)?){2,6}(?![\p{L}\p{N}])/gu,
    reason: 'A telephone number.',
    identity: digitsOnly,
    holds: hasPhoneLength,
  },
  {
    kind: 'phone',
    pattern: /(?<![\p{L}\p{N}+])(?:\(\d{2,5}\) ?|0\d{1,4}[ .\-/])\d{2,4}(?:[ .-]?\d{2,4}){1,3}(?![\p{L}\p{N}])/gu,
    reason: 'A telephone number.',
    identity: digitsOnly,
    holds: hasPhoneLength,
  },
  {
    kind: 'phone',
    pattern: /(?<![\p{L}\p{N}+.-])(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4}(?![\p{L}\p{N}-])/gu,
    reason: 'A telephone number.',
    identity: digitsOnly,
  },
  {
    kind: 'phone',
    pattern:
      /(?:phone|mobile|cell|call me (?:at|on)|telephone|handy|telefon|portable|tel\.?)(?: (?:number|no\.?))?(?: is|:)? (?<hit>\d(?:[ .-]?\d){5,13})(?!\d)/giu,
    reason: 'A number that is called a telephone number.',
    identity: digitsOnly,
  },
  {
    kind: 'address',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])\d{1,5}[a-z]? (?:\p{Lu}[\p{L}'\u2019.-]{0,30} ){1,4}(?:${street})\b\.?(?:,? (?:apt|apartment|flat|unit|suite)\.? ?#?\w{1,6})?`,
      'gu',
    ),
    reason: 'A house number and a street.',
    identity: asWritten,
  },
  {
    kind: 'address',
    pattern:
      /(?<![\p{L}\p{N}])\p{Lu}[\p{L}-]{1,30}(?:stra\u00dfe|strasse|str\.|weg|platz|allee|gasse|straat|laan|gatan|v\u00e4gen) \d{1,4} ?[a-z]?(?![\p{L}\p{N}])/gu,
    reason: 'A street and a house number.',
    identity: asWritten,
  },
  {
    kind: 'address',
    pattern:
      /(?<![\p{L}\p{N}])(?:\d{1,4},? (?:bis )?(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]ll\u00e9e|[Ii]mpasse)|(?:[Cc]alle|[Aa]venida|[Pp]laza|[Pp]aseo|[Vv]ia|[Vv]iale|[Pp]iazza|[Rr]ua)) (?:(?:de|du|des|la|le|les|del|della|da|do) ){0,2}\p{Lu}[\p{L}'\u2019-]{1,30}(?: \p{Lu}[\p{L}'\u2019-]{1,30}){0,2}(?:,? \d{1,4})?/gu,
    reason: 'A street.',
    identity: asWritten,
    holds: (words) => /\d/.test(words),
  },
  {
    kind: 'address',
    pattern: /(?<![\p{L}\p{N}])(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)(?![\p{L}\p{N}])/gu,
    reason: 'A postcode.',
    identity: asWritten,
  },
  {
    kind: 'address',
    pattern: /,? (?<hit>[A-Z]{2},? \d{5}(?:-\d{4})?)(?![\p{L}\p{N}])/gu,
    reason: 'A state and a postcode.',
    identity: asWritten,
  },
  {
    kind: 'address',
    pattern: /(?:zip|zip code|postcode|postal code|plz|postleitzahl)(?: is|:)? (?<hit>\d{4,5}(?:-\d{4})?)(?!\d)/giu,
    reason: 'A number that is called a postcode.',
    identity: asWritten,
  },
  {
    kind: 'number',
    pattern:
      /(?:order|ticket|invoice|account|customer|member(?:ship)?|policy|case|reference|booking|passport|licence|license|social security|insurance|patient|student|employee)(?: (?:number|no\.?|id|code))?(?: is|:)? ?#? ?(?<hit>(?=[A-Z-]*\d)[A-Z0-9][A-Z0-9-]{4,24})(?![\p{L}\p{N}])/giu,
    reason: 'A number that a word before it calls an order, an account or the like.',
    identity: asWritten,
    holds: (words) => (words.match(/\d/g)?.length ?? 0) >= 4,
  },
  {
    kind: 'number',
    pattern: /(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/g,
    reason: 'A number in the form of a social security number.',
    identity: digitsOnly,
  },
  {
    kind: 'number',
    pattern: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g,
    reason: 'An internet address.',
    identity: asWritten,
  },
  {
    kind: 'number',
    pattern:
      /(?:born|birthday|date of birth|dob|geboren|n\u00e9e?|naciment\p{L}*)(?: (?:on|is|am|le|el))?:? (?:the )?(?<hit>\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}(?:st|nd|rd|th|\.)? (?:of )?\p{L}{3,10},? \d{4}|\p{L}{3,10} \d{1,2}(?:st|nd|rd|th)?,? \d{4})/giu,
    reason: 'A date that is called a birthday.',
    identity: asWritten,
  },
]

function hasPhoneLength(words: string): boolean {
  const digits = words.replace(/\D/g, '').length
  return digits >= 7 && digits <= 15
}

/** Whether the check digit of a card number is right. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let at = digits.length - 1, isDoubled = false; at >= 0; at--, isDoubled = !isDoubled) {
    const digit = Number(digits[at])
    sum += isDoubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
  }
  return sum % 10 === 0 && /[1-9]/.test(digits)
}

/** Whether the check digits of an international bank account number are right. */
export function passesModulo97(account: string): boolean {
  if (account.length < 15 || account.length > 34) return false
  let rest = 0
  for (const character of account.slice(4) + account.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
