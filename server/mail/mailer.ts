import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { MailConfig } from './mail-config.ts'

export interface Mail {
  to: { name: string; address: string }
  subject: string
  text: string
  html: string
  language: string
  /** Where one press ends all mail of this kind (RFC 8058); null for a test mail to oneself. */
  optOutAddress: string | null
}

/**
 * What became of a mail that was handed over. `reason` is a code of the server's or the network's, never its words: they hold addresses.
 * - refused: the server will not take it, now or later
 * - postponed: the server says to come again later
 * - unreachable: nothing was handed over, because there was no connection or no permission
 * - unknown: the connection broke while the server had it; it may or may not have taken it
 */
export type Handover = { kind: 'sent' } | { kind: 'refused' | 'postponed' | 'unreachable' | 'unknown'; reason: string }

export interface Mailer {
  readonly config: MailConfig
  send: (mail: Mail) => Promise<Handover>
  /** Connects and signs in, and sends nothing. @returns null when that worked, else a code for why not */
  verify: () => Promise<string | null>
  /** Ends the connection once what is being sent is over; the next mail opens another. */
  close: () => Promise<void>
}

/** Mails over one connection; after so many a fresh one, as servers count them. */
const mailsPerConnection = 50
const timeouts = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000, dnsTimeout: 10_000 }

/** Hands mails to the operator's SMTP server one after the other, over one connection kept open between them. */
export function smtpMailer(config: MailConfig): Mailer {
  let open: { connection: SMTPConnection; sent: number } | null = null
  const drop = () => {
    open?.connection.close()
    open = null
  }
  const connected = async () => {
    if (open && open.sent >= mailsPerConnection) {
      open.connection.quit()
      open = null
    }
    if (!open) {
      const connection = await connect(config, (ended) => {
        if (open?.connection === ended) open = null
      })
      open = { connection, sent: 0 }
    }
    return open
  }
  const hand = async (message: Buffer, to: string): Promise<Handover> => {
    let use: Awaited<ReturnType<typeof connected>>
    try {
      use = await connected()
    } catch (error) {
      drop()
      return { kind: 'unreachable', reason: codeOf(error) }
    }
    use.sent++
    const handover = await handOver(use.connection, { from: config.from.address, to }, message)
    if (handover.kind !== 'sent') drop()
    return handover
  }
  const tryIt = async () => {
    drop()
    try {
      await connected()
      return null
    } catch (error) {
      return codeOf(error)
    } finally {
      drop()
    }
  }
  // One connection, one thing over it at a time, whoever asks.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
  return {
    config,
    send: async (mail) => {
      const message = await composed(config, mail)
      return inTurn(() => hand(message, mail.to.address))
    },
    verify: () => inTurn(tryIt),
    close: () => inTurn(drop),
  }
}

async function connect(config: MailConfig, onEnd: (ended: SMTPConnection) => void): Promise<SMTPConnection> {
  const connection = new SMTPConnection({
    host: config.host,
    port: config.port,
    secure: config.tls === 'from the start',
    requireTLS: config.tls === 'before anything',
    ignoreTLS: config.tls === 'none',
    ...timeouts,
  })
  await new Promise<void>((done, failed) => {
    connection.once('error', failed)
    connection.connect((error) => (error ? failed(error) : done()))
  })
  // A server that hangs up between two mails is no fault; without a listener it would end the process.
  connection.on('error', () => onEnd(connection))
  connection.once('end', () => onEnd(connection))
  const { credentials } = config
  if (credentials)
    await new Promise<void>((done, failed) => {
      connection.login({ user: credentials.user, pass: credentials.password }, (error) =>
        error ? failed(error) : done(),
      )
    })
  return connection
}

function handOver(
  connection: SMTPConnection,
  envelope: { from: string; to: string },
  message: Buffer,
): Promise<Handover> {
  return new Promise((done) => {
    connection.send({ from: envelope.from, to: [envelope.to] }, message, (error) => {
      if (!error) return done({ kind: 'sent' })
      const { responseCode, code, command } = error as { responseCode?: number; code?: string; command?: string }
      if (responseCode !== undefined && responseCode >= 400)
        return done({ kind: responseCode < 500 ? 'postponed' : 'refused', reason: String(responseCode) })
      // What we ourselves find wrong with an address never left.
      if (code === 'EENVELOPE') return done({ kind: 'refused', reason: code })
      // The connection was gone before anything was said over it.
      if (command === 'API') return done({ kind: 'unreachable', reason: codeOf(error) })
      done({ kind: 'unknown', reason: codeOf(error) })
    })
  })
}

/** The whole mail as it is sent. Names, subject and address are encoded by the composer; none can begin a line of the head. */
function composed(config: MailConfig, mail: Mail): Promise<Buffer> {
  const headers: Record<string, string> = {
    // Answers of robots that read it would go to the sender.
    'Auto-Submitted': 'auto-generated',
    'Content-Language': mail.language,
  }
  if (mail.optOutAddress) {
    headers['List-Unsubscribe'] = `<${mail.optOutAddress}>`
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click'
  }
  const composer = new MailComposer({
    from: config.from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers,
    // No text of a mail names a file of this machine or an address to read.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return new Promise((done, failed) => {
    composer.compile().build((error, message) => (error ? failed(error) : done(message as Buffer)))
  })
}

function codeOf(error: unknown): string {
  const { code, responseCode, cause } = error as { code?: string; responseCode?: number; cause?: { code?: string } }
  return responseCode ? String(responseCode) : (cause?.code ?? code ?? 'no code')
}
