/** Room for timers and signals in work that never waits for anything, as training and judging on these backends. */

/** At most this long they wait: a turn costs some microseconds, and a step may take fewer. */
const PAUSE_EVERY_MS = 20;

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than a step. */
const clock = performance;

let paused = -Infinity;

async function turn(): Promise<void> {
  await new Promise((resume) => setImmediate(resume));
  paused = clock.now();
}

/**
 * Gives the event loop a turn if the last one is long ago; call it as often as you like. Awaiting what is already there
 * does not: it only goes on to the next microtask.
 *
 * @returns undefined if there is nothing to wait for
 */
export function pause(): Promise<void> | undefined {
  return clock.now() - paused < PAUSE_EVERY_MS ? undefined : turn();
}
