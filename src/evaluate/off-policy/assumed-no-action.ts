/**
 * Models of outcomes where No Action was never logged and its worth r0 is assumed: a policy that takes it is then valued by
 * V(r0), what is known of its other decisions and r0 at these.
 *
 * Of one decision q(s, none) = r0. Along histories r0 holds all that follows, so a history ends with it:
 *   Q(s, a) = r + d (p(none | s') r0 + Σ_{a' ≠ none} p(a' | s') Q(s', a')),   Q(s, none) = r0.
 */
import type { Histories } from './histories';
import type { OutcomeModels } from './request';

/** [n, actions] with the column of No Action replaced; the argument is left as it is. */
function withColumn(values: Float64Array, actionCount: number, value: number): Float64Array {
  return values.map((one, at) => (at % actionCount === 0 ? value : one));
}

/**
 * @param models of rewards and values as the log shows them
 * @param reward r0, in the units of the rewards that the models are asked for: of rewards alone, not of costs or contacts
 */
export function withNoActionAssumed(
  models: OutcomeModels,
  { actionCount, discounts }: Pick<Histories, 'actionCount' | 'discounts'>,
  reward: number,
): OutcomeModels {
  return {
    reward(values) {
      const known = models.reward(values);
      return known && withColumn(known, actionCount, reward);
    },
    value(probabilities) {
      const contacts = models.value(withColumn(probabilities, actionCount, 0));
      return (values) => {
        const known = contacts(
          // Whose discount is 0 is followed by nobody, the last one of all by nothing.
          values.map((value, i) =>
            discounts[i] === 0
              ? value
              : value + discounts[i]! * probabilities[(i + 1) * actionCount]! * reward,
          ),
        );
        return { ...known, values: known.values && withColumn(known.values, actionCount, reward) };
      };
    },
  };
}
