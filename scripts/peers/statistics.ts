/** What is said of numbers measured round by round: the middle one, and how far they lie apart. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** One number per round, in the order of the rounds. */
  readonly rounds: readonly number[];
}

/** @throws RangeError for an empty list */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('median: expected at least one number');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

export function spread(rounds: readonly number[]): Spread {
  return { median: median(rounds), min: Math.min(...rounds), max: Math.max(...rounds), rounds };
}

/**
 * Round by round, so that a slow moment of the machine weighs on both sides alike.
 *
 * @throws RangeError unless both sides have the same number of rounds
 */
export function ratioOf(numerator: Spread, denominator: Spread): Spread {
  if (numerator.rounds.length !== denominator.rounds.length)
    throw new RangeError(
      `ratioOf: expected equal rounds, got ${numerator.rounds.length} and ${denominator.rounds.length}`,
    );
  return spread(numerator.rounds.map((value, round) => value / denominator.rounds[round]!));
}
