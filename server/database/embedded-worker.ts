import { parentPort, workerData } from 'node:worker_threads'
import { readFile } from 'node:fs/promises'
import { PGlite, types } from '@electric-sql/pglite'

/**
 * The embedded PostgreSQL lives in this thread, so that a long query never blocks the server's event loop
 * (measured: docs/decisions/0002-embedded-database-in-a-worker.md).
 */
export interface EmbeddedRequest {
  id: number
  kind: 'query' | 'exec' | 'dump' | 'close'
  sql?: string
  parameters?: unknown[]
}

export type EmbeddedReply =
  | { id: number; rows: unknown[]; affectedRows?: number; fields: { name: string; dataTypeID: number }[] }
  | { id: number; results: { rows: unknown[] }[] }
  | { id: number; bytes: Uint8Array }
  | { id: number; error: { message: string; code?: string; detail?: string; constraint?: string } }

const { folder, template } = workerData as { folder: string | null; template: string | null }
const port = parentPort!

const database = await PGlite.create({
  ...(folder === null ? {} : { dataDir: folder }),
  ...(template === null ? {} : { loadDataDir: new Blob([new Uint8Array(await readFile(template))]) }),
  // One policy with the pg driver (connection.ts): whole numbers are numbers, dates without time stay text.
  parsers: { [types.INT8]: Number, [types.DATE]: (text: string) => text },
})

port.on('message', async (request: EmbeddedRequest) => {
  try {
    port.postMessage(await answer(request))
  } catch (error) {
    const { message, code, detail, constraint } = error as Error & {
      code?: string
      detail?: string
      constraint?: string
    }
    port.postMessage({ id: request.id, error: { message, code, detail, constraint } } satisfies EmbeddedReply)
  }
})
port.postMessage({ ready: true })

async function answer(request: EmbeddedRequest): Promise<EmbeddedReply> {
  const { id } = request
  if (request.kind === 'query') {
    const { rows, affectedRows, fields } = await database.query(request.sql!, request.parameters)
    return { id, rows, affectedRows, fields }
  }
  if (request.kind === 'exec') return { id, results: (await database.exec(request.sql!)).map(({ rows }) => ({ rows })) }
  if (request.kind === 'dump') {
    const dump = await database.dumpDataDir('gzip')
    return { id, bytes: new Uint8Array(await dump.arrayBuffer()) }
  }
  await database.close()
  return { id, results: [] }
}
