import { parseBand } from './bands.ts'

/** Questions about who someone is rather than what they think or do; by wording. The first that fits names it. */
const wordings: [RegExp, string][] = [
  [/^(your )?age([ _-]?(group|band|range|bracket|category))?\d*$|\b(what is )?your age\b|\bhow old are you\b|\b(year of birth|birth ?year|date of birth|birthday)\b/i, 'age'],
  [/^(gender|sex)\d*$|\b(your|respondent'?s?) (gender|sex)\b|\bgender identity\b|\bwhat gender\b|\bdo you identify as\b.*\b(man|woman|male|female)\b/i, 'gender'],
  [/\bincome\d*\b|\bsalary\b|\bearnings?\b|\bmoney\b.*\b(earn|make)\b|\bhousehold\b.*\bearn\b/i, 'income'],
  [/^educ(ation)?\d*$|\beducation(al)?\b|\bhighest (degree|level of school)\b|\bhave a degree\b/i, 'education'],
  [/^(us |u\.s\. |census )?(region|country|state|city|county|province|postcode|zip( ?code)?|location|territory)\d*$|\bcensus region\b|\b(country|state|city|region) (do you|of residence|are you)\b|\bwhere (do )?you live\b/i, 'where they live'],
  [/^race\d*$|\brac(e|ial)\b|\bethnic|^racethn\d*$|\bhispanic\b/i, 'ethnicity'],
  [/\bsexual orientation\b|^orientation\d*$/i, 'orientation'],
  [/\bmarital\b|\brelationship[ ._]status\b|\bare you married\b|^partner$/i, 'marital status'],
  [/\bchildren (do you|under|in (your|the) household)|\b(do you )?have (any )?(children|kids)\b|^(kids|children|dependents)\d*$|\b(household|family) size\b|\bparent\b.*\bchild/i, 'children and household'],
  [/\bemployment\b|\boccupation\b|\bjob (title|role|function)\b|\bwork status\b|\bprimary role\b|\byour (current )?(role|profession|position)\b|\bdo you work (in|for)\b|\bseniority\b|\byears\b.*\bin this (role|job|position)\b|^years ?coded|\byears of (professional |work )?experience\b|\bexperience as an? \w+/i, 'work'],
  [/\bindustr(y|ies)\b|\bsector\b|\bcompany ?size|\borgani[sz]ation size|\bnumber of employees\b|\bhow many (people|employees) (work|are employed)\b|\bcompany ?size ?number\b|\bdepartment\b/i, 'organisation'],
  [/\breligio(n|us affiliation)\b|\bpolitical (party|affiliation)\b|^party$|\bparty (do you|identification)\b|^vote\d*$/i, 'affiliation'],
  [/\bnationality\b|\bcitizenship\b|\bnative language\b|\bfirst language\b|\bmother tongue\b/i, 'origin'],
  [/\bhow tall\b|\byour (height|weight)\b|^(height|weight in)\b/i, 'body'],
  [/^senior ?citizen$|\bdisabilit(y|ies)\b|\bveteran status\b/i, 'status'],
] // biome-ignore format: a table

const regions = new Set(
  'pacific,south atlantic,east north central,middle atlantic,west south central,west north central,new england,mountain,east south central,northeast,midwest,south,west'.split(
    ',',
  ),
)
const states = new Set(
  'alabama,alaska,arizona,arkansas,california,colorado,connecticut,delaware,florida,georgia,hawaii,idaho,illinois,indiana,iowa,kansas,kentucky,louisiana,maine,maryland,massachusetts,michigan,minnesota,mississippi,missouri,montana,nebraska,nevada,new hampshire,new jersey,new mexico,new york,north carolina,north dakota,ohio,oklahoma,oregon,pennsylvania,rhode island,south carolina,south dakota,tennessee,texas,utah,vermont,virginia,washington,west virginia,wisconsin,wyoming'.split(
    ',',
  ),
)

/** The answers alone give some away: needed where headers are codes (q0024). `share` of the answers must fit. */
const answerSigns: { pattern: (answer: string) => boolean; atLeast: number; share: number; topic: string }[] = [
  { pattern: (a) => /^(single|married|divorced|widowed|separated|never married|living with (a )?partner|.*\bcohabiting\b.*)\b/.test(a), atLeast: 3, share: 0.7, topic: 'marital status' },
  { pattern: (a) => /^(not |self[- ]?|un)?employed\b|\bretired\b|^student$|homemaker|home[- ]duties|full[- ]time|part[- ]time/.test(a), atLeast: 3, share: 0.6, topic: 'work' },
  { pattern: (a) => regions.has(a), atLeast: 3, share: 0.8, topic: 'where they live' },
  { pattern: (a) => states.has(a), atLeast: 5, share: 0.8, topic: 'where they live' },
  { pattern: (a) => /^(white|black|asian|hispanic|latino|non-white|african[- ]american|caucasian|native american|pacific islander|mixed race)\b/.test(a), atLeast: 2, share: 0.6, topic: 'ethnicity' },
  { pattern: (a) => /^(male|female|man|woman|men|women|non-?binary|m|f)$/.test(a), atLeast: 2, share: 0.6, topic: 'gender' },
  { pattern: (a) => /\b(straight|heterosexual|gay|lesbian|bisexual|homosexual)\b/.test(a), atLeast: 2, share: 0.5, topic: 'orientation' },
  { pattern: (a) => /\b(high school|college|bachelor|master|doctorate|phd|graduate degree|associate'?s? degree)\b/.test(a), atLeast: 3, share: 0.7, topic: 'education' },
  { pattern: (a) => /\b(no|has|have|one or more|with|without) (children|kids)\b/.test(a), atLeast: 2, share: 0.6, topic: 'children and household' },
  { pattern: (a) => /[$€£]\s?\d/.test(a) && parseBand(a) !== null, atLeast: 4, share: 0.7, topic: 'income' },
  { pattern: (a) => /\b(urban|suburban|rural)\b/.test(a), atLeast: 2, share: 0.6, topic: 'where they live' },
  { pattern: (a) => /\b(windows|macos|ios|android|linux)\b.*\b(desktop|laptop|phone|tablet)\b/.test(a), atLeast: 3, share: 0.6, topic: 'the device they answered on' },
  { pattern: (a) => /(developer|engineer|administrator|designer|scientist|analyst|manager|specialist|teacher|nurse|accountant|consultant|professor|researcher)\b/.test(a), atLeast: 4, share: 0.7, topic: 'work' },
] // biome-ignore format: a table

/**
 * What a question asks about a person's circumstances ('age', 'income', 'work' …), from its wording or, where the header is only a code,
 * from its answers; undefined when it asks something else. Such questions describe personas and never build them.
 */
export function demographicTopic(wording: string, answers: string[]): string | undefined {
  const byWording = wordings.find(([pattern]) => pattern.test(wording.trim()))
  if (byWording) return byWording[1]
  const lower = answers.map((answer) => answer.toLowerCase())
  for (const sign of answerSigns) {
    const fitting = lower.filter(sign.pattern).length
    if (fitting >= sign.atLeast && fitting >= sign.share * lower.length) return sign.topic
  }
  return areAgeBands(answers) ? 'age' : undefined
}

/** Bands such as 18-29, 30-44, 45-60, > 60: they begin at the age of majority or so and end open in later life. */
function areAgeBands(answers: string[]): boolean {
  if (answers.length < 3 || answers.some((answer) => /[$€£%]|year|month|day|hour|time/i.test(answer))) return false
  const bands = answers.map(parseBand)
  if (bands.some((band) => band === null)) return false
  const closed = bands.filter((band) => Number.isFinite(band!.low) && Number.isFinite(band!.high))
  if (closed.some((band) => band!.high - band!.low < 4)) return false
  const youngest = Math.min(...closed.map((band) => band!.low))
  return (
    closed.length >= 2 &&
    youngest >= 13 &&
    youngest <= 26 &&
    bands.some((band) => band!.low >= 45 && band!.high === Number.POSITIVE_INFINITY)
  )
}
