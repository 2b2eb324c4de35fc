import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BadInput, type CommandContext } from '../../server/command-line/command.ts'
import { runTag, type TagResult } from '../../server/command-line/tag.ts'

let folder: string
let context: CommandContext
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tag-'))
  context = { cwd: folder, log: () => {}, workers: 1 }
  mkdirSync(join(folder, 'talks'))
  writeFileSync(
    join(folder, 'talks', 'b.txt'),
    'Q: I need to know why?\nA: 🙂 I need a quiet place.\nQ: I love that. Why?\nA: It was so confusing.\n',
  )
  writeFileSync(
    join(folder, 'talks', 'a.csv'),
    'ticket,role,text\n1,agent,I need a number\n1,customer,I need a refund\n',
  )
  writeFileSync(join(folder, 'talks', 'README.md'), '# About\n')
  writeFileSync(join(folder, 'broken.docx'), Buffer.alloc(4000, 7))
  writeFileSync(join(folder, 'captions.vtt'), 'WEBVTT\n\n00:01.000 --> 00:02.000\nI need a quiet place.\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

const tag = (...argv: string[]): Promise<TagResult> => runTag(argv, context)

describe('tag', () => {
  test('a folder: every document in name order, what is none refused with a reason', async () => {
    const { documents, refusedDocuments } = await tag('talks')
    expect(documents.map(({ file, turns, format }) => [file, turns, format])).toEqual([
      ['a.csv', 2, 'csv-turns'],
      ['b.txt', 4, 'text'],
    ])
    expect(refusedDocuments).toEqual([{ file: 'README.md', reason: expect.stringContaining('explains other files') }])
  })

  test('only participants’ and customers’ words are tagged, offsets count code points', async () => {
    const { documents } = await tag('talks')
    expect(documents.map(({ tags }) => tags.filter(({ facet }) => facet === 'need').map(({ quote }) => quote))).toEqual(
      [['I need a refund'], ['🙂 I need a quiet place.']],
    )
    for (const { text, tags } of documents) {
      for (const { start, end, quote, reason, strength, probability } of tags) {
        expect([...text].slice(start, end).join('')).toBe(quote)
        expect(reason).not.toBe('')
        expect(strength).toBeLessThanOrEqual(1)
        if (probability !== null) expect(probability).toBeLessThan(1)
      }
    }
  })

  test('words of nobody in particular are tagged only when the person says whose they are', async () => {
    expect((await tag('captions.vtt')).documents[0]!.tags).toEqual([])
    expect(
      (await tag('captions.vtt', '--unnamed', 'participant')).documents[0]!.tags.map(({ facet }) => facet),
    ).toEqual(['need'])
  })

  test.each([
    [['nope'], 'There is no file or folder “nope”.'],
    [[], 'Say which files'],
    [['broken.docx'], 'broken.docx: '],
    [['talks', '--unnamed', 'cat'], 'not “cat”'],
    [['talks', '--wrong'], '--wrong'],
  ])('%j is refused in one clear line', async (argv, message) => {
    const error = await tag(...argv).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(BadInput)
    expect((error as Error).message).toContain(message)
    expect((error as Error).message).not.toContain('\n')
  })
})
