import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

test('importing the stemmer prints nothing and adds no environment key, even beside a .env file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stems-'))
  try {
    writeFileSync(join(folder, '.env'), 'SECRET_OF_THE_FOLDER=1\n')
    const adapter = pathToFileURL(join(import.meta.dirname, '../../server/text/stems.ts')).href
    const script = `const before = Object.keys(process.env).sort().join()
const { stem } = await import(${JSON.stringify(adapter)})
stem('needs')
if (Object.keys(process.env).sort().join() !== before) process.exitCode = 3`
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(output).toBe('')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
