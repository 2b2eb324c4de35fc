import { resolveForPrint } from '../charts/resolve-for-print.ts'
import { shortened } from '../personas/claim-words.ts'
import type { OnePagerView } from '../personas/one-pager.ts'
import { printTokens } from './print-tokens.ts'

const tokens = printTokens

/** Sheets in millimetres: three columns with 7 between them, 12 at the sides, 10.5 above and 9 below. */
export const papers = {
  a4: { width: 297, height: 210, columns: [61, 116, 82] },
  letter: { width: 279.4, height: 215.9, columns: [55, 109, 77.4] },
  // A slide of 16 : 9, for pictures that stand on a screen.
  wide: { width: 373.33, height: 210, columns: [61, 160, 114.33] },
}

/** Rows of the proof's table at most; the sheet takes as many of them as have room beside voices and method. */
const claimsOnSheet = 22

/** Further words on the front, where the team, the segments and the journey leave room for them. */
const voicesOnFront = 4

export type Paper = 'a4' | 'letter'

export interface PrintSettings {
  paper?: Paper | 'wide'
  /** The page without the proof behind it, for pictures. */
  isFrontOnly?: boolean
  brand?: PrintBrand
}

/** How a workspace's files look; the colours have been held against the paper already. */
export interface PrintBrand {
  /** For headings, at least 4.5 : 1 on the paper. */
  accentInk: string | null
  logo: { bytes: Uint8Array; format: 'png' | 'jpg'; alt: string } | null
}

/** The one-pager as templates/one-pager.typ reads it: charts as files of their own, colours as sRGB, the date of the data. */
export function printPage(
  view: OnePagerView,
  { paper = 'a4', isFrontOnly = false, brand = { accentInk: null, logo: null } }: PrintSettings = {},
) {
  const drawn = (svg: string) => ({
    svg: resolveForPrint(svg, tokens, view.number),
    alt: /<title>([^<]*)<\/title>/.exec(svg)?.[1] ?? '',
  })
  const line = ({ words, proof, grade }: { words: string; proof: string; grade: string }) => ({ words, proof, grade })
  return {
    isFrontOnly,
    paper: papers[paper],
    logo: printedLogo(brand),
    isInternal: view.isInternal,
    title: `${view.name}, persona`,
    author: view.workspaceName,
    date: view.dated
      ? { year: view.dated.getUTCFullYear(), month: view.dated.getUTCMonth() + 1, day: view.dated.getUTCDate() }
      : null,
    colours: {
      text: tokens.colour('text'),
      soft: tokens.colour('text-soft'),
      faint: tokens.colour('text-faint'),
      border: tokens.colour('border'),
      rule: tokens.colour('margin-rule'),
      surface: tokens.colour('surface'),
      sound: tokens.colour('sound'),
      caution: tokens.colour('caution'),
      error: tokens.colour('error'),
      persona: tokens.colour(view.className),
      personaInk: tokens.colour(`${view.className}-ink`),
      heading: brand.accentInk ?? tokens.colour(`${view.className}-ink`),
    },
    facts: view.facts,
    light: { word: view.light.word, kind: view.light.light, value: view.light.value },
    name: view.name,
    nameSize: view.name.length <= 24 ? 33 : view.name.length <= 42 ? 25 : 18,
    tagline: view.tagline,
    share: view.share,
    quote: view.quote
      ? {
          text: view.quote.text,
          source: view.quote.source,
          size: view.quote.text.length <= 145 ? 21 : view.quote.text.length <= 200 ? 17 : 14.5,
        }
      : null,
    noQuote: view.noQuote,
    more: view.voices.slice(0, voicesOnFront).map(({ text, source }) => ({ text, source })),
    counter: view.counterQuote ? [{ text: view.counterQuote.text, source: view.counterQuote.source }] : [],
    landscape: {
      ...drawn(view.landscape),
      alt: 'Abstract landscape drawn from this persona’s differences. It is not a likeness of anyone.',
    },
    ruler: drawn(view.ruler),
    finding: view.finding && line(view.finding),
    breath: view.breathBelow.map(line),
    pains: view.pains.map(line),
    needs: view.needs.map(line),
    behaviours: view.behaviours.map(line),
    motivations: view.apart.map((row) => ({
      topic: row.topic,
      said: row.said,
      ...drawn(row.chart),
      value: `${row.these} / ${row.rest}`,
      proof: row.proof,
      grade: row.grade,
    })),
    bases: view.bases,
    axes: view.axes.map((row) => ({
      left: row.left,
      right: row.right,
      ...drawn(row.chart),
      proof: row.proof,
      grade: row.grade,
    })),
    mark: drawn(view.mark).svg,
    spread: tokens.mix(view.className, 26, 'surface'),
    elsewhere: tokens.colour('elsewhere'),
    journey: view.journey
      ? {
          ...drawn(view.journey.chart),
          stages: view.journey.stages.map((stage) => ({
            ...stage,
            name: shortened(stage.name, 28),
            icon: stage.icon && drawn(stage.icon).svg,
          })),
        }
      : null,
    journeyNote: view.journeyNote,
    segments: view.segments.map((row) => ({
      name: row.name,
      ...drawn(row.chart),
      lift: row.lift,
      signs: row.signs,
      base: row.base,
    })),
    segmentsNote: view.segmentsNote,
    dos: view.dos,
    donts: view.donts,
    madeBy: view.madeBy,
    qr: view.qr ? drawn(view.qr) : null,
    address: view.address.replace(/^https?:\/\//, ''),
    foot: [
      { title: 'Who matches this page', text: view.matches },
      { title: 'Not this persona', text: view.notThis },
      { title: 'Weakest line', text: `${view.weakest} ${view.reviewBy}`.trim() },
      {
        title: 'The decision it serves',
        text: `${shortened(view.decision, 100) || 'Nobody wrote down which decision.'} ${view.recounted}`.trim(),
      },
    ],
    claims: view.claims.slice(0, claimsOnSheet).map((claim) => ({
      grade: claim.grade,
      zone: claim.zone,
      text: claim.full,
      these: claim.these,
      rest: claim.rest,
      how: claim.how,
    })),
    claimCount: view.claimCount,
    voices: [
      ...[...(view.quote ? [view.quote] : []), ...view.voices].map(({ text, source }) => ({ text, source })),
      ...view.counterQuotes.map(({ text, source }) => ({ text, source: `${source}, a member of another mind` })),
    ],
    methods: view.methods,
    nulls: view.nulls.map(({ name, chart }) => ({ name, ...drawn(chart) })),
    indicators: view.indicators.length,
    maps: mapsOf(view),
  }
}

/** A logo as JSON carries it to the typesetter. */
export function printedLogo({ logo }: PrintBrand) {
  return logo && { bytes: [...logo.bytes], format: logo.format, alt: logo.alt }
}

/** The empathy map, the job stories and the journey map; a cell without evidence is empty here and says so on the page. */
function mapsOf(view: OnePagerView) {
  return {
    says: view.empathy.says.map(({ text, source }) => ({ text, source })),
    saysNone: view.empathy.saysNone,
    cells: view.empathy.cells.map(({ title, silence, lines }) => ({
      title,
      silence,
      lines: lines.map(({ words, proof, grade }) => ({ words, proof, grade })),
    })),
    stories: view.jobStories.map(({ when, want, so, proof, grade }) => ({ when, want, so, proof, grade })),
    stages: view.journeyMap,
  }
}
