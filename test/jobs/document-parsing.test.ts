import { afterAll, expect, test } from 'vitest'
import { DocumentParser, parseInWorker } from '../../server/jobs/document-parsing.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const talk = bytes('Int: How?\nAnn: Well.\nInt: Why?\nAnn: So.\n')
const parser = new DocumentParser()
afterAll(() => parser.close())

test('files are parsed in a worker, one after another, each answered by its own result', async () => {
  const answers = await Promise.all([
    parser.parse(talk, 'a.txt'),
    parser.parse(bytes(''), 'b.txt'),
    parser.parse(talk, 'c.txt'),
  ])
  expect(answers.map(({ documents, refused }) => documents[0]?.name ?? refused[0]!.file)).toEqual([
    'a.txt',
    'b.txt',
    'c.txt',
  ])
})

test('a file that takes too long is refused, and the next one is read', async () => {
  const hasty = new DocumentParser({ timeMs: 1, memoryMb: 256 })
  const { documents, refused } = await hasty.parse(talk, 'slow.txt')
  await hasty.close()
  expect(documents).toEqual([])
  expect(refused[0]!.reason).toContain('longer than')
  expect((await parser.parse(talk, 'next.txt')).documents).toHaveLength(1)
})

test('a file that needs too much memory is refused, and this process lives on', async () => {
  const row = 'customer,words that fill the memory of the worker\n'
  const large = bytes(`role,text\n${row.repeat(400_000)}`)
  const { documents, refused } = await parseInWorker(large, 'large.csv', { timeMs: 60_000, memoryMb: 24 })
  expect(documents).toEqual([])
  expect(refused[0]!.reason).toMatch(/more than 24 MB of memory|ended the parser/)
})
