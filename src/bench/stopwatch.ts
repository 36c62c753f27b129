/** Timing by repetition: enough runs to fill a stretch of time, and the median of several stretches. */

/** Milliseconds of a clock that never goes back. */
export type Now = () => number;

const STRETCHES = 5;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/**
 * Milliseconds per call: the median over five stretches of at least `stretchMs`, after one call to warm up.
 *
 * @param run the work; called one after the other
 */
export async function millisecondsPerCall(
  now: Now,
  stretchMs: number,
  run: () => void | Promise<void>,
): Promise<number> {
  await run();
  const perCall: number[] = [];
  for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
    const start = now();
    let calls = 0;
    do {
      await run();
      calls += 1;
    } while (now() - start < stretchMs);
    perCall.push((now() - start) / calls);
  }
  return median(perCall);
}
