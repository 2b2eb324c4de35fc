import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import chromiumPackage, { inflate, setupLambdaEnvironment } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A real browser: VERBATIM_BROWSER, else the system's, else the one that npm brought (Linux x64, with its own libraries). */
export async function startBrowser(): Promise<Browser> {
  const executablePath = await browserPath()
  // The package's own arguments switch web security off; these do not.
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
}

async function browserPath(): Promise<string> {
  const given = process.env.VERBATIM_BROWSER
  if (given) return given
  const system = systemBrowsers.find((path) => existsSync(path))
  if (system) return system
  const folder = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'))
  const libraries = [join(folder, '..', 'bin', 'al2023.tar.br'), join(folder, '..', '..', 'bin', 'al2023.tar.br')].find(
    (path) => existsSync(path),
  )
  if (libraries) {
    await inflate(libraries)
    setupLambdaEnvironment(join(tmpdir(), 'al2023', 'lib'))
  }
  return chromiumPackage.executablePath()
}
