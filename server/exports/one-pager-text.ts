import type { OnePagerView } from '../personas/one-pager.ts'
import type { PageLine } from '../personas/page-lines.ts'

/** The one-pager as Markdown, for briefs and wikis: the same lines, each with its proof and grade. */
export function onePagerMarkdown(view: OnePagerView): string {
  const parts = [
    `# ${plain(view.name)}`,
    view.tagline ? `*${plain(view.tagline)}*` : '',
    `**${view.share.text}** (${view.share.interval}; ${view.share.people}). ${view.facts.map(plain).join('. ')}. ${`${view.light.word} ${view.light.value}`.trim()}.`,
    view.isInternal ? '**Internal: holds words that nobody released for quoting.**' : '',
    view.quote ? voice(view.quote) : view.noQuote,
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
      view.journeyNote,
    ),
    section(
      'Jobs they told of (our wording between the names of codes)',
      view.jobStories.map(
        ({ when, want, so, proof, grade }) =>
          `When: ${plain(when)}. I want: ${plain(want)}. ${so ? `So that: ${plain(so)}` : 'So that: no evidence'}. ${proof} (${grade})`,
      ),
      'No evidence: nobody of this persona named a need and its situation in one breath.',
    ),
    section(
      'Segments they come from',
      view.segments.map(({ name, lift, signs, base }) => `${plain(name)}: ${`${lift} ${signs}`.trim()} (n ${base})`),
      '',
    ) + (view.segmentsNote ? `${view.segments.length > 0 ? '\n\n' : ''}${plain(view.segmentsNote)}` : ''),
    section(
      view.madeBy ? `What we make of it (${plain(view.madeBy)})` : 'What we make of it',
      [...view.dos.map((text) => `Do: ${plain(text)}`), ...view.donts.map((text) => `Don’t: ${plain(text)}`)],
      'Nothing yet.',
    ),
    section('Who matches this page', [plain(view.matches)], ''),
    section('Not this persona', [plain(view.notThis)], ''),
    section('Weakest line', [plain(`${view.weakest} ${view.reviewBy}`.trim())], ''),
    view.counterQuotes.length > 0
      ? `## ${view.counterQuotes.length > 1 ? 'Members' : 'A member'} of another mind\n\n${view.counterQuotes.map(voice).join('\n\n')}`
      : '',
    section('How this was found', view.methods.map(plain), ''),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
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
function voice({ text, source }: { text: string; source: string }): string {
  return `> ${quoted(text)}\n>\n> ${plain(source)}`
}

function quoted(text: string): string {
  return `“${text.replace(/[\\`*_[\]<>#|]/g, '\\$&')}”`.replaceAll('\n', '\n> ')
}
