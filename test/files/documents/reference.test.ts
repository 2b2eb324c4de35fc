import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readDocuments } from '../../../server/files/documents/read-document.ts'

const folder = process.env.VERBATIM_REFERENCE

const bytesOf = (path: string) => readFileSync(join(folder!, path))
const readAt = (path: string) => readDocuments(bytesOf(path), path.split('/').at(-1)!)

/** Turns and documents of a real file against counts made another way (search for the labels, the clocks, the array's length). */
const expected: [path: string, documents: number, turns: () => number][] = [
  [
    'transcripts/ai-interviewer-2025/creatives.csv',
    125,
    () => labelsIn('transcripts/ai-interviewer-2025/creatives.csv'),
  ],
  [
    'transcripts/ai-interviewer-2025/scientists.csv',
    125,
    () => labelsIn('transcripts/ai-interviewer-2025/scientists.csv'),
  ],
  [
    'transcripts/ai-interviewer-2025/workforce-sample.csv',
    240,
    () => labelsIn('transcripts/ai-interviewer-2025/workforce-sample.csv'),
  ],
  ...[1, 2, 3, 4, 5].map((number): [string, number, () => number] => {
    const path = `transcripts/test-quality-interviews/transcript_interview_${number}.txt`
    return [path, 1, () => matches(path, /\d\d:\d\d:\d\d/g)]
  }),
  ...[2, 14].map((number): [string, number, () => number] => {
    const path = `transcripts/brain-science-podcast/brain-science-${number}.md`
    return [path, 1, () => matches(path, /^\*\*[^*]+:\*\*/gm)]
  }),
  ...['ES2004', 'ES2011', 'IS1003', 'TS3004', 'TS3011']
    .flatMap((team) => ['a', 'b', 'c', 'd'].map((part) => team + part))
    .map((meeting): [string, number, () => number] => {
      const path = `transcripts/ami-product-meetings/${meeting}.json`
      return [path, 1, () => JSON.parse(bytesOf(path).toString()).meeting_transcripts.length]
    }),
  ['conversations/casino/casino_test.json', 100, () => lengths('conversations/casino/casino_test.json', 'chat_logs')],
  [
    'conversations/casino/casino_train_first300.json',
    300,
    () => lengths('conversations/casino/casino_train_first300.json', 'chat_logs'),
  ],
  ['conversations/casino/casino_valid.json', 30, () => lengths('conversations/casino/casino_valid.json', 'chat_logs')],
  ['conversations/abcd/abcd_sample.json', 3, () => lengths('conversations/abcd/abcd_sample.json', 'original')],
  ['conversations/banking77/train.csv', 9997, () => 9997],
  // Counted by hand: questions of the guide, and answers after an asterisk or behind the question mark.
  ['transcripts/veteran-interview-notes/notes-p14.md', 1, () => 15 + 10],
  ['transcripts/veteran-interview-notes/notes-p6.md', 1, () => 12 + 9],
  // Counted by hand in the file: a change of name, or of no name, begins a turn.
  ['transcripts/zoom-usability-session/GMT20230925-180259_Recording.transcript.vtt', 1, () => 33],
]

function matches(path: string, pattern: RegExp): number {
  return bytesOf(path).toString('latin1').replace(/\r/g, '\n').match(pattern)!.length
}

function labelsIn(path: string): number {
  return matches(path, /(?:^|")(?:User|AI|Assistant):/gm)
}

function lengths(path: string, key: string): number {
  return (JSON.parse(bytesOf(path).toString()) as Record<string, unknown[]>[]).reduce(
    (sum, talk) => sum + talk[key]!.length,
    0,
  )
}

describe('real transcripts', () => {
  test.each(expected)('%s', async (path, documentCount, turnCount) => {
    if (!folder) return console.log('not run: VERBATIM_REFERENCE is not set, the transcripts are not here')
    const { documents, refused } = await readAt(path)
    expect(refused).toEqual([])
    expect(documents).toHaveLength(documentCount)
    expect(documents.reduce((sum, { utterances }) => sum + utterances.length, 0)).toBe(turnCount())
    expect(documents.every(({ text }) => !text.includes('\ufffd'))).toBe(true)
  })

  test('files beside them that hold no talk are refused', async () => {
    if (!folder) return console.log('not run: VERBATIM_REFERENCE is not set, the transcripts are not here')
    for (const path of [
      'transcripts/test-quality-interviews/results-survey.csv',
      'transcripts/test-quality-interviews/questions.md',
      'conversations/abcd/ontology.json',
      'fixtures/subtitles/empty.vtt',
    ]) {
      const { documents, refused } = await readAt(path)
      expect([path, documents.length, refused.length]).toEqual([path, 0, 1])
    }
  })
})
