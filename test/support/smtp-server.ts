import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A mail as the server took it. */
export interface TakenMail {
  from: string
  to: string
  /** Head and body as they came over the wire. */
  raw: string
}

/** What the server does with a mail to an address, instead of taking it. */
export type Mood = 'refuse' | 'postpone' | 'hang up' | 'take and hang up'

export interface SmtpServer {
  port: number
  taken: TakenMail[]
  /** Everything clients said, for looking for what must not be said. */
  heard: string[]
  moods: Map<string, Mood>
  close: () => Promise<void>
}

/** A small mail server of the test's own: no TLS, one password if one is given. */
export async function startSmtpServer({ password }: { password?: string } = {}): Promise<SmtpServer> {
  const taken: TakenMail[] = []
  const heard: string[] = []
  const moods = new Map<string, Mood>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    converse(socket, { taken, heard, moods, password })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    heard,
    moods,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => done())
      }),
  }
}

function converse(
  socket: Socket,
  { taken, heard, moods, password }: Pick<SmtpServer, 'taken' | 'heard' | 'moods'> & { password: string | undefined },
): void {
  let rest = ''
  let mail: TakenMail | null = null
  let from = ''
  let to = ''
  const say = (line: string) => socket.write(`${line}\r\n`)
  say('220 mail.test ready')
  socket.on('data', (bytes) => {
    rest += bytes.toString('utf8')
    for (;;) {
      if (mail) {
        const end = rest.indexOf('\r\n.\r\n')
        if (end === -1) return
        mail.raw = rest.slice(0, end)
        rest = rest.slice(end + 5)
        const mood = moods.get(to)
        if (mood === 'hang up') return void socket.destroy()
        if (mood === 'postpone') {
          moods.delete(to)
          say('451 later')
        } else {
          taken.push(mail)
          if (mood === 'take and hang up') return void socket.destroy()
          say('250 taken')
        }
        mail = null
        continue
      }
      const end = rest.indexOf('\r\n')
      if (end === -1) return
      const line = rest.slice(0, end)
      rest = rest.slice(end + 2)
      heard.push(line)
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'EHLO') say(password === undefined ? '250 mail.test' : '250-mail.test\r\n250 AUTH PLAIN')
      else if (verb === 'AUTH') {
        const given = Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString('utf8')
          .split('\0')[2]
        say(given === password ? '235 welcome' : '535 who are you')
      } else if (verb === 'MAIL') {
        from = /<([^>]*)>/.exec(line)![1]!
        say('250 ok')
      } else if (verb === 'RCPT') {
        to = /<([^>]*)>/.exec(line)![1]!
        say(moods.get(to) === 'refuse' ? `550 nobody called ${to} here` : '250 ok')
      } else if (verb === 'STAR') say('502 no such thing')
      else if (verb === 'DATA') {
        mail = { from, to, raw: '' }
        say('354 go on')
      } else if (verb === 'QUIT') {
        say('221 bye')
        socket.end()
      } else say('250 ok')
    }
  })
}
