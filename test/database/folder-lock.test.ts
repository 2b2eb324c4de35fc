import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FolderInUse, lockFolder } from '../../server/database/folder-lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verbatim-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a second opener is turned away with the process that has it, until the first lets go', () => {
  const release = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(FolderInUse)
  expect(() => lockFolder(folder)).toThrow(String(process.pid))
  release()
  lockFolder(folder)()
})

test('a lock left by a process that is gone is taken over', () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid
  writeFileSync(join(folder, 'verbatim.lock'), `${gone}\n`)
  const release = lockFolder(folder)
  release()
  expect(existsSync(join(folder, 'verbatim.lock'))).toBe(false)
})
