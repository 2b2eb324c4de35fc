import { expect, test } from 'vitest'
import { type CodedSentence, trainCodebook } from '../../server/text/classifier/codebook-classifier.ts'
import { evidenceFor } from '../../server/text/classifier/evidence.ts'
import { featureText } from '../../server/text/classifier/features.ts'
import { judge } from '../../server/text/classifier/text-classifier.ts'
import { codePointLength, type Range } from '../../server/text/code-points.ts'
import { findWords } from '../../server/text/search-words.ts'
import { sentences } from '../../server/text/sentences.ts'
import { cueLanguage, suggestTags } from '../../server/text/suggest.ts'

interface Language {
  name: string
  /** Three sentences. */
  talk: string
  divided: string[]
  /** What is typed, and what it finds. */
  search: [typed: string, found: string]
  things: string[]
  late: (thing: string) => string
  kind: (thing: string) => string
  /** Words that must be among the reason for "late". */
  reason: string
}

const languages: Language[] = [
  {
    name: 'German',
    talk: 'Ich brauche z. B. eine Übersicht über alle Termine. Das Formular war leider sehr verwirrend! Wer hilft mir dann weiter?',
    divided: [
      'Ich brauche z. B. eine Übersicht über alle Termine.',
      'Das Formular war leider sehr verwirrend!',
      'Wer hilft mir dann weiter?',
    ],
    search: ['ubersicht UBER', 'Übersicht über'],
    things: 'Brief Karte Paket Liste Antwort Rechnung Uhr Tisch Lampe Stuhl Buch Tasse'.split(' '),
    late: (thing) => `Was den Gegenstand ${thing} betrifft, kam er viel zu spät`,
    kind: (thing) => `Alle waren freundlich, als es um ${thing} ging`,
    reason: 'spät',
  },
  {
    name: 'Arabic',
    talk: 'أحتاج إلى قائمة واضحة بكل المواعيد. كان النموذج مربكًا جدًا! من يساعدني بعد ذلك؟',
    divided: ['أحتاج إلى قائمة واضحة بكل المواعيد.', 'كان النموذج مربكًا جدًا!', 'من يساعدني بعد ذلك؟'],
    search: ['مربكا', 'مربكًا'],
    things: 'الرسالة البطاقة الطرد القائمة الرد الفاتورة الساعة الطاولة المصباح الكرسي الكتاب الكوب'.split(' '),
    late: (thing) => `وصلت ${thing} متأخرة جدا`,
    kind: (thing) => `كان الجميع لطفاء بشأن ${thing}`,
    reason: 'متأخرة',
  },
  {
    name: 'Japanese',
    talk: '予定の一覧が必要です。用紙はとても分かりにくかった！その後は誰が助けてくれますか？',
    divided: ['予定の一覧が必要です。', '用紙はとても分かりにくかった！', 'その後は誰が助けてくれますか？'],
    search: ['分かりにくかった', '分かりにくかった'],
    things: '手紙 名刺 荷物 一覧 返事 請求書 時計 机 電灯 椅子 本 茶碗'.split(' '),
    late: (thing) => `${thing}はとても遅れて届きました`,
    kind: (thing) => `${thing}については皆親切でした`,
    reason: '遅れ',
  },
]

test.each(languages)('$name: sentences are divided where they end', ({ talk, divided }) => {
  const found = sentences(talk, { start: 0, end: talk.length })
  expect(found.map(({ start, end }) => talk.slice(start, end))).toEqual(divided)
})

test.each(languages)(
  '$name: a search finds words whatever their accents, in places of the text as written',
  ({ talk, search: [typed, expected] }) => {
    const [hit] = findWords(talk, typed, 1)
    expect([...talk].slice(hit!.start, hit!.end).join('')).toBe(expected)
  },
)

test.each(languages)('$name: cue rules say that they don’t apply, and suggest nothing', ({ talk }) => {
  const whole: Range[] = [{ start: 0, end: codePointLength(talk) }]
  expect(cueLanguage(talk, whole).english).toBe(false)
  expect(suggestTags(talk, whole)).toEqual([])
})

test.each(languages)(
  '$name: a code is learnt from decisions, with the words that carried it as its reason',
  ({ things, late, kind, reason }) => {
    const read = (text: string) => featureText(text, { start: 0, end: text.length }, { cues: false })
    const decided = (text: string, side: 1 | -1): CodedSentence => ({
      text: read(text),
      decided: new Map([['pain.slowness', side]]),
    })
    const taught = things.slice(0, -1).flatMap((thing) => [decided(late(thing), 1), decided(kind(thing), -1)])
    // As many against as learning asks for, whatever the things.
    const { classifier } = trainCodebook([...taught, decided(kind(''), -1)], 1)!
    const unseen = things.at(-1)!
    expect(judge(classifier, read(late(unseen))).labels).toEqual([0])
    expect(judge(classifier, read(kind(unseen))).labels).toEqual([])
    const text = late(unseen)
    const words = evidenceFor(classifier, read(text), 0).spans.map(({ start, end }) => text.slice(start, end))
    expect(words.join(' ')).toContain(reason)
  },
)
