import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from './errors.ts'
import { BadMailSetting, type MailConfig, readMailConfig } from './mail/mail-config.ts'

export interface Config {
  host: string
  port: number
  /** A PostgreSQL server; without it the embedded database in `dataFolder` is used. */
  databaseUrl: string | undefined
  dataFolder: string
  /**
   * Where people reach the product on the web, without a slash at the end, from VERBATIM_ADDRESS: printed pages carry a code that leads
   * there. Undefined when nobody said; then no code is printed, because 127.0.0.1 leads nobody anywhere.
   */
  publicAddress?: string | undefined
  /** The operator's mail server; undefined where there is none, and then no mail is sent. */
  mail?: MailConfig | undefined
  /** Largest file a researcher may upload, in bytes. */
  uploadBytes: number
}

export class BadConfig extends AppError {
  readonly kind = 'invalid'
  readonly code = 'bad_config'
}

const projectFolder = fileURLToPath(new URL('..', import.meta.url))

/** @throws {BadConfig} naming the variable and its value */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const port = Number(environment.PORT ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new BadConfig(`PORT takes a number from 0 to 65535, not “${environment.PORT}”.`)
  }
  const fonts = environment.VERBATIM_FONTS
  if (fonts && !statSync(fonts, { throwIfNoEntry: false })?.isDirectory())
    throw new BadConfig(`VERBATIM_FONTS takes a folder of fonts; “${fonts}” is none.`)
  return {
    // Only this machine can reach the product until somebody says otherwise.
    host: environment.HOST || '127.0.0.1',
    port,
    databaseUrl: environment.DATABASE_URL || undefined,
    dataFolder: resolve(projectFolder, environment.VERBATIM_DATA || 'data'),
    publicAddress: readAddress(environment.VERBATIM_ADDRESS),
    mail: readMail(environment),
    uploadBytes: 100 * 1024 * 1024,
  }
}

function readMail(environment: NodeJS.ProcessEnv): MailConfig | undefined {
  try {
    return readMailConfig(environment)
  } catch (error) {
    if (error instanceof BadMailSetting) throw new BadConfig(error.message)
    throw error
  }
}

function readAddress(typed: string | undefined): string | undefined {
  if (!typed) return undefined
  const address = URL.canParse(typed) ? new URL(typed) : null
  if (!address || !['http:', 'https:'].includes(address.protocol))
    throw new BadConfig(`VERBATIM_ADDRESS takes an address such as https://research.example.org, not “${typed}”.`)
  return `${address.origin}${address.pathname}`.replace(/\/+$/, '')
}
