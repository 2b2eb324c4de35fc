import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeBatch } from '../../server/invitations/mail-store.ts'
import { sendMailsTask } from '../../server/invitations/send-task.ts'
import { newId } from '../../server/ids.ts'
import { findTask, insertTask } from '../../server/jobs/store.ts'
import { smtpMailer } from '../../server/mail/mailer.ts'
import { sql } from 'kysely'
import { type Researcher, StillClock, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { everyRow } from '../support/every-row.ts'
import { type SmtpServer, startSmtpServer, type TakenMail } from '../support/smtp-server.ts'
import { anInstrument, page, single } from '../survey-forms/flow/made.ts'
import { anOpenSurvey, type OpenSurvey, Phone } from '../surveys/support.ts'

const publicAddress = 'https://research.example.org'
const instrument = anInstrument({
  title: 'Choosing',
  pages: [page('first', [single('how', ['bus', 'car'])])],
  translations: { de: { title: 'Die Wahl' } },
})

describe.each(engines)('mail to invited people on the %s database', (engine) => {
  let server: SmtpServer
  let world: TestApp
  let survey: OpenSurvey
  let researcher: Researcher
  const at = (path: string) => `/surveys/${survey.surveyId}/${path}`
  const mailTo = (port: number, more = {}) => ({
    publicAddress,
    mailer: smtpMailer({
      host: '127.0.0.1',
      port,
      tls: 'none',
      credentials: null,
      from: { name: 'Northfield Research', address: 'research@example.org' },
      perMinute: 1_000_000,
      secondsBeforeRetry: 0,
      ...more,
    }),
  })

  beforeEach(async () => {
    server = await startSmtpServer()
    world = await testApp(await emptyDatabase(engine), new StillClock(), mailTo(server.port))
    survey = await anOpenSurvey(world, instrument)
    researcher = survey.researcher
    await researcher.post(at('link-mode'), { linkMode: 'personal' })
  })
  afterEach(() => server.close())

  async function invite(lines: string[], header = 'email,name,language,plan'): Promise<void> {
    await researcher.upload(at('invitation-lists'), [
      { name: 'p.csv', bytes: [header, ...lines].join('\n'), field: 'file' },
    ])
    const body = (await researcher.get(at('invitations'))).body
    const id = /invitation-lists\/([0-9a-f-]{36})\/confirmation/.exec(body)![1]!
    await researcher.post(at(`invitation-lists/${id}/confirmation`), {
      'use-0': 'email',
      'use-1': 'name',
      'use-2': 'language',
      'use-3': 'field',
      basis: 'Agreed to research mail',
    })
  }
  const three = ['ann@example.org,Ann Lee,de,Plus', 'bob@example.org,Bob,,', 'cy@example.org,,,']
  const sendNow = (kind: 'invitation' | 'reminder') => researcher.post(at('mails'), { kind })
  const recipients = () => server.taken.map(({ to }) => to).sort()
  async function states(): Promise<Record<string, string>> {
    const rows: { email: string; state: string }[] = parse((await researcher.get(at('invitations.csv'))).body, {
      columns: true,
      bom: true,
    })
    return Object.fromEntries(rows.map(({ email, state }) => [email.split('@')[0], state]))
  }
  async function answer(email: string, until: 'started' | 'completed' = 'completed'): Promise<void> {
    const { code } = await world.open.db
      .selectFrom('invitation')
      .select('code')
      .where('email', '=', email)
      .executeTakeFirstOrThrow()
    const phone = new Phone(world)
    await phone.get(`/s/${survey.surveyId}?code=${code}`)
    await phone.post({ consent: ['analysis'] })
    if (until === 'completed') await phone.post({ how: 'bus' })
  }

  test('each person gets one mail in their language with a link of their own, and a way to end it', async () => {
    await invite(three)
    expect((await sendNow('invitation')).statusCode).toBe(303)
    expect(recipients()).toEqual(['ann@example.org', 'bob@example.org', 'cy@example.org'])
    const [ann, bob, cy] = ['ann', 'bob', 'cy'].map((name) => server.taken.find(({ to }) => to.startsWith(name))!)
    expect(headOf(ann!)).toMatchObject({
      from: 'Northfield Research <research@example.org>',
      to: 'Ann Lee <ann@example.org>',
      'content-language': 'de',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
    })
    expect(headOf(ann!).subject).toContain('Die Wahl')
    expect(headOf(ann!)['list-unsubscribe']).toMatch(/^<https:\/\/research\.example\.org\/o\/[^>]+>$/)
    expect(wordsOf(bob!)).toContain('Dear Bob,')
    expect(wordsOf(cy!)).toContain('Dear reader,')
    const links = server.taken.map((mail) => /\/s\/[0-9a-f-]+\?code=[\w-]{22}/.exec(wordsOf(mail))![0])
    expect(new Set(links).size).toBe(3)
    for (const link of links) expect((await new Phone(world).get(link)).statusCode).toBe(200)
    expect(await states()).toEqual({ ann: 'sent', bob: 'sent', cy: 'sent' })
    expect((await sendNow('invitation')).statusCode).toBe(409)
    expect(server.taken).toHaveLength(3)
  })

  test('a name from a list adds no recipient and no line to the head', async () => {
    await invite(['ann@example.org,"Ann\r\nBcc: spy@example.org",,', 'bob@example.org,"Bob, <spy@example.org>",,'])
    await sendNow('invitation')
    expect(recipients()).toEqual(['ann@example.org', 'bob@example.org'])
    for (const mail of server.taken) expect(Object.keys(headOf(mail))).not.toContain('bcc')
    expect(server.heard.filter((line) => line.startsWith('RCPT'))).toHaveLength(2)
  })

  test('reminders go to those who have not finished, not too soon, not too often, not to those who want none', async () => {
    await invite(three)
    await sendNow('invitation')
    expect((await sendNow('reminder')).statusCode, 'on the same day').toBe(409)
    await answer('ann@example.org')
    await answer('bob@example.org', 'started')
    world.clock.advance({ days: 5 })
    server.taken.length = 0
    await sendNow('reminder')
    expect(recipients()).toEqual(['bob@example.org', 'cy@example.org'])
    expect(headOf(server.taken[0]!).subject).toContain('a reminder')
    await optOutBy(server.taken.find(({ to }) => to.startsWith('cy'))!)
    for (const expected of [['bob@example.org'], []]) {
      world.clock.advance({ days: 5 })
      server.taken.length = 0
      await sendNow('reminder')
      expect(recipients()).toEqual(expected)
    }
    expect(await states()).toEqual({ ann: 'completed', bob: 'started', cy: 'wants no mail' })
  })

  test('two presses at one moment, and a press while mails go out, write to nobody twice', async () => {
    await invite(Array.from({ length: 40 }, (_, index) => `p${index}@example.org,,,`))
    const other = await testApp(world.open, world.clock, mailTo(server.port))
    const elsewhere = (path: string, fields: Record<string, string>) =>
      other.app.inject({
        method: 'POST',
        url: at(path),
        cookies: { verbatim: researcher.cookie },
        payload: new URLSearchParams({ _form: researcher.form, ...fields }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    await Promise.all([
      sendNow('invitation'),
      elsewhere('mails', { kind: 'invitation' }),
      elsewhere('mails/continuation', {}),
      researcher.post(at('mails/continuation')),
    ])
    await researcher.post(at('mails/continuation'))
    expect(new Set(recipients()).size).toBe(40)
    expect(server.taken).toHaveLength(40)
    await other.app.close()
  })

  test('an address that is not taken is said so, a mail put off is offered again, one that may have gone is not', async () => {
    await invite([
      'no@example.org,,,',
      'later@example.org,,,',
      'lost@example.org,,,',
      'gone@example.org,,,',
      'ann@example.org,,,',
    ])
    server.moods.set('no@example.org', 'refuse')
    server.moods.set('later@example.org', 'postpone')
    server.moods.set('lost@example.org', 'hang up')
    server.moods.set('gone@example.org', 'take and hang up')
    await sendNow('invitation')
    expect(recipients()).toEqual(['ann@example.org', 'gone@example.org', 'later@example.org'])
    expect(await states()).toEqual({
      no: 'mail not taken',
      later: 'sent',
      lost: 'mail may have gone',
      gone: 'mail may have gone',
      ann: 'sent',
    })
    server.moods.clear()
    await sendNow('invitation')
    expect(recipients().filter((to) => to !== 'no@example.org')).toEqual([
      'ann@example.org',
      'gone@example.org',
      'later@example.org',
    ])
    // The server's words hold an address: only its number is kept.
    const rows = await world.open.db.selectFrom('invitationMail').select('reason').where('reason', '!=', '').execute()
    for (const { reason } of rows) expect(reason).toMatch(/^(550|[A-Z_]+)$/)
  })

  test('while the server is away everything waits, and going on sends each once', async () => {
    await invite(three)
    await server.close()
    await sendNow('invitation')
    const { body } = await researcher.get(at('mails'))
    expect(body).toContain('The mail server took nothing')
    expect(body).toContain('3 still wait')
    server = await startSmtpServer()
    world = await testApp(world.open, world.clock, mailTo(server.port))
    const again = await world.app.inject({
      method: 'POST',
      url: at('mails/continuation'),
      cookies: { verbatim: researcher.cookie },
      payload: new URLSearchParams({ _form: researcher.form }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(again.statusCode).toBe(303)
    expect(recipients()).toEqual(['ann@example.org', 'bob@example.org', 'cy@example.org'])
  })

  test('a process that ends between two mails sends the rest at its next start, and one that ends within a mail not that one', async () => {
    const people = Array.from({ length: 9 }, (_, index) => `p${index}@example.org,,,`)
    await invite(people)
    const key = { workspaceId: survey.workspaceId, surveyId: survey.surveyId }
    const stopped = new AbortController()
    const parts = mailTo(server.port)
    const { send } = parts.mailer
    let handed = 0
    const mailer = {
      ...parts.mailer,
      send: async (mail: Parameters<typeof send>[0]) => {
        // Killed within the fourth mail: what the server got of it, nobody here knows.
        if (++handed === 4) throw new Error('killed')
        return send(mail)
      },
    }
    const run = async (handler: ReturnType<typeof sendMailsTask>) => {
      const { db } = world.open
      const id = newId()
      const input = { surveyId: survey.surveyId }
      await insertTask(db, { ...survey, id, kind: 'send-mails', input, at: world.clock.now() })
      const task = (await findTask(db, { ...key, taskId: id }))!
      const context = {
        db,
        clock: world.clock,
        task,
        signal: stopped.signal,
        progress: () => undefined,
        follow: async () => '',
      }
      return handler(context)
    }
    await writeBatch(world.open.db, 'invitation', { ...key, at: world.clock.now() })
    await expect(run(sendMailsTask({ ...parts, mailer }))).rejects.toThrow('killed')
    expect(server.taken).toHaveLength(3)
    world.clock.advance({ minutes: 15 })
    expect((await researcher.get(at('mails'))).body).toContain('<dt>May have gone</dt><dd>1</dd>')
    await run(sendMailsTask(parts))
    expect(server.taken).toHaveLength(8)
    expect(new Set(recipients()).size).toBe(8)
    expect(Object.values(await states()).sort()).toEqual(['mail may have gone', ...Array(8).fill('sent')].sort())
  })

  test('nothing goes out of a survey that is not open, and what waits can be dropped', async () => {
    await invite(three)
    await researcher.post(at('closure'))
    expect((await sendNow('invitation')).statusCode).toBe(409)
    expect(server.taken).toEqual([])
    await researcher.post(at('opening'))
    await writeBatch(world.open.db, 'invitation', {
      workspaceId: survey.workspaceId,
      surveyId: survey.surveyId,
      at: world.clock.now(),
    })
    await researcher.post(at('mails/removal'))
    await researcher.post(at('mails/continuation'))
    expect(server.taken).toEqual([])
    await sendNow('invitation')
    expect(server.taken).toHaveLength(3)
  })

  const pathOfOptOut = (mail: TakenMail) =>
    /^<https:\/\/research\.example\.org(\/o\/[^>]+)>$/.exec(headOf(mail)['list-unsubscribe']!)![1]!
  const optOutBy = (mail: TakenMail) => world.app.inject({ method: 'POST', url: pathOfOptOut(mail) })

  test('looking at the way out changes nothing, one POST ends mail for the whole workspace', async () => {
    await invite(three)
    await sendNow('invitation')
    const path = pathOfOptOut(server.taken[0]!)
    const before = await everyRow(world.open.db)
    const shown = await world.app.inject({ url: path, headers: { accept: 'text/html', 'accept-language': 'de' } })
    expect(shown.statusCode).toBe(200)
    expect(shown.body).toContain('Keine solchen E-Mails mehr?')
    expect(await everyRow(world.open.db)).toEqual(before)
    for (const wrong of [path.replace(/.{5}$/, 'aaaaa'), path.replace(/\/o\/[^/]+/, `/o/${newId()}`), '/o/x/y/z']) {
      const reply = await world.app.inject({ method: 'POST', url: wrong, headers: { accept: 'text/html' } })
      expect([400, 404]).toContain(reply.statusCode)
    }
    expect(await everyRow(world.open.db)).toEqual(before)
    const reply = await world.app.inject({
      method: 'POST',
      url: path,
      payload: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(reply.statusCode).toBe(200)
    expect((await world.app.inject({ url: path })).body).toContain('You will get no more of these mails.')
    // As a mail program may send it too.
    const multipart = await world.app.inject({
      method: 'POST',
      url: pathOfOptOut(server.taken[1]!),
      payload: '--b\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    })
    expect(multipart.statusCode).toBe(200)
    expect(await world.open.db.selectFrom('mailOptOut').select('at').execute()).toHaveLength(2)
  })

  test('opting out outlives an erasure: the address is refused when it is brought in again', async () => {
    await invite(['ann@example.org,Ann,,'])
    await sendNow('invitation')
    const [mail] = server.taken
    const { personId } = await world.open.db.selectFrom('invitation').select('personId').executeTakeFirstOrThrow()
    await researcher.post(`/studies/${survey.studyId}/people/${personId}/erasure`)
    expect((await optOutBy(mail!)).statusCode, 'the way out still works').toBe(200)
    await invite(['ANN@example.org,Ann,,', 'bob@example.org,Bob,,'])
    expect(await states()).toEqual({ bob: 'not sent' })
    expect((await researcher.get(at('invitations'))).body).toContain('Line 2: its address wants no mail.')
    const { rows } = await sql<{ text: string }>`select to_jsonb(o)::text as text from mail_opt_out o`.execute(
      world.open.db,
    )
    expect(rows.map(({ text }) => text).join()).not.toContain('ann')
  })

  test('in an anonymous survey mail goes out, and nobody sees whose it was that answered', async () => {
    survey = await anOpenSurvey(world, instrument)
    researcher = survey.researcher
    await researcher.post(at('link-mode'), { linkMode: 'personal' })
    await researcher.post(at('anonymity'), { isUnderstood: 'yes' })
    await invite(three)
    await sendNow('invitation')
    await answer('ann@example.org')
    world.clock.advance({ days: 6 })
    server.taken.length = 0
    await sendNow('reminder')
    expect(recipients()).toEqual(['bob@example.org', 'cy@example.org'])
    const { body } = await researcher.get(at('invitations'))
    expect(body).not.toMatch(/>(sent|completed|started)</)
  })

  test('wordings are checked, kept by language, and tried on oneself', async () => {
    await invite(three)
    const wording = {
      kind: 'invitation',
      language: 'de',
      subject: 'Für {name|Sie}',
      body: 'Hier: {link} ({plan|ohne})',
    }
    const bad = await researcher.post(at('messages'), { ...wording, body: 'Hier {lnik}' })
    expect(bad.statusCode).toBe(422)
    expect(bad.body).toContain('{lnik} is no place')
    expect(bad.body).toContain('Hier {lnik}</textarea>')
    const tried = await researcher.post(at('messages'), { ...wording, _do: 'test' })
    expect(tried.body).toContain('A test mail is on its way to')
    expect(recipients()).toEqual([`${researcher.accountId}@example.org`])
    expect(headOf(server.taken[0]!)).not.toHaveProperty('list-unsubscribe')
    expect(await world.open.db.selectFrom('invitationMessage').select('subject').execute()).toEqual([])
    expect((await researcher.post(at('messages'), wording)).statusCode).toBe(303)
    server.taken.length = 0
    await sendNow('invitation')
    expect(wordsOf(server.taken.find(({ to }) => to.startsWith('ann'))!)).toContain('(Plus)')
    expect(wordsOf(server.taken.find(({ to }) => to.startsWith('bob'))!)).toContain('Dear Bob,')
  })

  test('the settings show the server and never its password, and a test says whether it lets us in', async () => {
    const closed = await startSmtpServer({ password: 'right one' })
    for (const [password, more, words] of [
      ['right one', {}, 'The server answered and let us in.'],
      ['s3cret wrong', {}, 'The server could not be used (535).'],
      // A server that offers no encryption hears no password.
      ['s3cret wrong', { tls: 'before anything' }, 'The server could not be used'],
    ] as const) {
      closed.heard.length = 0
      const mail = mailTo(closed.port, { credentials: { user: 'me', password }, ...more })
      const app = await testApp(world.open, world.clock, mail)
      const page = await app.app.inject({ url: '/settings/mail', cookies: { verbatim: researcher.cookie } })
      expect(page.body).toContain('as me; the password is shown nowhere')
      const tested = await app.app.inject({
        method: 'POST',
        url: '/settings/mail',
        cookies: { verbatim: researcher.cookie },
        payload: new URLSearchParams({ _form: researcher.form, what: 'connection' }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      expect(tested.body).toContain(words)
      expect(`${page.body}${tested.body}`).not.toContain(password)
      if ('tls' in more) expect(closed.heard.filter((line) => line.startsWith('AUTH'))).toEqual([])
      await app.app.close()
    }
    await closed.close()
  })
})

/** The head of a mail, unfolded, names in small letters; encoded words are read. */
function headOf({ raw }: TakenMail): Record<string, string> {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  return Object.fromEntries(
    head.split('\r\n').map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), decodedWords(line.slice(colon + 1).trim())]
    }),
  )
}

function decodedWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, how: string, words: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(words, 'base64').toString('utf8')
        : quotedPrintable(words.replaceAll('_', ' ')),
    )
}

/** The words of a mail's text part. */
function wordsOf({ raw }: TakenMail): string {
  const part = raw.slice(raw.search(/content-type: text\/plain/i))
  const body = part.slice(part.indexOf('\r\n\r\n') + 4, part.indexOf('\r\n--', part.indexOf('\r\n\r\n')))
  const how = /content-transfer-encoding: (\S+)/i.exec(part)![1]!.toLowerCase()
  if (how === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  return how === 'quoted-printable' ? quotedPrintable(body.replace(/=\r\n/g, '')) : body
}

function quotedPrintable(text: string): string {
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')
}
