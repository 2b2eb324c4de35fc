import { copyDefaultCodebook } from '../codebook/store.ts'
import { createOwnWorkspace } from '../accounts/store.ts'
import { type OpenDatabase, openTemporaryDatabase } from '../database/connection.ts'
import { newId } from '../ids.ts'
import { createStudy, type StudyKey } from '../studies/store.ts'
import { systemClock } from '../clock.ts'

export interface TemporaryStudy {
  open: OpenDatabase
  study: StudyKey
}

/** Runs `work` on a study of its own in an embedded database that is gone afterwards: the same code a server runs. */
export async function withTemporaryStudy<T>(work: (temporary: TemporaryStudy) => Promise<T>): Promise<T> {
  const open = await openTemporaryDatabase()
  try {
    const study = { workspaceId: newId(), studyId: newId() }
    const at = systemClock.now()
    await createOwnWorkspace(open.db, { workspaceId: study.workspaceId, name: 'Command line', at })
    await createStudy(open.db, { ...study, name: 'Command line', decision: '', isSimulated: false, at })
    await copyDefaultCodebook(open.db, study)
    return await work({ open, study })
  } finally {
    await open.close()
  }
}
