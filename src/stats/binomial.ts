/** Chances of counts: how surprising so many successes of so many trials are. */

export interface BinomialTails {
  /** Chance of as many successes or fewer. */
  readonly atMost: number;
  /** Chance of as many or more. */
  readonly atLeast: number;
}

/**
 * @param probability of a success, in (0, 1)
 * @returns exact sums; their terms are made from logarithms, for the first of many trials is smaller than any number
 * @throws RangeError unless 0 <= successes <= trials, both whole numbers, and the probability is between 0 and 1
 */
export function binomialTails(successes: number, trials: number, probability: number): BinomialTails {
  if (!(Number.isInteger(trials) && Number.isInteger(successes) && 0 <= successes && successes <= trials))
    throw new RangeError(`successes: expected a whole number up to ${trials}, got ${successes}`);
  if (!(probability > 0 && probability < 1))
    throw new RangeError(`probability: expected between 0 and 1, got ${probability}`);
  const odds = Math.log(probability / (1 - probability));
  let logTerm = trials * Math.log(1 - probability);
  let [atMost, atLeast] = [0, 0];
  for (let count = 0; count <= trials; count += 1) {
    if (count <= successes) atMost += Math.exp(logTerm);
    if (count >= successes) atLeast += Math.exp(logTerm);
    logTerm += Math.log((trials - count) / (count + 1)) + odds;
  }
  return { atMost: Math.min(1, atMost), atLeast: Math.min(1, atLeast) };
}
