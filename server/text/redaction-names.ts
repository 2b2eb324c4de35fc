import { folded, type RedactionHit, wholeWords } from './redaction-hit.ts'

const title =
  'Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Herr|Frau|Madame|Monsieur|Mme|Mlle|Se\u00f1or|Se\u00f1ora|Signor|Signora|Don|Do\u00f1a'
const capitalised = String.raw`\p{Lu}\p{L}[\p{L}\p{M}'\u2019-]{0,30}`
/** A capital and small letters: abbreviations and shouting are no names. */
const mixed = String.raw`\p{Lu}\p{Ll}[\p{Ll}\p{M}'\u2019-]{0,30}(?:\p{Lu}\p{Ll}+)?`
/** Words that begin with a capital letter and name nobody. */
const nobody = new Set(
  `i i'm i've i'd i'll monday tuesday wednesday thursday friday saturday sunday january february march april may june july
  august september october november december english german french spanish italian chinese japanese american british
  european christmas easter ok okay yes no well so and but the a an internet wifi mr mrs ms dr god lord mum mom dad
  everyone everybody guys all again you there team sir madam folks today now`.split(/\s+/),
)

/**
 * Where people are named whose names are known: the whole name in any case, its parts when they begin with a capital.
 * A part that two people share stands for itself.
 */
export function namesIn(text: string, names: readonly string[]): RedactionHit[] {
  const people = [...new Set(names.map((name) => name.trim().replace(/\s+/g, ' ')))].filter(isName)
  const owners = new Map<string, Set<string>>()
  for (const name of people) {
    for (const part of partsOf(name)) owners.set(part, (owners.get(part) ?? new Set()).add(folded(name)))
  }
  const hits: RedactionHit[] = []
  for (const name of people) {
    for (const match of text.matchAll(new RegExp(wholeWords(name)!, 'giu')))
      hits.push(hit(match, folded(name), 'The name of somebody in this study.', true))
  }
  for (const [part, whose] of owners) {
    const identity = whose.size === 1 ? [...whose][0]! : folded(part)
    const pattern = wholeWords(part)!
    for (const written of [pattern, wholeWords(part.toUpperCase())!]) {
      for (const match of text.matchAll(new RegExp(written, 'gu')))
        hits.push(hit(match, identity, 'Part of the name of somebody in this study.', true))
    }
  }
  return hits
}

/**
 * Names that nobody listed, by what stands around them: after a title, after "my name is" and greetings, two words with
 * capitals together, and single words with a capital in the middle of a sentence. Languages that write every noun with a
 * capital give the last two no meaning, so they are left out there.
 */
export function likelyNames(text: string, names: readonly string[]): RedactionHit[] {
  const known = new Set(names.flatMap((name) => [folded(name), ...partsOf(name).map(folded)]))
  const hits: RedactionHit[] = []
  const collect = (pattern: RegExp, reason: string) => {
    for (const match of text.matchAll(pattern)) {
      const words = match.groups?.hit ?? match[0]
      const parts = words.split(/\s+/)
      if (parts.every((part) => nobody.has(folded(part))) || known.has(folded(words))) continue
      if (nobody.has(folded(parts[0]!))) continue
      const start = match.index + match[0].lastIndexOf(words)
      hits.push({
        start,
        end: start + words.length,
        kind: 'person',
        identity: folded(words),
        reason,
        isCertain: false,
      })
    }
  }
  collect(
    new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${title})\.? (?<hit>${capitalised}(?: ${capitalised}){0,2})`, 'gu'),
    'It follows a title.',
  )
  collect(
    new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:[Mm]y name(?:'s| is)|[Mm]y name,|[Tt]his is|[Ii]ch hei\u00dfe|[Jj]e m'appelle|[Mm]e llamo|[Cc]alled|[Nn]amed|[Tt]hanks,?|[Tt]hank you,?|[Hh]i,?|[Hh]ello,?|[Hh]ey,?|[Dd]ear|[Bb]ye,?) (?<hit>${capitalised}(?: ${capitalised})?)`,
      'gu',
    ),
    'It stands where people are greeted or introduced.',
  )
  if (capitalisesNouns(text)) return hits
  collect(
    new RegExp(
      String.raw`(?<=[\p{Ll}\p{N},;:] )(?<hit>${mixed}(?: (?:van |von |de |da |di |al-)?${mixed}){1,2})`,
      'gu',
    ),
    'Words with capital letters together: a name of a person, a place or a product.',
  )
  collect(
    new RegExp(String.raw`(?<=[\p{Ll},;] )(?<hit>${mixed})(?![\p{L}\p{M}'\u2019]| \p{Lu})`, 'gu'),
    'A capital letter in the middle of a sentence: a name of a person, a place or a product.',
  )
  return hits
}

/** A label names somebody unless it is a role ("Interviewer", "Speaker 2") or a code ("P07"). */
export function isName(label: string): boolean {
  if (!/\p{L}{2}/u.test(label)) return false
  if (/\d/.test(label) && !/\p{L}{3,} \p{L}{3,}/u.test(label)) return false
  return !/^(?:(?:senior|lead|user|unknown)\s+)?(?:speaker|interviewer|interviewee|participant|respondent|moderator|facilitator|researcher|customer|client|agent|user|assistant|ai|bot|system|action|question|answer|host|guest|support|staff|admin|narrator|inv|par|int|patient|project manager|marketing|industrial designer|user interface|everyone|unknown|interface)(?:\s*\w?)$/iu.test(
    label.trim(),
  )
}

/** First and last names of three letters or more; what stands in brackets and titles are none. */
function partsOf(name: string): string[] {
  return name
    .replace(/\([^)]*\)/g, ' ')
    .split(/[\s,]+/)
    .map((part) => part.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''))
    .filter((part) => part.length >= 3 && /^\p{Lu}|^\p{Lo}/u.test(part) && !nobody.has(folded(part)) && !isTitle(part))
}

function isTitle(part: string): boolean {
  return new RegExp(`^(?:${title}|PhD|PsyD|MD|Jr|Sr|Guest)$`, 'iu').test(part)
}

/** One word in six with a capital in the middle of a sentence is more than names make; German has one in four. */
function capitalisesNouns(text: string): boolean {
  const sample = text.slice(0, 200_000)
  const inner = sample.match(/(?<=\p{Ll} )\p{L}{2,}/gu) ?? []
  const capitals = inner.filter((word) => /^\p{Lu}\p{Ll}/u.test(word))
  return inner.length >= 100 && capitals.length / inner.length > 1 / 6
}

function hit(match: RegExpExecArray, identity: string, reason: string, isCertain: boolean): RedactionHit {
  return { start: match.index, end: match.index + match[0].length, kind: 'person', identity, reason, isCertain }
}
