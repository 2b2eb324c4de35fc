import { readFileSync } from 'node:fs'
import { resolveForPrint } from '../charts/resolve-for-print.ts'
import { readTokens } from '../charts/tokens.ts'
import type { OnePagerView } from '../personas/one-pager.ts'

const tokens = readTokens(readFileSync(new URL('../../templates/styles/tokens.css', import.meta.url), 'utf8'))

/** The one-pager as templates/one-pager.typ reads it: charts as files of their own, colours as sRGB, the date of the data. */
export function printPage(view: OnePagerView, { isFrontOnly }: { isFrontOnly: boolean }) {
  const drawn = (svg: string) => ({
    svg: resolveForPrint(svg, tokens, view.number),
    alt: /<title>([^<]*)<\/title>/.exec(svg)?.[1] ?? '',
  })
  const line = ({ words, proof, grade }: { words: string; proof: string; grade: string }) => ({ words, proof, grade })
  return {
    isFrontOnly,
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
    landscape: {
      ...drawn(view.landscape),
      alt: 'Abstract landscape drawn from this persona’s differences. It is not a likeness of anyone.',
    },
    ruler: drawn(view.ruler),
    breath: view.breath.map(line),
    pains: view.pains.map(line),
    needs: view.needs.map(line),
    behaviours: view.behaviours.map(line),
    motivations: view.apart.map((row) => ({
      label: row.words,
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
    journey: view.journey ? { ...drawn(view.journey.chart), stages: view.journey.stages } : null,
    segments: [],
    segmentsNote: view.segmentsNote,
    foot: [
      { title: 'Who matches this page', text: view.matches },
      { title: 'Not this persona', text: view.notThis },
      { title: 'Weakest line', text: view.weakest },
      {
        title: 'The decision it serves',
        text: `${view.decision || 'Nobody wrote down which decision.'} ${view.recounted}`.trim(),
      },
    ],
    claims: view.claims.map((claim) => ({
      grade: claim.grade,
      zone: claim.zone,
      text: claim.full,
      these: claim.these,
      rest: claim.rest,
      how: claim.how,
    })),
    voices: [
      ...(view.quote ? [{ text: view.quote.text, source: view.quote.source }] : []),
      ...(view.counterQuote
        ? [{ text: view.counterQuote.text, source: `${view.counterQuote.source}, a member of another mind` }]
        : []),
    ],
    methods: view.methods,
  }
}
