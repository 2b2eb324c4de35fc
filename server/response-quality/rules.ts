export const ruleNames = [
  'speed',
  'long_run',
  'variability',
  'distance',
  'even_odd',
  'attention',
  'duplicate',
  'repeated_text',
  'gibberish',
] as const
export type RuleName = (typeof ruleNames)[number]

/** What was measured of one response; a rule that could not be measured is absent. */
export type Measures = Partial<Record<RuleName, number>> & {
  /** What the chance in `distance` is of: the squared distance and its degrees of freedom. */
  squaredDistance?: number
  distanceItems?: number
}

/** A rule that a response breaks: what was measured, and where the line was when it was measured. */
export interface Flag {
  rule: RuleName
  value: number
  threshold: number
}

export interface Rule {
  name: RuleName
  title: string
  /** What the number is, one or two plain sentences. */
  about: string
  source: string
  /** Which side of the threshold is flagged. */
  flags: 'at least' | 'at most' | 'under'
  threshold: number
  /** Whether breaking this rule alone makes a response suspect, where the study says nothing else. */
  isEnough: boolean
  /** What a threshold may be. */
  range: { from: number; to: number }
  /** The axis of its picture; on a logarithmic one the number of zeros behind the point. */
  axis: { from: number; to: number; bins: number; isLogarithmic?: boolean }
  /** The value in words, with its unit. */
  say: (value: number, measures?: Measures) => string
}

const counted = (value: number, one: string, many: string) => `${value} ${value === 1 ? one : many}`
const decimals = (value: number, digits: number) =>
  value
    .toFixed(digits)
    .replace(/^(-?)0\./, '$1.')
    .replace('-', '−')

/** Every rule, in the order pages show them: the one place that knows what is measured and where the line is. */
export const rules: Record<RuleName, Rule> = {
  speed: {
    name: 'speed',
    title: 'Seconds an item',
    about:
      'Seconds for each answer: half of a person’s answers were given on pages that went faster. The times come from the respondent’s browser: a hint, never a proof.',
    source: 'Huang et al. (2012): under 2 seconds an item cannot have been read.',
    flags: 'under',
    threshold: 2,
    isEnough: false,
    range: { from: 0, to: 60 },
    axis: { from: 0, to: 20, bins: 40 },
    say: (value) => `${decimals(value, 1)} s`,
  },
  long_run: {
    name: 'long_run',
    title: 'Longest run',
    about:
      'The most equal answers one after the other within a grid or scale of five items or more, in the order this person saw them.',
    source: 'Johnson (2005); Curran (2016).',
    flags: 'at least',
    threshold: 12,
    isEnough: true,
    range: { from: 3, to: 200 },
    axis: { from: 0, to: 21, bins: 21 },
    say: (value) => counted(value, 'answer', 'equal answers in a row'),
  },
  variability: {
    name: 'variability',
    title: 'Spread of own answers',
    about:
      'The standard deviation of a person’s answers within each grid, averaged over grids, reversed items as they were answered. 0 is one column throughout; from eight answers on.',
    source:
      'Dunn et al. (2018), intra-individual response variability; no line is agreed on, so only a spread of 0 is flagged.',
    flags: 'at most',
    threshold: 0,
    isEnough: true,
    range: { from: 0, to: 3 },
    axis: { from: 0, to: 3, bins: 30 },
    say: (value) => `a spread of ${decimals(value, 2)}`,
  },
  distance: {
    name: 'distance',
    title: 'Far from the mean answer',
    about:
      'Squared Mahalanobis distance over the scale items a person answered (none filled in), as its chance under chi-square. Ratings are not normal, so it flags too many rather than too few.',
    source: 'Meade & Craig (2012); line at .001 as Tabachnick & Fidell (2019) for outliers.',
    flags: 'under',
    threshold: 0.001,
    isEnough: false,
    range: { from: 0, to: 0.2 },
    axis: { from: 0, to: 8, bins: 32, isLogarithmic: true },
    say: (value, measures) =>
      measures?.squaredDistance === undefined
        ? `p ${chance(value)}`
        : `D² ${measures.squaredDistance.toFixed(1)} on ${measures.distanceItems} items, p ${chance(value)}`,
  },
  even_odd: {
    name: 'even_odd',
    title: 'Even against odd items',
    about:
      'Over scales, how a person’s mean on even items goes with their mean on odd ones, stepped up for length; −1 is consistent, +1 contradictory. Needs five scales of four items or more with an omega of .60; whoever never varies escapes it.',
    source: 'Johnson (2005) after Jackson: a consistency under .30, with the sign as R’s careless has it.',
    flags: 'at least',
    threshold: -0.3,
    isEnough: false,
    range: { from: -1, to: 1 },
    axis: { from: -1, to: 1, bins: 40 },
    say: (value) => decimals(value, 2),
  },
  attention: {
    name: 'attention',
    title: 'Attention checks failed',
    about: 'Items that tell people what to answer, and were answered otherwise. Skipped ones do not count.',
    source: 'Meade & Craig (2012), instructed response items.',
    flags: 'at least',
    threshold: 1,
    isEnough: false,
    range: { from: 1, to: 20 },
    axis: { from: 0, to: 6, bins: 6 },
    say: (value) => `${value} failed`,
  },
  duplicate: {
    name: 'duplicate',
    title: 'The same answers twice',
    about:
      'How many others gave the very same answers to everything, words included; from ten closed answers on that are not all alike. Nothing about anybody’s device is kept or compared.',
    source: 'Kuriakose & Robbins (2016) look for answers that match at 85 % or more; here all must match.',
    flags: 'at least',
    threshold: 1,
    isEnough: false,
    range: { from: 1, to: 1000 },
    axis: { from: 0, to: 6, bins: 6 },
    say: (value) => counted(value, 'other the same', 'others the same'),
  },
  repeated_text: {
    name: 'repeated_text',
    title: 'Words of others',
    about: 'How many others wrote the same open answer, of 40 letters or more, word for word.',
    source: 'Our own count; no published line.',
    flags: 'at least',
    threshold: 1,
    isEnough: false,
    range: { from: 1, to: 1000 },
    axis: { from: 0, to: 6, bins: 6 },
    say: (value) => counted(value, 'other wrote it too', 'others wrote it too'),
  },
  gibberish: {
    name: 'gibberish',
    title: 'Words that are none',
    about:
      'Open answers of one group of letters held down, or of letters that form no word in Latin script. Other scripts and short answers are not judged.',
    source: 'Our own pattern; no published line.',
    flags: 'at least',
    threshold: 1,
    isEnough: false,
    range: { from: 1, to: 20 },
    axis: { from: 0, to: 6, bins: 6 },
    say: (value) => counted(value, 'answer', 'answers'),
  },
}

/** A chance as papers print it: three decimals, no zero before the point. */
function chance(p: number): string {
  return p < 0.001 ? 'under .001' : p.toFixed(3).replace(/^0/, '')
}

export interface QualitySettings {
  /** Rules that differ from what is proposed; a threshold of null turns a rule off. */
  rules: Partial<Record<RuleName, { threshold: number | null; isEnough: boolean }>>
  /** How many rules a response breaks before it is suspect. */
  needed: number
}

export const proposedSettings: QualitySettings = { rules: {}, needed: 2 }

/** Where the line is in a study, null for a rule that is off, and whether this rule is enough alone. */
export function lineOf(name: RuleName, settings: QualitySettings): { threshold: number | null; isEnough: boolean } {
  const { threshold, isEnough } = rules[name]
  return settings.rules[name] ?? { threshold, isEnough }
}

/** The rules a response breaks, in the order of the rules. */
export function flagsOf(measures: Measures, settings: QualitySettings): Flag[] {
  return ruleNames.flatMap((rule) => {
    const value = measures[rule]
    const { threshold } = lineOf(rule, settings)
    return value !== undefined && threshold !== null && isFlagged(rule, value, threshold)
      ? [{ rule, value, threshold }]
      : []
  })
}

/** One rule that is enough alone, or as many as the study asks for: two that do not depend on each other, where it says nothing. */
export function isSuspect(flags: Flag[], settings: QualitySettings): boolean {
  return flags.length >= settings.needed || flags.some(({ rule }) => lineOf(rule, settings).isEnough)
}

function isFlagged(name: RuleName, value: number, threshold: number): boolean {
  const side = rules[name].flags
  if (side === 'at least') return value >= threshold
  return side === 'at most' ? value <= threshold + 1e-9 : value < threshold
}
