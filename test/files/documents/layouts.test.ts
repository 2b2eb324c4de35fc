import { describe, expect, test } from 'vitest'
import { readOne, rolesOf, turnsOf } from './read.ts'

/** How tools and people lay a talk out: the same four turns each time, with the times the layout gives (in seconds). */
const layouts: [tool: string, seconds: (number | undefined)[], text: string][] = [
  [
    'Teams, with a head and a foot',
    [3, 5, 3723, 3729],
    'Call-20250301-Recording\nMarch 1, 2025, 10:00AM\n31m 4s\n\nAnn Lee started transcription\n\nAnn Lee   0:03\nHow?\n\nBo Ek   0:05\nSlow at 10:30.\n\nAnn Lee   1:02:03\nWhy?\n\nBo Ek   1:02:09\nSo.\n\nAnn Lee stopped transcription\n',
  ],
  [
    'Teams, times with an arrow',
    [83, 105, 143, 165],
    'Ann Lee  00:01:23 --> 00:01:45\nHow?\n\nBo Ek  00:01:45 --> 00:01:50\nSlow at 10:30.\n\nAnn Lee  00:02:23 --> 00:02:45\nWhy?\n\nBo Ek  00:02:45 --> 00:02:50\nSo.\n',
  ],
  [
    'Teams, the oldest: timing, name, words in threes',
    [0, 2.39, 5.1, 7],
    '0:0:0.0 --> 0:0:2.390\nAnn Lee\nHow?\n0:0:2.390 --> 0:0:5.100\nBo Ek\nSlow at 10:30.\n0:0:5.100 --> 0:0:7.0\nAnn Lee\nWhy?\n0:0:7.0 --> 0:0:9.0\nBo Ek\nSo.\n',
  ],
  [
    'Word’s own transcription',
    [12, 15, 22, 25],
    'Transcript\n00:00:12 Ann Lee\nHow?\n00:00:15 Bo Ek\nSlow at 10:30.\n00:00:22 Ann Lee\nWhy?\n00:00:25 Bo Ek\nSo.\n',
  ],
  [
    'Google Meet, times on lines of their own',
    [0, undefined, 300, undefined],
    'Call (2025-03-01 10:00 GMT)\nAttendees\nAnn Lee, Bo Ek\nTranscript\n00:00:00\n\nAnn Lee: How?\nBo Ek: Slow at 10:30.\n\n00:05:00\n\nAnn Lee: Why?\nBo Ek: So.\nMeeting ended after 00:31:04\nThis editable transcript was computer generated and might contain errors.\n',
  ],
  [
    'Google Meet, name and time in brackets',
    [602, 603, 604, 605],
    'Ann Lee (10:02)\nHow?\n\nBo Ek (10:03)\nSlow at 10:30.\n\nAnn Lee (10:04)\nWhy?\n\nBo Ek (10:05)\nSo.\n',
  ],
  [
    'Otter, with its footer',
    [49, 55, 62, 65],
    'Ann Lee  0:49\nHow?\n\nBo Ek  0:55\nSlow at 10:30.\n\nAnn Lee  1:02\nWhy?\n\nBo Ek  1:05\nSo.\n\nTranscribed by https://otter.ai\n',
  ],
  [
    'Rev',
    [3, 5, 9, 12],
    'Ann Lee (00:03):\nHow?\n\nBo Ek (00:05):\nSlow at 10:30.\n\nAnn Lee (00:09):\nWhy?\n\nBo Ek (00:12):\nSo.\n',
  ],
  [
    'Rev, padded to a column',
    Array(4).fill(undefined),
    'Ann Lee:    How?\nBo Ek:      Slow at 10:30.\nAnn Lee:    Why?\nBo Ek:      So.\n',
  ],
  [
    'Zoom, saved captions by the wall clock',
    [36_133, 36_140, 36_153, 36_160],
    '[Ann Lee] 10:02:13\nHow?\n\n[Bo Ek] 10:02:20\nSlow at 10:30.\n\n[Ann Lee] 10:02:33\nWhy?\n\n[Bo Ek] 10:02:40\nSo.\n',
  ],
  [
    'Zoom, saved chat',
    [36_082, 36_100, 36_142, 36_160],
    '10:01:22 From Ann Lee to Everyone:\n\tHow?\n10:01:40 From Bo Ek to Everyone:\n\tSlow at 10:30.\n10:02:22 From Ann Lee to Everyone:\n\tWhy?\n10:02:40 From Bo Ek to Everyone:\n\tSo.\n',
  ],
  [
    'captions saved line by line',
    [3, 5, 9, 12],
    'Ann Lee\n0:03\nHow?\nBo Ek\n0:05\nSlow at 10:30.\nAnn Lee\n0:09\nWhy?\nBo Ek\n0:12\nSo.\n',
  ],
  [
    'time in square brackets',
    [332, 336, 340, 344],
    '[00:05:32] Ann Lee: How?\n[00:05:36] Bo Ek: Slow at 10:30.\n[00:05:40] Ann Lee: Why?\n[00.05.44] Bo Ek: So.\n',
  ],
  [
    'time and name in columns',
    [332, 336, 340, 341],
    '00:05:32  Ann Lee  How?\n00:05:36  Bo Ek  Slow at 10:30.\n00:05:40  Ann Lee  Why?\n00:05:41  Bo Ek  So.\n',
  ],
  [
    'minutes and seconds spelt',
    [192, 195, 200, 210],
    '(3m 12s) Ann Lee: How?\n(3m 15s) Bo Ek: Slow at 10:30.\n(3m 20s) Ann Lee: Why?\n(3m 30s) Bo Ek: So.\n',
  ],
  [
    'the time of day, before and after noon',
    [43_140, 45_120, 45_180, 45_240],
    '11:59 AM Ann Lee: How?\n12:32 PM Bo Ek: Slow at 10:30.\n12:33 PM Ann Lee: Why?\n12:34 PM Bo Ek: So.\n',
  ],
  [
    'a messenger’s export, dates in brackets',
    [36_133, 36_140, 36_193, 36_260],
    '[12/03/2025, 10:02:13] Ann Lee: How?\n[12/03/2025, 10:02:20] Bo Ek: Slow at 10:30.\n[12/03/2025, 10:03:13] Ann Lee: Why?\n[12/03/2025, 10:04:20] Bo Ek: So.\n',
  ],
  [
    'a messenger’s export, dates before a dash',
    [36_120, 36_120, 36_180, 36_240],
    '12/03/2025, 10:02 - Ann Lee: How?\n12/03/2025, 10:02 - Bo Ek: Slow at 10:30.\n12/03/2025, 10:03 - Ann Lee: Why?\n12/03/2025, 10:04 - Bo Ek: So.\n',
  ],
  [
    'f4, times at the end of a turn',
    Array(4).fill(undefined),
    'Ann Lee: How? #00:00:05-1#\nBo Ek: Slow at 10:30. #00:00:09-3#\nAnn Lee: Why? #00:00:11-0#\nBo Ek: So. #00:00:14-2#\n',
  ],
]

describe('the layouts of tools', () => {
  test.each(layouts)('%s', async (_, seconds, text) => {
    for (const file of [text, `\ufeff${text}`, text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r')]) {
      const document = await readOne(file, 'talk.txt')
      expect(turnsOf(document)).toEqual(['Ann Lee|How?', 'Bo Ek|Slow at 10:30.', 'Ann Lee|Why?', 'Bo Ek|So.'])
      expect(document.utterances.map(({ startMs }) => startMs)).toEqual(
        seconds.map((second) => (second === undefined ? undefined : Math.round(second * 1000))),
      )
      expect(rolesOf(document)).toEqual({ 'Ann Lee': 'interviewer', 'Bo Ek': 'participant' })
    }
  })

  test('a dramatist’s dash, a hash and an at sign mark names', async () => {
    expect(turnsOf(await readOne('ANN.— How?\nBO.— So.\nANN.— Why?\nBO.— No.\n', 'talk.txt'))).toHaveLength(4)
    expect(turnsOf(await readOne('#Ann: How?\n@Bo: So.\n#Ann: Why?\n@Bo: No.\n', 'talk.txt'))[1]).toBe('Bo|So.')
  })

  test('wide colons, wide question marks and role words of other languages', async () => {
    const chinese = await readOne('采访者：怎么样？\n受访者：很慢。\n采访者：为什么？\n受访者：不知道。\n', 'talk.txt')
    expect(turnsOf(chinese)[1]).toBe('受访者|很慢。')
    expect(rolesOf(chinese)).toEqual({ 采访者: 'interviewer', 受访者: 'participant' })
    const arabic = await readOne('سارة: كيف وجدته؟\nليلى: كان بطيئا.\nسارة: لماذا؟\nليلى: لا أدري.\n', 'talk.txt')
    expect(rolesOf(arabic)).toEqual({ سارة: 'interviewer', ليلى: 'participant' })
    const german = await readOne(
      'Interviewerin: Wie?\nBefragter: Gut.\nInterviewerin: So.\nBefragter: Ja?\n',
      'talk.txt',
    )
    expect(rolesOf(german)).toEqual({ Interviewerin: 'interviewer', Befragter: 'participant' })
    // A vowel sign is a mark, not a letter, and stands inside names.
    expect(turnsOf(await readOne('सीमा: कैसे?\nरवि: धीरे।\nसीमा: क्यों?\nरवि: पता नहीं।\n', 'talk.txt'))[0]).toBe('सीमा|कैसे?')
  })

  test('captions saved as text, without a name below their timings, are captions', async () => {
    const line = (second: number, words: string) =>
      `00:00:0${second}.000 --> 00:00:0${second + 1}.000\n${words}\nand on\n`
    const document = await readOne(
      line(1, 'we bake') + line(2, 'the bread') + line(3, 'at dawn') + line(4, 'or so'),
      'a.txt',
    )
    expect(turnsOf(document)).toEqual(['|we bake and on the bread and on at dawn and on or so and on'])
    expect(document.format).toBe('srt')
  })
})
