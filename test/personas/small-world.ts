import type {
  ClaimInput,
  CodeInput,
  Contrast,
  ContrastPart,
  PersonaInput,
  TagInput,
  Voice,
} from '../../server/personas/claim-input.ts'
import type { QuoteSource } from '../../server/personas/quotes.ts'
import { indicatorsFrom } from '../../server/responses/build-indicators.ts'
import type { Answers, Variable, VariableOption } from '../../server/responses/variable.ts'
import type { CategoricalIndicator } from '../../server/statistics/indicator.ts'
import { cohenH } from '../../server/statistics/proportions.ts'

const agreement = ['Strongly disagree', 'Disagree', 'Neither', 'Agree', 'Strongly agree'].map((label, place) => ({
  code: String(place + 1),
  label,
}))

/** Variables of a made-up study on choosing an appliance. */
export const variables: Variable[] = [
  axisVariable('trust', 'Others’ experience', 'Own hunch'),
  axisVariable('last', 'Built to last', 'Nice for now'),
  axisVariable('pace', 'Decide slowly', 'Decide at once'),
  { ...question('certain', 'How important is certainty before paying?', agreement), kind: 'ordinal', facet: 'value' },
  { ...question('reason', 'What decides in the end?', options('Price', 'Reviews', 'Looks')), facet: 'motivation' },
  { ...question('shop', 'Where do you buy?', options('Shop', 'Online')), facet: 'behaviour' },
  {
    ...question('gift', 'What do you buy for? — To give it away', []),
    kind: 'multiple',
    ticked: 'yes',
    block: 'for',
    facet: 'motivation',
    options: [
      { code: 'no', label: 'No' },
      { code: 'yes', label: 'Yes' },
    ],
  },
]

/** Two personas of 60 and 40 people who answer mostly their own way; person i of persona p answers like it unless (i % 10) < noise. */
export function smallWorld(extra: Partial<ClaimInput> = {}): ClaimInput {
  const sizes = [60, 40]
  const people = sizes.flatMap((size, persona) =>
    Array.from({ length: size }, (_, index) => ({
      id: `r${persona}-${index}`,
      posterior: persona === 0 ? [0.95, 0.05] : [0.05, 0.95],
    })),
  )
  const usual: Record<string, [string, string]> = {
    trust: ['1', '4'],
    last: ['2', '4'],
    pace: ['1', '3'],
    certain: ['5', '2'],
    reason: ['Reviews', 'Price'],
    shop: ['Online', 'Online'],
    gift: ['no', 'yes'],
  }
  const rows = people.map(({ id }): Answers => {
    const [persona, index] = id.slice(1).split('-').map(Number) as [0 | 1, number]
    return Object.fromEntries(
      variables.map((variable) => {
        const codes = variable.kind === 'multiple' ? ['no', 'yes'] : variable.options.map(({ code }) => code)
        return [variable.name, index % 10 < 2 ? codes[index % codes.length]! : usual[variable.name]![persona]]
      }),
    )
  })
  const answers = indicatorsFrom(variables, rows)
  const indicators = answers.indicators as CategoricalIndicator[]
  const personas = sizes.map(
    (size, persona): PersonaInput => ({
      key: `p${persona + 1}`,
      number: persona + 1,
      share: { share: size / 100, base: 100, low: size / 100 - 0.09, high: size / 100 + 0.09 },
      stability: 0.83,
      contrasts: indicators.map((indicator) =>
        contrastOf(
          indicator,
          people.map(({ posterior }) => posterior[persona]!),
        ),
      ),
    }),
  )
  return { personas, variables, answers, people, tags: [], voices: [], codebook, ...extra }
}

/** Shares and differences of one indicator, with an interval of ten points either way. */
function contrastOf(indicator: CategoricalIndicator, weights: number[]): Contrast {
  const share = (category: number, side: (weight: number) => number) => {
    let count = 0
    let base = 0
    indicator.values.forEach((value, index) => {
      base += side(weights[index]!)
      if (value === category) count += side(weights[index]!)
    })
    return count / base
  }
  const part = (category: string | null, these: number, rest: number, effect: number): ContrastPart => {
    const difference = these - rest
    return {
      category,
      these,
      rest,
      difference,
      low: difference - 0.1,
      high: difference + 0.1,
      effect,
      distinctive: Math.abs(effect) >= 0.3 && Math.abs(difference) > 0.1,
    }
  }
  const parts = indicator.categories.map((category, place) => {
    const these = share(place, (weight) => weight)
    const rest = share(place, (weight) => 1 - weight)
    return part(category, these, rest, cohenH(these, rest))
  })
  const mean = (side: 'these' | 'rest') => parts.reduce((sum, { [side]: value }, place) => sum + value * place, 0)
  const position =
    indicator.kind === 'ordinal' ? part(null, mean('these'), mean('rest'), mean('these') - mean('rest')) : null
  return { name: indicator.name, parts, position, q: null, defining: true }
}

export const codebook: CodeInput[] = [
  { key: 'need.faults', name: 'Fault rates before paying', facet: 'need' },
  { key: 'pain.reviews', name: 'Reviews that are all five stars', facet: 'pain' },
  { key: 'motivation.reviews', name: 'Reviews', facet: 'motivation', opposite: 'motivation.hunch' },
  { key: 'motivation.hunch', name: 'Own hunch', facet: 'motivation' },
  { key: 'journey.notice', name: 'Notices', facet: 'journey' },
  { key: 'journey.compare', name: 'Compares', facet: 'journey' },
  { key: 'journey.tell', name: 'Tells', facet: 'journey' },
]

/** One interview each of twelve people of persona 1, every sentence a tag. */
export function interviews({ people = 12, quotable = 'consented' as TagInput['quotable'] } = {}) {
  const lines: { code: string; text: string }[] = [
    {
      code: 'motivation.reviews',
      text: 'I read the bad reviews first, and if three people say the door seal went after a year, I believe them.',
    },
    { code: 'need.faults', text: 'Before I pay I want to know how many of them break in a year, nothing else.' },
    { code: 'pain.reviews', text: 'When it is all five stars I stop reading.' },
    { code: 'journey.compare', text: 'When it is all five stars I stop reading.' },
  ]
  const text = lines.map((line) => line.text).join('\n')
  const tags: TagInput[] = []
  const voices: Voice[] = []
  const sources = new Map<string, QuoteSource>()
  for (let index = 0; index < people; index++) {
    const personId = `r0-${index}`
    const sourceId = `interview-${index}`
    voices.push({ personId, channel: 'document' })
    sources.set(sourceId, {
      text,
      label: `Interview ${String(index + 1).padStart(2, '0')}`,
      momentOf: (at) => `00:${String(at % 60).padStart(2, '0')}`,
    })
    for (const { code, text: line } of lines.slice(0, index % 3 === 2 ? 2 : 4)) {
      const start = text.indexOf(line)
      tags.push({
        personId,
        sourceKind: 'document',
        sourceId,
        item: '',
        start,
        end: start + line.length,
        facet: codebook.find(({ key }) => key === code)!.facet,
        code,
        strength: 0.8,
        quotable,
      })
    }
  }
  return { tags, voices, sources }
}

function question(name: string, label: string, list: VariableOption[]): Variable {
  return { name, label, kind: 'nominal', role: 'indicator', reason: '', options: list }
}

function options(...labels: string[]): VariableOption[] {
  return labels.map((label) => ({ code: label, label }))
}

function axisVariable(name: string, left: string, right: string): Variable {
  const list = ['1', '2', '3', '4'].map((code) => ({ code, label: code }))
  return {
    ...question(name, `What matters more to you: ${left} or ${right}?`, list),
    kind: 'ordinal',
    axis: { left, right },
    facet: 'attitude',
  }
}
