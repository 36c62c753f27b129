/** How far a difference to the log could be off if something unseen also decided who was contacted. */
import { gammaWhere, marginalSensitivity } from '../../stats/marginal-sensitivity';
import { differenceOf, tInterval, type Statistic } from '../../stats/statistic';
import type { Histories } from './histories';
import type { Sensitivity } from './result';
import { ofDecisions } from './unit-sums';

/** Factors of the odds that are shown. */
const FACTORS = [1, 1.2, 1.5, 2];
/** Doubt beyond which nobody asks. */
const LIMIT = 10;

/**
 * Of single decisions, by the self-normalised estimator.
 *
 * @param probabilities [n, actions] of what is judged
 * @param logged mean reward of what was done
 * @returns null where every action of the log was certain, so that nothing can be wrong with its odds
 */
export function sensitivityOf(
  histories: Histories,
  probabilities: Float64Array,
  rewards: Float64Array,
  logged: Statistic,
  level: number,
): Sensitivity | null {
  const { actions, actionCount, propensities, units } = histories;
  if (propensities.every((propensity) => propensity === 1)) return null;
  const extremes = marginalSensitivity({
    probabilities: Float64Array.from(actions, (action, i) => probabilities[i * actionCount + action]!),
    ...{
      propensities,
      rewards,
      units,
      unitOf: ofDecisions(
        histories,
        Uint32Array.from({ length: units }, (_, unit) => unit),
      ),
    },
  });
  /** The lower end of the lower extreme and the upper end of the higher. */
  const ends = (factor: number) => {
    const { low, high } = extremes(factor);
    return {
      low: tInterval(differenceOf(low, logged), level).low ?? NaN,
      high: tInterval(differenceOf(high, logged), level).high ?? NaN,
    };
  };
  const factors = FACTORS.map((factor) => ({ factor, ...ends(factor) }));
  if (factors.some(({ low, high }) => !Number.isFinite(low + high))) return null;
  const isAbove = factors[0]!.low > 0;
  const isClear = isAbove || factors[0]!.high < 0;
  const keeps = (factor: number) => (isAbove ? ends(factor).low > 0 : ends(factor).high < 0);
  return { factors, flips: isClear ? gammaWhere(keeps, LIMIT) : null, limit: LIMIT };
}
