/** Time as an argument, so that what depends on it can be tested and nothing else depends on it by accident. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
