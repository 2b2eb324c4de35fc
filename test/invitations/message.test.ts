import { describe, expect, test } from 'vitest'
import { composedMail, messageKinds, problemsOfText, proposedText } from '../../server/invitations/message.ts'
import { interfaceLanguages } from '../../survey-forms/languages/phrases.ts'

const facts = {
  link: 'https://research.example.org/s/1?code=abc&x=1',
  survey: 'Choosing',
  organisation: 'Northfield Home',
  minutes: '4',
  optOutAddress: 'https://research.example.org/o/1',
  language: 'en',
}
const ann = { name: 'Ann', language: 'en', fields: { plan: 'Plus' } }
const bodyWith = (body: string) => problemsOfText({ subject: 'A subject', body }, ['plan']).body

describe.each(interfaceLanguages)('the wordings offered in %s', (language) => {
  test.each(messageKinds)('can be sent: %s', (kind) => {
    const text = proposedText(kind, language)
    expect(problemsOfText(text, [])).toEqual({})
    for (const name of ['Ann', '']) {
      const mail = composedMail(text, { name, language, fields: {} }, { ...facts, language })
      expect(mail.text).toContain(facts.link)
      expect(`${mail.subject}${mail.text}`).not.toMatch(/[{}]| [,،:]/)
    }
  })
})

test('a wording without the link, with an unknown place, or with an open end cannot be sent', () => {
  expect(bodyWith('Hello {name|you}, {link} {plan|no plan}')).toBeUndefined()
  expect(bodyWith('Hello')).toContain('needs {link}')
  expect(bodyWith('{link} {nmae|x}')).toContain('{nmae|x} is no place')
  expect(bodyWith('{link} {plan}')).toContain('{plan} can be empty')
  expect(bodyWith('{link} {name')).toContain('A place is written')
  expect(bodyWith('')).toBe('Write something here.')
  expect(bodyWith(`{link}${'x'.repeat(10_001)}`)).toContain('10,000')
  expect(problemsOfText({ subject: 'Here: {link}', body: '{link}' }, []).subject).toContain('not into its subject')
  expect(problemsOfText({ subject: 'One\r\nBcc: x@example.org', body: '{link}' }, []).subject).toContain('one line')
})

test('what comes from a list stays words: no markup, no line of the head, no place', () => {
  const hostile = '<img src=x>\r\nBcc: x@example.org {link}'
  const mail = composedMail(
    { subject: 'For {name|you}', body: 'Dear {name|you},\n\n{link}\n\nYour plan: {plan|none}' },
    { name: hostile, language: 'en', fields: { plan: '"><script>' } },
    facts,
  )
  expect(mail.subject).toBe('For <img src=x> Bcc: x@example.org {link}')
  expect(mail.html).not.toMatch(/<img|<script/)
  expect(mail.html).toContain('&lt;img src=x&gt; Bcc: x@example.org {link}')
  expect(mail.html).toContain('<a href="https://research.example.org/s/1?code=abc&amp;x=1">')
})

test('text and HTML say the same, in the direction of their language', () => {
  const mail = composedMail({ subject: 'S', body: 'One\ntwo\n\n{link}' }, ann, { ...facts, language: 'ar' })
  expect(mail.html).toContain('<html lang="ar" dir="rtl">')
  expect(mail.html).toContain('<p>One<br>two</p>')
  expect(mail.text).toMatch(/^One\ntwo\n\nhttps:.*\n\n-- \n/)
  expect(mail.text).toContain(facts.optOutAddress)
})
