/** Room for timers and signals in work that never waits for anything, as training and judging on these backends. */

/** At most this long they wait: a turn costs some microseconds, and a step may take fewer. */
const PAUSE_EVERY_MS = 20;

let paused = -Infinity;

/**
 * Gives the event loop a turn if the last one is long ago; call it as often as you like. Awaiting what is already there
 * does not: it only goes on to the next microtask.
 */
export async function pause(): Promise<void> {
  if (performance.now() - paused < PAUSE_EVERY_MS) return;
  await new Promise((resume) => setImmediate(resume));
  paused = performance.now();
}
