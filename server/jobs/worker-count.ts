import { availableParallelism } from 'node:os'

/** Worker threads for CPU work: VERBATIM_WORKERS, else one less than the cores, at least one. Results never depend on it. */
export function workerCount(environment: NodeJS.ProcessEnv = process.env): number {
  const asked = Number(environment.VERBATIM_WORKERS)
  if (Number.isInteger(asked) && asked >= 1) return Math.min(asked, 64)
  return Math.max(1, availableParallelism() - 1)
}
