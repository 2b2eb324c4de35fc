import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors.ts'

/** Two processes on one embedded database lose rows silently (research: 50 of 100), so the second is turned away. */
export class FolderInUse extends AppError {
  readonly kind = 'conflict'
  readonly code = 'folder_in_use'
  constructor(folder: string, processId: number) {
    super(
      `The data in ${folder} is in use by process ${processId}. Stop that one first, or choose another folder with VERBATIM_DATA.`,
      {
        folder,
        processId,
      },
    )
  }
}

/**
 * Takes the folder for this process and returns the function that gives it back.
 * A lock left behind by a process that is gone is taken over.
 * @throws {FolderInUse} while another living process holds it
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'verbatim.lock')
  for (let attempt = 0; ; attempt++) {
    try {
      const file = openSync(path, 'wx')
      writeSync(file, `${process.pid}\n`)
      closeSync(file)
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 1) throw error
      const holder = Number(readFileSync(path, 'utf8').trim())
      if (isAlive(holder)) throw new FolderInUse(folder, holder)
      rmSync(path, { force: true })
    }
  }
  const release = () => rmSync(path, { force: true })
  process.once('exit', release)
  return () => {
    process.off('exit', release)
    release()
  }
}

function isAlive(processId: number): boolean {
  // A lock without a readable number was being written when its owner died.
  if (!Number.isInteger(processId) || processId <= 0) return false
  if (processId === process.pid) return true
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
