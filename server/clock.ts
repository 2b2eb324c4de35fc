/** Passed in wherever the time matters, so that a test can say what time it is. */
export interface Clock {
  now: () => Date
}

export const systemClock: Clock = { now: () => new Date() }
