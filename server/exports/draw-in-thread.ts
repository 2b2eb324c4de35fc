import { Worker } from 'node:worker_threads'
import type { FileOrder } from './draw-file.ts'

interface Waiting {
  resolve: (bytes: Uint8Array) => void
  reject: (error: Error) => void
}

const waiting = new Map<number, Waiting>()
let worker: Worker | null = null
let orders = 0

/**
 * Draws a file beside the server's own thread, which answers other people meanwhile: a print picture takes a second of one core.
 * One thread for all, in order; it is started when the first file is asked for and does not keep the process alive.
 */
export function drawInThread(order: FileOrder): Promise<Uint8Array> {
  const id = ++orders
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    thread().postMessage({ id, order })
    worker?.ref()
  })
}

function thread(): Worker {
  if (worker) return worker
  const started = new Worker(new URL('./file-worker.ts', import.meta.url))
  started.on('message', ({ id, bytes, message }: { id: number; bytes?: Uint8Array; message?: string }) => {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (waiting.size === 0) started.unref()
    if (bytes) asked?.resolve(bytes)
    else asked?.reject(new Error(`A file could not be drawn: ${message}`))
  })
  const lost = (error: Error) => {
    if (worker === started) worker = null
    for (const asked of waiting.values()) asked.reject(error)
    waiting.clear()
  }
  started.on('error', lost)
  started.on('exit', () => lost(new Error('The thread that draws files has ended.')))
  worker = started
  return started
}
