import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { proposeRedactions, pseudonym, redactedText, redactedWords } from '../../server/text/redaction.ts'
import { folded } from '../../server/text/redaction-hit.ts'
import { passesLuhn, passesModulo97 } from '../../server/text/redaction-details.ts'
import { isName } from '../../server/text/redaction-names.ts'

const found = (text: string, known: { names?: string[]; terms?: string[] } = {}) => {
  const points = [...text]
  return proposeRedactions(text, { names: [], terms: [], ...known }).map(
    ({ start, end, kind, isCertain }) => `${kind}${isCertain ? '' : '?'}|${points.slice(start, end).join('')}`,
  )
}

describe('details by their form', () => {
  test.each([
    ['write to ann.lee+x@mail.example.org, please', 'email|ann.lee+x@mail.example.org'],
    ['see https://shop.example.org/a?b=1.', 'link|https://shop.example.org/a?b=1'],
    ['I am @annlee_92 there', 'link|@annlee_92'],
    ['call +44 (0)20 7946 0958 today', 'phone|+44 (0)20 7946 0958'],
    ['call 020 7946 0958', 'phone|020 7946 0958'],
    ['it is (977) 555-2661', 'phone|(977) 555-2661'],
    ['my mobile is 5550199', 'phone|5550199'],
    ['the card 4111 1111 1111 1111 was', 'card|4111 1111 1111 1111'],
    ['to GB82 WEST 1234 5698 7654 32 please', 'card|GB82 WEST 1234 5698 7654 32'],
    ['I live at 12 North Elm Street, really', 'address|12 North Elm Street'],
    ['in der Lindenstraße 14a da', 'address|Lindenstraße 14a'],
    ['au 8, rue de la Paix hier', 'address|8, rue de la Paix'],
    ['it is SW1A 1AA there', 'address|SW1A 1AA'],
    ['my order number is 3348917502', 'number|3348917502'],
    ['I was born on 3 March 1971 there', 'number|3 March 1971'],
    ['from 192.168.10.4 it', 'number|192.168.10.4'],
  ])('%s', (text, hit) => {
    expect(found(`😀 ${text}`)).toContain(hit)
  })

  test.each([
    'In 2019 we sold 1,250 of them for 30.50 each',
    'between 10:30 and 11:45 on 12.03.2025',
    'the card 4111 1111 1111 1112 was',
    'GB82 WEST 1234 5698 7654 33',
    'version 1.2.3 and 999.999.999.999',
    'I ordered 12 of them and my order came late',
  ])('%s is none', (text) => {
    expect(found(text).filter((hit) => !hit.startsWith('person?'))).toEqual([])
  })

  test('check digits', () => {
    expect(passesLuhn('79927398713')).toBe(true)
    expect(passesLuhn('79927398710')).toBe(false)
    expect(passesLuhn('0000000000000000')).toBe(false)
    expect(passesModulo97('DE89370400440532013000')).toBe(true)
    expect(passesModulo97('DE89370400440532013001')).toBe(false)
  })
})

describe('names', () => {
  const names = ['Maria Lopez', 'Will Øster (Guest)', 'Interviewer', 'P07']

  test('of people the study knows, whole in any case, parts with a capital, inside other people’s speech', () => {
    expect(
      found('thanks, Maria. maria lopez said MARIA will come, and so will Will’s brother Øster.', { names }),
    ).toEqual(['person|Maria', 'person|maria lopez', 'person|MARIA', 'person|Will', 'person|Øster'])
  })

  test('all spellings of one person have one identity; a part that two share stands for itself', () => {
    const identities = (text: string, whose: string[]) =>
      proposeRedactions(text, { names: whose, terms: [] }).map(({ identity }) => identity)
    expect(new Set(identities('Maria, MARIA LOPEZ, maria  lopez, Lopez', ['Maria Lopez']))).toEqual(
      new Set(['maria lopez']),
    )
    expect(identities('Maria came', ['Maria Lopez', 'Maria Chen'])).toEqual(['maria'])
  })

  test('whole words only: Ann is not in Annual, nor with a mark on its last letter', () => {
    expect(found('Annual, Hannah and Anné', { names: ['Ann'] })).toEqual(['person?|Hannah', 'person?|Anné'])
  })

  test('that nobody listed are proposed by what stands around them, never as certain', () => {
    expect(found('so I said to Dr. Okafor that I met Jonas Weber. Thanks, Priya. My name is Kim.')).toEqual([
      'person?|Okafor',
      'person?|Jonas Weber',
      'person?|Priya',
      'person?|Kim',
    ])
    expect(found('we met on Monday in May and I think the API is OK. Thanks, Everyone.')).toEqual([])
  })

  test('a capital in the middle of a sentence says nothing where every noun has one', () => {
    const german = 'ich habe das Haus und die Katze und den Hund und auch noch die alte Uhr. '.repeat(10)
    expect(found(german)).toEqual([])
    expect(found(`${german} Das war Herr Weber.`)).toEqual(['person?|Weber'])
  })

  test('labels that are roles or codes name nobody', () => {
    expect(['Interviewer', 'Speaker 2', 'P07', 'Q', 'Unknown Speaker', 'Project Manager'].filter(isName)).toEqual([])
    expect(['Maria', 'Zoë Müller-Núñez (Guest)', 'سارة', '李雷'].filter(isName)).toHaveLength(4)
  })
})

describe('terms of the researcher', () => {
  test('stand in any case and over line breaks, and win over a guess', () => {
    expect(found('the Blue\nHeron plan and BLUE HERON', { terms: ['Blue Heron'] })).toEqual([
      'term|Blue\nHeron',
      'term|BLUE HERON',
    ])
    expect(found('(a+b)? costs', { terms: ['(a+b)?'] })).toEqual(['term|(a+b)?'])
    expect(found('anything', { terms: ['', '  '] })).toEqual([])
  })
})

describe('the redacted text', () => {
  test('puts pseudonyms in place of words; a range that cuts one shows it whole', () => {
    const text = '😀 I met Maria Lopez in Ulm.'
    const replacements = [{ start: 8, end: 19, inserted: pseudonym('person', 1) }]
    expect(redactedText(text, replacements)).toBe('😀 I met [Person 1] in Ulm.')
    expect(redactedWords(text, replacements, { start: 2, end: 7 })).toBe('I met')
    expect(redactedWords(text, replacements, { start: 2, end: 13 })).toBe('I met [Person 1]')
    expect(redactedWords(text, replacements, { start: 10, end: 12 })).toBe('[Person 1]')
    expect(redactedWords(text, replacements, { start: 14, end: 26 })).toBe('[Person 1] in Ulm')
  })

  test('holds none of the words that were replaced, whatever stands around them', () => {
    const around = fc.array(fc.constantFrom('so ', '😀', 'é', ' and ', '\n', 'مرحبا ', '. '), { maxLength: 8 })
    fc.assert(
      fc.property(around, around, around, (a, b, c) => {
        const text = `${a.join('')} Xanthippe ${b.join('')} x@y.example.org ${c.join('')}`
        const hits = proposeRedactions(text, { names: ['Xanthippe'], terms: [] })
        const replacements = hits.map(({ start, end, kind }) => ({ start, end, inserted: pseudonym(kind, 1) }))
        const redacted = redactedText(text, replacements)
        expect(redacted).not.toMatch(/xanthippe|x@y/i)
        for (let start = 0; start < [...text].length; start += 3)
          expect(redactedWords(text, replacements, { start, end: start + 5 })).not.toMatch(/anth|ippe|example/i)
      }),
      { numRuns: 300 },
    )
  })

  test('case and spaces make no other person', () => {
    expect(folded(' MARIA\n Lo\u0301pez ')).toBe('maria lópez')
  })
})
