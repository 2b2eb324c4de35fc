import { Worker } from 'node:worker_threads'
import type { EmbeddedReply, EmbeddedRequest } from './embedded-worker.ts'

export interface EmbeddedOptions {
  /** Folder of the database, or null for one in memory that vanishes on close. */
  folder: string | null
  /** A dump to start an empty folder from, or null. */
  template: string | null
}

interface QueryResult<T> {
  rows: T[]
  affectedRows?: number
  fields: { name: string; dataTypeID: number }[]
}

interface Waiting {
  resolve: (reply: EmbeddedReply) => void
  reject: (error: Error) => void
}

/**
 * The embedded PostgreSQL (PGlite) behind a worker thread: the subset that Kysely's PGliteDialect and pg-boss need.
 * There is one connection, so calls outside an open transaction wait for its end.
 */
export class EmbeddedPostgres {
  closed = false
  ready = false
  readonly waitReady: Promise<void>
  #worker: Worker
  #waiting = new Map<number, Waiting>()
  #nextId = 1
  #lastTransaction: Promise<unknown> = Promise.resolve()
  #failure: Error | null = null

  constructor(options: EmbeddedOptions) {
    this.#worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), {
      workerData: options,
      // Pieces of uploads are rubbish as soon as they are stored; a small nursery is swept before they pile up.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    })
    this.waitReady = new Promise((resolve, reject) => {
      this.#worker.once('message', () => {
        this.ready = true
        this.#worker.on('message', (reply: EmbeddedReply) => this.#settle(reply))
        resolve()
      })
      this.#worker.once('error', (error: Error) => {
        this.#fail(error)
        reject(error)
      })
    })
    this.#worker.once('exit', () => this.#fail(new Error('The embedded database has ended.')))
  }

  async query<T>(sql: string, parameters: unknown[] = []): Promise<QueryResult<T>> {
    await this.#lastTransaction
    return this.#query<T>(sql, parameters)
  }

  async exec(sql: string): Promise<{ rows: unknown[] }[]> {
    await this.#lastTransaction
    return this.#exec(sql)
  }

  /** Runs `work` between begin and commit; rolls back when it throws. Everyone else waits. */
  async transaction<T>(
    work: (tx: {
      query: <R>(sql: string, parameters?: unknown[]) => Promise<QueryResult<R>>
      rollback: () => Promise<void>
    }) => Promise<T>,
  ): Promise<T> {
    const before = this.#lastTransaction
    const { promise: over, resolve: end } = Promise.withResolvers<void>()
    this.#lastTransaction = over
    await before
    try {
      await this.#exec('begin')
      const result = await work({
        query: <R>(sql: string, parameters: unknown[] = []) => this.#query<R>(sql, parameters),
        rollback: async () => void (await this.#exec('rollback')),
      })
      await this.#exec('commit')
      return result
    } catch (error) {
      await this.#exec('rollback').catch(() => undefined)
      throw error
    } finally {
      end()
    }
  }

  /** The whole database as one gzipped tar, to start others from. */
  async dump(): Promise<Uint8Array> {
    await this.#lastTransaction
    const reply = await this.#ask({ kind: 'dump' })
    return (reply as { bytes: Uint8Array }).bytes
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await this.#lastTransaction.catch(() => undefined)
    await this.#ask({ kind: 'close' }).catch(() => undefined)
    await this.#worker.terminate()
  }

  async #query<T>(sql: string, parameters: unknown[]): Promise<QueryResult<T>> {
    return (await this.#ask({ kind: 'query', sql, parameters })) as unknown as QueryResult<T>
  }

  async #exec(sql: string): Promise<{ rows: unknown[] }[]> {
    const reply = await this.#ask({ kind: 'exec', sql })
    return (reply as { results: { rows: unknown[] }[] }).results
  }

  async #ask(request: Omit<EmbeddedRequest, 'id'>): Promise<EmbeddedReply> {
    await this.waitReady
    if (this.#failure) throw this.#failure
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ ...request, id })
    })
  }

  #settle(reply: EmbeddedReply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if ('error' in reply) waiting?.reject(Object.assign(new Error(reply.error.message), reply.error))
    else waiting?.resolve(reply)
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
