/** Timing by repetition: contenders take turns, so that what slows the machine for a while slows all of them. */

/** Milliseconds of a clock that never goes back. */
export type Now = () => number;

export interface Timing {
  /** Median over the rounds. */
  readonly millisecondsPerCall: number;
  /** How many times as fast as the first contender: the median of the ratios round by round. */
  readonly timesFaster: number;
}

/** Work to be timed. */
export interface Timed {
  readonly run: () => void | Promise<void>;
  /** Waits until what was run is done, where a device does it later. */
  readonly finish?: () => Promise<void>;
}

const ROUNDS = 5;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Milliseconds per call in a stretch of at least so many milliseconds. */
async function stretch(now: Now, milliseconds: number, { run, finish }: Timed): Promise<number> {
  const start = now();
  let calls = 0;
  do {
    await run();
    calls += 1;
  } while (now() - start < milliseconds);
  await finish?.();
  return (now() - start) / calls;
}

/**
 * Lets contenders run for a stretch each in five rounds, after a short stretch each to warm up.
 *
 * @param contenders called one after the other; the first is the reference
 */
export async function timeInTurns(
  now: Now,
  stretchMs: number,
  contenders: readonly Timed[],
): Promise<readonly Timing[]> {
  for (const contender of contenders) await stretch(now, stretchMs / 4, contender);
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const times: number[] = [];
    for (const contender of contenders) times.push(await stretch(now, stretchMs, contender));
    rounds.push(times);
  }
  return contenders.map((_, i) => ({
    millisecondsPerCall: median(rounds.map((times) => times[i]!)),
    timesFaster: median(rounds.map((times) => times[0]! / times[i]!)),
  }));
}
