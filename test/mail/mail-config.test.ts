import { expect, test } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { readMailConfig } from '../../server/mail/mail-config.ts'

const from = { VERBATIM_MAIL_FROM: 'Research <research@example.org>' }

test('a mail server is named by one address, and encryption is asked for unless it is said otherwise', () => {
  expect(readMailConfig({})).toBeUndefined()
  expect(readMailConfig({ ...from, VERBATIM_SMTP: 'smtps://me%40x:p%2Fw@mail.example.org' })).toEqual({
    host: 'mail.example.org',
    port: 465,
    tls: 'from the start',
    credentials: { user: 'me@x', password: 'p/w' },
    from: { name: 'Research', address: 'research@example.org' },
    perMinute: 60,
    secondsBeforeRetry: 60,
  })
  expect(readMailConfig({ ...from, VERBATIM_SMTP: 'smtp://mail.example.org:2525' })).toMatchObject({
    port: 2525,
    tls: 'before anything',
    credentials: null,
  })
  expect(readMailConfig({ ...from, VERBATIM_SMTP: 'smtp://relay?tls=none' })).toMatchObject({ port: 25, tls: 'none' })
  expect(readMailConfig({ VERBATIM_SMTP: 'smtp://relay', VERBATIM_MAIL_FROM: 'a@example.org' })?.from).toEqual({
    name: '',
    address: 'a@example.org',
  })
})

test('what cannot be used is said by its name, and never with the password in it', () => {
  const bad: Record<string, string>[] = [
    { ...from, VERBATIM_SMTP: 'mail.example.org' },
    { ...from, VERBATIM_SMTP: 'https://me:s3cret@mail.example.org' },
    { ...from, VERBATIM_SMTP: 'smtp://me:s3cret@mail.example.org?tls=none' },
    { ...from, VERBATIM_SMTP: 'smtps://me:s3cret@mail.example.org?tls=none' },
    { ...from, VERBATIM_SMTP: 'smtps://me:s3cret@mail.example.org?logger=true' },
    { VERBATIM_SMTP: 'smtps://me:s3cret@mail.example.org' },
    { VERBATIM_SMTP: 'smtps://me:s3cret@mail.example.org', VERBATIM_MAIL_FROM: 'a@example.org, b@example.org' },
    { VERBATIM_SMTP: 'smtps://me:s3cret@mail.example.org', VERBATIM_MAIL_FROM: 'x\r\nBcc: y <a@example.org>' },
    { ...from, VERBATIM_SMTP: 'smtps://me:s3cret@mail.example.org', VERBATIM_MAILS_PER_MINUTE: 'many' },
  ]
  for (const environment of bad) {
    let message = ''
    try {
      readConfig(environment as NodeJS.ProcessEnv)
    } catch (error) {
      message = (error as Error).message
    }
    expect(message, JSON.stringify(environment)).toMatch(/^VERBATIM_/)
    expect(message).not.toContain('s3cret')
  }
})
