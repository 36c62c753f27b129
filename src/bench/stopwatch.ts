/** Timing by repetition: contenders take turns, so that what slows the machine for a while slows all of them. */

/** Milliseconds of a clock that never goes back. */
export type Now = () => number;

export interface Timing {
  /** Median over the rounds. */
  readonly millisecondsPerCall: number;
  /** How many times as fast as the first contender: the median of the ratios round by round. */
  readonly timesFaster: number;
}

const ROUNDS = 5;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Milliseconds per call in a stretch of at least so many milliseconds. */
async function stretch(now: Now, milliseconds: number, run: () => void | Promise<void>): Promise<number> {
  const start = now();
  let calls = 0;
  do {
    await run();
    calls += 1;
  } while (now() - start < milliseconds);
  return (now() - start) / calls;
}

/**
 * Lets contenders run for a stretch each in five rounds, after a short stretch each to warm up.
 *
 * @param contenders work that is called one after the other; the first is the reference
 */
export async function timeInTurns(
  now: Now,
  stretchMs: number,
  contenders: readonly (() => void | Promise<void>)[],
): Promise<readonly Timing[]> {
  for (const run of contenders) await stretch(now, stretchMs / 4, run);
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const times: number[] = [];
    for (const run of contenders) times.push(await stretch(now, stretchMs, run));
    rounds.push(times);
  }
  return contenders.map((_, i) => ({
    millisecondsPerCall: median(rounds.map((times) => times[i]!)),
    timesFaster: median(rounds.map((times) => times[0]! / times[i]!)),
  }));
}
