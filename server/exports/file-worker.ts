import { parentPort } from 'node:worker_threads'
import { drawFile, type FileOrder } from './draw-file.ts'

parentPort!.on('message', async ({ id, order }: { id: number; order: FileOrder }) => {
  try {
    const bytes = new Uint8Array(await drawFile(order))
    parentPort!.postMessage({ id, bytes }, [bytes.buffer])
  } catch (error) {
    parentPort!.postMessage({ id, message: error instanceof Error ? error.message : String(error) })
  }
})
