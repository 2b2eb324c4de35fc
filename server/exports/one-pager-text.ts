import type { OnePagerView, PageLine } from '../personas/one-pager.ts'

/** The one-pager as Markdown, for briefs and wikis: the same lines, each with its proof and grade. */
export function onePagerMarkdown(view: OnePagerView): string {
  const parts = [
    `# ${plain(view.name)}`,
    view.tagline ? `*${plain(view.tagline)}*` : '',
    `**${view.share.text}** (${view.share.interval}; ${view.share.people}). ${view.facts.map(plain).join('. ')}. ${`${view.light.word} ${view.light.value}`.trim()}.`,
    view.quote ? `> ${quoted(view.quote.text)}\n>\n> ${plain(view.quote.source)}` : view.noQuote,
    section(
      'In one breath',
      view.breath.map(({ words, grade }) => `${plain(words)} (${grade})`),
      'Nothing stands out enough to be said in a sentence.',
    ),
    section('What they need', view.needs.map(lineText), 'No evidence.'),
    section('What stands in the way', view.pains.map(lineText), 'No evidence.'),
    section(
      'What sets them apart',
      view.apart.map(
        ({ words, these, rest, grade }) => `${plain(words)}: ${these}\u202f%, everyone else ${rest}\u202f% (${grade})`,
      ),
      'No evidence.',
    ),
    section(
      'Where they stand',
      view.axes.map(({ words, proof, grade }) => `${plain(words)}, ${proof} on a scale from −1 to +1 (${grade})`),
      'No attitude sets these people apart.',
    ),
    section('What they do', view.behaviours.map(lineText), 'No behaviour sets these people apart.'),
    section(
      'How it goes',
      view.journey ? view.journey.stages.map(({ name, note }) => `${plain(name)}: ${note}`) : [],
      'No evidence.',
    ),
    section('Who matches this page', [plain(view.matches)], ''),
    section('Not this persona', [plain(view.notThis)], ''),
    section('Weakest line', [plain(view.weakest)], ''),
    view.counterQuote
      ? `## A member of another mind\n\n> ${quoted(view.counterQuote.text)}\n>\n> ${plain(view.counterQuote.source)}`
      : '',
    section('How this was found', view.methods.map(plain), ''),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

/** The one-pager as JSON for programs: the lines, their figures and where each is proven; no pictures. */
export function onePagerJson(view: OnePagerView): string {
  const line = ({ words, proof, grade, href }: PageLine) => ({ words, proof, grade, evidence: href })
  const page = {
    schema: 'verbatim-one-pager-1',
    key: view.key,
    name: view.name,
    tagline: view.tagline,
    date: view.dated?.toISOString().slice(0, 10) ?? null,
    share: view.share,
    stability: { word: view.light.word, value: view.light.value },
    quote: view.quote ? { text: view.quote.text, source: view.quote.source } : null,
    counterQuote: view.counterQuote ? { text: view.counterQuote.text, source: view.counterQuote.source } : null,
    breath: view.breath.map(line),
    needs: view.needs.map(line),
    pains: view.pains.map(line),
    apart: view.apart.map((row) => ({ ...line(row), these: Number(row.these), rest: Number(row.rest) })),
    axes: view.axes.map((row) => ({ ...line(row), left: row.left, right: row.right })),
    behaviours: view.behaviours.map(line),
    journey: view.journey?.stages ?? null,
    matches: view.matches,
    notThis: view.notThis,
    weakest: view.weakest,
    claims: view.claims.map((claim) => ({
      ...line(claim),
      zone: claim.zone,
      these: claim.these,
      rest: claim.rest,
      how: claim.how,
    })),
    methods: view.methods,
  }
  return `${JSON.stringify(page, null, 2)}\n`
}

function section(title: string, lines: string[], whenEmpty: string): string {
  return `## ${title}\n\n${lines.length > 0 ? lines.map((line) => `- ${line}`).join('\n') : whenEmpty}`
}

function lineText({ words, proof, grade }: PageLine): string {
  return `${plain(words)}: ${proof} (${grade})`
}

/** Words of a survey or a person are text, never markup. */
function plain(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/[\\`*_[\]<>#|]/g, '\\$&')
}

/** A quote keeps its line breaks, each still inside the quote. */
function quoted(text: string): string {
  return `“${text.replace(/[\\`*_[\]<>#|]/g, '\\$&')}”`.replaceAll('\n', '\n> ')
}
