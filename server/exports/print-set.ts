import { axisLine } from '../charts/axis-strip.ts'
import { landscape } from '../charts/landscape.ts'
import { personaMark } from '../charts/persona-mark.ts'
import { resolveForPrint } from '../charts/resolve-for-print.ts'
import { shareBar } from '../charts/share-bar.ts'
import { shortened } from '../personas/claim-words.ts'
import type { OnePagerView } from '../personas/one-pager.ts'
import type { SetSummary } from '../personas/set-summary.ts'
import { type Paper, type PrintBrand, papers, printedLogo } from './print-page.ts'
import { printTokens as tokens } from './print-tokens.ts'

/** Fewer shared axes than this tell personas apart no more: then each shows some of its own answers whatever else gives way. */
const fewAxes = 3
/** Answers of their own at most: as many as the sheet has room for below the axes. */
const linesShown = 7
/** Characters of a quote under a narrow column. */
const longestQuote = 140

/** A persona set as templates/persona-set.typ reads it. @param views the personas' own pages, in the order of the set */
export function printSet(
  set: SetSummary,
  views: OnePagerView[],
  { paper = 'a4', brand = { accentInk: null, logo: null } }: { paper?: Paper; brand?: PrintBrand } = {},
) {
  const { dated } = set
  const columns = set.personas.length <= 4 ? Math.max(1, set.personas.length) : Math.ceil(set.personas.length / 2)
  // Characters of a column's width in the words' face, and of half of it in the labels'.
  const letters = Math.floor(165 / columns)
  const end = Math.floor(letters / 2) - 1
  const drawn = (svg: string, personaNumber: number) => ({
    svg: resolveForPrint(svg, tokens, personaNumber),
    alt: /<title>([^<]*)<\/title>/.exec(svg)?.[1] ?? '',
  })
  return {
    paper: papers[paper],
    title: set.title,
    author: set.workspaceName,
    date: dated ? { year: dated.getUTCFullYear(), month: dated.getUTCMonth() + 1, day: dated.getUTCDate() } : null,
    colours: {
      text: tokens.colour('text'),
      soft: tokens.colour('text-soft'),
      border: tokens.colour('border'),
      rule: tokens.colour('margin-rule'),
      surface: tokens.colour('surface'),
      error: tokens.colour('error'),
      between: tokens.colour('surface-sunk'),
      edge: tokens.colour('border-control'),
      heading: brand.accentInk ?? tokens.colour('text'),
    },
    logo: printedLogo(brand),
    isInternal: views.some(({ isInternal }) => isInternal),
    fewAxes,
    facts: set.facts,
    word: set.word,
    meaning: set.meaning,
    people: set.people,
    hasAxes: set.axes.length > 0,
    hasLines: views.some(({ apart }) => apart.length > 0),
    decision: set.decision ? `For: ${shortened(set.decision, 90)}` : '',
    shareChart: drawn(shareBar(set.shares), 1),
    shares: set.shares.map(({ name, text, who }) => ({
      name: shortened(name, 34),
      share: text,
      who: String(who),
      mark: typeof who === 'number' ? drawn(personaMark(who), who).svg : null,
    })),
    shareNote: set.shareNote,
    personas: set.personas.map((persona, place) => {
      const { number } = persona
      const view = views[place]!
      return {
        name: persona.name,
        tagline: shortened(persona.tagline, 60),
        share: persona.share,
        interval: persona.interval,
        stability: persona.stability,
        ink: tokens.colour(`persona-${number}-ink`),
        mark: drawn(personaMark(number), number).svg,
        land: {
          ...drawn(landscape({ ...view.ground, width: 270, height: 120, levels: 12, name: persona.name }), number),
          alt: 'Abstract landscape; not a likeness of anyone.',
        },
        axes: set.axes.map(({ topic, left, right, positions }) => {
          const position = positions[place]
          return {
            topic: topic ? shortened(topic, letters) : '',
            left: shortened(left, end),
            right: shortened(right, end),
            drawn: position ? drawn(axisLine({ left, right, ...position, personaNumber: number }), number) : null,
          }
        }),
        lines: view.apart.slice(0, linesShown).map(({ topic, said, these, rest, grade }) => ({
          topic,
          said,
          these,
          rest,
          grade,
        })),
        quote: shortVoice(view),
      }
    }),
  }
}

/** The quote, or the next voice that fits: words are left out whole, never cut. */
function shortVoice({ quote, voices }: OnePagerView): { text: string; source: string } | null {
  const found = [quote, ...voices].find((voice) => voice !== null && voice.text.length <= longestQuote)
  return found ? { text: found.text, source: found.source } : null
}
