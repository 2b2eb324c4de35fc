import { Worker } from 'node:worker_threads'
import type { Reading, ReadDocuments } from '../files/documents/read-document.ts'

export interface ParsingLimits {
  /** Milliseconds one file may take. */
  timeMs: number
  /** Megabytes of the worker's JavaScript heap. */
  memoryMb: number
}

export const parsingLimits: ParsingLimits = { timeMs: 60_000, memoryMb: 512 }

/** A worker thread that parses files one after another, and is replaced when one of them breaks it. */
export class DocumentParser {
  readonly #limits: ParsingLimits
  #worker: Worker | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(limits: ParsingLimits = parsingLimits) {
    this.#limits = limits
  }

  /**
   * Documents of one file. Whatever the file holds (too much, nonsense, a trap) it is refused with one plain reason and
   * the next file is parsed as if nothing had happened.
   * @param bytes the whole file
   * @param name  path or file name, for the documents' names
   * @param as    how a person says it is to be read
   */
  parse(bytes: Uint8Array, name: string, as?: Reading): Promise<ReadDocuments> {
    const turn = this.#last.then(() => this.#parse(bytes, name, as))
    this.#last = turn.catch(() => undefined)
    return turn
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#last
    await this.#worker?.terminate()
    this.#worker = undefined
  }

  #start(): Worker {
    return new Worker(new URL('./document-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb },
      // The parser needs no secrets from the environment, and a library in it should not see any.
      env: {},
    })
  }

  #parse(bytes: Uint8Array, name: string, as: Reading | undefined): Promise<ReadDocuments> {
    this.#worker ??= this.#start()
    const worker = this.#worker
    return new Promise((resolve, reject) => {
      const refuse = (reason: string) => {
        finish()
        this.#worker = undefined
        void worker.terminate()
        resolve({ documents: [], refused: [{ file: name, reason }] })
      }
      const timer = setTimeout(
        () => refuse(`Reading it took longer than ${this.#limits.timeMs / 1000} seconds.`),
        this.#limits.timeMs,
      )
      const onMessage = (answer: { read?: ReadDocuments; failed?: string }) => {
        finish()
        if (answer.read) resolve(answer.read)
        else reject(new Error(`Parsing a document failed: ${answer.failed}`))
      }
      const onError = (error: Error & { code?: string }) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
          refuse(`Reading it needed more than ${this.#limits.memoryMb} MB of memory.`)
        else {
          finish()
          this.#worker = undefined
          reject(error)
        }
      }
      const onExit = () => refuse('Reading it ended the parser.')
      const finish = () => {
        clearTimeout(timer)
        worker.off('message', onMessage)
        worker.off('error', onError)
        worker.off('exit', onExit)
      }
      worker.on('message', onMessage)
      worker.on('error', onError)
      worker.on('exit', onExit)
      worker.postMessage({ bytes, name, as })
    })
  }
}

/** One file in a worker of its own. */
export async function parseInWorker(
  bytes: Uint8Array,
  name: string,
  limits: ParsingLimits = parsingLimits,
): Promise<ReadDocuments> {
  const parser = new DocumentParser(limits)
  try {
    return await parser.parse(bytes, name)
  } finally {
    await parser.close()
  }
}
