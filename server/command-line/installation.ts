import { readConfig } from '../config.ts'
import { type OpenDatabase, openEmbeddedDatabase, openServerDatabase } from '../database/connection.ts'

/**
 * Runs `work` on the data of this installation, where `npm start` keeps them: DATABASE_URL, or the folder VERBATIM_DATA.
 * The embedded database is one process's at a time, so a running server has to be stopped first; its lock says so.
 */
export async function withInstallation<T>(work: (open: OpenDatabase) => Promise<T>): Promise<T> {
  const { databaseUrl, dataFolder } = readConfig(process.env)
  const open = databaseUrl ? await openServerDatabase(databaseUrl) : await openEmbeddedDatabase(dataFolder)
  try {
    return await work(open)
  } finally {
    await open.close()
  }
}
