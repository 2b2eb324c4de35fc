import { type Instrument, type Item, itemsOf } from '../../survey-forms/instrument.ts'
import { fieldsOfForm } from './editor-helpers.ts'
import { type AskedClause, type AskedQuestion, type AskedSurvey, clausesOf } from './open-source-survey.ts'
import type { OpenSurvey } from './support.ts'

/** Options that are no ordinary one, as the form of the editor names what they are. */
function entryKind(label: string): 'other' | 'alone' | 'no-position' | 'plain' {
  if (/please describe/i.test(label)) return 'other'
  if (/^none of the above|did not react/i.test(label)) return 'alone'
  return /prefer not to say|not sure|^not applicable/i.test(label) ? 'no-position' : 'plain'
}

const codeOf = (name: string) => name.toLowerCase().replaceAll('-', '_').slice(0, 32)

/**
 * Builds the survey as a researcher would: an empty one, then page by page and question by question, through the forms.
 * @returns the survey's id
 */
export async function buildOpenSourceSurvey(
  { researcher, studyId }: OpenSurvey,
  asked: AskedSurvey,
  draftOf: (surveyId: string) => Promise<Instrument>,
): Promise<string> {
  const accepted = async (reply: ReturnType<typeof researcher.post>) => {
    const { statusCode, body, headers } = await reply
    if (statusCode !== 303) throw new Error(/<h2>This could not[\s\S]*?<\/div>/.exec(body)?.[0] ?? `${statusCode}`)
    return String(headers.location)
  }
  const made = await accepted(researcher.post(`/studies/${studyId}/surveys`, { title: 'Open source survey' }))
  const surveyId = made.split('/').at(-1)!
  const base = `/surveys/${surveyId}`
  await accepted(
    researcher.post(`${base}/texts`, {
      introduction: asked.introduction.map((one) => one.slice(0, 800)).join('\n\n'),
      minutes: '15',
    }),
  )

  let page = ''
  let onPage: string[] = []
  const newPage = async (title: string) => {
    page = /#page-(\w+)/.exec(await accepted(researcher.post(`${base}/pages`, { title })))?.[1] ?? ''
    page ||= (await draftOf(surveyId)).pages.at(-1)!.code
    onPage = []
  }
  let section = ''
  for (const question of asked.questions) {
    const rule = question.notes.map(clausesOf).find((one) => one !== null)
    if (question.section !== section) {
      section = question.section
      await newPage(section)
      const { text } = asked.sections.find((one) => one.title === section)!
      const heading = { kind: 'statement', ask: section, lines: text, code: `about_${page}` }
      if (text) await accepted(researcher.post(`${base}/pages/${page}/items`, heading))
    }
    // What a question depends on stands on an earlier page.
    else if (rule?.clauses.some(({ name }) => onPage.includes(name)) || carries(question)) await newPage(section)
    await addQuestion(question)
    onPage.push(question.name)
    if (rule) await addRule(codeOf(question.name), rule)
  }
  await accepted(researcher.post(`${base}/pages/questions`, { _do: 'remove' }))
  return surveyId

  async function addQuestion(question: AskedQuestion): Promise<void> {
    const code = codeOf(question.name)
    const path = `${base}/items/${code}`
    const labels = carries(question)
      ? asked.questions.find((one) => one.name === 'HARASSMENT-RESPONSE')!.entries
      : question.entries
    const isGrid = question.kind === 'grid'
    const special = labels.findIndex((label) => !isGrid && entryKind(label) !== 'plain')
    const first = special < 0 ? labels : labels.slice(0, Math.max(2, special))
    const kind = isGrid ? 'agreement-matrix' : question.kind === 'single' ? 'single-choice' : 'multiple-choice'
    const columns = question.columns.filter((column) => !/^don't know/i.test(column))
    await accepted(
      researcher.post(`${base}/pages/${page}/items`, {
        kind,
        ask: question.ask.at(-1)!,
        code,
        lines: first.join('\n'),
        points: columns.join('\n'),
      }),
    )
    for (const label of labels.slice(first.length))
      await accepted(researcher.post(path, { newEntry: label, newEntryAs: entryKind(label), _do: 'save' }))
    const { isRequired: _answersAreOptional, offersRefusal: _refusal, ...fields } = await formOf(code)
    const dontKnow = question.columns.find((column) => /^don't know/i.test(column))
    await accepted(
      researcher.post(path, {
        ...fields,
        hint: question.ask.slice(0, -1).join(' ').slice(0, 400),
        ...(question.notes.some((note) => /random/.test(note)) && { isShuffled: 'yes' }),
        ...(dontKnow && { dontKnow }),
        _do: 'save',
      }),
    )
    if (carries(question))
      await accepted(
        researcher.post(`${base}/flow`, {
          _do: `carry-forward:${code}`,
          from: codeOf('HARASSMENT-RESPONSE'),
          which: 'chosen',
        }),
      )
  }

  async function formOf(code: string): Promise<Record<string, string>> {
    return fieldsOfForm((await researcher.get(`${base}?open=item.${code}`)).body, `${base}/items/${code}`)
  }

  async function addRule(code: string, rule: { join: 'all' | 'any'; clauses: AskedClause[] }): Promise<void> {
    const items = itemsOf(await draftOf(surveyId))
    for (const clause of rule.clauses)
      await accepted(researcher.post(`${base}/rules/item.${code}`, { ...choiceOf(items, clause), _do: 'add' }))
    if (rule.clauses.length > 1)
      await accepted(researcher.post(`${base}/rules/item.${code}`, { join: rule.join, _do: 'join' }))
  }
}

function carries({ notes }: AskedQuestion): boolean {
  return notes.some((note) => note.startsWith('1 row per option selected'))
}

/** A condition of the questionnaire as the fields of the form that chooses it. */
function choiceOf(items: Item[], { name, entry, sign, number }: AskedClause): Record<string, string | string[]> {
  const item = items.find((one) => one.code === codeOf(name))!
  const is = sign === '!=' ? 'none_of' : 'any_of'
  if (item.kind === 'agreement-matrix') {
    // A row of No and Yes is 1 where it was Yes.
    return { question: `${item.code}_${item.rows[entry! - 1]!.code}`, is, codes: item.points.at(-1)!.code }
  }
  const options = (item as Extract<Item, { kind: 'single-choice' }>).options.map((one) => one.code)
  if (item.kind === 'multiple-choice') return { question: item.code, is, codes: options[(entry ?? number) - 1]! }
  return { question: item.code, is, codes: sign === '<' ? options.slice(0, number - 1) : options[number - 1]! }
}

/** Fills in the grid of a language with what the translation has, question by question; lists of another length are left. */
export async function translateOpenSourceSurvey(
  { researcher, surveyId }: OpenSurvey,
  given: { language: string; asked: AskedSurvey; translated: AskedSurvey; draft: Instrument },
): Promise<void> {
  const { language, asked, translated, draft } = given
  const texts: Record<string, string> = {}
  translated.introduction.slice(0, draft.introduction.length).forEach((text, index) => {
    texts[`introduction.${index + 1}`] = text
  })
  asked.sections.forEach(({ title }, index) => {
    const section = translated.sections[index]
    if (!section) return
    for (const page of draft.pages.filter((one) => one.title === title))
      texts[`page.${page.code}.title`] = section.title
    const statement = itemsOf(draft).find((item) => item.kind === 'statement' && item.ask === title)
    if (!statement) return
    texts[`item.${statement.code}.ask`] = section.title
    if (section.text) texts[`item.${statement.code}.text`] = section.text
  })
  for (const question of asked.questions) {
    const other = translated.questions.find((one) => one.name === question.name)
    const item = itemsOf(draft).find((one) => one.code === codeOf(question.name))
    if (other && item) Object.assign(texts, textsOfQuestion(item, [question, other], [asked, translated]))
  }
  await researcher.post(`/surveys/${surveyId}/languages`, { language })
  const reply = await researcher.post(`/surveys/${surveyId}/languages/${language}`, texts)
  if (reply.statusCode !== 303) throw new Error(reply.body.slice(0, 2000))
}

function textsOfQuestion(
  item: Item,
  [question, other]: [AskedQuestion, AskedQuestion],
  [asked, translated]: [AskedSurvey, AskedSurvey],
) {
  const key = `item.${item.code}`
  const texts: Record<string, string> = { [`${key}.ask`]: other.ask.at(-1)! }
  if (other.ask.length === question.ask.length && other.ask.length > 1)
    texts[`${key}.hint`] = other.ask.slice(0, -1).join(' ')
  const [source, sourceHere] = carries(question)
    ? [asked, translated].map((survey) => survey.questions.find((one) => one.name === 'HARASSMENT-RESPONSE')!)
    : [question, other]
  const labels = inOrderOf(source!, sourceHere!)
  const list = 'options' in item ? 'options' : 'rows'
  const entries = ('options' in item ? item.options : 'rows' in item ? item.rows : []) as { code: string }[]
  if (labels.length === entries.length)
    entries.forEach(({ code }, index) => {
      texts[`${key}.${list}.${code}.label`] = labels[index]!
    })
  if (item.kind === 'agreement-matrix' && other.columns.length >= item.points.length)
    item.points.forEach(({ code }, index) => {
      texts[`${key}.points.${code}.label`] = other.columns[index]!
    })
  return texts
}

/** A translation's options in the order of the original: the one that stands alone was moved in some. */
function inOrderOf(question: AskedQuestion, other: AskedQuestion): string[] {
  const alone = ({ notes }: AskedQuestion) =>
    Number(/\((\d+)\) is selected/.exec(notes.join(' '))?.[1] ?? Number.NaN) - 1
  const [from, to] = [alone(other), alone(question)]
  if (Number.isNaN(from) || from === to) return other.entries
  const others = other.entries.toSpliced(from, 1)
  return others.toSpliced(to, 0, other.entries[from]!)
}
