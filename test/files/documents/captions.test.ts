import { describe, expect, test } from 'vitest'
import { read, readOne, rolesOf, turnsOf } from './read.ts'

const vtt = (body: string) => readOne(`WEBVTT\n\n${body}`, 'talk.vtt')

describe('WebVTT', () => {
  test('Zoom: names before the words, and a caption without a name goes on', async () => {
    const document = await vtt(
      '1\n00:00:01.000 --> 00:00:02.000\nModerator: How was it?\n\n2\n00:00:03.000 --> 00:00:04.000\nP16: It was\n\n3\n00:00:04.000 --> 00:00:05.500\nslow at first.\n\n4\n00:00:06.000 --> 00:00:07.000\nP16: Then fine.\n\n5\n00:00:08.000 --> 00:00:09.000\nModerator: I see.\n',
    )
    expect(turnsOf(document)).toEqual([
      'Moderator|How was it?',
      'P16|It was slow at first. Then fine.',
      'Moderator|I see.',
    ])
    expect(rolesOf(document)).toEqual({ Moderator: 'interviewer', P16: 'participant' })
    expect(document.utterances[1]).toMatchObject({ startMs: 3000, endMs: 7000 })
    expect(document.warnings.join()).toContain('1 captions name nobody')
  })

  test('Teams: voice tags with classes and entities, two voices in one caption, a tag never closed', async () => {
    const document = await vtt(
      'a1b2/1-1\n00:00:01.000 --> 00:00:02.000\n<v.loud Ann &amp; Co (Guest)>Well,\nyes.</v>\n\na1b2/2-1\n00:00:02.000 --> 00:00:03.000\n<v Bo>No.</v><v Ann &amp; Co (Guest)>Oh\n\n00:00:04.000 --> 00:00:05.000\n<v>&lt;v who&gt;?\n',
    )
    expect(turnsOf(document)).toEqual(['Ann & Co (Guest)|Well, yes.', 'Bo|No.', 'Ann & Co (Guest)|Oh', '|<v who>?'])
  })

  test('NOTE, STYLE and REGION blocks are no speech, but speech may say “note”', async () => {
    const document = await vtt(
      'STYLE\n::cue { color: red }\n\nREGION\nid:a\n\nNOTE two\nlines\n\n00:01.000 --> 00:02.000\nplease\nnote that\n\nNOTE end\n\n00:02.000 --> 00:03.000 align:start position:0%\nit rains.\n',
    )
    expect(turnsOf(document)).toEqual(['|please note that it rains.'])
  })

  test('time tags of video sites vanish and rolling captions are said once', async () => {
    const document = await vtt(
      '00:00:01.000 --> 00:00:02.000\nso this is how\n\n00:00:02.000 --> 00:00:03.000\nso this is how\nwe<00:00:02.500><c> bake</c>\n\n00:00:03.000 --> 00:00:04.000\nso this is how we bake\n',
    )
    expect(turnsOf(document)).toEqual(['|so this is how we bake'])
    expect(document.warnings.join()).toContain('rolling')
  })

  test('a colon inside speech makes no speaker, a clock and an arrow inside speech no timing', async () => {
    const document = await vtt(
      '00:00:01.000 --> 00:00:02.000\nOne thing: bread.\n\n00:00:02.000 --> 00:00:03.000\nfrom 10:00 --> 11:00 we bake\n',
    )
    expect(turnsOf(document)).toEqual(['|One thing: bread. from 10:00 --> 11:00 we bake'])
  })

  test('no blank line between captions, one-digit hours, comma fractions, CRLF and CR', async () => {
    const body = '1\n0:00:01,5 --> 0:00:02,000\nOne.\n2\n0:00:02,000 --> 0:00:03,000\nTwo.\n'
    for (const file of [body, body.replaceAll('\n', '\r\n'), body.replaceAll('\n', '\r')]) {
      const document = await vtt(file)
      expect(turnsOf(document)).toEqual(['|One. Two.'])
      expect(document.utterances[0]!.startMs).toBe(1500)
    }
  })

  test('ids name the speaker only when they repeat', async () => {
    const cue = (id: string, second: number) =>
      `${id}\n00:00:0${second}.000 --> 00:00:0${second + 1}.000\nwords ${second}\n\n`
    expect(
      turnsOf(await vtt(cue('Speaker 1', 1) + cue('Speaker 2', 2) + cue('Speaker 1', 3) + cue('Speaker 2', 4))),
    ).toEqual(['Speaker 1|words 1', 'Speaker 2|words 2', 'Speaker 1|words 3', 'Speaker 2|words 4'])
    expect(turnsOf(await vtt(cue('opening', 1) + cue('ending', 2)))).toEqual(['|words 1 words 2'])
  })

  test('a byte order mark is no letter, an empty file a refusal', async () => {
    expect(turnsOf(await readOne('\ufeffWEBVTT\n\n00:01.000 --> 00:02.000\nHi.\n', 'a.vtt'))).toEqual(['|Hi.'])
    expect((await read('', 'a.vtt')).refused).toEqual([{ file: 'a.vtt', reason: 'The file is empty.' }])
    expect((await read('WEBVTT\n', 'a.vtt')).refused[0]!.reason).toContain('no captions')
  })
})

describe('SRT and SBV', () => {
  test('SRT: mark on the first index, blank line inside words, dash for another voice, tags', async () => {
    const document = await readOne(
      '\ufeff1\n00:00:01,000 --> 00:00:02,000\nWe bake\n\nbread.\n\n2\n00:00:02,000 --> 00:00:03.0\n- <i>Why?</i>\n- {\\an8}Why not.\n',
      'talk.srt',
    )
    expect(turnsOf(document)).toEqual(['|We bake bread.', '|Why?', '|Why not.'])
  })

  test('SRT: names merge over captions', async () => {
    const document = await readOne(
      '1\n00:00:01,000 --> 00:00:02,000\nAnn Lee: One\n\n2\n00:00:02,000 --> 00:00:03,000\nAnn Lee: two.\n\n3\n00:00:03,000 --> 00:00:04,000\nBo: Three.\n\n4\n00:00:04,000 --> 00:00:05,000\nBo: Four.\n',
      'talk.srt',
    )
    expect(turnsOf(document)).toEqual(['Ann Lee|One two.', 'Bo|Three. Four.'])
  })

  test('SBV', async () => {
    const document = await readOne(
      '0:00:00.378,0:00:11.378\nLine one\nline two\n\n0:00:15.000,0:00:16.000\nLater\n',
      'talk.sbv',
    )
    expect(turnsOf(document)).toEqual(['|Line one line two', '|Later'])
    expect(document.utterances[0]).toMatchObject({ startMs: 378, endMs: 11378 })
  })
})
