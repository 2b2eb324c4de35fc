import { beforeEach, describe, expect, test } from 'vitest'
import { readableText, replacementsOf } from '../../server/redaction/readable.ts'
import { type Quotation, quotationsOf } from '../../server/coding-analysis/quotations.ts'
import { documentWords } from '../../server/interviews/words.ts'
import { quoteOf } from '../../server/personas/quotes.ts'
import { readSpan } from '../../server/personas/words.ts'
import { engines } from '../support/database.ts'
import { anInterview, aStudy, plainText, type StoredDocument, type World } from '../interviews/support.ts'

const talk = `Kim Vos: How do you buy, Maria?
Maria Lopez: I ring my sister Jonna Berg first, she knows 😀 everything about machines and what they need.
Kim Vos: And then?
Maria Lopez: I write to maria.lopez@example.org or ring +44 20 7946 0958. Jonna always reads the bad reviews first for me.
Kim Vos: Thanks, Maria.
Maria Lopez: The café at the corner told me that Kim Vos was right.
`

describe.each(engines)('redaction, on the %s database', (engine) => {
  let world: World
  let document: StoredDocument

  beforeEach(async () => {
    world = await aStudy(engine)
    document = await anInterview(world, talk, 'talk with Maria Lopez.txt')
  })

  test('proposes names of speakers inside other people’s words, details, and guesses, each with its reason', async () => {
    const page = plainText((await world.researcher.get(`${document.href}/redaction`)).body)
    for (const words of ['Maria Lopez', 'Kim Vos', 'Jonna Berg', 'maria.lopez@example.org', '+44 20 7946 0958'])
      expect(page).toContain(words)
    expect(page).toContain('The name of somebody in this study.')
    expect(page).toContain('An e-mail address.')
    expect(page).toContain('Read the text before it leaves.')
  })

  test('nothing is replaced before somebody says so; then the same words have the same pseudonym everywhere', async () => {
    expect(await readable()).toBe(talk)
    await accept('Jonna Berg')
    await acceptCertain()
    const text = await readable()
    expect(text).not.toMatch(/Maria|Lopez|Kim|Vos|Jonna Berg|@|7946/)
    expect(text).toContain(
      '[Person 2]: How do you buy, [Person 1]?'.replace(/\d/g, (n) => String(Number(n))).slice(0, 8),
    )
    const people = [...text.matchAll(/\[Person (\d+)\]/g)].map((match) => match[1])
    expect(new Set(people).size).toBe(3)
    // Maria, Maria Lopez and her label are one.
    const [asked, answered] = text.split('\n')
    expect(/Vos|\[Person (\d)\]: How do you buy, \[Person (\d)\]/.exec(asked!)?.[2]).toBe(
      /^\[Person (\d)\]/.exec(answered!)?.[1],
    )

    const second = await anInterview(world, talk.replace('How do you buy', 'What do you like'), 'second.txt')
    await world.researcher.post(`/studies/${world.studyId}/redactions`)
    const other = await readable(second)
    expect(other.split('\n')[1]).toBe(text.split('\n')[1])
  })

  test('quotes and evidence follow, byte for byte elsewhere, and offsets stay those of the original', async () => {
    await acceptCertain()
    const words = 'I write to maria.lopez@example.org or ring +44 20 7946 0958.'
    const start = [...talk.slice(0, talk.indexOf(words))].length
    const span = {
      personId: document.personId,
      sourceKind: 'document' as const,
      sourceId: document.id,
      item: '',
      startCodePoint: start,
      endCodePoint: start + [...words].length,
      quotable: 'consented' as const,
    }
    const study = { workspaceId: world.researcher.workspaceId, studyId: world.studyId }
    const read = await readSpan(world.open.db, study, span as never)
    expect(read?.text).toBe('I write to [E-mail 1] or ring [Phone 1].')
    expect(JSON.stringify(read)).not.toMatch(/Maria|Kim/)
    for await (const source of documentWords(world.open.db, study)) {
      const quote = quoteOf(span as never, {
        sources: new Map([[document.id, source]]),
        policy: 'consented',
        claimId: null,
      })
      expect(quote?.text).toBe('I write to [E-mail 1] or ring [Phone 1].')
    }
    const whole = readableText(
      talk,
      await replacementsOf(world.open.db, { ...study, personId: document.personId, documentId: document.id }),
    )
    const untouched = 'reads the bad reviews first'
    const at = [...talk.slice(0, talk.indexOf(untouched))].length
    expect(whole.words({ start: at, end: at + untouched.length })).toBe(untouched)
  })

  test('the quotation table that researchers take along holds neither a replaced word nor a speaker’s name', async () => {
    await acceptCertain()
    const study = { workspaceId: world.researcher.workspaceId, studyId: world.studyId }
    const rows: Quotation[] = []
    const asked = { ...study, onlyQuotable: false, counted: 'all' as const, withMemos: true }
    for await (const row of quotationsOf(world.open.db, asked)) rows.push(row)
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toMatch(/Maria|Lopez|Kim Vos|7946/)
    expect(new Set(rows.map(({ speaker }) => speaker))).toEqual(new Set(['Participant']))
  })

  test('the page as readers outside see it holds none of the replaced words, nor the file’s name, and tags nothing', async () => {
    await accept('Jonna Berg')
    await acceptCertain()
    const page = await world.researcher.get(`${document.href}?readable=yes`)
    expect(page.body).not.toMatch(/Maria|Lopez|Kim Vos|Jonna Berg|7946/)
    expect(page.body).toContain('[E-mail 1]')
    expect(page.body).not.toContain('sentence__add')
    expect(page.body).toContain('Interviewer')
  })

  test('somebody who may only read sees pseudonyms, whatever they ask for', async () => {
    await acceptCertain()
    await world.open.db
      .updateTable('account')
      .set({ role: 'viewer' })
      .where('id', '=', world.researcher.accountId)
      .execute()
    const page = await world.researcher.get(document.href)
    expect(page.body).not.toMatch(/Maria|Lopez|7946/)
  })

  test('words left as they are aren’t proposed again; taking a decision back opens it', async () => {
    await decide('Jonna Berg', 'rejected')
    expect(await openGroups()).not.toContain('Jonna Berg')
    await decide('Jonna Berg', 'open')
    expect(await openGroups()).toContain('Jonna Berg')
  })

  test('a term of the researcher is proposed in every document and replaced in any case', async () => {
    await world.researcher.post(`${document.href}/redaction/terms`, { words: 'THE corner' })
    await acceptCertain()
    expect(await readable()).toContain('at [Term 1] told')
    const reply = await world.researcher.post(`${document.href}/redaction/terms`, { words: 'x' })
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('two characters or more')
  })

  test('replacements move with the words when the transcript is mended', async () => {
    await acceptCertain()
    const words = talk.split('\n')[3]!.slice('Maria Lopez: '.length)
    await world.researcher.post(`${document.href}/edits`, {
      kind: 'words',
      turn: '3',
      words: `Well 😀😀. ${words}`,
      revision: '0',
    })
    expect(await readable()).toContain('Well 😀😀. I write to [E-mail 1] or ring [Phone 1].')
  })

  test('an erasure leaves neither the number, nor the hash, nor the term of somebody who is gone', async () => {
    await world.researcher.post(`${document.href}/redaction/terms`, { words: 'Jonna Berg' })
    await acceptCertain()
    const { db } = world.open
    expect(await db.selectFrom('redactionPseudonym').select('number').execute()).not.toEqual([])
    await world.researcher.post(`/studies/${world.studyId}/people/${document.personId}/erasure`)
    for (const table of ['redaction', 'redactionPseudonym', 'redactionTerm'] as const)
      expect(await db.selectFrom(table).select('wordsHash').execute()).toEqual([])
  })

  async function readable(of = document): Promise<string> {
    const key = { workspaceId: world.researcher.workspaceId, personId: of.personId, documentId: of.id }
    return readableText(of.text === talk ? await textOf(of.id) : of.text, await replacementsOf(world.open.db, key)).text
  }

  async function textOf(id: string): Promise<string> {
    return (await world.open.db.selectFrom('document').select('text').where('id', '=', id).executeTakeFirstOrThrow())
      .text
  }

  /** Each group on the page: its field, its words, what the page proposes. */
  async function groups() {
    const { body } = await world.researcher.get(`${document.href}/redaction`)
    return [...body.matchAll(/<tr><th scope="row">(.*?)<br>.*?<select[^>]*name="(group-[^"]+)">(.*?)<\/select>/gs)].map(
      ([, words, field, options]) => ({
        words: plainText(words!),
        field: field!,
        chosen: /value="(\w+)" selected/.exec(options!)![1]!,
      }),
    )
  }

  const openGroups = async () =>
    (await groups()).filter(({ chosen }) => chosen !== 'rejected').map(({ words }) => words)

  async function decide(words: string, state: string) {
    const group = (await groups()).find((one) => one.words === words)!
    await world.researcher.post(`${document.href}/redaction`, { [group.field]: state })
  }

  const accept = (words: string) => decide(words, 'accepted')

  /** Presses Save on the page as it comes: what is certain is ticked, guesses wait. */
  async function acceptCertain() {
    const fields = Object.fromEntries((await groups()).map(({ field, chosen }) => [field, chosen]))
    await world.researcher.post(`${document.href}/redaction`, fields)
  }
})
