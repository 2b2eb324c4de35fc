import { describe, expect, test } from 'vitest'
import { read, readOne, rolesOf, turnsOf } from './read.ts'

describe('text with speakers', () => {
  test.each([
    ['name and colon', 'Int: How?\nAnn: Well.\nInt: Why?\nAnn: So.\n'],
    ['time before', '[00:01] Int: How?\n[00:02] Ann: Well.\n[00:05] Int: Why?\n[00:09] Ann: So.\n'],
    ['time after', 'Int (00:01): How?\nAnn (00:02): Well.\nInt (00:05): Why?\nAnn (00:09): So.\n'],
    ['header line', 'Int  0:01\nHow?\n\nAnn  0:02\nWell.\n\nInt  0:05\nWhy?\n\nAnn  0:09\nSo.\n'],
    ['time, then name', '00:00:01 Int\nHow?\n\n00:00:02 Ann\nWell.\n\n00:00:05 Int\nWhy?\n\n00:00:09 Ann\nSo.\n'],
    ['brackets', '[Int] How?\n[Ann] Well.\n[Int] Why?\n[Ann] So.\n'],
    ['tab', 'Int\tHow?\nAnn\tWell.\nInt\tWhy?\nAnn\tSo.\n'],
    ['bold', '**Int:** How?\n\n**Ann:** Well.\n\n**Int**: Why?\n\n**Ann (00:09):** So.\n'],
    ['time run into the words', 'Talk #100:00:01 Int: How?00:00:02 Ann: Well.00:00:05Int: Why?00:00:09 Ann: So.'],
    ['time on its own line', '00:00:01\nInt: How?\n00:00:02\nAnn: Well.\n00:00:05\nInt: Why?\n00:00:09\nAnn: So.\n'],
  ])('%s', async (_, text) => {
    for (const file of [text, text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r')]) {
      const document = await readOne(file, 'talk.txt')
      expect(turnsOf(document)).toEqual(['Int|How?', 'Ann|Well.', 'Int|Why?', 'Ann|So.'])
      expect(rolesOf(document)).toEqual({ Int: 'interviewer', Ann: 'participant' })
    }
  })

  test('the text is kept as written, blank lines and second paragraphs inside a turn too', async () => {
    const text = 'Talk of May\n\nQ: How?\n\nA: Well.\n\nAnd then,\nso.\nQ: Why?\nA: No.\n'
    const document = await readOne(text, 'talk.txt')
    expect(document.text).toBe(text)
    expect(turnsOf(document)[1]).toBe('A|Well.\n\nAnd then,\nso.')
    expect(document.warnings.join()).toContain('before the first speaker')
  })

  test('a known label without its colon still begins a turn after a time', async () => {
    const document = await readOne(
      '00:00:01 Q: How?\n00:00:02 A Sure.\n00:00:05 Q: Why?\n00:00:09 A: So.\n',
      'talk.txt',
    )
    expect(turnsOf(document)).toEqual(['Q|How?', 'A|Sure.', 'Q|Why?', 'A|So.'])
  })

  test('a label must recur: headings in an answer, links and “Note:” are no speakers', async () => {
    const text =
      'AI: How?\n\nUser: Two things.\n\nInitial steps: look.\nNote: see https://example.org\nhttp: no\n\nAI: And?\n\nUser: That is all.\n'
    const document = await readOne(text, 'talk.txt')
    expect(document.speakers.map(({ label }) => label)).toEqual(['AI', 'User'])
    expect(turnsOf(document)[1]).toContain('Initial steps: look.')
  })

  test('labels that change in one talk keep their own names and roles', async () => {
    const document = await readOne(
      'Assistant: Hello?\n\nUser: Hi.\n\nAI: How?\n\nUser: Fine.\n\nAI: Bye.\n',
      'talk.txt',
    )
    expect(rolesOf(document)).toEqual({ Assistant: 'interviewer', User: 'participant', AI: 'interviewer' })
  })

  test('digits, accents, hyphens and “(Guest)” are legal in names', async () => {
    const document = await readOne(
      'P02: a b\nZoë Müller-Núñez (Guest): c d\nP02: e\nZoë Müller-Núñez (Guest): f\n',
      'talk.txt',
    )
    expect(document.speakers.map(({ label }) => label)).toEqual(['P02', 'Zoë Müller-Núñez (Guest)'])
  })

  test('a text where nobody is named is somebody’s, but nobody knows whose', async () => {
    const document = await readOne('I went home.\n\nIt rained.\n', 'diary.txt')
    expect(turnsOf(document)).toEqual(['|I went home.', '|It rained.'])
    expect(rolesOf(document)).toEqual({ '': 'unknown' })
  })
})

describe('roles', () => {
  test('who asks most is the interviewer when labels say nothing', async () => {
    const document = await readOne(
      'Kim: How?\nAnn: Well.\nKim: Why is that?\nAnn: So.\nKim: Really?\nAnn: Yes.\n',
      'talk.txt',
    )
    expect(rolesOf(document)).toEqual({ Kim: 'interviewer', Ann: 'participant' })
    expect(document.speakers[0]!.reason).toBe('Asks most: 100 % of 3 turns end in a question.')
  })

  test('a label counts by whole words: Claire is no AI, User Interface no user', async () => {
    const document = await readOne('Claire: a.\nUser Interface: b.\nClaire: c.\nUser Interface: d.\n', 'talk.txt')
    expect(document.speakers.map(({ reason }) => reason)).toEqual(
      Array(2).fill(expect.stringContaining('please check')),
    )
  })

  test('two agents are two participants: the word does not tell them apart', async () => {
    const document = await readOne('agent_1: a.\nagent_2: b?\nagent_1: c.\nagent_2: d?\n', 'talk.txt')
    expect(rolesOf(document)).toEqual({ agent_1: 'participant', agent_2: 'participant' })
  })
})

describe('Markdown', () => {
  test('entities and escapes are decoded, words between are kept', async () => {
    const document = await readOne(
      '**Ann B. Lee, Psy.D:** \\[laughs\\] Salt &amp; pepper.\n\n**Bo:** *Yes*, 2 \\* 3.\n\n**Ann B. Lee, Psy.D:** Go on.\n\n**Bo:** No.\n',
      'talk.md',
    )
    expect(turnsOf(document)).toEqual([
      'Ann B. Lee, Psy.D|[laughs] Salt & pepper.',
      'Bo|*Yes*, 2 * 3.',
      'Ann B. Lee, Psy.D|Go on.',
      'Bo|No.',
    ])
    expect(document.format).toBe('markdown')
  })

  test.each([
    ['README.md', '# Tool\n\nIt does things.\n', 'explains other files'],
    ['questions.md', '# Part 1\n\n1. How do you bake?\n> Free text\n\n2. Why?\n> Single choice\n', 'nobody answers'],
  ])('%s is refused with a reason', async (name, text, reason) => {
    const { documents, refused } = await read(text, name)
    expect(documents).toEqual([])
    expect(refused[0]!.reason).toContain(reason)
  })
})

describe('notes', () => {
  const guide = `Questions

Background
- Where do you live? *In a small town.
- What do you bake?
  - Why? * It is cheap.
It also keeps well.

About bread
What else? *Rye, sometimes.
Reserves: *Yes, two bags.
Have you tried oats? No.
`
  test('guide questions with the answer after an asterisk', async () => {
    const document = await readOne(guide, 'notes.md')
    expect(document.kind).toBe('notes')
    expect(document.text).toBe(guide)
    expect(turnsOf(document)).toEqual([
      'Question|Where do you live?',
      'Answer|In a small town.',
      'Question|What do you bake?',
      'Question|Why?',
      'Answer|It is cheap.\nIt also keeps well.',
      'Question|What else?',
      'Answer|Rye, sometimes.',
      'Question|Reserves:',
      'Answer|Yes, two bags.',
      'Question|Have you tried oats?',
      'Answer|No.',
    ])
    expect(rolesOf(document)).toEqual({ Question: 'interviewer', Answer: 'participant' })
  })

  test('answers are as noted, never verbatim', async () => {
    const document = await readOne(guide, 'notes.md')
    expect(document.utterances.filter(({ asNoted }) => asNoted).map(({ speaker }) => speaker)).toEqual(
      Array(5).fill('Answer'),
    )
    expect(document.warnings.join()).toContain('1 guide questions have no answer')
  })
})
