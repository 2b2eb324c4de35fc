import { parentPort } from 'node:worker_threads'
import { documentLimits, type Reading, readDocuments } from '../files/documents/read-document.ts'

/** Runs in a worker thread: one file in, its documents out. A crash or a full memory ends this thread, not the server. */
parentPort!.on('message', async ({ bytes, name, as }: { bytes: Uint8Array; name: string; as?: Reading }) => {
  try {
    parentPort!.postMessage({ read: await readDocuments(bytes, name, documentLimits, as) })
  } catch (error) {
    parentPort!.postMessage({ failed: (error as Error)?.stack ?? String(error) })
  }
})
