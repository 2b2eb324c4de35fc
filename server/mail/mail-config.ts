import { isEmailAddress } from '../../survey-forms/item-kinds/email/address.ts'

/** A mail server and whom mail comes from, as the operator said in the environment; nobody else can change it. */
export interface MailConfig {
  host: string
  port: number
  /** From the first byte, by STARTTLS before anything is said, or not at all. */
  tls: 'from the start' | 'before anything' | 'none'
  credentials: { user: string; password: string } | null
  from: { name: string; address: string }
  perMinute: number
  /** How long a mail that the server put off waits before it is offered again. */
  secondsBeforeRetry: number
}

/** Why a setting cannot be used; never with its value, which may hold a password. */
export class BadMailSetting extends Error {}

/**
 * Reads VERBATIM_SMTP (smtps://user:password@host:465, or smtp://… for STARTTLS; smtp://host:25?tls=none for a relay on a network
 * of one's own), VERBATIM_MAIL_FROM (an address, or Name <address>) and VERBATIM_MAILS_PER_MINUTE (60).
 * @returns undefined where no mail server is named
 * @throws {BadMailSetting} naming the variable
 */
export function readMailConfig(environment: NodeJS.ProcessEnv): MailConfig | undefined {
  if (!environment.VERBATIM_SMTP) return undefined
  return {
    ...readServer(environment.VERBATIM_SMTP),
    from: readSender(environment.VERBATIM_MAIL_FROM ?? ''),
    perMinute: readPerMinute(environment.VERBATIM_MAILS_PER_MINUTE || '60'),
    secondsBeforeRetry: 60,
  }
}

function readServer(typed: string): Pick<MailConfig, 'host' | 'port' | 'tls' | 'credentials'> {
  const url = URL.canParse(typed) ? new URL(typed) : null
  const isImplicit = url?.protocol === 'smtps:'
  if (!url?.hostname || !(isImplicit || url.protocol === 'smtp:') || !['', '/'].includes(url.pathname))
    throw new BadMailSetting('VERBATIM_SMTP takes an address such as smtps://user:password@mail.example.org:465.')
  const isPlain = url.searchParams.get('tls') === 'none'
  if ([...url.searchParams.keys()].some((name) => name !== 'tls') || (url.search !== '' && !isPlain))
    throw new BadMailSetting('VERBATIM_SMTP knows one addition, ?tls=none.')
  if (isPlain && isImplicit) throw new BadMailSetting('VERBATIM_SMTP: ?tls=none goes with smtp://, not with smtps://.')
  const user = decodeURIComponent(url.username)
  if (isPlain && user !== '')
    throw new BadMailSetting('VERBATIM_SMTP: a password is never sent without encryption; leave it or ?tls=none out.')
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (isImplicit ? 465 : isPlain ? 25 : 587),
    tls: isImplicit ? 'from the start' : isPlain ? 'none' : 'before anything',
    credentials: user === '' ? null : { user, password: decodeURIComponent(url.password) },
  }
}

function readSender(typed: string): MailConfig['from'] {
  const found = /^(?:"?([^"<>]*?)"?\s*<([^<>]+)>|([^<>\s]+))$/.exec(typed.trim())
  const address = found?.[2] ?? found?.[3] ?? ''
  if (!isEmailAddress(address) || /\p{Cc}/u.test(typed))
    throw new BadMailSetting(
      'VERBATIM_MAIL_FROM takes an address, or a name and an address: Research <research@example.org>.',
    )
  return { name: (found?.[1] ?? '').trim(), address }
}

function readPerMinute(typed: string): number {
  const perMinute = Number(typed)
  if (!Number.isInteger(perMinute) || perMinute < 1 || perMinute > 6000)
    throw new BadMailSetting('VERBATIM_MAILS_PER_MINUTE takes a whole number from 1 to 6000.')
  return perMinute
}
